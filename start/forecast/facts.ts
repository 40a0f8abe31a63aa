/** What a reader may ask about the data and the model before trusting a picture. */
import { formatNumber, formatTime } from '../../src/figure/format.js'
import type { ReportFacts, ReportText } from '../../src/figure/index.js'
import type { Evaluation } from './evaluate.js'
import { stepName } from './words.js'

/** Facts about the data and how it was cut. */
export function dataFacts({ series, calendar, result }: Evaluation): ReportFacts {
  const { ds, y } = series
  const low = y.reduce((best, value, i) => (value < y[best] ? i : best), 0)
  const high = y.reduce((best, value, i) => (value > y[best] ? i : best), 0)
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  const at = (i: number): string => `${formatNumber(y[i])} (${formatTime(ds[i])})`
  return {
    kind: 'facts',
    title: 'The data',
    items: [
      ['Source', series.source],
      [
        'Rows',
        `${formatNumber(y.length, 0)}, ${formatTime(ds[0])} to ${formatTime(ds[ds.length - 1])}, in steps of ${stepName(calendar.frequency)}`,
      ],
      ['Gaps', gapsText(series.missing, calendar.gaps)],
      ['Values', `mean ${formatNumber(mean)}, lowest ${at(low)}, highest ${at(high)}`],
      [
        'Holidays',
        series.holidays === null
          ? 'none given'
          : 'New Year, Memorial Day, Independence Day, Labor Day, Thanksgiving and the day after, Christmas and its eve',
      ],
      ...result.profile.notes.map((note) => ['Note', note] as const),
    ],
  }
}

/** Gaps and missing values in a phrase. `gaps` counts every period without a value, `missing` the rows that said so. */
export function gapsText(missing: number, gaps: number): string {
  if (gaps === 0 && missing === 0) return 'no gaps, no missing values'
  const listed = missing > 0 ? ` (${formatNumber(missing, 0)} rows of the source have no value)` : ''
  return `${formatNumber(gaps, 0)} periods in between without a value${listed}`
}

/** Facts about the additive model that explains the series. */
export function modelFacts({ explained, series }: Evaluation): ReportFacts[] {
  if (explained === null) return []
  const { fit, changepoints, components, scale, notes } = explained
  const proof =
    fit.certificate.kind === 'global'
      ? 'the best fit there is, proven'
      : 'a fit that no small change improves; that no other is better was not proven'
  return [
    {
      kind: 'facts',
      title: 'The additive model',
      caption:
        'Trend, seasons and holidays above are those of this model; the forecast is that of the model that was chosen.',
      items: [
        ['Form', `trend + ${components.map(({ name }) => name).join(' + ') || 'nothing else'}, additive`],
        [
          'Optimum',
          `${proof} (negative log posterior ${formatNumber(fit.objective, 3)}, optimality residual ${fit.certificate.kktResidual.toExponential(1)})`,
        ],
        ['Trend', `bends at ${fit.certificate.activeChangepoints} of ${changepoints.length} allowed places`],
        ['Noise', `standard deviation ${formatNumber(fit.sigma * scale.y)} (${series.unit})`],
        ...notes.map((note) => ['Note', note] as const),
      ],
    },
  ]
}

/** How far the verdict carries. */
export const limits: ReportText = Object.freeze({
  kind: 'text',
  title: 'How far this verdict carries',
  paragraphs: [
    'It says how the models did on the past, on stretches that they had not seen, and whether that can be told from luck. A break that no past holds is outside of it.',
  ],
})

/** What a reader may ask about the data and the model before trusting a picture. */
import { formatNumber, formatTime } from '../../src/figure/format.js'
import type { ReportFacts, ReportText } from '../../src/figure/index.js'
import { repeatedTimes } from '../data/series.js'
import type { Evaluation } from './evaluate.js'
import { seasonWords } from './split.js'
import { stepName } from './words.js'

/** Facts about the data and how it was cut. */
export function dataFacts({ series, split }: Evaluation): ReportFacts {
  const { ds, y } = series
  const low = y.reduce((best, value, i) => (value < y[best] ? i : best), 0)
  const high = y.reduce((best, value, i) => (value > y[best] ? i : best), 0)
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  const at = (i: number): string => `${formatNumber(y[i])} (${formatTime(ds[i])})`
  const baseline =
    split.season === null
      ? 'none: the history holds no two seasons, so that comparison was left out'
      : `${seasonWords(split.frequency, split.season)} (${split.season} rows)`
  return {
    kind: 'facts',
    title: 'The data',
    items: [
      ['Source', series.source],
      [
        'Rows',
        `${formatNumber(y.length, 0)}, ${formatTime(ds[0])} to ${formatTime(ds[ds.length - 1])}, in steps of ${stepName(split.frequency)}`,
      ],
      ['Gaps', gapsText(series.missing, split.gaps, repeatedTimes(ds))],
      ['Values', `mean ${formatNumber(mean)}, lowest ${at(low)}, highest ${at(high)}`],
      ['Hold-out', split.reason],
      ['Seasonal naive', baseline],
      [
        'Holidays',
        series.holidays === null
          ? 'none given'
          : 'New Year, Memorial Day, Independence Day, Labor Day, Thanksgiving and the day after, Christmas and its eve',
      ],
    ],
  }
}

/** Gaps, missing values and repeated times in a sentence. `gaps` counts every period without a value, `missing` the rows that said so. */
export function gapsText(missing: number, gaps: number, repeated: number): string {
  const listed = missing > 0 ? ` (${formatNumber(missing, 0)} rows of the source have no value)` : ''
  const found = [
    ...(gaps > 0 || missing > 0 ? [`${formatNumber(gaps, 0)} periods in between without a value${listed}`] : []),
    ...(repeated > 0 ? [`${formatNumber(repeated, 0)} repeated times, kept as repeated observations`] : []),
  ]
  if (found.length === 0) return 'no gaps, no missing values, no repeated times'
  return `${found.join('; ')}; for the seasonal naive, gaps hold the value one season before`
}

/** Facts about the fit. */
export function modelFacts({ model, forecast, series }: Evaluation): ReportFacts {
  const { fit, changepoints, components, scale, notes } = model
  const proof =
    fit.certificate.kind === 'global'
      ? 'the best fit there is, proven'
      : 'a fit that no small change improves; that no other is better was not proven'
  return {
    kind: 'facts',
    title: 'The model',
    items: [
      ['Form', `trend + ${components.map(({ name }) => name).join(' + ') || 'nothing else'}, additive`],
      [
        'Fitted on',
        forecast === null ? 'the rows before the hold-out (nothing was refitted: the forecast is refused)' : 'all rows',
      ],
      [
        'Optimum',
        `${proof} (negative log posterior ${formatNumber(fit.objective, 3)}, optimality residual ${fit.certificate.kktResidual.toExponential(1)})`,
      ],
      ['Trend', `bends at ${fit.certificate.activeChangepoints} of ${changepoints.length} allowed places`],
      ['Noise', `standard deviation ${formatNumber(fit.sigma * scale.y)} (${series.unit})`],
      ['Interval', '80 %, from 1,000 simulated futures, seed 0'],
      ...notes.map((note) => ['Note', note] as const),
    ],
  }
}

/** How far the verdict of one hold-out carries. */
export function limits({ split }: Evaluation): ReportText {
  return {
    kind: 'text',
    title: 'How far this verdict carries',
    paragraphs: [
      `It rests on one hold-out: ${split.reason}. The comparisons are point estimates; another stretch of time may rank the forecasts differently. Pure noise passes such a comparison about one time in four (27 of 100 simulated series of 500 days).`,
      'The full gate needs more folds: at least eight forecast origins, a test of the skill against chance, and intervals calibrated on the other origins. Until it has run, take “published” as “nothing speaks against it here”.',
    ],
  }
}

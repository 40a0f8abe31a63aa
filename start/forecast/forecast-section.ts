/** A series becomes a section: the births and a user's own file share this path from the first row to the last file. */
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import { timeColumn } from '../../src/arrow/time-column.js'
import { formatNumber, formatShare, formatTime } from '../../src/figure/format.js'
import { repeatedTimes, type Series } from '../data/series.js'
import { toArrow, toCSV } from '../output.js'
import type { Section, SectionResult } from '../section.js'
import { evaluate, type Evaluation } from './evaluate.js'
import { dataFacts, gapsText, limits, modelFacts } from './facts.js'
import {
  changepointPart,
  componentParts,
  heldOutFigure,
  historyFigure,
  holidayPart,
  nextFigure,
  scoreFigure,
} from './figures.js'
import { scoreTable } from './tables.js'
import { periodsOf } from './words.js'

const fileNames = ['forecast.arrow', 'forecast.csv']

/** The section that forecasts a series `periods` rows ahead; `read` gives the series when the section runs. */
export function forecastSection(read: () => Series, periods: number): Section {
  return async (progress) => {
    progress('read the data')
    const evaluation = evaluate(read(), periods, progress)
    progress('draw the report')
    return describe(evaluation, periods)
  }
}

async function describe(evaluation: Evaluation, periods: number): Promise<SectionResult> {
  const { series, split, verdict, forecast, contestants } = evaluation
  const published = forecast !== null
  const words = periodsOf(split.frequency)
  const note = published
    ? `The ${periods} ${words} are in ${fileNames.join(' and ')} beside this report. One hold-out was weighed; the full gate needs more folds.`
    : 'No forecast was written. One hold-out was weighed; the full gate needs more folds.'
  return {
    title: `Forecast of ${series.name}`,
    published,
    files: published
      ? [
          { name: fileNames[0], content: toArrow(forecast) },
          { name: fileNames[1], content: toCSV(forecast) },
        ]
      : [],
    fileNames,
    summary: summaryLines(evaluation),
    section: {
      title: 'Forecast',
      verdicts: [{ subject: `The next ${periods} ${words} of ${series.name}`, verdict, note }],
      parts: [
        ...(await nextFigure(evaluation)),
        await heldOutFigure(evaluation),
        await scoreFigure(evaluation),
        scoreTable(contestants, series.unit),
        await historyFigure(evaluation),
        ...(await componentParts(evaluation)),
        ...(await holidayPart(evaluation)),
        ...(await changepointPart(evaluation)),
        dataFacts(evaluation),
        modelFacts(evaluation),
        limits(evaluation),
      ],
    },
  }
}

function summaryLines({ series, split, verdict, forecast, contestants, model }: Evaluation): [string, string][] {
  const { ds } = series
  const { activeChangepoints, kind } = model.fit.certificate
  const gaps = gapsText(series.missing, split.gaps, repeatedTimes(ds))
  return [
    [
      'data',
      `${series.name}: ${formatNumber(ds.length, 0)} rows, ${formatTime(ds[0])} to ${formatTime(ds[ds.length - 1])}`,
    ],
    ['', gaps],
    ['held out', split.reason],
    ['MAE', contestants.map(({ name, scores }) => `${name} ${formatNumber(scores.mae)}`).join(' · ')],
    [
      '80 % interval',
      `holds ${formatShare(contestants[0].scores.coverage)} of the held-out rows, mean width ${formatNumber(contestants[0].scores.width)}`,
    ],
    ['model', `${kind} optimum, trend bends at ${activeChangepoints} of ${model.changepoints.length} places`],
    ['verdict', `${verdict.publish ? 'PUBLISHED' : 'REFUSED'}. ${verdict.summary}`],
    ['next', forecast === null ? 'not published' : nextWords(forecast)],
  ]
}

function nextWords(forecast: NonNullable<Evaluation['forecast']>): string {
  const read = readTable(forecast)
  const ds = timeColumn(read, 'ds')
  const yhat = numericColumn(read, 'yhat').values
  const mean = yhat.reduce((sum, value) => sum + value, 0) / yhat.length
  return `${ds.length} rows, ${formatTime(ds[0])} to ${formatTime(ds[ds.length - 1])}, mean ${formatNumber(mean)}`
}

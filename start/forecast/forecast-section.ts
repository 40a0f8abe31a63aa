/** A series becomes a section: the births, a user's own file and the refused example share this path from the first row to the last file. */
import { categoryColumn } from '../../src/arrow/category-column.js'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import { timeColumn } from '../../src/arrow/time-column.js'
import { formatNumber, formatTime } from '../../src/figure/format.js'
import type { Series } from '../data/series.js'
import { toArrow, toCSV } from '../output.js'
import type { Section, SectionResult } from '../section.js'
import { evaluate, type Evaluation } from './evaluate.js'
import { dataFacts, gapsText, limits, modelFacts } from './facts.js'
import {
  changepointPart,
  componentParts,
  errorFigure,
  historyFigure,
  holidayPart,
  nextFigure,
  shockPart,
} from './figures.js'
import { evaluationTable } from './tables.js'
import { modelName, periodsOf } from './words.js'

const fileNames = ['forecast.arrow', 'forecast.csv']

/** The section that forecasts a series `periods` rows ahead; `read` gives the series when the section runs. */
export function forecastSection(read: () => Series, periods: number): Section {
  return async (progress) => {
    progress('read the data')
    const evaluation = await evaluate(read(), periods, progress)
    progress('draw the report')
    return describe(evaluation, periods)
  }
}

/** A section that shows a series whose forecast is refused, to the reader of the report alone: it writes no files and decides nothing. */
export function exampleSection(read: () => Series, periods: number): Section {
  return async (progress) => {
    const evaluation = await evaluate(read(), periods, progress)
    const { section, title } = await describe(evaluation, periods)
    const { series, result } = evaluation
    return {
      title,
      section: {
        ...section,
        parts: section.parts.filter((part) => part !== limits),
        title: 'A series that cannot be forecast',
        introduction:
          'Not every series has a future in its past. This one is here to show what a refusal looks like; it has no part in the exit code, and nothing of it is written.',
      },
      decides: false,
      published: result.verdict.publish,
      files: [],
      fileNames: [],
      summary: [['for contrast', `${series.name}: ${state(result.verdict.publish)}. ${result.verdict.summary}`]],
    }
  }
}

async function describe(evaluation: Evaluation, periods: number): Promise<SectionResult> {
  const { series, calendar, result } = evaluation
  const { forecast, verdict } = result
  const published = verdict.publish
  const words = periodsOf(calendar.frequency)
  const note = published
    ? `The ${periods} ${words} are in ${fileNames.join(' and ')} beside this report.`
    : 'No forecast was written.'
  return {
    title: `Forecast of ${series.name}`,
    decides: true,
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
        ...(await errorFigure(evaluation)),
        evaluationTable(result.evaluation, series.unit),
        ...(await historyFigure(evaluation)),
        ...(await shockPart(evaluation)),
        ...(await componentParts(evaluation)),
        ...(await holidayPart(evaluation)),
        ...(await changepointPart(evaluation)),
        dataFacts(evaluation),
        ...modelFacts(evaluation),
        limits,
      ],
    },
  }
}

function state(published: boolean): string {
  return published ? 'PUBLISHED' : 'REFUSED'
}

function summaryLines({ series, calendar, result, explained }: Evaluation): [string, string][] {
  const { ds } = series
  const { verdict, forecast, shocks } = result
  const gaps = gapsText(series.missing, calendar.gaps)
  return [
    [
      'data',
      `${series.name}: ${formatNumber(ds.length, 0)} rows, ${formatTime(ds[0])} to ${formatTime(ds[ds.length - 1])}`,
    ],
    ['', `${gaps}; ${shocks.numRows} shocks`],
    ['mean error', errorsText(result.evaluation)],
    ...(explained === null ? [] : [['trend', trendText(explained)] as [string, string]]),
    ['verdict', `${state(verdict.publish)}. ${verdict.summary}`],
    ['next', verdict.publish ? nextWords(forecast) : 'not published'],
  ]
}

/** The chosen model's mean absolute error, then the others from the least on. */
function errorsText(evaluation: Evaluation['result']['evaluation']): string {
  const read = readTable(evaluation)
  const { codes, labels } = categoryColumn(read, 'model')
  const mae = numericColumn(read, 'mae').values
  const selected = numericColumn(read, 'selected').values
  const order = Array.from(codes, (_, i) => i).filter((i) => Number.isFinite(mae[i]))
  order.sort((a, b) => selected[b] - selected[a] || mae[a] - mae[b])
  return (
    order.map((i) => `${modelName(labels[codes[i]])} ${formatNumber(mae[i])}`).join(' · ') || 'nothing could be tried'
  )
}

function trendText({ fit, changepoints }: NonNullable<Evaluation['explained']>): string {
  const { activeChangepoints, kind } = fit.certificate
  return `bends at ${activeChangepoints} of ${changepoints.length} places, ${kind} optimum`
}

function nextWords(forecast: Evaluation['result']['forecast']): string {
  const read = readTable(forecast)
  const ds = timeColumn(read, 'ds')
  const yhat = numericColumn(read, 'yhat').values
  const mean = yhat.reduce((sum, value) => sum + value, 0) / yhat.length
  return `${ds.length} rows, ${formatTime(ds[0])} to ${formatTime(ds[ds.length - 1])}, mean ${formatNumber(mean)}`
}

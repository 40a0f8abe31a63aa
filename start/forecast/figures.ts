/** The pictures of a forecast, each drawn for a wide screen and for a phone, with its caption, its description and its numbers as a table. */
import { categoryColumn } from '../../src/arrow/category-column.js'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import {
  changepointsFigure,
  componentFigures,
  effectsFigure,
  forecastFigure,
  horizonFigure,
  shocksFigure,
  toSVG,
  type ComponentFigure,
  type Figure,
  type ReportFigure,
} from '../../src/figure/index.js'
import { decimalsFor, formatNumber } from '../../src/figure/format.js'
import { changepoints, decompose } from '../../src/forecast/index.js'
import type { Evaluation } from './evaluate.js'
import { holidayEffects } from './holiday-effects.js'
import {
  changepointTable,
  componentTable,
  effectTable,
  errorTable,
  forecastTable,
  historyTable,
  rateScale,
  shockTable,
} from './tables.js'
import { modelName, periodsOf } from './words.js'

/** Widths of the drawing area: the report's column on a wide screen, half of it, and a phone. */
const wide = 840
const half = 350
const narrow = 292

/** Draw one figure for both screens. The caption gets a sentence about steps where one of the two cannot show every row. */
async function drawn(
  draw: (width: number, height: number) => Figure,
  height: number,
  caption: string,
): Promise<Pick<ReportFigure, 'kind' | 'wide' | 'narrow' | 'caption'>> {
  const figures = [draw(wide, height), draw(narrow, Math.min(height, 240))]
  const thinned = figures.some(
    ({ usermeta }) => ((usermeta as { rowsPerStep: number } | undefined)?.rowsPerStep ?? 1) > 1,
  )
  const [wideSVG, narrowSVG] = await Promise.all(figures.map(toSVG))
  return { kind: 'figure', wide: wideSVG, narrow: narrowSVG, caption: thinned ? `${caption} ${thinning}` : caption }
}

/** The next periods after the last rows of the history: as much of them as the verdict lets be shown. */
export async function nextFigure({ result, all, calendar, series }: Evaluation): Promise<ReportFigure[]> {
  const { forecast, verdict, shocks } = result
  const { display } = verdict
  if (display === 'none') return []
  const read = readTable(forecast)
  const periods = read.rows
  const words = periodsOf(calendar.frequency)
  const shown = Math.min(all.ds.length, Math.max(2 * periods, 30))
  const from = all.ds[all.ds.length - shown]
  const grey = `Grey: the last ${formatNumber(shown, 0)} ${words} observed.`
  const options = { history: all, from, unit: series.unit, display, shocks }
  const svg = await drawn(
    (width, height) => forecastFigure(forecast, { ...options, width, height }),
    300,
    display === 'numbers'
      ? `${grey} Blue: the forecast; the band should hold four values of five.`
      : `${grey} Blue: where the next values may lie; the band should hold four of five. No forecast is drawn in it, because none is good enough.`,
  )
  if (display === 'interval') {
    const description = `Line chart: the last ${shown} rows of ${series.name}, and a band without a line for the next ${periods}.`
    return [{ ...svg, title: `The next ${periods} ${words}: how far they may lie`, description }]
  }
  const yhat = numericColumn(read, 'yhat').values
  return [
    {
      ...svg,
      title: `The next ${periods} ${words}`,
      description: `Line chart: the last ${shown} rows of ${series.name} and the forecast of the next ${periods}, between ${formatNumber(Math.min(...yhat))} and ${formatNumber(Math.max(...yhat))}.`,
      table: forecastTable(forecast),
    },
  ]
}

/** How the error grows with the distance, of the chosen model and of what it is compared with. */
export async function errorFigure({ result, calendar, series }: Evaluation): Promise<ReportFigure[]> {
  const { errors, evaluation } = result
  const shown = shownModels(evaluation)
  if (shown.length === 0) return []
  const read = readTable(errors)
  const { codes, labels } = categoryColumn(read, 'model')
  const horizon = numericColumn(read, 'horizon').values
  const mae = numericColumn(read, 'mae').values
  const lines = { horizon, mae, model: Array.from(codes, (code) => modelName(labels[code])) }
  const ahead = `${periodsOf(calendar.frequency)} ahead`
  const options = { models: shown.map(modelName), unit: 'mean absolute error', horizonUnit: ahead }
  return [
    {
      ...(await drawn(
        (width, height) => horizonFigure(lines, { ...options, width, height }),
        240,
        `Average distance between forecast and truth (${series.unit}), over stretches of the past that the models had not seen: lower is better. Blue: the model that was chosen.`,
      )),
      title: 'The error by distance, beside simpler forecasts',
      description: `Line chart of the mean absolute error by ${ahead}: ${shown.map(modelName).join(', ')}.`,
      table: errorTable(errors, shown, ahead[0].toUpperCase() + ahead.slice(1)),
    },
  ]
}

/** The chosen model, the best of the others, and what has to be beaten: the season before, and the better of last value and mean. */
function shownModels(evaluation: Evaluation['result']['evaluation']): string[] {
  const read = readTable(evaluation)
  const { codes, labels } = categoryColumn(read, 'model')
  const mae = numericColumn(read, 'mae').values
  const selected = numericColumn(read, 'selected').values
  const order = Array.from(codes, (_, i) => i).filter((i) => Number.isFinite(mae[i]))
  order.sort((a, b) => selected[b] - selected[a] || mae[a] - mae[b])
  const names = order.map((i) => labels[codes[i]])
  const uninformed = names.filter((name) => name === 'naive' || name === 'mean').slice(0, 1)
  return [...new Set([...names.slice(0, 2), ...names.filter((name) => name === 'seasonalNaive'), ...uninformed])]
}

const thinning =
  'Where there are more rows than pixels, a step of the picture stands for a run of rows: its band spans their lowest to their highest value, its line is their mean.'

/** The whole history with the places where the trend bends, and the shocks. */
export async function historyFigure({ result, explained, all, series, calendar }: Evaluation): Promise<ReportFigure[]> {
  if (explained === null) return []
  const { forecast, shocks } = result
  const options = { history: all, changepoints: changepoints(explained), shocks, unit: series.unit }
  const caption = `Grey: observed. Blue: the next ${forecast.numRows} ${periodsOf(calendar.frequency)}. Dashed: the trend bends.`
  const svg = await drawn((width, height) => forecastFigure(forecast, { ...options, width, height }), 300, caption)
  const description = `Line chart: all ${all.ds.length} rows of ${series.name} with the changepoints of the trend.`
  return [{ ...svg, title: 'The whole history', description, table: historyTable(all) }]
}

/** Where something out of the ordinary pushed the values, if it did. */
export async function shockPart({ result, all, series }: Evaluation): Promise<ReportFigure[]> {
  const { shocks } = result
  if (shocks.numRows === 0) return []
  const caption = `Above each shaded stretch its mean effect (${series.unit}). Stretches like these are kept from bending the trend, and the models are not judged by them.`
  return [
    {
      ...(await drawn(
        (width, height) => shocksFigure(all, shocks, { unit: series.unit, width, height }),
        220,
        caption,
      )),
      title: 'Shocks',
      description: `Line chart of ${series.name} with ${shocks.numRows} shaded stretches in which it left its usual course.`,
      table: shockTable(shocks),
    },
  ]
}

const componentTexts: Readonly<Record<string, { title: string; caption: string }>> = {
  trend: { title: 'Trend', caption: 'Level without seasons; the axis does not start at 0.' },
  yearly: { title: 'Through the year', caption: 'Added to the trend on each day of the year.' },
  weekly: { title: 'Through the week', caption: 'Added to the trend on each weekday.' },
  daily: { title: 'Through the day', caption: 'Added to the trend at each hour, UTC.' },
}

/** Trend and seasons, side by side. */
export async function componentParts({ explained, series }: Evaluation): Promise<ReportFigure[]> {
  if (explained === null) return []
  const table = decompose(explained)
  const small = componentFigures(table, { width: narrow, unit: series.unit })
  return Promise.all(
    componentFigures(table, { width: half, unit: series.unit }).map(async (component, i) => ({
      kind: 'figure' as const,
      wide: await toSVG(component.figure),
      narrow: await toSVG(small[i].figure),
      ...componentTexts[component.name],
      description: describe(component),
      table: componentTable(component),
      span: 'half' as const,
    })),
  )
}

function describe({ name, points }: ComponentFigure): string {
  const values = points.map(({ value }) => value)
  const decimals = decimalsFor(values)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return `Component ${name}: between ${formatNumber(low, decimals)} and ${formatNumber(high, decimals)}.`
}

/** What holidays add, if the model has any. */
export async function holidayPart({ explained, series }: Evaluation): Promise<ReportFigure[]> {
  if (explained === null) return []
  const effects = holidayEffects(explained)
  if (effects.name.length === 0) return []
  return [
    {
      kind: 'figure',
      wide: await toSVG(effectsFigure(effects, { width: 430, unit: series.unit })),
      narrow: await toSVG(effectsFigure(effects, { width: 350, unit: series.unit })),
      title: 'Holidays',
      caption: 'Added on the day itself, beside trend and seasons.',
      description: `Bar chart of holiday effects: ${effects.name.map((name, i) => `${name} ${formatNumber(effects.effect[i])}`).join(', ')}.`,
      table: effectTable(effects),
      span: 'half',
    },
  ]
}

/** The rate of the trend between its changepoints. */
export async function changepointPart({ explained, all, series }: Evaluation): Promise<ReportFigure[]> {
  if (explained === null) return []
  const table = changepoints(explained)
  const read = readTable(table)
  if (read.rows === 0) return []
  const span = Number(all.ds[all.ds.length - 1]) - Number(all.ds[0])
  const { perDays, words } = rateScale(span)
  const options = { from: all.ds[0], to: all.ds[all.ds.length - 1], perDays, unit: words }
  const active = numericColumn(read, 'active').values.reduce((count, flag) => count + flag, 0)
  const caption = `In ${series.unit}: above zero the level rises, below it falls. The trend bends at ${active} of ${read.rows} places where it was allowed to (dots).`
  return [
    {
      ...(await drawn((width, height) => changepointsFigure(table, { ...options, width, height }), 180, caption)),
      title: 'How fast the trend changes',
      description: `Step chart of the rate of the trend with ${active} active changepoints.`,
      table: changepointTable(table, perDays, words),
    },
  ]
}

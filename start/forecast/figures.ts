/** The pictures of a forecast, each drawn for a wide screen and for a phone, with its caption, its description and its numbers as a table. */
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import {
  changepointsFigure,
  componentFigures,
  effectsFigure,
  forecastFigure,
  scoresFigure,
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
  forecastTable,
  heldOutTable,
  historyTable,
  rateScale,
} from './tables.js'
import { periodsOf } from './words.js'

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

/** The next periods after the last rows of the history. */
export async function nextFigure({ forecast, all, split, series }: Evaluation): Promise<ReportFigure[]> {
  if (forecast === null) return []
  const read = readTable(forecast)
  const periods = read.rows
  const words = periodsOf(split.frequency)
  const shown = Math.min(all.ds.length, Math.max(2 * periods, 30))
  const yhat = numericColumn(read, 'yhat').values
  const from = all.ds[all.ds.length - shown]
  const caption = `Grey: the last ${formatNumber(shown, 0)} ${words} observed. Blue: the forecast; the band should hold four values of five.`
  const layers = { history: all, from, unit: series.unit }
  return [
    {
      ...(await drawn((width, height) => forecastFigure(forecast, { ...layers, width, height }), 300, caption)),
      title: `The next ${periods} ${words}`,
      description: `Line chart: the last ${shown} rows of ${series.name} and the forecast of the next ${periods}, between ${formatNumber(Math.min(...yhat))} and ${formatNumber(Math.max(...yhat))}.`,
      table: forecastTable(forecast),
    },
  ]
}

/** The held-out rows against the forecast that never saw them. */
export async function heldOutFigure({
  heldOutForecast,
  truth,
  split,
  series,
  contestants,
}: Evaluation): Promise<ReportFigure> {
  const { mae, coverage } = contestants[0].scores
  const layers = { heldOut: truth, unit: series.unit }
  const caption =
    'Orange: what happened. Blue: what was forecast from the rows before. A dot outside the blue band is a miss of the 80 % interval.'
  return {
    ...(await drawn((width, height) => forecastFigure(heldOutForecast, { ...layers, width, height }), 300, caption)),
    title: `The forecast against ${formatNumber(split.heldOut, 0)} ${periodsOf(split.frequency)} it never saw`,
    description: `Line chart: held-out values of ${series.name} and their forecast; mean absolute error ${formatNumber(mae)}, ${formatNumber(coverage * 100, 1)} % of the values inside the interval.`,
    table: heldOutTable(truth, heldOutForecast),
  }
}

const thinning =
  'Where there are more rows than pixels, a step of the picture stands for a run of rows: its band spans their lowest to their highest value, its line is their mean.'

/** The whole history with the places where the trend bends. */
export async function historyFigure(evaluation: Evaluation): Promise<ReportFigure> {
  const { forecast, heldOutForecast, all, training, truth, model, series, split } = evaluation
  const layers = forecast === null ? { history: training, heldOut: truth } : { history: all }
  const options = { ...layers, changepoints: changepoints(model), unit: series.unit }
  const ahead = forecast ?? heldOutForecast
  const what =
    forecast === null
      ? 'Orange: held out. Blue: its forecast.'
      : `Blue: the next ${ahead.numRows} ${periodsOf(split.frequency)}.`
  return {
    ...(await drawn(
      (width, height) => forecastFigure(ahead, { ...options, width, height }),
      300,
      `Grey: observed. ${what} Dashed: the trend bends.`,
    )),
    title: 'The whole history',
    description: `Line chart: all ${all.ds.length} rows of ${series.name} with the changepoints of the trend.`,
    table: historyTable(all),
  }
}

/** The model's error beside the baselines'. */
export async function scoreFigure({ contestants, series }: Evaluation): Promise<ReportFigure> {
  const scores = { model: contestants.map(({ name }) => name), mae: contestants.map(({ scores: { mae } }) => mae) }
  const unit = `mean absolute error, ${series.unit}`
  return {
    kind: 'figure',
    wide: await toSVG(scoresFigure(scores, { width: 700, unit })),
    narrow: await toSVG(scoresFigure(scores, { width: 350, unit })),
    title: 'Compared with simpler forecasts',
    caption: 'Average distance between forecast and truth over the held-out rows: shorter is better.',
    description: `Bar chart of the mean absolute error: ${contestants.map(({ name, scores: { mae } }) => `${name} ${formatNumber(mae)}`).join(', ')}.`,
  }
}

const componentTexts: Readonly<Record<string, { title: string; caption: string }>> = {
  trend: { title: 'Trend', caption: 'Level without seasons; the axis does not start at 0.' },
  yearly: { title: 'Through the year', caption: 'Added to the trend on each day of the year.' },
  weekly: { title: 'Through the week', caption: 'Added to the trend on each weekday.' },
  daily: { title: 'Through the day', caption: 'Added to the trend at each hour, UTC.' },
}

/** Trend and seasons, side by side. */
export async function componentParts({ model, series }: Evaluation): Promise<ReportFigure[]> {
  const table = decompose(model)
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
export async function holidayPart({ model, series }: Evaluation): Promise<ReportFigure[]> {
  const effects = holidayEffects(model)
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
export async function changepointPart({ model, all, series }: Evaluation): Promise<ReportFigure[]> {
  const table = changepoints(model)
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

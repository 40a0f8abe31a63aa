/** The forecast: what was observed, what the model says with its interval, what was held back, and where the trend bends. */
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { timeColumn } from '../arrow/time-column.js'
import { numbersOf } from './columns.js'
import { figure, timeEncoding, type Figure, type FigureSize, type Json, type Row } from './specification.js'
import { intoSteps, rowsPerStep, typicalStep } from './thin.js'
import { lightPalette } from './theme.js'

/** What `forecastFigure` may draw beside the forecast. */
export interface ForecastFigureOptions extends FigureSize {
  /** Observed rows that the model was fitted on: `ds`, `y`. */
  readonly history?: TableLike
  /** Observed rows that were held back from the fit: `ds`, `y`. */
  readonly heldOut?: TableLike
  /** Table of `changepoints(model)`: `ds`, `active`; the active ones are drawn as rules. */
  readonly changepoints?: TableLike
  /** Draw only rows from this instant on (ms since 1970 or Date), default the first row. */
  readonly from?: number | Date
  /** Name of the time column of `history` and `heldOut`, default `ds`. */
  readonly time?: string
  /** Name of the value column of `history` and `heldOut`, default `y`. */
  readonly value?: string
  /** Title of the vertical axis, default the name of the value column. */
  readonly unit?: string
}

interface Layer {
  readonly times: Float64Array
  readonly value: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/**
 * Draw a forecast over its history.
 *
 * Every row is drawn while there are at most five for four pixels; beyond that, runs of rows become steps that show their lowest, highest and mean
 * value (see `usermeta.rowsPerStep` of the result: 1 means every row).
 *
 * @param forecast table of `predict`: `ds`, `yhat` and, when there is an interval, `yhat_lower`, `yhat_upper`
 * @param options other layers and the size (default 760 × 300)
 * @returns a Vega-Lite specification
 * @throws BodkinError `COLUMN` when a column is missing or of the wrong type
 * @example
 * forecastFigure(predict(model, { periods: 30 }), { history, unit: 'births a day' })
 */
export function forecastFigure(forecast: TableLike, options: ForecastFigureOptions = {}): Figure {
  const { width = 760, height = 300, time = 'ds', value = 'y' } = options
  const from = options.from === undefined ? -Infinity : Number(options.from)
  const layers = {
    history: observed(options.history, 'history', time, value, from),
    heldOut: observed(options.heldOut, 'heldOut', time, value, from),
    forecast: predicted(forecast, from),
  }
  const every = Object.values(layers).filter((layer) => layer.times.length > 0)
  const start = Math.min(...every.map((layer) => layer.times[0]))
  const end = Math.max(...every.map((layer) => layer.times[layer.times.length - 1]))
  const step = Math.max(0, ...every.map((layer) => typicalStep(layer.times)))
  const k = rowsPerStep(step > 0 ? Math.round((end - start) / step) + 1 : 1, width, step)
  const x = timeEncoding('t', width)
  const colour = colourEncoding(layers, width)
  const y = { field: 'value', type: 'quantitative', scale: { zero: false }, axis: { title: options.unit ?? value } }
  const rows = (layer: Layer): Row[] => (k === 1 ? everyRow(layer) : steps(layer, start, k * step))
  const thinned = k > 1
  return figure({
    description: 'Observed values, forecast and interval over time',
    usermeta: { rowsPerStep: k },
    width,
    height,
    datasets: { history: rows(layers.history), heldOut: rows(layers.heldOut), forecast: rows(layers.forecast) },
    encoding: { x },
    layer: [
      ...changepointRules(options.changepoints, from),
      ...(thinned ? [band('history', 'Observed', 0.22, y, colour)] : []),
      band('forecast', 'Forecast', thinned ? 0.25 : 0.2, y, colour),
      ...observedMarks('history', 'Observed', layers.history, thinned, y, colour),
      ...(thinned && layers.heldOut.times.length > 0 ? [band('heldOut', 'Held out', 0.22, y, colour)] : []),
      line('forecast', 'Forecast', layers.forecast.times.length > 150 ? 1 : 1.6, 1, y, colour),
      ...observedMarks('heldOut', 'Held out', layers.heldOut, thinned, y, colour),
    ],
  })
}

function observed(table: TableLike | undefined, role: string, time: string, value: string, from: number): Layer {
  if (table === undefined) return { times: none, value: none, lower: none, upper: none }
  const read = readTable(table, role)
  const y = numbersOf(read, value)
  return since({ times: timeColumn(read, time), value: y, lower: y, upper: y }, from)
}

function predicted(table: TableLike, from: number): Layer {
  const read = readTable(table, 'forecast')
  const yhat = numbersOf(read, 'yhat')
  const bound = (name: string): Float64Array => (read.has(name) ? numbersOf(read, name) : yhat)
  return since(
    { times: timeColumn(read, 'ds'), value: yhat, lower: bound('yhat_lower'), upper: bound('yhat_upper') },
    from,
  )
}

const none = new Float64Array(0)

/** Rows from an instant on, in time order. */
function since({ times, value, lower, upper }: Layer, from: number): Layer {
  const order = Array.from({ length: times.length }, (_, i) => i)
    .filter((i) => times[i] >= from)
    .sort((a, b) => times[a] - times[b])
  const pick = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i])
  return { times: pick(times), value: pick(value), lower: pick(lower), upper: pick(upper) }
}

function everyRow({ times, value, lower, upper }: Layer): Row[] {
  return Array.from(times, (t, i) => ({ t, value: known(value[i]), low: known(lower[i]), high: known(upper[i]) }))
}

function steps({ times, value, lower, upper }: Layer, origin: number, width: number): Row[] {
  const middle = intoSteps(times, value, origin, width)
  const low = intoSteps(times, lower, origin, width).low
  const high = intoSteps(times, upper, origin, width).high
  return Array.from(middle.mean, (mean, j) => ({
    t: Math.round(origin + (Math.floor((times[0] - origin) / width) + j + 0.5) * width),
    value: known(mean),
    low: known(low[j]),
    high: known(high[j]),
  }))
}

/** Seven figures are more than a pixel can show, and a third of the bytes. NaN becomes null, which breaks a line or band. */
function known(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : null
}

function colourEncoding(layers: Record<'history' | 'heldOut' | 'forecast', Layer>, width: number): Json {
  const entries = [
    { label: 'Observed', colour: lightPalette.history, layer: layers.history },
    { label: 'Held out', colour: lightPalette.truth, layer: layers.heldOut },
    { label: 'Forecast', colour: lightPalette.forecast, layer: layers.forecast },
  ].filter(({ layer }) => layer.times.length > 0)
  return {
    scale: { domain: entries.map(({ label }) => label), range: entries.map(({ colour }) => colour) },
    legend: { columns: width < 400 ? 3 : 0, symbolType: 'stroke', symbolStrokeWidth: 3, symbolOpacity: 1 },
  }
}

function band(data: string, label: string, opacity: number, y: Json, colour: Json): Json {
  return {
    data: { name: data },
    mark: { type: 'area', opacity, line: false },
    encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' }, color: { ...colour, datum: label } },
  }
}

function line(data: string, label: string, strokeWidth: number, opacity: number, y: Json, colour: Json): Json {
  return {
    data: { name: data },
    mark: { type: 'line', strokeWidth, opacity, strokeJoin: 'round' },
    encoding: { y, color: { ...colour, datum: label } },
  }
}

/** Observed rows: dots joined by a thin line while every row is drawn, the mean line of the steps otherwise. */
function observedMarks(data: string, label: string, layer: Layer, thinned: boolean, y: Json, colour: Json): Json[] {
  if (layer.times.length === 0) return []
  if (thinned) return [line(data, label, 1.2, 0.9, y, colour)]
  const dots = {
    data: { name: data },
    mark: { type: 'circle', size: layer.times.length > 150 ? 9 : 22, opacity: 1 },
    encoding: { y, color: { ...colour, datum: label } },
  }
  return [line(data, label, 1, layer.times.length > 150 ? 0.3 : 0.5, y, colour), dots]
}

function changepointRules(table: TableLike | undefined, from: number): Json[] {
  if (table === undefined) return []
  const read = readTable(table, 'changepoints')
  const active = numbersOf(read, 'active')
  const rows = [...timeColumn(read, 'ds')].filter((t, i) => active[i] === 1 && t >= from).map((t) => ({ t }))
  if (rows.length === 0) return []
  return [
    {
      data: { values: rows },
      mark: { type: 'rule', color: lightPalette.axis, strokeDash: [3, 3], strokeWidth: 1 },
    },
  ]
}

/** Series as layers of a specification: rows over time become a line, a band or dots; where pixels are short, runs of rows become steps. */
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { timeColumn } from '../arrow/time-column.js'
import { numbersOf } from './columns.js'
import type { Json, Row } from './specification.js'
import { intoSteps } from './thin.js'

/** Sorted times in ms since 1970 with a value and its bounds (the value itself where there are none); NaN is missing. */
export interface SeriesLayer {
  readonly times: Float64Array
  readonly value: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

const none = new Float64Array(0)
const empty: SeriesLayer = { times: none, value: none, lower: none, upper: none }

/** Observed rows from an instant on; no rows when there is no table. `role` names the table in errors. */
export function observedLayer(
  table: TableLike | undefined,
  role: string,
  time: string,
  value: string,
  from: number,
): SeriesLayer {
  if (table === undefined) return empty
  const read = readTable(table, role)
  const y = numbersOf(read, value)
  return since({ times: timeColumn(read, time), value: y, lower: y, upper: y }, from)
}

/** Rows of a forecast from an instant on, with their bounds where the table has some; `boundsOnly`: without the forecast itself. */
export function predictedLayer(table: TableLike, from: number, boundsOnly: boolean): SeriesLayer {
  const read = readTable(table, 'forecast')
  const yhat = numbersOf(read, 'yhat')
  const bound = (name: string): Float64Array => (read.has(name) ? numbersOf(read, name) : yhat)
  const value = boundsOnly ? new Float64Array(yhat.length).fill(Number.NaN) : yhat
  return since({ times: timeColumn(read, 'ds'), value, lower: bound('yhat_lower'), upper: bound('yhat_upper') }, from)
}

/** Rows from an instant on, in time order. */
function since({ times, value, lower, upper }: SeriesLayer, from: number): SeriesLayer {
  const order = Array.from({ length: times.length }, (_, i) => i)
    .filter((i) => times[i] >= from)
    .sort((a, b) => times[a] - times[b])
  const pick = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i])
  return { times: pick(times), value: pick(value), lower: pick(lower), upper: pick(upper) }
}

/** Inline data of a layer: every row when `rowsInStep` is 1, else steps of that many rows of `step` ms, counted from `origin`. */
export function layerRows(layer: SeriesLayer, origin: number, step: number, rowsInStep: number): Row[] {
  return rowsInStep === 1 ? everyRow(layer) : steps(layer, origin, rowsInStep * step)
}

function everyRow({ times, value, lower, upper }: SeriesLayer): Row[] {
  return Array.from(times, (t, i) => ({ t, value: known(value[i]), low: known(lower[i]), high: known(upper[i]) }))
}

function steps({ times, value, lower, upper }: SeriesLayer, origin: number, width: number): Row[] {
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
export function known(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : null
}

/** The range from `low` to `high` of a named data set. `y` and `colour` are encodings. */
export function band(data: string, label: string, opacity: number, y: Json, colour: Json): Json {
  return {
    data: { name: data },
    mark: { type: 'area', opacity, line: false },
    encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' }, color: { ...colour, datum: label } },
  }
}

/** The line of a named data set. */
export function line(data: string, label: string, strokeWidth: number, opacity: number, y: Json, colour: Json): Json {
  return {
    data: { name: data },
    mark: { type: 'line', strokeWidth, opacity, strokeJoin: 'round' },
    encoding: { y, color: { ...colour, datum: label } },
  }
}

/** Observed rows: dots joined by a thin line while every row is drawn, the mean line of the steps otherwise. */
export function observedMarks(
  data: string,
  label: string,
  layer: SeriesLayer,
  thinned: boolean,
  y: Json,
  colour: Json,
): Json[] {
  if (layer.times.length === 0) return []
  if (thinned) return [line(data, label, 1.2, 0.9, y, colour)]
  const dots = {
    data: { name: data },
    mark: { type: 'circle', size: layer.times.length > 150 ? 9 : 22, opacity: 1 },
    encoding: { y, color: { ...colour, datum: label } },
  }
  return [line(data, label, 1, layer.times.length > 150 ? 0.3 : 0.5, y, colour), dots]
}

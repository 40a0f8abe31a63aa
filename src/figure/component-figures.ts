/** The components of a forecast, one small figure each, in the shape that makes it readable: weekdays by name, a year by month, a trend by time. */
import { readTable } from '../arrow/read-table.js'
import { timeColumn } from '../arrow/time-column.js'
import { numbersOf } from './columns.js'
import {
  figure,
  numberFormat,
  signedLabels,
  timeEncoding,
  type Figure,
  type FigureSize,
  type Json,
  type Row,
} from './specification.js'
import { corners } from './thin.js'
import { lightPalette } from './theme.js'
import type { TableLike } from '../arrow/table-like.js'

/** How a component repeats. */
export type ComponentCycle = 'none' | 'day' | 'week' | 'year'

/** One component as a figure and as the rows that the figure shows. */
export interface ComponentFigure {
  /** Name of the column: `trend`, `weekly`, … */
  readonly name: string
  readonly cycle: ComponentCycle
  /** The component at each place of its cycle (weekday, hour, day of the year) or time: what a table beside the figure lists. */
  readonly points: readonly ComponentPoint[]
  readonly figure: Figure
}

/** A place in a cycle (or an instant) and the component there. */
export interface ComponentPoint {
  /** `Monday`, `07:00`, `02-29`, or ms since 1970 for a component without cycle. */
  readonly at: string | number
  readonly value: number
}

/** What `componentFigures` may be told. */
export interface ComponentFigureOptions extends FigureSize {
  /** Components to draw, default: trend, yearly, weekly and daily where the table has them. */
  readonly components?: readonly string[]
  /** Components that are fractions of the trend and shown in percent, default none. */
  readonly multiplicative?: readonly string[]
  /** Title of the vertical axes, default none. */
  readonly unit?: string
}

const dayMs = 86_400_000
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const cycles: Readonly<Record<string, ComponentCycle>> = { yearly: 'year', weekly: 'week', daily: 'day' }

/**
 * Draw the components of a model over its history.
 *
 * `weekly` becomes a bar for each weekday, `daily` an hour, `yearly` a curve over the days of a year (each the mean over the rows that fall
 * on it); every other component is a curve over time.
 *
 * @param decomposition table of `decompose(model)`: `ds` and a column for each component
 * @param options which components, percentages, size (default 360 × 180)
 * @throws BodkinError `COLUMN` when a component is missing
 * @example
 * componentFigures(decompose(model)).map(({ name }) => name)   // ['trend', 'yearly', 'weekly']
 */
export function componentFigures(decomposition: TableLike, options: ComponentFigureOptions = {}): ComponentFigure[] {
  const read = readTable(decomposition, 'decomposition')
  const times = timeColumn(read, 'ds')
  const usual = ['trend', 'yearly', 'weekly', 'daily']
  const names = options.components ?? usual.filter((name) => read.has(name))
  return names.map((name) => {
    const cycle = cycles[name] ?? 'none'
    const points = pointsOf(times, numbersOf(read, name), cycle)
    return { name, cycle, points, figure: componentFigure(name, cycle, points, options) }
  })
}

function pointsOf(times: Float64Array, values: Float64Array, cycle: ComponentCycle): ComponentPoint[] {
  if (cycle === 'none') return corners(times, values, 0.001).map((i) => ({ at: times[i], value: values[i] }))
  const sums = new Map<string, { sum: number; rows: number }>()
  times.forEach((t, i) => {
    if (!Number.isFinite(values[i])) return
    const place = placeIn(cycle, t)
    const entry = sums.get(place)
    if (entry === undefined) sums.set(place, { sum: values[i], rows: 1 })
    else {
      entry.sum += values[i]
      entry.rows++
    }
  })
  const order = cycle === 'week' ? (a: string, b: string) => weekdays.indexOf(a) - weekdays.indexOf(b) : byText
  return [...sums].sort(([a], [b]) => order(a, b)).map(([at, { sum, rows }]) => ({ at, value: sum / rows }))
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function placeIn(cycle: Exclude<ComponentCycle, 'none'>, t: number): string {
  const iso = new Date(t).toISOString()
  if (cycle === 'day') return `${iso.slice(11, 13)}:00`
  if (cycle === 'year') return iso.slice(5, 10)
  return weekdays[(((Math.floor(t / dayMs) + 3) % 7) + 7) % 7]
}

function componentFigure(
  name: string,
  cycle: ComponentCycle,
  points: readonly ComponentPoint[],
  options: ComponentFigureOptions,
): Figure {
  const { width = 360, height = 180, unit } = options
  const percent = options.multiplicative?.includes(name) ?? false
  const labels = percent
    ? { format: '+.1~%' }
    : cycle === 'none'
      ? { format: numberFormat }
      : { labelExpr: signedLabels }
  const y = {
    field: 'value',
    type: 'quantitative',
    scale: { zero: cycle !== 'none' },
    axis: { title: unit ?? null, tickCount: 5, ...labels },
  }
  return figure({
    description: `Component ${name}`,
    width,
    height,
    data: { values: points.map((point) => rowOf(cycle, point)) },
    layer: [
      ...(cycle === 'none' ? [] : [zeroRule]),
      { mark: markOf(cycle), encoding: { x: placeEncoding(cycle, width), y } },
    ],
  })
}

const zeroRule: Json = {
  data: { values: [{ zero: 0 }] },
  mark: { type: 'rule', color: lightPalette.axis },
  encoding: { y: { field: 'zero', type: 'quantitative' } },
}

/** A day of the year is drawn in the leap year 2000, so that 29 February has its place. */
function rowOf(cycle: ComponentCycle, { at, value }: ComponentPoint): Row {
  if (cycle === 'year') return { t: Date.parse(`2000-${at}T00:00:00Z`), value }
  if (cycle === 'week') return { place: String(at).slice(0, 3), value }
  return cycle === 'day' ? { place: at, value } : { t: at, value }
}

function markOf(cycle: ComponentCycle): Json {
  if (cycle === 'week' || cycle === 'day') return { type: 'bar', color: lightPalette.forecast, width: { band: 0.62 } }
  return { type: 'line', color: lightPalette.forecast, strokeWidth: 1.8, strokeJoin: 'round' }
}

function placeEncoding(cycle: ComponentCycle, width: number): Json {
  if (cycle === 'none') return timeEncoding('t', width)
  if (cycle === 'year') {
    const axis = { title: null, format: '%b', tickCount: width < 500 ? 6 : 12, labelOverlap: true }
    return { field: 't', type: 'temporal', scale: { type: 'utc' }, axis }
  }
  return { field: 'place', type: 'ordinal', sort: null, axis: { title: null, labelAngle: 0, labelOverlap: true } }
}

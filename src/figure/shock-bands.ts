/** Shocks as shaded bands behind a series: a stretch of time in which the values were pushed up, down, or both ways. */
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { timeColumn } from '../arrow/time-column.js'
import { labelsOf, numbersOf } from './columns.js'
import type { Json } from './specification.js'
import { lightPalette } from './theme.js'

/** One shock within the drawn span. */
export interface DrawnShock {
  /** The shaded time, ms since 1970: from the first row of the shock to a step after its last one, cut to the drawn span. */
  readonly from: number
  readonly to: number
  /** `up`, `down` or `mixed`. */
  readonly direction: string
  /** In units of y, and its distance from chance; NaN where the table does not tell. */
  readonly effect: number
  readonly z: number
}

const dayMs = 86_400_000

/** Sign of a direction; what is neither up nor down goes both ways. */
const shapes: Readonly<Record<string, string>> = { up: 'triangle-up', down: 'triangle-down' }

/**
 * The shocks that touch the span from `start` to `end`.
 *
 * @param step ms between rows: the last row of a shock lasts until the next one; 0 counts as a day
 * @throws BodkinError `COLUMN` when `start`, `end` or `direction` is missing
 */
export function readShocks(table: TableLike, step: number, start: number, end: number): DrawnShock[] {
  const read = readTable(table, 'shocks')
  const starts = timeColumn(read, 'start')
  const ends = timeColumn(read, 'end')
  const directions = labelsOf(read, 'direction')
  const numbers = (name: string): Float64Array =>
    read.has(name) ? numbersOf(read, name) : new Float64Array(read.rows).fill(Number.NaN)
  const effect = numbers('effect')
  const z = numbers('z')
  return directions
    .map((direction, i) => ({
      from: Math.max(starts[i], start),
      to: Math.min(ends[i] + (step > 0 ? step : dayMs), end),
      direction,
      effect: effect[i],
      z: z[i],
    }))
    .filter(({ from, to }) => from < to)
}

/** Layers of the bands and of the signs at their top, for a view with a time axis. `colour` is the encoding of both. */
export function shockBands(shocks: readonly DrawnShock[], colour: Json): Json[] {
  if (shocks.length === 0) return []
  const values = shocks.map(({ from, to, direction }) => ({
    t: from,
    to,
    middle: (from + to) / 2,
    shape: shapes[direction] ?? 'diamond',
  }))
  const x = { field: 't', type: 'temporal' }
  return [
    {
      // A stroke keeps a day visible in a picture of many years.
      data: { values },
      mark: {
        type: 'rect',
        opacity: 1,
        fillOpacity: 0.16,
        stroke: lightPalette.shock,
        strokeOpacity: 0.3,
        strokeWidth: 1,
      },
      encoding: { x, x2: { field: 'to' }, color: colour },
    },
    {
      data: { values },
      mark: { type: 'point', filled: true, size: 44, opacity: 1, y: 5 },
      encoding: {
        x: { ...x, field: 'middle' },
        shape: { field: 'shape', type: 'nominal', scale: null },
        color: colour,
      },
    },
  ]
}

/**
 * Units: what windows are made of. A unit is a row; rows of one day are one unit, by their mean, because holidays go by days.
 */
import { average } from '../../numeric/average.js'
import { DAY_MS, dayNumber } from '../calendar.js'
import type { Span } from './scan.js'

/** Units of a history, each a run of rows. */
export interface Units {
  readonly rows: readonly Span[]
  /** Day of each unit, since 1970-01-01. */
  readonly day: Float64Array
  /** Average distance between two units, in days. */
  readonly step: number
}

/** The units of ascending times. */
export function unitsOf(ds: Float64Array): Units {
  const rows: { from: number; to: number }[] = []
  for (let row = 0; row < ds.length; row++) {
    const last = rows.at(-1)
    if (last !== undefined && dayNumber(ds[last.from]) === dayNumber(ds[row])) last.to = row
    else rows.push({ from: row, to: row })
  }
  return {
    rows,
    day: Float64Array.from(rows, ({ from }) => dayNumber(ds[from])),
    step: (ds[ds.length - 1] - ds[0]) / DAY_MS / (rows.length - 1),
  }
}

/** The mean of every unit. */
export function unitMeans(values: Float64Array, { rows }: Units): Float64Array {
  return rows.length === values.length
    ? values
    : Float64Array.from(rows, ({ from, to }) => average(values.subarray(from, to + 1)))
}

/** 1 for the rows inside of windows of units. */
export function rowsInside(windows: readonly Span[], { rows }: Units): Uint8Array {
  const inside = new Uint8Array(rows[rows.length - 1].to + 1)
  for (const { from, to } of windows) inside.fill(1, rows[from].from, rows[to].to + 1)
  return inside
}

/** 1 for the units inside of windows. */
export function unitsInside(windows: readonly Span[], { rows }: Units): Uint8Array {
  const inside = new Uint8Array(rows.length)
  for (const { from, to } of windows) inside.fill(1, from, to + 1)
  return inside
}

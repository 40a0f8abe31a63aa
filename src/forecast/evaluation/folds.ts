/**
 * Folds: for each cutoff the rows to learn from and the rows to forecast, as positions in the sorted history.
 */
import { stepSpan, type Span } from '../../options/duration.js'
import type { Frame } from '../additive/frame.js'
import { DAY_MS } from '../calendar.js'
import type { History } from '../history.js'

/** One origin. The rows 0 … train − 1 lie up to the cutoff, the rows train … end − 1 in the horizon after it. */
export interface Fold {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly cutoff: number
  readonly train: number
  readonly end: number
}

/** The folds of cutoffs. `ds`: ascending times. O(cutoffs · log rows). */
export function foldsAt(ds: Float64Array, cutoffs: readonly number[], horizon: Span): Fold[] {
  return cutoffs.map((cutoff) => {
    const end = windowEnd(cutoff, horizon)
    return { cutoff, train: countWhile(ds, (time) => time <= cutoff), end: countWhile(ds, (time) => time <= end) }
  })
}

/**
 * Last time of a cutoff's window. Months lead from the last day of a month to the last day of a month, so that a row whose day was clamped
 * when the cutoff was counted back from it (31 March → 29 February) still lies in the window.
 */
export function windowEnd(cutoff: number, horizon: Span): number {
  const lastDay = new Date(cutoff + DAY_MS).getUTCDate() === 1
  return stepSpan(cutoff, horizon, 1, lastDay ? 'month end' : 'clamp')
}

/** What a fold may know: the rows up to its cutoff, as views. */
export function pastOf(history: History, { train }: Fold): History {
  return {
    ...history,
    ds: history.ds.subarray(0, train),
    y: history.y.subarray(0, train),
    columns: mapColumns(history.columns, (column) => column.subarray(0, train)),
  }
}

/** The rows that a fold forecasts: their times and further columns, without their values. */
export function windowOf(history: History, { train, end }: Fold): Frame {
  return {
    ds: history.ds.slice(train, end),
    columns: mapColumns(history.columns, (column) => column.slice(train, end)),
  }
}

/** The same columns, each changed. */
export function mapColumns(
  columns: Readonly<Record<string, Float64Array>>,
  change: (column: Float64Array) => Float64Array,
): Record<string, Float64Array> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column)]))
}

/** How many of the ascending times hold, when those that hold come first; binary search. */
export function countWhile(ds: Float64Array, holds: (time: number) => boolean): number {
  let low = 0
  let high = ds.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(ds[middle])) low = middle + 1
    else high = middle
  }
  return low
}

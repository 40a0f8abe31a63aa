/**
 * Totals over calendar periods with intervals of their own: the sums of the simulated futures, because sums of bounds are far too wide for
 * independent noise and too narrow for nothing at all.
 */
import { quantileInPlace } from '../../numeric/quantile.js'
import { quantileBounds } from '../../numeric/quantile-bounds.js'
import type { RandomStream } from '../../numeric/random.js'
import { DAY_MS } from '../calendar.js'
import type { IntervalInput } from './bands.js'
import type { LimitValue } from './limits.js'
import { simulatePaths } from './paths.js'

/** Periods that rows may be summed over: weeks (from Monday), months, quarters, years. */
export type TotalPeriod = 'W' | 'MS' | 'QS' | 'YS'

/** Rows by period. */
export interface PeriodRows {
  /** Start of each period in milliseconds, ascending. */
  readonly start: Float64Array
  /** For each row the index of its period. */
  readonly of: Int32Array
}

/** Group rows by the period that holds them. */
export function periodRows(ds: Float64Array, period: TotalPeriod): PeriodRows {
  const starts = ds.map((time) => periodStart(time, period))
  const start = Float64Array.from(new Set(starts)).sort()
  const index = new Map(Array.from(start, (time, i) => [time, i]))
  return { start, of: Int32Array.from(starts, (time) => index.get(time)!) }
}

function periodStart(time: number, period: TotalPeriod): number {
  const date = new Date(time)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  switch (period) {
    case 'W': {
      const day = Math.floor(time / DAY_MS)
      // 1970-01-01 was a Thursday
      return (day - ((((day + 3) % 7) + 7) % 7)) * DAY_MS
    }
    case 'MS':
      return Date.UTC(year, month, 1)
    case 'QS':
      return Date.UTC(year, month - (month % 3), 1)
    case 'YS':
      return Date.UTC(year, 0, 1)
  }
}

/** Sums of a column by period. */
export function sumByPeriod(values: Float64Array, { start, of }: PeriodRows): Float64Array {
  const sums = new Float64Array(start.length)
  values.forEach((value, row) => (sums[of[row]] += value))
  return sums
}

/**
 * The (1 ± width)/2 quantiles of the simulated sums, and their median.
 *
 * @param limit from the model's scale to values that y may have
 */
export function totalBands(
  input: IntervalInput,
  periods: PeriodRows,
  limit: LimitValue | undefined,
  draws: number,
  random: RandomStream,
): { lower: Float64Array; upper: Float64Array; median: Float64Array } {
  const sums = new Float64Array(periods.start.length * draws)
  simulatePaths(input, draws, random, ({ rows, yhat }) => {
    rows.forEach((row, r) => {
      const to = periods.of[row] * draws
      for (let d = 0; d < draws; d++) {
        const value = yhat[r * draws + d]
        sums[to + d] += limit === undefined ? value : limit(value, row)
      }
    })
  })
  const find = quantileBounds(draws, (1 - input.width) / 2, (1 + input.width) / 2)
  const lower = new Float64Array(periods.start.length)
  const upper = new Float64Array(periods.start.length)
  const median = new Float64Array(periods.start.length)
  for (let i = 0; i < lower.length; i++) {
    ;[lower[i], upper[i]] = find(sums, i * draws)
    // may reorder the sums, which are of no further use
    median[i] = quantileInPlace(sums.subarray(i * draws, (i + 1) * draws), 0.5)
  }
  return { lower, upper, median }
}

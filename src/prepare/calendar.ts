/**
 * The calendar of the result: one cell for each period of each series, from its first to its last event whether that counts or not.
 *
 * Cells of a series lie one after another, series in the order of their keys. O(events + cells).
 */
import { BodkinError } from '../errors.js'
import { NO_DAY } from './local-time.js'
import type { Days } from './opening.js'
import { periodOf, type Period } from './periods.js'

/** Most cells of a result: beyond it memory would end first. */
const MOST_CELLS = 20_000_000

/** Cells of all series. */
export interface Calendar {
  /** Cells of series s: `starts[s]` to `starts[s + 1]`. */
  readonly starts: Int32Array
  /** First period of each series. */
  readonly firstPeriods: Int32Array
  /** First and last period of the whole table. */
  readonly firstPeriod: number
  readonly lastPeriod: number
  /** Cell of each row; −1 for rows without a time. */
  readonly cells: Int32Array
}

/**
 * Lay out the cells.
 *
 * @param days local day of each row, or NO_DAY
 * @param groups series of each row
 * @param span the days of all events
 * @param common whether all series span the whole table; a series whose rows have no time has no cells otherwise
 * @throws BodkinError `LIMIT` when there are too many
 */
export function layOut(
  every: Period,
  days: Int32Array,
  { groups, count }: { readonly groups: Int32Array; readonly count: number },
  { first, busy }: Days,
  common: boolean,
): Calendar {
  const periodOfDay = Int32Array.from(busy, (_, i) => periodOf(every, first + i))
  const firstPeriod = periodOfDay[0]
  const lastPeriod = periodOfDay[periodOfDay.length - 1]
  const firstPeriods = new Int32Array(count).fill(common ? firstPeriod : lastPeriod + 1)
  const lastPeriods = new Int32Array(count).fill(common ? lastPeriod : firstPeriod - 1)
  const cells = new Int32Array(days.length)
  for (let row = 0; row < days.length; row++) {
    if (days[row] === NO_DAY) continue
    const period = periodOfDay[days[row] - first]
    const series = groups[row]
    if (period < firstPeriods[series]) firstPeriods[series] = period
    if (period > lastPeriods[series]) lastPeriods[series] = period
    cells[row] = period
  }
  const starts = new Int32Array(count + 1)
  let total = 0
  for (let series = 0; series < count; series++) {
    total += Math.max(0, lastPeriods[series] - firstPeriods[series] + 1)
    if (total > MOST_CELLS) {
      const message = `prepare.series makes at most ${MOST_CELLS} rows: give fewer series, longer periods, or span "own"`
      throw new BodkinError('LIMIT', message, { series: count })
    }
    starts[series + 1] = total
  }
  for (let row = 0; row < days.length; row++) {
    const series = groups[row]
    cells[row] = days[row] === NO_DAY ? -1 : starts[series] + cells[row] - firstPeriods[series]
  }
  return { starts, firstPeriods, firstPeriod, lastPeriod, cells }
}

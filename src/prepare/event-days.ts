/**
 * On which days anything happened, and at what times of day.
 */
import { NO_DAY, type LocalTime } from './local-time.js'
import type { Clocks, Days } from './opening.js'

/** Days with events; at least one row has a day. */
export function busyDays(days: Int32Array): Days {
  let [first, last] = [Infinity, -Infinity]
  for (let row = 0; row < days.length; row++) {
    const day = days[row]
    if (day === NO_DAY) continue
    if (day < first) first = day
    if (day > last) last = day
  }
  const busy = new Uint8Array(last - first + 1)
  for (let row = 0; row < days.length; row++) if (days[row] !== NO_DAY) busy[days[row] - first] = 1
  return { first, busy }
}

/** Earliest and latest time of day of each day's events. */
export function eventClocks(times: Float64Array, days: Int32Array, { first, busy }: Days, local: LocalTime): Clocks {
  const earliest = new Float64Array(busy.length).fill(Infinity)
  const latest = new Float64Array(busy.length).fill(-Infinity)
  for (let row = 0; row < days.length; row++) {
    if (days[row] === NO_DAY) continue
    const clock = local.clockOf(times[row])
    const i = days[row] - first
    if (clock < earliest[i]) earliest[i] = clock
    if (clock > latest[i]) latest[i] = clock
  }
  return { earliest, latest }
}

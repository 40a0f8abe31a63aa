/**
 * Whether a window comes every year: most other years of the history have its like on the same dates.
 *
 * A like lies up to 4 days earlier or later (a date that goes by weekdays moves by as much), inside the history, and is at least half as far from
 * the usual course, on the same side; of a window of mixed signs the mean size counts. One other year is enough when it is the only one.
 */
import { sameDate, yearOf } from './same-date.js'
import type { Span } from './scan.js'

/** Distances from the usual course in units of y, with the day (since 1970-01-01) of each. */
export interface Distances {
  readonly day: Float64Array
  readonly value: Float64Array
}

/** Days by which a like may lie earlier or later. */
const SLACK = 4
/** Its size, in that of the window. */
const SHARE = 0.5

/** Whether the window `from … to` has its like in most other years. `mixed`: sizes count, not sides. */
export function recursYearly({ day, value }: Distances, { from, to }: Span, mixed: boolean): boolean {
  const size = (distance: number): number => (mixed ? Math.abs(distance) : distance)
  const mean = (first: number, last: number): number => {
    let sum = 0
    for (let i = first; i <= last; i++) sum += size(value[i])
    return sum / (last - first + 1)
  }
  const own = mean(from, to)
  const days = day[to] - day[from]
  let [seen, alike] = [0, 0]
  const firstYear = yearOf(day[0])
  const lastYear = yearOf(day[day.length - 1])
  const year = yearOf(day[from])
  for (let other = firstYear; other <= lastYear; other++) {
    const start = sameDate(day[from], other)
    if (other === year || start < day[0] || start + days > day[day.length - 1]) continue
    seen++
    let best = 0
    for (let shift = -SLACK; shift <= SLACK; shift++) {
      const first = lowerBound(day, start + shift)
      const last = lowerBound(day, start + shift + days + 1) - 1
      // most of the days must have rows
      if (last - first < (to - from) / 2) continue
      best = Math.max(best, mean(first, last) / own)
    }
    if (best >= SHARE) alike++
  }
  return seen > 0 && alike > seen / 2
}

/** First index whose value is ≥ `wanted`. */
function lowerBound(values: Float64Array, wanted: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle] < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Weekdays differ in how far days lie from the usual course as well: a shop that closes on Sundays is never far off then, and farthest on
 * Saturdays. What all Saturdays share is no burst, and no noise that drags on over weeks.
 */
import type { Units } from './units.js'

/** Quiet days of a weekday that its mean needs. */
const FEWEST = 4

/** Values less the mean of their weekday's quiet ones (plus the overall mean); unchanged with units of more than a day. O(n). */
export function withoutWeekdays(values: Float64Array, busy: Uint8Array, { day, step }: Units): Float64Array {
  if (step > 2) return values
  const sums = new Float64Array(7)
  const counts = new Float64Array(7)
  let [sum, count] = [0, 0]
  values.forEach((value, i) => {
    if (busy[i] === 1) return
    const weekday = (((day[i] + 4) % 7) + 7) % 7
    sums[weekday] += value
    counts[weekday]++
    sum += value
    count++
  })
  return values.map((value, i) => {
    const weekday = (((day[i] + 4) % 7) + 7) % 7
    return counts[weekday] < FEWEST ? value : value - sums[weekday] / counts[weekday] + sum / count
  })
}

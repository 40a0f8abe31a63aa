/**
 * Months as instants: where each begins by the clocks of a zone.
 *
 * A zone's midnight is found by bisection on the local day, which never falls back by a whole day; in UTC it is known at once. Months are
 * numbered 12·year + month, as in `periods`. O(months · 28 look-ups), 1 in UTC.
 */
import { localTime } from './local-time.js'
import { firstDay, periodOf, timeOfDay } from './periods.js'

/** Zones are at most 14 hours ahead of UTC and 12 behind; local mean times of old and the date line stay within two days. */
const REACH = 2 * 86_400_000

/** A run of months by the clocks of a zone. */
export interface Months {
  /** Number of the first one. */
  readonly first: number
  /** Instants in ms at which they begin, and at which the last one ends: one more than months. */
  readonly bounds: Float64Array
}

/** The months from the one of instant `from` to the one of instant `to`, both ms. */
export function monthsBetween(zone: string, from: number, to: number): Months {
  const { daysOf } = localTime(zone)
  const days = daysOf(Float64Array.of(from, to))
  const first = periodOf('MS', days[0])
  const count = periodOf('MS', days[1]) - first + 1
  const begin = (month: number): number => {
    const day = firstDay('MS', month)
    if (zone === 'UTC') return timeOfDay(day)
    let [low, high] = [timeOfDay(day) - REACH, timeOfDay(day) + REACH]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (daysOf(Float64Array.of(middle))[0] < day) low = middle
      else high = middle
    }
    return high
  }
  return { first, bounds: Float64Array.from({ length: count + 1 }, (_, i) => begin(first + i)) }
}

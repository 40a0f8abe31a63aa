/**
 * Instants to local days: which day a clock on the wall showed.
 *
 *   day = ⌊(t + offset(t)) / 24 h⌋      t: ms since 1970-01-01 UTC; offset: ms that the zone is ahead of UTC at t; day: days since 1970-01-01
 *
 * The rules of a zone come from the engine's own time zone data, where a look-up costs microseconds. So the offset is asked once at each
 * midnight UTC next to an event; a day whose two midnights agree has one offset, in another the moment of the change is found by bisection.
 * (Two changes that undo each other within one UTC day have never been.) O(events) and some look-ups a day that has events.
 */

const DAY = 86_400_000
/** Stands for an offset that was not asked yet, or that changes within the day. */
const UNKNOWN = Infinity

/** Day of a row that has no time. */
export const NO_DAY: number = -(2 ** 31)

/** The calendar and the clock of a zone. */
export interface LocalTime {
  /** Local day of each time (ms, NaN = none): days since 1970-01-01 as the zone's calendar counts them, NO_DAY for none. */
  readonly daysOf: (times: Float64Array) => Int32Array
  /** Milliseconds since the local midnight, by the clock on the wall. */
  readonly clockOf: (time: number) => number
  /** Whether the zone had that day at all: Pacific/Apia went from 29 to 31 December 2011. */
  readonly exists: (day: number) => boolean
}

/** What is known of one UTC day: its offset up to a moment, and its offset from then on. */
interface UtcDay {
  readonly before: number
  readonly change: number
  readonly after: number
}

/** @param zone IANA name that the engine knows */
export function localTime(zone: string): LocalTime {
  const offsetAt = offsets(zone)
  const midnights = new Map<number, number>()
  const known = new Map<number, UtcDay>()

  const atMidnight = (day: number): number => {
    let offset = midnights.get(day)
    if (offset === undefined) midnights.set(day, (offset = offsetAt(day * DAY)))
    return offset
  }
  const utcDay = (day: number): UtcDay => {
    let found = known.get(day)
    if (found === undefined) known.set(day, (found = readDay(day, atMidnight(day), atMidnight(day + 1), offsetAt)))
    return found
  }
  const local = (time: number): number => {
    const { before, change, after } = utcDay(Math.floor(time / DAY))
    return time + (time < change ? before : after)
  }
  return {
    daysOf: (times) => daysOf(times, utcDay),
    clockOf: (time) => {
      const shown = local(time)
      return shown - Math.floor(shown / DAY) * DAY
    },
    exists: (day) => {
      const noon = (day + 0.5) * DAY
      return [atMidnight(day - 1), atMidnight(day + 2)].some((offset) => Math.floor(local(noon - offset) / DAY) === day)
    },
  }
}

/** Offsets of days without a change lie in a table, since a map would cost more than all the rest. */
function daysOf(times: Float64Array, utcDay: (day: number) => UtcDay): Int32Array {
  let [first, last] = [Infinity, -Infinity]
  for (let row = 0; row < times.length; row++) {
    if (times[row] < first) first = times[row]
    if (times[row] > last) last = times[row]
  }
  const firstDay = Math.floor(first / DAY)
  const offset = new Float64Array(first > last ? 0 : Math.floor(last / DAY) - firstDay + 1).fill(UNKNOWN)
  const days = new Int32Array(times.length)
  for (let row = 0; row < times.length; row++) {
    const time = times[row]
    if (time !== time) {
      days[row] = NO_DAY
      continue
    }
    const i = Math.floor(time / DAY) - firstDay
    if (!(offset[i] < UNKNOWN)) {
      const { before, change, after } = utcDay(firstDay + i)
      if (before === after) offset[i] = before
      days[row] = Math.floor((time + (time < change ? before : after)) / DAY)
    } else {
      days[row] = Math.floor((time + offset[i]) / DAY)
    }
  }
  return days
}

/** The offsets of a UTC day; the moment of a change to the millisecond. */
function readDay(day: number, before: number, after: number, offsetAt: (time: number) => number): UtcDay {
  if (before === after) return { before, change: Infinity, after }
  let [low, high] = [day * DAY, (day + 1) * DAY]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle) === before) low = middle
    else high = middle
  }
  return { before, change: high, after }
}

/** Milliseconds that a zone is ahead of UTC at a time. */
function offsets(zone: string): (time: number) => number {
  if (zone === 'UTC') return () => 0
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  return (time) => {
    // "7/1/2024, GMT-02:30", with seconds for local mean times, nothing behind GMT for 0
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(time)) as RegExpExecArray
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = match
    const size = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000
    return sign === '-' ? -size : size
  }
}

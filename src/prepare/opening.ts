/**
 * When events happen at all: weekdays that never have any, and whether the first and the last period are whole.
 *
 * Closed weekday: none of its days has an event though the span holds at least four of them, while the days of the other weekdays have one at
 * least every other time (else events are so rare that an empty weekday means nothing).
 *
 * Partial: a day of the period lies outside of the span, and on days like it events do happen: its weekday is not closed, and for months some
 * other month has events on its day of the month, where at least three other months are there to tell. So a month that ends on a closed
 * Sunday is whole, and so are rows that stand for months already, each on its first day. A day by itself is partial when it begins later or
 * ends earlier, by the clock, than every other day with events.
 */
import { dayOfMonth, firstDay, periodOf, weekdayOf, type Period } from './periods.js'

/** Weeks without an event that close a weekday. */
const LEAST_WEEKS = 4
/** Other months that can tell which days of the month have events. */
const LEAST_MONTHS = 3

/** Days with events: `busy[i]` is 1 when day `first + i` has any; its first and last entry are 1. */
export interface Days {
  readonly first: number
  readonly busy: Uint8Array
}

/** The first and the last period of the span where they are partial, else null. */
export interface PartialEnds {
  readonly first: number | null
  readonly last: number | null
}

/** Earliest and latest time of day of each day with events, ms, at the positions of `busy`. */
export interface Clocks {
  readonly earliest: Float64Array
  readonly latest: Float64Array
}

/** Weekdays (0 = Monday) on which nothing ever happens. */
export function closedWeekdays({ first, busy }: Days): number[] {
  const days = new Int32Array(7)
  const busyDays = new Int32Array(7)
  for (let i = 0; i < busy.length; i++) {
    const weekday = weekdayOf(first + i)
    days[weekday]++
    busyDays[weekday] += busy[i]
  }
  const open = [0, 1, 2, 3, 4, 5, 6].filter((weekday) => busyDays[weekday] > 0)
  const total = (counts: Int32Array): number => open.reduce((sum, weekday) => sum + counts[weekday], 0)
  if (2 * total(busyDays) < total(days)) return []
  return [0, 1, 2, 3, 4, 5, 6].filter((weekday) => busyDays[weekday] === 0 && days[weekday] >= LEAST_WEEKS)
}

/** Judge the first and the last week or month. */
export function partialPeriods(every: Period, days: Days, closed: readonly number[]): PartialEnds {
  const last = days.first + days.busy.length - 1
  const firstPeriod = periodOf(every, days.first)
  const lastPeriod = periodOf(every, last)
  const happensOn = (day: number, period: number): boolean =>
    !closed.includes(weekdayOf(day)) && (every !== 'MS' || otherMonthsHave(days, dayOfMonth(day), period))
  return {
    first: range(firstDay(every, firstPeriod), days.first).some((day) => happensOn(day, firstPeriod))
      ? firstPeriod
      : null,
    last: range(last + 1, firstDay(every, lastPeriod + 1)).some((day) => happensOn(day, lastPeriod))
      ? lastPeriod
      : null,
  }
}

/** Judge the first and the last day by the clock. */
export function partialDays({ first, busy }: Days, { earliest, latest }: Clocks): PartialEnds {
  const last = busy.length - 1
  let [firstIsLater, lastIsEarlier] = [true, true]
  let others = 0
  for (let i = 0; i <= last; i++) {
    if (busy[i] === 0) continue
    if (i > 0 && earliest[0] <= earliest[i]) firstIsLater = false
    if (i < last && latest[last] >= latest[i]) lastIsEarlier = false
    others++
  }
  return { first: others > 1 && firstIsLater ? first : null, last: others > 1 && lastIsEarlier ? first + last : null }
}

/** Whether a month other than the given one has events on that day of the month; yes where too few months can tell. */
function otherMonthsHave({ first, busy }: Days, date: number, month: number): boolean {
  const [from, to] = [periodOf('MS', first), periodOf('MS', first + busy.length - 1)]
  if (to - from < LEAST_MONTHS) return true
  return range(from, to + 1).some((other) => {
    const day = firstDay('MS', other) + date - 1
    return other !== month && periodOf('MS', day) === other && busy[day - first] === 1
  })
}

/** from, from + 1, … to − 1 */
function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}

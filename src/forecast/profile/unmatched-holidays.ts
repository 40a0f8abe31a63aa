/**
 * Holidays that no row falls on: by date, most dates match none of weekly or monthly rows; by period, only those in a gap match none.
 */
import { dayNumber } from '../calendar.js'
import { parseFrequency, periodDays, type Frequency } from '../frequency.js'
import type { UnmatchedHoliday } from './profile.js'

/** The days that a holiday marks: for each offset of its window, as days since 1970-01-01. */
export interface HolidayDays {
  readonly name: string
  readonly days: readonly (readonly number[])[]
  /** Step of the rows whose periods the days fall into; null or left out: rows match by date. */
  readonly period?: Frequency | null
}

/**
 * @param ds times, ascending, ms
 * @param some list holidays of which some days are unmatched; else only those of which all are (a day without a row is common in daily data)
 */
export function unmatchedHolidays(
  ds: Float64Array,
  holidays: readonly HolidayDays[],
  some: boolean,
): readonly UnmatchedHoliday[] {
  const known = new Map<Frequency | null, ReadonlySet<number>>()
  const found: UnmatchedHoliday[] = []
  for (const { name, days, period = null } of holidays) {
    const covered = known.get(period) ?? daysOfRows(ds, period)
    known.set(period, covered)
    const first = dayNumber(ds[0])
    const last = dayNumber(ds[ds.length - 1])
    const inside = new Set(days.flat().filter((day) => (day >= first && day <= last) || covered.has(day)))
    const unmatched = [...inside].filter((day) => !covered.has(day)).length
    if (unmatched === 0 || (!some && unmatched < inside.size)) continue
    found.push(Object.freeze({ holiday: name, days: inside.size, unmatched }))
  }
  return Object.freeze(found)
}

/** The days that rows stand for: their own, or all of their periods. */
function daysOfRows(ds: Float64Array, period: Frequency | null): ReadonlySet<number> {
  const step = period === null ? null : parseFrequency(period)
  const covered = new Set<number>()
  for (const time of ds) {
    const own = dayNumber(time)
    const [from, to] = (step === null ? null : periodDays(time, step)) ?? [own, own]
    for (let day = from; day <= to; day++) covered.add(day)
  }
  return covered
}

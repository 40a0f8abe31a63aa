/**
 * Holidays that no row falls on: the model matches rows and holidays by calendar date, so on weekly or monthly rows most dates match none.
 */
import { dayNumber } from '../calendar.js'
import type { UnmatchedHoliday } from './profile.js'

/** The days that a holiday marks: for each offset of its window, as days since 1970-01-01. */
export interface HolidayDays {
  readonly name: string
  readonly days: readonly (readonly number[])[]
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
  const first = dayNumber(ds[0])
  const last = dayNumber(ds[ds.length - 1])
  const rows = new Set(Array.from(ds, dayNumber))
  const found: UnmatchedHoliday[] = []
  for (const { name, days } of holidays) {
    const inside = new Set(days.flat().filter((day) => day >= first && day <= last))
    const unmatched = [...inside].filter((day) => !rows.has(day)).length
    if (unmatched === 0 || (!some && unmatched < inside.size)) continue
    found.push(Object.freeze({ holiday: name, days: inside.size, unmatched }))
  }
  return Object.freeze(found)
}

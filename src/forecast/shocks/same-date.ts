/** Dates that come back every year; days are counted since 1970-01-01. */
import { DAY_MS } from '../calendar.js'

/** The year of a day. */
export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear()
}

/** The same month and day in another year; 29 February becomes 1 March where there is none. */
export function sameDate(day: number, year: number): number {
  const date = new Date(day * DAY_MS)
  return Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) / DAY_MS
}

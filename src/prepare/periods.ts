/**
 * Days to periods and back: days, weeks from Monday to Sunday, and months, numbered without gaps.
 *
 * A day is its number since 1970-01-01, a Thursday. Week w begins on day 7w − 3, month m = 12·year + month on its first day.
 */

/** What a row of a prepared series stands for: a day, a week from Monday to Sunday, a month. */
export type Period = 'D' | 'W' | 'MS'

const DAY = 86_400_000
/** Days from a Monday to 1970-01-01. */
const MONDAY = 3
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The period that a day lies in. */
export function periodOf(every: Period, day: number): number {
  if (every === 'D') return day
  if (every === 'W') return Math.floor((day + MONDAY) / 7)
  const date = new Date(day * DAY)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/** The first day of a period. */
export function firstDay(every: Period, period: number): number {
  if (every === 'D') return period
  if (every === 'W') return period * 7 - MONDAY
  return Date.UTC(Math.floor(period / 12), period % 12, 1) / DAY
}

/** The midnight UTC that stands for a day in tables, ms. */
export function timeOfDay(day: number): number {
  return day * DAY
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
  return (((day + MONDAY) % 7) + 7) % 7
}

/** `day`, `week` or `month`. */
export function unitOf(every: Period): string {
  return { D: 'day', W: 'week', MS: 'month' }[every]
}

/** `Monday` for 0. */
export function weekdayName(weekday: number): string {
  return WEEKDAYS[weekday]
}

/** 1 for the first day of a month. */
export function dayOfMonth(day: number): number {
  return new Date(day * DAY).getUTCDate()
}

/** `2024-01-31` */
export function showDay(day: number): string {
  return new Date(day * DAY).toISOString().split('T')[0]
}

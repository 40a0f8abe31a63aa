/**
 * Holidays: one 0/1 column for each holiday and each day of its window.
 *
 * A row matches by its calendar date in UTC: offset o of a holiday on day d marks the rows of day d + o, for lower_window ≤ o ≤ upper_window.
 * All dates of one name share their effects and their prior scale. Columns are sorted by name and offset, so that the order of the
 * table's rows never matters. A date may lie in the future: that is how a holiday enters the forecast.
 *
 * With rows of more than a day a date rarely is a row's date. Such a holiday may match by period instead: offset o marks the rows whose
 * period (from the row up to the next one) holds day d + o, so that a row is marked by as many columns as days of the window fall into it, and
 * a window that straddles two weeks gives each its part.
 */
import { BodkinError } from '../../errors.js'
import { dayNumber, showTime } from '../calendar.js'
import { inferFrequency, parseFrequency, periodDays, type Frequency } from '../frequency.js'
import type { Mode } from '../options.js'
import type { Frame } from './frame.js'

export interface HolidayComponent {
  readonly kind: 'holiday'
  readonly name: string
  readonly priorScale: number
  readonly mode: Mode
  /** Offsets in days for which there is a column, ascending. */
  readonly offsets: readonly number[]
  /** For each offset the days that it marks, as days since 1970-01-01, ascending. */
  readonly days: readonly (readonly number[])[]
  /** Step of the rows whose periods the days fall into; null: rows match by date. */
  readonly period: Frequency | null
}

/** Let holidays match as the option says; `ds`: times of the history, ascending. */
export function matchHolidays(
  holidays: readonly HolidayComponent[],
  match: 'date' | 'period',
  ds: Float64Array,
): readonly HolidayComponent[] {
  if (match === 'date' || holidays.length === 0) return holidays
  const period = inferFrequency(ds)
  if (period === null) {
    throw new BodkinError(
      'OPTION',
      `option "holidayMatch": "period" needs a history with regular steps, got irregular ones from ${showTime(ds[0])} to ${showTime(ds[ds.length - 1])}`,
      { option: 'holidayMatch' },
    )
  }
  return holidays.map((holiday) => ({ ...holiday, period }))
}

/** The columns of one holiday, as ascending row numbers. */
export function holidayColumns({ offsets, days, period }: HolidayComponent, { ds }: Frame): Int32Array[] {
  const step = period === null ? undefined : parseFrequency(period)
  if (step !== undefined && ds.length > 0 && periodDays(ds[0], step) !== null) {
    return days.map((list) =>
      Int32Array.from(ds.keys()).filter((t) => {
        const [first, last] = periodDays(ds[t], step)!
        return holdsOne(list, first, last)
      }),
    )
  }
  const columnsOfDay = new Map<number, number[]>()
  days.forEach((list, column) => {
    for (const day of list) {
      const columns = columnsOfDay.get(day)
      if (columns === undefined) columnsOfDay.set(day, [column])
      else columns.push(column)
    }
  })
  const rows: number[][] = offsets.map(() => [])
  for (let t = 0; t < ds.length; t++) {
    for (const column of columnsOfDay.get(dayNumber(ds[t])) ?? []) rows[column].push(t)
  }
  return rows.map((list) => Int32Array.from(list))
}

/** Whether one of the ascending days lies between two, both included. */
function holdsOne(days: readonly number[], first: number, last: number): boolean {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle] < first) low = middle + 1
    else high = middle
  }
  return low < days.length && days[low] <= last
}

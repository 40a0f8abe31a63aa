/**
 * Holidays: one 0/1 column for each holiday and each day of its window.
 *
 * A row matches by its calendar date in UTC: offset o of a holiday on day d marks the rows of day d + o, for lower_window ≤ o ≤ upper_window.
 * All dates of one name share their effects and their prior scale. Columns are sorted by name and offset, so that the order of the
 * table's rows never matters. A date may lie in the future: that is how a holiday enters the forecast.
 */
import { dayNumber } from '../calendar.js'
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
}

/** The columns of one holiday, as ascending row numbers. */
export function holidayColumns({ offsets, days }: HolidayComponent, { ds }: Frame): Int32Array[] {
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

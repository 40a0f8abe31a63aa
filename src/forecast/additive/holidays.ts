/**
 * Holidays: one 0/1 column for each holiday and each day of its window.
 *
 * A row matches by its calendar date in UTC: offset o of a holiday on day d marks the rows of day d + o, for lower_window ≤ o ≤ upper_window.
 * All dates of one name share their effects and their prior scale. Columns are sorted by name and offset, so that the order of the
 * table's rows never matters. A date may lie in the future: that is how a holiday enters the forecast.
 */
import { categoryColumn } from '../../arrow/category-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { dayNumber } from '../calendar.js'
import { readTimes } from '../history.js'
import { assertComponentName } from '../options.js'
import type { Frame } from './frame.js'

export interface HolidayComponent {
  readonly kind: 'holiday'
  readonly name: string
  readonly priorScale: number
  /** Offsets in days for which there is a column, ascending. */
  readonly offsets: readonly number[]
  /** For each offset the days that it marks, as days since 1970-01-01, ascending. */
  readonly days: readonly (readonly number[])[]
}

/** Read a holiday table (columns holiday, ds, and as wanted lower_window, upper_window, prior_scale). */
export function readHolidays(table: TableLike, priorScale: number): HolidayComponent[] {
  const source = readTable(table, 'holidays')
  const { codes, labels } = categoryColumn(source, 'holiday')
  const times = readTimes(source, 'ds')
  const lower = windowColumn(source, 'lower_window', (value) => value <= 0, 'an integer of at most 0')
  const upper = windowColumn(source, 'upper_window', (value) => value >= 0, 'an integer of at least 0')
  const scales = source.has('prior_scale') ? numericColumn(source, 'prior_scale').values : undefined
  const byName = new Map<string, { scale: number | undefined; days: Map<number, Set<number>> }>()
  for (let row = 0; row < times.length; row++) {
    if (codes[row] < 0)
      throw new BodkinError('DATA', `column "holiday", row ${row}: must have a name, got null`, {
        column: 'holiday',
        row,
      })
    const name = labels[codes[row]]
    let entry = byName.get(name)
    if (entry === undefined) {
      assertComponentName(name, `column "holiday", row ${row}`, 'holiday')
      entry = { scale: undefined, days: new Map() }
      byName.set(name, entry)
    }
    const scale = scales?.[row] ?? NaN
    if (!Number.isNaN(scale)) {
      if (!(scale > 0 && scale < Infinity))
        throw new BodkinError('DATA', `column "prior_scale", row ${row}: must be above 0, got ${scale}`, {
          column: 'prior_scale',
          row,
        })
      if (entry.scale !== undefined && entry.scale !== scale) {
        throw new BodkinError(
          'DATA',
          `column "prior_scale", row ${row}: must be the same for all dates of ${JSON.stringify(name)}, got ${entry.scale} and ${scale}`,
          { column: 'prior_scale', row },
        )
      }
      entry.scale = scale
    }
    const day = dayNumber(times[row])
    for (let offset = lower[row]; offset <= upper[row]; offset++) {
      let days = entry.days.get(offset)
      if (days === undefined) entry.days.set(offset, (days = new Set()))
      days.add(day + offset)
    }
  }
  return [...byName.keys()].sort().map((name) => {
    const { scale, days } = byName.get(name)!
    const offsets = [...days.keys()].sort((a, b) => a - b)
    return {
      kind: 'holiday',
      name,
      priorScale: scale ?? priorScale,
      offsets,
      days: offsets.map((offset) => [...days.get(offset)!].sort((a, b) => a - b)),
    }
  })
}

/** Widest window, in days: a longer one is a mistake (a date or a duration in the wrong column). */
const WIDEST = 3660

function windowColumn(
  source: SourceTable,
  name: string,
  allowed: (value: number) => boolean,
  expected: string,
): Float64Array {
  if (!source.has(name)) return new Float64Array(source.rows)
  return numericColumn(source, name).values.map((value, row) => {
    if (Number.isNaN(value)) return 0
    if (Number.isSafeInteger(value) && allowed(value) && Math.abs(value) <= WIDEST) return value
    throw new BodkinError(
      'DATA',
      `column "${name}", row ${row}: must be ${expected} (days, ${WIDEST} at most), got ${value}`,
      { column: name, row, value },
    )
  })
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

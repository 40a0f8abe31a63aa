/**
 * Read a holiday table: a row a date, with a window around it; all dates of one name share a prior scale.
 */
import { categoryColumn } from '../../arrow/category-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import type { HolidayComponent } from '../additive/holidays.js'
import { dayNumber } from '../calendar.js'
import type { HolidayDay } from '../holidays-calendar/country-holidays.js'
import { assertComponentName } from '../component-names.js'
import type { Mode } from '../options.js'
import { readTimes } from './history.js'

/**
 * Read a holiday table (columns holiday, ds, and as wanted lower_window, upper_window, prior_scale).
 *
 * @param further days of a calendar; those of a name in the table join it
 */
export function readHolidays(
  table: TableLike,
  priorScale: number,
  mode: Mode,
  further: readonly HolidayDay[] = [],
): HolidayComponent[] {
  const source = readTable(table, 'holidays')
  const { codes, labels } = categoryColumn(source, 'holiday')
  const times = readTimes(source, 'ds')
  const lower = windowColumn(source, 'lower_window', (value) => value <= 0, 'an integer of at most 0')
  const upper = windowColumn(source, 'upper_window', (value) => value >= 0, 'an integer of at least 0')
  const scales = source.has('prior_scale') ? numericColumn(source, 'prior_scale').values : undefined
  const byName = new Map<string, DatedHoliday>()
  for (let row = 0; row < times.length; row++) {
    if (codes[row] < 0)
      throw new BodkinError('DATA', `column "holiday", row ${row}: must have a name, got null`, {
        column: 'holiday',
        row,
      })
    const name = labels[codes[row]]
    const entry = entryOf(byName, name, `column "holiday", row ${row}`)
    const scale = scales?.[row] ?? NaN
    if (!Number.isNaN(scale)) {
      if (!(scale >= 1e-100 && scale <= 1e100))
        throw new BodkinError(
          'DATA',
          `column "prior_scale", row ${row}: must be above 0 (1e-100 to 1e100), got ${scale}`,
          {
            column: 'prior_scale',
            row,
          },
        )
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
    for (let offset = lower[row]; offset <= upper[row]; offset++) mark(entry, offset, day + offset)
  }
  for (const { name, day } of further) mark(entryOf(byName, name, 'option "country"'), 0, day)
  return [...byName.keys()].sort().map((name) => {
    const { scale, days } = byName.get(name)!
    const offsets = [...days.keys()].sort((a, b) => a - b)
    return {
      kind: 'holiday',
      name,
      priorScale: scale ?? priorScale,
      mode,
      offsets,
      days: offsets.map((offset) => [...days.get(offset)!].sort((a, b) => a - b)),
      period: null,
    }
  })
}

/** The dates of one name. */
interface DatedHoliday {
  /** undefined: the usual one. */
  scale: number | undefined
  /** Days since 1970-01-01 that each offset marks. */
  readonly days: Map<number, Set<number>>
}

function entryOf(byName: Map<string, DatedHoliday>, name: string, where: string): DatedHoliday {
  let entry = byName.get(name)
  if (entry === undefined) {
    assertComponentName(name, where, 'holiday')
    byName.set(name, (entry = { scale: undefined, days: new Map() }))
  }
  return entry
}

function mark({ days }: DatedHoliday, offset: number, day: number): void {
  const marked = days.get(offset)
  if (marked === undefined) days.set(offset, new Set([day]))
  else marked.add(day)
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

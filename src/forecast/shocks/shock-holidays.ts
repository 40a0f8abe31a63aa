/**
 * Shocks as holidays: the windows that a fit should leave to effects of their own.
 */
import type { Table } from 'apache-arrow'
import { categoryColumn } from '../../arrow/category-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { int32, text, time, writeTable } from '../../arrow/write-table.js'
import { BodkinError } from '../../errors.js'
import { DAY_MS, dayNumber } from '../calendar.js'
import { readTimes } from '../input/history.js'
import { sameDate, yearOf } from './same-date.js'

/** A window as the table of shocks tells it; days since 1970-01-01. */
interface ShockWindow {
  readonly start: number
  readonly days: number
  readonly yearly: boolean
}

interface HolidayRow {
  readonly name: string
  readonly start: number
  readonly days: number
}

/** Years behind the last window in which a yearly one is expected again. */
const YEARS_AHEAD = 5
/** Yearly windows whose dates are this near are one holiday. */
const NEAR_DAYS = 10
/** Longest window, in days: `fit` takes no wider holiday. */
const LONGEST = 3661

/**
 * Turn shocks into a holiday table for `fit`.
 *
 * A one-off shock becomes a holiday with one date, `shock 2020-03-14`: each of its days has an effect of its own, and none of them comes again.
 * Yearly shocks on the same dates (up to 10 days apart) become one holiday, `yearly shock 12-24`, with a date in every year from the first
 * to the last one and in the five years after it; years without a shock of their own get the middle date.
 *
 * @param shocks from `detectShocks`, or any table with `start`, `days` and `kind`
 * @returns `holiday, ds, lower_window` (0) and `upper_window` (days − 1), in time order
 * @throws BodkinError `COLUMN` for a missing column, `DATA` for days that are no integer of at least 1 or a kind that is none
 * @example
 * fit(history, { holidays: shockHolidays(detectShocks(history)) })
 */
export function shockHolidays(shocks: TableLike): Table {
  const windows = readShocks(shocks)
  const single = windows
    .filter(({ yearly }) => !yearly)
    .map((window): HolidayRow => ({ name: `shock ${isoDay(window.start)}`, ...window }))
  const rows = [...single, ...yearlyRows(windows.filter(({ yearly }) => yearly))].sort(
    (a, b) => a.start - b.start || (a.name < b.name ? -1 : 1),
  )
  return writeTable({
    holiday: text(rows.map(({ name }) => name)),
    ds: time(Float64Array.from(rows, ({ start }) => start * DAY_MS)),
    lower_window: int32(new Int32Array(rows.length)),
    upper_window: int32(Int32Array.from(rows, ({ days }) => days - 1)),
  })
}

function readShocks(table: TableLike): ShockWindow[] {
  const source = readTable(table, 'shocks')
  const start = readTimes(source, 'start')
  const { values: days } = numericColumn(source, 'days')
  const { codes, labels } = categoryColumn(source, 'kind')
  return Array.from(start, (at, row) => {
    if (!Number.isSafeInteger(days[row]) || days[row] < 1 || days[row] > LONGEST) {
      const got = Number.isNaN(days[row]) ? 'null' : String(days[row])
      throw new BodkinError('DATA', `column "days", row ${row}: must be an integer in [1, ${LONGEST}], got ${got}`, {
        column: 'days',
        row,
        value: days[row],
      })
    }
    const kind = codes[row] < 0 ? null : labels[codes[row]]
    if (kind !== 'one-off' && kind !== 'yearly') {
      throw new BodkinError(
        'DATA',
        `column "kind", row ${row}: must be "one-off" or "yearly", got ${JSON.stringify(kind)}`,
        { column: 'kind', row, value: kind },
      )
    }
    return { start: dayNumber(at), days: days[row], yearly: kind === 'yearly' }
  }).sort((a, b) => a.start - b.start || a.days - b.days)
}

/** Groups of near dates, each a holiday; `windows` ascending. */
function yearlyRows(windows: readonly ShockWindow[]): HolidayRow[] {
  const groups: ShockWindow[][] = []
  for (const window of windows) {
    const group = groups.find(([first]) => Math.abs(yearDistance(first.start, window.start)) <= NEAR_DAYS)
    if (group === undefined) groups.push([window])
    else group.push(window)
  }
  return groups.flatMap((group) => {
    const [first] = group
    const days = Math.max(...group.map((window) => window.days))
    const shifts = group.map(({ start }) => yearDistance(first.start, start)).sort((a, b) => a - b)
    const shift = shifts[Math.floor((shifts.length - 1) / 2)]
    const middle = (year: number): number => sameDate(first.start, year) + shift
    const name = `yearly shock ${isoDay(middle(yearOf(first.start))).slice(5)}`
    // a window of January may be that of the December before
    const own = new Map(group.map(({ start }) => [yearOf(start - yearDistance(first.start, start)), start]))
    const from = yearOf(first.start)
    return Array.from({ length: Math.max(...own.keys()) + YEARS_AHEAD - from + 1 }, (_, i): HolidayRow => {
      const year = from + i
      return { name, start: own.get(year) ?? middle(year), days }
    })
  })
}

/** Days by which the date of `other` lies behind that of `day`, whatever their years: −183 … 183. */
function yearDistance(day: number, other: number): number {
  const apart = other - sameDate(day, yearOf(other))
  if (apart > 183) return other - sameDate(day, yearOf(other) + 1)
  return apart < -183 ? other - sameDate(day, yearOf(other) - 1) : apart
}

function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

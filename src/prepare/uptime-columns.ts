/**
 * Read downtime: which machine, and from when to when, or how many hours in which month.
 */
import { categoryColumn } from '../arrow/category-column.js'
import { keyColumns, type Keys } from '../arrow/key-columns.js'
import { numericColumn } from '../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../arrow/read-table.js'
import { timeColumn } from '../arrow/time-column.js'
import type { TableLike } from '../arrow/table-like.js'
import { BodkinError } from '../errors.js'
import { cellError, EARLIEST, LATEST } from './event-columns.js'
import { periodOf } from './periods.js'
import type { HoursColumns, StopColumns } from './uptime-options.js'

const DAY = 86_400_000

/** Rows of intervals, as given. */
export interface StopRows {
  readonly keys: Keys
  /** Begin of each row, ms; NaN in a row that only names a machine. */
  readonly start: Float64Array
  /** End of each row, ms, not before its begin; NaN where the stop still goes on. */
  readonly end: Float64Array
  /** Scheduled hours of each row, NaN where it has none; null without such a column. */
  readonly scheduled: Float64Array | null
}

/** Rows of monthly hours, as given. */
export interface HourRows {
  readonly keys: Keys
  /** Month of each row: 12·year + month. */
  readonly month: Int32Array
  /** Hours of downtime, NaN where not reported. */
  readonly hours: Float64Array
  readonly scheduled: Float64Array | null
}

/** @throws BodkinError naming the column and the row of a cell that cannot be used */
export function readStops(table: TableLike, columns: StopColumns, scheduled: string | undefined): StopRows {
  const source = readDowntime(table)
  const keys = readMachines(source, columns.machine)
  const start = readTimes(source, columns.start)
  const end = readTimes(source, columns.end)
  for (let row = 0; row < source.rows; row++) {
    if (Number.isNaN(start[row]) && !Number.isNaN(end[row])) {
      throw cellError(columns.start, row, `must have a time when "${columns.end}" has one`, 'null')
    }
    if (end[row] < start[row]) {
      const [from, to] = [start[row], end[row]].map((time) => new Date(time).toISOString())
      throw cellError(columns.end, row, `must not be before "${columns.start}" (${from})`, to)
    }
  }
  return { keys, start, end, scheduled: readScheduled(source, scheduled) }
}

/** @throws BodkinError naming the column and the row of a cell that cannot be used */
export function readHours(table: TableLike, columns: HoursColumns, scheduled: string | undefined): HourRows {
  const source = readDowntime(table)
  const keys = readMachines(source, columns.machine)
  const times = readMonths(source, columns.month)
  times.forEach((time, row) => {
    if (Number.isNaN(time)) throw cellError(columns.month, row, 'must have a month', 'null')
  })
  return {
    keys,
    month: Int32Array.from(times, (time) => periodOf('MS', Math.floor(time / DAY))),
    hours: readAmounts(source, columns.hours),
    scheduled: readScheduled(source, scheduled),
  }
}

function readDowntime(table: TableLike): SourceTable {
  const source = readTable(table, 'downtime')
  if (source.rows > 0) return source
  throw new BodkinError('DATA', 'prepare.uptime needs at least one row, got no rows', { rows: 0 })
}

function readMachines(source: SourceTable, name: string): Keys {
  const keys = keyColumns(source, [name])
  if (keys.describe(keys.count - 1) !== `${name} null`) return keys
  throw cellError(name, keys.groups.indexOf(keys.count - 1), 'must have a machine', 'null')
}

function readTimes(source: SourceTable, name: string): Float64Array {
  return checkYears(timeColumn(source, name), name)
}

/** Times, or months written as `2024-02`. */
function readMonths(source: SourceTable, name: string): Float64Array {
  const short: { row: number; error: (row?: number) => BodkinError }[] = []
  const times = timeColumn(source, name, (row, error) => short.push({ row, error }))
  if (short.length === 0) return checkYears(times, name)
  const isText = short[0].error().code === 'DATA'
  const { codes, labels } = isText ? categoryColumn(source, name) : { codes: null, labels: [] }
  for (const { row, error } of short) {
    const match = codes === null ? null : /^(\d{4})-(0[1-9]|1[0-2])$/.exec(labels[codes[row]])
    if (match === null) throw error(row)
    times[row] = Date.parse(`${match[0]}-01`)
  }
  return checkYears(times, name)
}

function checkYears(times: Float64Array, name: string): Float64Array {
  const odd = times.findIndex((time) => time < EARLIEST || time > LATEST)
  if (odd >= 0) throw cellError(name, odd, 'must be a time between the years 1 and 9999', `${times[odd]} ms`)
  return times
}

function readScheduled(source: SourceTable, name: string | undefined): Float64Array | null {
  return name === undefined ? null : readAmounts(source, name)
}

/** Hours, NaN where there are none. */
function readAmounts(source: SourceTable, name: string): Float64Array {
  const { values } = numericColumn(source, name)
  const odd = values.findIndex((value) => value < 0 || value === Infinity)
  if (odd >= 0) throw cellError(name, odd, 'must be a finite number of hours of at least 0', String(values[odd]))
  return values
}

/**
 * Read a history: checked, sorted, nulls gone.
 *
 * Rows without a value are skipped. Rows are sorted by time, ties by y and then by the further columns, so that the order of the given
 * rows never matters; rows at the same time are repeated observations.
 */
import { booleanColumn } from '../../arrow/boolean-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { timeColumn } from '../../arrow/time-column.js'
import { BodkinError } from '../../errors.js'
import type { History, NeededColumns } from '../history.js'
import { assertDomain, type Transform } from '../transform/transform.js'

/** Columns of the history's times and values, and what is done to the values. */
export interface HistoryNames {
  readonly time: string
  readonly value: string
  readonly transform?: Transform
}

/**
 * Read a history.
 *
 * @param caller name of the public function, for messages
 * @param minimum rows with a value that it needs at least
 */
export function readHistory(
  table: TableLike,
  names: HistoryNames,
  needed: NeededColumns,
  caller: string,
  minimum: number,
): History {
  const source = readTable(table, 'history')
  const time = readTimes(source, names.time)
  const { values } = numericColumn(source, names.value)
  const columns = readColumns(source, needed, (row) => !Number.isNaN(values[row]))
  const kept: number[] = []
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) continue
    assertFinite(values[row], names.value, row)
    kept.push(row)
  }
  assertDomain(values, names.transform ?? 'none', names.value, (row) => `row ${row}`)
  if (kept.length < minimum) {
    const skipped = values.length - kept.length
    const without = skipped > 0 ? ` and ${skipped} without` : ''
    throw new BodkinError(
      'DATA',
      `${caller} needs at least ${minimum} rows with a value in "${names.value}", got ${kept.length}${without}`,
      {
        rows: kept.length,
        skipped,
      },
    )
  }
  const keys = [values, ...Object.values(columns)]
  const order = sortedOrder(kept, time, keys)
  const pick = (from: Float64Array): Float64Array => Float64Array.from(order, (row) => from[row])
  return {
    ds: pick(time),
    y: pick(values),
    columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, pick(column)])),
  }
}

/** The time column; a missing time is an error. */
export function readTimes(source: SourceTable, name: string): Float64Array {
  const time = timeColumn(source, name)
  const missing = time.findIndex(Number.isNaN)
  if (missing >= 0)
    throw new BodkinError('DATA', `column "${name}", row ${missing}: must have a time, got null`, {
      column: name,
      row: missing,
    })
  return time
}

/** Regressors and conditions; `matters` says in which rows a missing value is an error. */
export function readColumns(
  source: SourceTable,
  needed: NeededColumns,
  matters: (row: number) => boolean = () => true,
): Record<string, Float64Array> {
  const columns: [string, Float64Array][] = []
  for (const name of needed.numbers) {
    const { values } = numericColumn(source, name)
    for (let row = 0; row < values.length; row++) if (matters(row)) assertFinite(values[row], name, row)
    columns.push([name, values])
  }
  for (const name of needed.flags) {
    const column = booleanColumn(source, name)
    const missing = column.findIndex((flag, row) => flag > 1 && matters(row))
    if (missing >= 0) {
      throw new BodkinError('DATA', `column "${name}", row ${missing}: must be true or false, got null`, {
        column: name,
        row: missing,
      })
    }
    columns.push([name, Float64Array.from(column)])
  }
  return Object.fromEntries(columns)
}

/** A column of numbers some of which may be missing: NaN. */
export function readPartColumn(source: SourceTable, name: string): Float64Array {
  const { values } = numericColumn(source, name)
  values.forEach((value, row) => {
    if (!Number.isNaN(value)) assertFinite(value, name, row)
  })
  return values
}

/** Largest size of a value: squares and their sums stay inside the range of doubles. */
export const LARGEST = 1e150

function assertFinite(value: number, column: string, row: number): void {
  if (Math.abs(value) <= LARGEST) return
  const got = Number.isNaN(value) ? 'null' : String(value)
  const rule = Number.isFinite(value) ? `between -${LARGEST} and ${LARGEST}` : 'finite'
  throw new BodkinError('DATA', `column "${column}", row ${row}: must be ${rule}, got ${got}`, { column, row, value })
}

/** Rows ascending by time, ties by the keys in turn; in place. */
export function sortedOrder<Rows extends number[] | Uint32Array>(
  rows: Rows,
  time: Float64Array,
  keys: readonly Float64Array[],
): Rows {
  let sorted = true
  for (let i = 1; i < rows.length && sorted; i++) sorted = time[rows[i - 1]] < time[rows[i]]
  if (sorted) return rows
  rows.sort((a, b) => {
    if (time[a] !== time[b]) return time[a] - time[b]
    for (const key of keys) if (key[a] !== key[b]) return key[a] < key[b] ? -1 : 1
    return 0
  })
  return rows
}

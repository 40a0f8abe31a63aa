/**
 * A cache as an Arrow table, and back.
 *
 *   key, status, source, fetched_at, expires_at, then one column for each field of the records
 *
 * A field of numbers only becomes doubles, of true and false only booleans, any other labels: text as it is, everything else as JSON.
 */
import type { Table } from 'apache-arrow'
import { TypeId, valueType } from '../../arrow/arrow-type.js'
import { booleanColumn } from '../../arrow/boolean-column.js'
import { categoryColumn } from '../../arrow/category-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { timeColumn } from '../../arrow/time-column.js'
import { boolean, float64, text, time, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { BodkinError } from '../../errors.js'
import type { CacheRow } from '../types.js'
import { readRow } from './line.js'

const OWN_COLUMNS = ['key', 'status', 'source', 'fetched_at', 'expires_at'] as const

/** All rows as a table. */
export function cacheTable(entries: Iterable<readonly [string, CacheRow]>): Table {
  const rows = [...entries].map(([, row]) => row)
  const fields = new Set<string>()
  for (const { record } of rows) for (const name of Object.keys(record ?? {})) fields.add(name)
  const columns: [string, OutputColumn][] = [
    ['key', text(rows.map(({ key }) => key))],
    ['status', text(rows.map(({ status }) => status))],
    ['source', text(rows.map(({ source }) => source))],
    ['fetched_at', time(Float64Array.from(rows, ({ fetchedAt }) => fetchedAt))],
    ['expires_at', time(Float64Array.from(rows, ({ expiresAt }) => expiresAt))],
  ]
  for (const name of fields) {
    const clash = (OWN_COLUMNS as readonly string[]).includes(name)
    columns.push([clash ? `record_${name}` : name, fieldColumn(rows.map(({ record }) => record?.[name] ?? null))])
  }
  return writeTable(columns)
}

function fieldColumn(values: readonly unknown[]): OutputColumn {
  const given = values.filter((value) => value !== null)
  if (given.length > 0 && given.every((value) => typeof value === 'number'))
    return float64(Float64Array.from(values, (value) => (value === null ? NaN : (value as number))))
  if (given.length > 0 && given.every((value) => typeof value === 'boolean'))
    return boolean(Uint8Array.from(values, (value) => (value === null ? 2 : Number(value))))
  return text(values.map((value) => (value === null || typeof value === 'string' ? value : JSON.stringify(value))))
}

/** The rows of a table that `cacheTable` made, wherever it was since (a file, another process). */
export function* readCacheTable(table: TableLike): Generator<readonly [string, CacheRow]> {
  const source = readTable(table, 'cache')
  const [key, status, origin] = ['key', 'status', 'source'].map((name) => labelsOf(source, name))
  const fetchedAt = timeColumn(source, 'fetched_at')
  const expiresAt = timeColumn(source, 'expires_at')
  const fields = source.names
    .filter((name) => !(OWN_COLUMNS as readonly string[]).includes(name))
    .map(
      (name) =>
        [
          name.replace(/^record_(?=(?:key|status|source|fetched_at|expires_at)$)/, ''),
          fieldValues(source, name),
        ] as const,
    )
  for (let row = 0; row < source.rows; row++) {
    const record = Object.fromEntries(fields.map(([name, valueAt]) => [name, valueAt(row)]))
    const given = {
      status: status(row),
      source: origin(row),
      fetchedAt: fetchedAt[row],
      expiresAt: expiresAt[row],
      record,
    }
    const name = key(row)
    const read = name === null ? undefined : readRow(name, given)
    if (name === null || read === undefined)
      throw new BodkinError('DATA', `cache, row ${row}: must be a row that toTable of a cache made`, {
        table: 'cache',
        row,
      })
    yield [name, read]
  }
}

function labelsOf(source: SourceTable, name: string): (row: number) => string | null {
  const { codes, labels } = categoryColumn(source, name)
  return (row) => (codes[row] < 0 ? null : labels[codes[row]])
}

function fieldValues(source: SourceTable, name: string): (row: number) => string | number | boolean | null {
  const column = source.column(name)
  const kind = column.storage === 'chunked' ? chunkedKind(valueType(column.type).typeId) : plainKind(column.values)
  if (kind === 'text') return labelsOf(source, name)
  const values: ArrayLike<number> =
    kind === 'boolean' ? booleanColumn(source, name) : numericColumn(source, name).values
  if (kind === 'boolean') return (row) => (values[row] > 1 ? null : values[row] === 1)
  return (row) => (Number.isNaN(values[row]) ? null : values[row])
}

function chunkedKind(typeId: number): 'number' | 'boolean' | 'text' {
  if (typeId === TypeId.Bool) return 'boolean'
  return typeId === TypeId.Int || typeId === TypeId.Float ? 'number' : 'text'
}

function plainKind(values: ArrayLike<unknown>): 'number' | 'boolean' | 'text' {
  for (let i = 0; i < values.length; i++) {
    const type = typeof values[i]
    if (type === 'number' || type === 'boolean') return type
    if (type === 'string') return 'text'
  }
  return 'text'
}

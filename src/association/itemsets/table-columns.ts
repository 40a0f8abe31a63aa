/**
 * Columns of any table as columns to write, and rows picked out of them: how a filter keeps whatever columns its caller's table has.
 */
import type { Table } from 'apache-arrow'
import { isList, TypeId, valueType } from '../../arrow/arrow-type.js'
import { keyValues } from '../../arrow/key-values.js'
import { listColumn } from '../../arrow/list-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { SourceColumn } from '../../arrow/source-column.js'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, list, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { metadataOf } from './itemset-table.js'

/**
 * Rows of a table, in the given order, with its columns and its metadata.
 *
 * @param role what the table is to the caller, for messages
 */
export function pickTable(table: TableLike, rows: Int32Array, role: string): Table {
  const source = readTable(table, role)
  const columns = source.names.map((name): [string, OutputColumn] => [name, pickRows(outputColumn(source, name), rows)])
  return writeTable(columns, Object.fromEntries(metadataOf(table)))
}

/** A column as it would be written: lists of labels, numbers, labels, booleans or times. */
export function outputColumn(source: SourceTable, name: string): OutputColumn {
  const column = source.column(name)
  if (isListColumn(column)) {
    const { offsets, codes, labels } = listColumn(source, name)
    return list(offsets, codes, labels)
  }
  // neither a map nor a sort for what is nearly always distinct
  if (isFloatColumn(column)) return float64(numericColumn(source, name).values)
  const { ranks, write } = keyValues(source, name)
  return write(ranks)
}

/** Whether a column holds lists. */
export function isListColumn(column: SourceColumn): boolean {
  if (column.storage === 'chunked') return isList(valueType(column.type))
  const { values, rows } = column
  for (let row = 0; row < rows; row++) {
    const value = values[row]
    if (value !== null && value !== undefined) return typeof value === 'object' && Symbol.iterator in value
  }
  return false
}

function isFloatColumn(column: SourceColumn): boolean {
  if (column.storage === 'chunked') return column.type.typeId === TypeId.Float
  return Object.prototype.toString.call(column.values) === '[object Float64Array]'
}

/** `column[rows[0]]`, `column[rows[1]]`, …. */
export function pickRows(column: OutputColumn, rows: Int32Array): OutputColumn {
  switch (column.kind) {
    case 'float64':
    case 'time':
      return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
    case 'int32':
      return { ...column, values: rows.map((row) => column.values[row]) }
    case 'boolean':
      return { ...column, values: Uint8Array.from(rows, (row) => column.values[row]) }
    case 'integer':
      return {
        ...column,
        values: pickIntegers(column.values, rows),
        present: Uint8Array.from(rows, (row) => column.present[row]),
      }
    case 'category':
      return { ...column, codes: rows.map((row) => column.codes[row]) }
    case 'list': {
      const offsets = pickOffsets(column.offsets, rows)
      return {
        ...column,
        offsets,
        codes: pickItems(column.codes, column.offsets, rows, new Int32Array(offsets[rows.length])),
      }
    }
    case 'timeList': {
      const offsets = pickOffsets(column.offsets, rows)
      return {
        ...column,
        offsets,
        values: pickItems(column.values, column.offsets, rows, new Float64Array(offsets[rows.length])),
      }
    }
  }
}

type Integers = Extract<OutputColumn, { kind: 'integer' }>['values']

function pickIntegers(values: Integers, rows: Int32Array): Integers {
  // an array of the same width; its values go over one by one, since bigints and numbers do not mix
  const out = values.slice(0, 0).constructor as new (length: number) => Integers
  const picked = new out(rows.length)
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]]
  return picked
}

function pickOffsets(offsets: Int32Array, rows: Int32Array): Int32Array {
  const out = new Int32Array(rows.length + 1)
  for (let i = 0; i < rows.length; i++) out[i + 1] = out[i] + offsets[rows[i] + 1] - offsets[rows[i]]
  return out
}

function pickItems<T extends Int32Array | Float64Array>(items: T, offsets: Int32Array, rows: Int32Array, out: T): T {
  let at = 0
  for (let i = 0; i < rows.length; i++)
    for (let k = offsets[rows[i]]; k < offsets[rows[i] + 1]; k++) out[at++] = items[k]
  return out
}

/**
 * Labels out of a column, as codes.
 */
import { valueType } from './arrow-type.js'
import { totalLength } from './chunk.js'
import { labelEncoder, recode, type LabelEncoder } from './label-encoder.js'
import type { SourceTable } from './read-table.js'
import {
  gather,
  typeError,
  valueError,
  type ChunkedColumn,
  type PlainColumn,
  type SourceColumn,
} from './source-column.js'
import { isLabelType } from './text.js'

/** What a category column is read as: a label a row. */
export interface Categories {
  /** Position of the row's label in `labels`; −1 = null. */
  readonly codes: Int32Array
  /** Distinct labels in order of first appearance; each one is used. */
  readonly labels: string[]
}

/**
 * A column of labels: text of any kind, dictionary-encoded or not, and numbers and booleans by their text (`7`, `true`).
 *
 * @returns `codes`: one a row, −1 = null; `labels`: distinct, in order of first appearance, none unused; fresh arrays
 * @throws BodkinError `COLUMN` when there is no such column or it holds times, lists or objects
 * @example
 * categoryColumn(readTable({ shop: ['Lyon', null, 'Nice', 'Lyon'] }), 'shop')
 * // { codes: Int32Array [0, -1, 1, 0], labels: ['Lyon', 'Nice'] }
 */
export function categoryColumn(source: SourceTable, name: string): Categories {
  return categoryOf(source.column(name))
}

/** The labels of a column that is already at hand. */
export function categoryOf(column: SourceColumn): Categories {
  return column.storage === 'plain' ? readPlain(column) : readChunked(column)
}

function readChunked(column: ChunkedColumn): Categories {
  const { chunks, selection } = column
  if (!isLabelType(valueType(column.type).typeId)) throw typeError(column, 'labels (text, numbers or booleans)')
  const encoder = labelEncoder(column)
  const codes = new Int32Array(totalLength(chunks))
  let at = 0
  for (const chunk of chunks) {
    encoder.over(chunk)(0, chunk.length, codes, at)
    at += chunk.length
  }
  if (selection === null) return { codes, labels: encoder.labels }
  return recode(
    gather(codes, selection, (length) => new Int32Array(length)),
    encoder.labels,
  )
}

function readPlain(column: PlainColumn): Categories {
  const encoder = labelEncoder(null)
  const codes = new Int32Array(column.rows)
  for (let row = 0; row < column.rows; row++) codes[row] = plainCode(column, row, column.values[row], encoder)
  return { codes, labels: encoder.labels }
}

/** The code of one JavaScript value, −1 for null, undefined and NaN. */
export function plainCode(column: PlainColumn, row: number, value: unknown, encoder: LabelEncoder): number {
  if (typeof value === 'string') return encoder.code(value)
  if (value === null || value === undefined || Number.isNaN(value)) return -1
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return encoder.code(String(value))
  throw valueError(column, row, 'a label (text, number or boolean)', value)
}

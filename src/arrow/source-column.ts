/**
 * A column as it was found in a table, before anybody said what it should be read as.
 */
import { BodkinError, show, type ErrorCode } from '../errors.js'
import { typeName, type ArrowType } from './arrow-type.js'
import type { Chunk } from './chunk.js'

/** Which column of which table: enough to name it in a message. */
interface ColumnIdentity {
  readonly name: string
  /** What the table is to the caller: 'history', 'holidays', …; 'table' when nothing was said. */
  readonly role: string
}

/** A column of JavaScript values: an array, a typed array, or the values of one key of row objects. */
export interface PlainColumn extends ColumnIdentity {
  readonly storage: 'plain'
  readonly rows: number
  readonly values: ArrayLike<unknown>
}

/** A column of Arrow buffers. With a `selection`, row r of the column is row `selection[r]` of the chunks. */
export interface ChunkedColumn extends ColumnIdentity {
  readonly storage: 'chunked'
  readonly rows: number
  readonly type: ArrowType
  readonly chunks: readonly Chunk[]
  readonly selection: ArrayLike<number> | null
}

/** A column of a table. */
export type SourceColumn = PlainColumn | ChunkedColumn

/**
 * What becomes of a value that cannot be read: it gets the row (as the table was given) and the way to make the error, with the row in
 * its message or without. If it does not throw, reading goes on and the value counts as null: so one bad cell of a table of many series
 * harms its own series only.
 */
export type RefuseValue = (row: number, error: (row?: number) => BodkinError) => void

/** The usual way: the error of the first bad value ends the reading. */
export const throwRefused: RefuseValue = (row, error) => {
  throw error(row)
}

/** Tables that need no mention: a call has one of them, and its columns go without saying. */
const MAIN_TABLES: ReadonlySet<string> = new Set(['table', 'history', 'events'])

/** Where a value stood, as messages say it: `column "y"`, `column "ds" of holidays, row 3`. Rows are numbered from 0. */
function place(column: ColumnIdentity, row?: number): string {
  const of = MAIN_TABLES.has(column.role) ? '' : ` of ${column.role}`
  return `column ${JSON.stringify(column.name)}${of}${row === undefined ? '' : `, row ${row}`}`
}

/** An error about a column or one of its values; `rule` goes on after the place: `must be finite, got Infinity`. */
export function columnError(code: ErrorCode, column: ColumnIdentity, rule: string, row?: number): BodkinError {
  const details = { table: column.role, column: column.name, ...(row === undefined ? {} : { row }) }
  return new BodkinError(code, `${place(column, row)}: ${rule}`, details)
}

/** The error for a column whose type cannot be read as what was asked. */
export function typeError(column: ChunkedColumn, expected: string, advice = ''): BodkinError {
  const rule = `must hold ${expected}, got ${typeName(column.type)}${advice}`
  return columnError('COLUMN', column, rule)
}

/** The error for one JavaScript value that cannot be read as what was asked. */
export function valueError(
  column: ColumnIdentity,
  row: number | undefined,
  expected: string,
  value: unknown,
  advice = '',
): BodkinError {
  return columnError('COLUMN', column, `must be ${expected}, got ${show(value)}${advice}`, row)
}

/** The error for a dictionary code that points outside its dictionary: the file or buffer is broken. */
export function codeError(column: ChunkedColumn, code: number, size: number): BodkinError {
  return columnError('DATA', column, `must have dictionary codes below ${size}, got ${code}`)
}

/** `values[indices[i]]` for every i. */
export function gather<T extends Float64Array | Int32Array | Uint8Array>(
  values: T,
  indices: ArrayLike<number>,
  create: (length: number) => T,
): T {
  const out = create(indices.length)
  for (let i = 0; i < indices.length; i++) out[i] = values[indices[i]]
  return out
}

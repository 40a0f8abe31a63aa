/**
 * Yes or no out of a column.
 */
import { columnError } from './source-column.js'
import { numericColumn } from './numeric-column.js'
import type { SourceTable } from './read-table.js'

const NULL_BOOLEAN = 255

/**
 * A column of booleans: Arrow Bool, plain booleans, or numbers that are exactly 0 or 1.
 *
 * @returns one byte a row: 0, 1, or 255 = null; always a fresh array
 * @throws BodkinError `COLUMN` when there is no such column or it holds text or times, `DATA` at the first number that is not 0 or 1
 * @example
 * booleanColumn(readTable({ open: [true, null, false] }), 'open')   // Uint8Array [1, 255, 0]
 */
export function booleanColumn(source: SourceTable, name: string): Uint8Array {
  const { values } = numericColumn(source, name)
  const out = new Uint8Array(values.length)
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value === 0 || value === 1) out[row] = value
    else if (Number.isNaN(value)) out[row] = NULL_BOOLEAN
    else throw columnError('DATA', source.column(name), `must be true, false, 0 or 1, got ${value}`, row)
  }
  return out
}

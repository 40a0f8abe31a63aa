/**
 * Which rows of a column are null, for readers whose own result does not tell (a null list reads as an empty one).
 */
import { dictionaryCodes, isNull, totalLength, type Chunk } from './chunk.js'
import type { SourceTable } from './read-table.js'
import { gather } from './source-column.js'

/**
 * One byte a row, 1 = null; behind a dictionary a code of null counts as null too. Plain columns: null and undefined.
 *
 * @throws BodkinError `COLUMN` when there is no such column
 * @example
 * nullRows(readTable({ items: [['milk'], null, []] }), 'items')   // Uint8Array [0, 1, 0]
 */
export function nullRows(source: SourceTable, name: string): Uint8Array {
  const column = source.column(name)
  if (column.storage === 'plain') {
    const out = new Uint8Array(column.rows)
    for (let row = 0; row < column.rows; row++)
      if (column.values[row] === null || column.values[row] === undefined) out[row] = 1
    return out
  }
  const nulls = nullsOf(column.chunks)
  return column.selection === null ? nulls : gather(nulls, column.selection, (length) => new Uint8Array(length))
}

function nullsOf(chunks: readonly Chunk[]): Uint8Array {
  const out = new Uint8Array(totalLength(chunks))
  let at = 0
  for (const chunk of chunks) {
    const values = chunk.dictionary === null ? null : nullsOf(chunk.dictionary)
    const codes = values === null ? null : dictionaryCodes(chunk)
    for (let i = 0; i < chunk.length; i++) {
      const present = !isNull(chunk, i) && (values === null || codes === null || values[codes[i]] !== 1)
      if (!present) out[at + i] = 1
    }
    at += chunk.length
  }
  return out
}

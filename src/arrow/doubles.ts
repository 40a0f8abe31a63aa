/**
 * Chunks of any fixed-width type to doubles, NaN = null: the walk that numbers and times share.
 *
 * Values are converted chunk by chunk, a dictionary once however many chunks point to it, and nulls are written over afterwards.
 * O(rows + dictionary sizes).
 */
import { dictionaryCodes, isNull, totalLength, type Chunk } from './chunk.js'
import { codeError, type ChunkedColumn } from './source-column.js'

/** Convert the values of a chunk that is not dictionary-encoded, from position `at` on; null rows may get anything. */
export type ReadValues = (chunk: Chunk, out: Float64Array, at: number) => void

/**
 * All rows of some chunks, which are the column's or a dictionary's of it.
 * @throws BodkinError `DATA` when a code points outside its dictionary
 */
export function readDoubles(column: ChunkedColumn, chunks: readonly Chunk[], readValues: ReadValues): Float64Array {
  const out = new Float64Array(totalLength(chunks))
  const dictionaries = new Map<readonly Chunk[], Float64Array>()
  let at = 0
  for (const chunk of chunks) {
    if (chunk.dictionary === null) {
      readValues(chunk, out, at)
    } else {
      let dictionary = dictionaries.get(chunk.dictionary)
      if (dictionary === undefined) {
        dictionary = readDoubles(column, chunk.dictionary, readValues)
        dictionaries.set(chunk.dictionary, dictionary)
      }
      readCodes(column, chunk, dictionary, out, at)
    }
    writeNulls(chunk, out, at)
    at += chunk.length
  }
  return out
}

function readCodes(column: ChunkedColumn, chunk: Chunk, dictionary: Float64Array, out: Float64Array, at: number): void {
  const codes = dictionaryCodes(chunk)
  for (let i = 0; i < chunk.length; i++) {
    const code = codes[i]
    if (code >= 0 && code < dictionary.length) out[at + i] = dictionary[code]
    else if (!isNull(chunk, i)) throw codeError(column, code, dictionary.length)
  }
}

function writeNulls({ validity, offset, length }: Chunk, out: Float64Array, at: number): void {
  if (validity === null) return
  for (let i = 0; i < length; i++) {
    const bit = offset + i
    if (((validity[bit >> 3] >> (bit & 7)) & 1) === 0) out[at + i] = NaN
  }
}

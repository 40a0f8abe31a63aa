/**
 * Numbers out of a column, as doubles with NaN for null.
 *
 * Typed arrays are copied by the engine's own conversion; what it cannot convert (64-bit integers, half floats, decimals, bits) has
 * a loop of its own; nulls are written over afterwards from the bitmap. O(rows).
 */
import { isSigned, TypeId, valueType } from './arrow-type.js'
import { readInt64, wordPairs, type ArrowBuffer, type Chunk } from './chunk.js'
import { readDecimals } from './decimal.js'
import { readDoubles } from './doubles.js'
import { readHalfFloats } from './half-float.js'
import type { SourceTable } from './read-table.js'
import {
  gather,
  throwRefused,
  typeError,
  valueError,
  type ChunkedColumn,
  type PlainColumn,
  type RefuseValue,
} from './source-column.js'

const NUMERIC_TYPES: ReadonlySet<number> = new Set([TypeId.Null, TypeId.Int, TypeId.Float, TypeId.Decimal, TypeId.Bool])
const ADVICE = ': text and times are never read as numbers'

/**
 * A column of numbers.
 *
 * Takes integers, floats and decimals of every width, booleans (0 and 1), dictionaries of those, and plain arrays of numbers,
 * bigints, booleans and nulls. 64-bit integers and decimals are rounded to the nearest double. Text is never read as a number.
 *
 * @param refuse what becomes of a single JavaScript value that is no number; default: its error is thrown
 * @returns `values`: one double a row, NaN = null, always a fresh array that the caller may change; `nulls`: how many are NaN
 * @throws BodkinError `COLUMN` when there is no such column or it holds something else
 * @example
 * numericColumn(readTable({ y: [1, null, 3n] }), 'y')   // { values: Float64Array [1, NaN, 3], nulls: 1 }
 */
export function numericColumn(
  source: SourceTable,
  name: string,
  refuse: RefuseValue = throwRefused,
): { values: Float64Array; nulls: number } {
  const column = source.column(name)
  const values = column.storage === 'plain' ? readPlain(column, refuse) : readChunked(column)
  return { values, nulls: countNaN(values) }
}

/** Four values a step: their sum is NaN where one of them is (or where infinities meet), and only then each is looked at. */
function countNaN(values: Float64Array): number {
  let count = 0
  let i = 0
  for (; i + 4 <= values.length; i += 4) {
    const sum = values[i] + values[i + 1] + values[i + 2] + values[i + 3]
    if (sum === sum) continue
    for (let k = i; k < i + 4; k++) if (Number.isNaN(values[k])) count++
  }
  for (; i < values.length; i++) if (Number.isNaN(values[i])) count++
  return count
}

function readChunked(column: ChunkedColumn): Float64Array {
  if (!NUMERIC_TYPES.has(valueType(column.type).typeId)) throw typeError(column, 'numbers', ADVICE)
  const values = readDoubles(column, column.chunks, readValues)
  return column.selection === null ? values : gather(values, column.selection, (length) => new Float64Array(length))
}

function readValues(chunk: Chunk, out: Float64Array, at: number): void {
  const { type, length } = chunk
  const values = chunk.values as ArrowBuffer
  if (type.typeId === TypeId.Null) out.fill(NaN, at, at + length)
  else if (type.typeId === TypeId.Bool) readBits(chunk, out, at)
  else if (type.typeId === TypeId.Decimal) readDecimals(chunk, out, at)
  else if (type.typeId === TypeId.Float && type.precision === 0) readHalfFloats(values as Uint16Array, out, at, length)
  else if (type.typeId !== TypeId.Int || type.bitWidth !== 64) out.set((values as Float64Array).subarray(0, length), at)
  else if (isSigned(type)) readInt64(wordPairs(chunk), out, at)
  else readUint64(wordPairs(chunk), out, at)
}

function readBits({ values, offset, length }: Chunk, out: Float64Array, at: number): void {
  const bits = values as Uint8Array
  for (let i = 0; i < length; i++) {
    const bit = offset + i
    out[at + i] = (bits[bit >> 3] >> (bit & 7)) & 1
  }
}

/** Unsigned 64-bit integers from word pairs. */
function readUint64(words: Int32Array, out: Float64Array, at: number): void {
  for (let i = 0, o = at; i < words.length; i += 2, o++) out[o] = (words[i + 1] >>> 0) * 2 ** 32 + (words[i] >>> 0)
}

function readPlain(column: PlainColumn, refuse: RefuseValue): Float64Array {
  const { values, rows } = column
  if (isNumberArray(values)) return new Float64Array(values)
  if (isBigIntArray(values)) return fromBigInts(values)
  const out = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const value = values[row]
    if (typeof value === 'number') out[row] = value
    else if (value === null || value === undefined) out[row] = NaN
    else if (typeof value === 'bigint' || typeof value === 'boolean') out[row] = Number(value)
    else {
      out[row] = NaN
      refuse(row, (at) => valueError(column, at, 'a number', value, ADVICE))
    }
  }
  return out
}

function fromBigInts(values: BigInt64Array | BigUint64Array): Float64Array {
  const out = new Float64Array(values.length)
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2)
  if (values[Symbol.toStringTag] === 'BigInt64Array') readInt64(words, out, 0)
  else readUint64(words, out, 0)
  return out
}

function isBigIntArray(values: ArrayLike<unknown>): values is BigInt64Array | BigUint64Array {
  return ArrayBuffer.isView(values) && typeof (values as ArrayLike<unknown>)[0] === 'bigint'
}

/** A typed array of numbers (not of bigints). */
function isNumberArray(values: ArrayLike<unknown>): values is Float64Array {
  return ArrayBuffer.isView(values) && typeof (values as ArrayLike<unknown>)[0] === 'number'
}

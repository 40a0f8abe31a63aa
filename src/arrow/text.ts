/**
 * One value of a chunk as text: what labels are made of.
 */
import { isSigned, TypeId } from './arrow-type.js'
import { offsetsOf, wordPairs, type ArrowBuffer, type Chunk } from './chunk.js'
import { decimalTextReader } from './decimal.js'
import { readHalfFloats } from './half-float.js'

/** Types whose values can be labels. */
const LABEL_TYPES: ReadonlySet<number> = new Set([
  TypeId.Null,
  TypeId.Utf8,
  TypeId.LargeUtf8,
  TypeId.Utf8View,
  TypeId.Int,
  TypeId.Float,
  TypeId.Bool,
  TypeId.Decimal,
])

/** Whether values of the type can be labels: text, numbers and booleans. */
export function isLabelType(typeId: number): boolean {
  return LABEL_TYPES.has(typeId)
}

/** A function that gives row i of a chunk as text, `NaN` for a float that is no number; rows that are null give anything. */
export function labelReader(chunk: Chunk): (i: number) => string {
  const { type } = chunk
  const values = chunk.values as ArrowBuffer
  switch (type.typeId) {
    case TypeId.Utf8:
    case TypeId.LargeUtf8: {
      const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
      const offsets = offsetsOf(chunk)
      return (i) => bytes.toString('utf8', offsets[i], offsets[i + 1])
    }
    case TypeId.Utf8View:
      return viewReader(chunk)
    case TypeId.Bool:
      return (i) => {
        const bit = chunk.offset + i
        return ((values as Uint8Array)[bit >> 3] >> (bit & 7)) & 1 ? 'true' : 'false'
      }
    case TypeId.Int:
      return type.bitWidth === 64 ? int64Reader(chunk) : (i) => String(values[i])
    case TypeId.Float:
      return type.precision === 0 ? halfFloatReader(chunk) : (i) => String(values[i])
    case TypeId.Decimal:
      return decimalTextReader(chunk)
    default:
      return () => ''
  }
}

function halfFloatReader(chunk: Chunk): (i: number) => string {
  const numbers = new Float64Array(chunk.length)
  readHalfFloats(chunk.values as Uint16Array, numbers, 0, chunk.length)
  return (i) => String(numbers[i])
}

/** 64-bit integers keep all their digits. */
function int64Reader(chunk: Chunk): (i: number) => string {
  const words = wordPairs(chunk)
  const signed = isSigned(chunk.type)
  return (i) => {
    const high = words[2 * i + 1]
    const value = (signed ? high : high >>> 0) * 2 ** 32 + (words[2 * i] >>> 0)
    if (Number.isSafeInteger(value)) return String(value)
    return String((BigInt(signed ? high : high >>> 0) << 32n) | BigInt(words[2 * i] >>> 0))
  }
}

/** Text views: 16 bytes a row = length, then the text itself (up to 12 bytes) or prefix, buffer and position. */
function viewReader(chunk: Chunk): (i: number) => string {
  const views = chunk.values as ArrowBuffer
  const bytes = Buffer.from(views.buffer, views.byteOffset, views.byteLength)
  const buffers = chunk.views.map((view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength))
  return (i) => {
    const start = i * 16
    const length = bytes.readInt32LE(start)
    if (length <= 12) return bytes.toString('utf8', start + 4, start + 4 + length)
    const position = bytes.readInt32LE(start + 12)
    return buffers[bytes.readInt32LE(start + 8)].toString('utf8', position, position + length)
  }
}

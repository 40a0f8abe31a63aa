/**
 * One contiguous piece of an Arrow column in one common shape, whether apache-arrow (`Data`) or flechette (`Batch`) made it.
 *
 * Where slices hide (measured on apache-arrow 17 and 21): a sliced `Data` has its values, views and list offsets sub-arrayed, but its
 * validity bitmap and the bits of a Bool stay whole, so row i is bit `offset + i` there; list children stay whole, fixed-size list
 * children are sliced. Buffers are padded, so loops are bounded by `length`.
 */
import type { ArrowType } from './arrow-type.js'

/** The typed arrays that Arrow buffers come as. */
export type ArrowBuffer =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

/** A piece of a column. */
export interface Chunk {
  readonly type: ArrowType
  readonly length: number
  /** First bit of `validity`, and of `values` for Bool. */
  readonly offset: number
  /** One bit a row, 1 = present; null when every row is present. */
  readonly validity: Uint8Array | null
  /** Fixed-width values, bits of Bool, text bytes, text views, or dictionary codes; null for Null and list types. */
  readonly values: ArrowBuffer | null
  /** Text and lists: `length` + 1 positions. */
  readonly offsets: Int32Array | BigInt64Array | null
  /** Text views: the buffers that long texts lie in. */
  readonly views: readonly Uint8Array[]
  readonly children: readonly Chunk[]
  /** Dictionary values; the same array object for chunks that share a dictionary. */
  readonly dictionary: readonly Chunk[] | null
}

/** What apache-arrow and flechette call the same things. */
interface ForeignData {
  readonly type: ArrowType
  readonly length: number
  readonly offset?: number
  readonly nullCount: number
  readonly nullBitmap?: Uint8Array | null
  readonly validity?: Uint8Array | null
  readonly values?: ArrowBuffer | null
  readonly valueOffsets?: Int32Array | BigInt64Array | null
  readonly offsets?: Int32Array | BigInt64Array | null
  readonly variadicBuffers?: readonly Uint8Array[]
  readonly data?: readonly Uint8Array[]
  readonly children?: readonly ForeignData[] | null
  readonly dictionary?: { readonly data: readonly ForeignData[] } | null
}

/** The chunks of an apache-arrow Vector or a flechette Column; empty pieces are left out. */
export function toChunks(data: readonly unknown[]): Chunk[] {
  const dictionaries = new Map<object, readonly Chunk[]>()
  const convert = (piece: ForeignData): Chunk => {
    const bitmap = piece.nullBitmap ?? piece.validity
    const hasNulls = bitmap !== null && bitmap !== undefined && bitmap.length > 0 && piece.nullCount > 0
    return {
      type: piece.type,
      length: piece.length,
      offset: piece.offset ?? 0,
      validity: hasNulls ? bitmap : null,
      values: piece.values ?? null,
      offsets: piece.valueOffsets ?? piece.offsets ?? null,
      views: piece.variadicBuffers ?? piece.data ?? [],
      children: (piece.children ?? []).map(convert),
      dictionary: piece.dictionary ? dictionaryChunks(piece.dictionary) : null,
    }
  }
  const dictionaryChunks = (dictionary: { readonly data: readonly ForeignData[] }): readonly Chunk[] => {
    let chunks = dictionaries.get(dictionary)
    if (chunks === undefined) {
      chunks = dictionary.data.filter((piece) => piece.length > 0).map(convert)
      dictionaries.set(dictionary, chunks)
    }
    return chunks
  }
  return (data as readonly ForeignData[]).filter((piece) => piece.length > 0).map(convert)
}

/** Whether row `i` of the chunk is null. */
export function isNull(chunk: Chunk, i: number): boolean {
  const { validity } = chunk
  if (validity === null) return chunk.type.typeId === 1
  const bit = chunk.offset + i
  return ((validity[bit >> 3] >> (bit & 7)) & 1) === 0
}

/** Rows in all chunks together. */
export function totalLength(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0)
}

/** 64-bit values as pairs of 32-bit words, low word first: reading pairs is many times faster than reading BigInts. */
export function wordPairs(chunk: Chunk): Int32Array {
  const values = chunk.values as ArrowBuffer
  return new Int32Array(values.buffer, values.byteOffset, chunk.length * 2)
}

/** Signed 64-bit integers from word pairs; the sum is rounded once, to the nearest double. */
export function readInt64(words: Int32Array, out: Float64Array, at: number): void {
  for (let i = 0, o = at; i < words.length; i += 2, o++) out[o] = words[i + 1] * 2 ** 32 + (words[i] >>> 0)
}

/** Dictionary codes of the chunk as 32-bit integers; codes of null rows are meaningless. */
export function dictionaryCodes(chunk: Chunk): Int32Array {
  const values = chunk.values as ArrowBuffer
  if (values[Symbol.toStringTag] === 'Int32Array') return values as Int32Array
  const codes = new Int32Array(chunk.length)
  if (values.BYTES_PER_ELEMENT === 8) {
    const words = wordPairs(chunk)
    for (let i = 0; i < codes.length; i++) codes[i] = words[2 * i]
  } else {
    codes.set((values as Uint8Array).subarray(0, chunk.length))
  }
  return codes
}

/** The chunk's `length` + 1 offsets as numbers. */
export function offsetsOf(chunk: Chunk): Int32Array | Float64Array {
  const offsets = chunk.offsets as Int32Array | BigInt64Array
  if (offsets.BYTES_PER_ELEMENT === 4) return offsets as Int32Array
  const words = new Int32Array(offsets.buffer, offsets.byteOffset, (chunk.length + 1) * 2)
  const out = new Float64Array(chunk.length + 1)
  for (let i = 0; i < out.length; i++) out[i] = words[2 * i + 1] * 2 ** 32 + (words[2 * i] >>> 0)
  return out
}

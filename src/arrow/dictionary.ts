/**
 * Labels as an Arrow dictionary whose number follows from its labels.
 *
 * apache-arrow numbers dictionaries in the order in which a process makes them, and the number goes into the stream, so equal tables would be
 * written as different bytes. Here it is a hash of the labels (MurmurHash3 twice: Appleby, 2011; 52 bits, beyond the numbers that
 * apache-arrow gives). Within a table or schema one number must mean one dictionary object, also where a caller joins columns of several
 * tables, so equal labels share one object for as long as somebody holds it; two columns with the same labels are then written with one
 * dictionary. Labels whose hash another dictionary has already take the next number of apache-arrow.
 */
import { Dictionary, Int32, makeData, makeVector, Utf8, type Vector } from 'apache-arrow'

/** A dictionary with its type. */
interface SharedDictionary {
  readonly type: Dictionary<Utf8, Int32>
  readonly vector: Vector<Utf8>
}

/** Dictionaries by number, and the text of each for comparing. */
const known = new Map<number, WeakRef<SharedDictionary>>()
/** A vector in use keeps its record. */
const records = new WeakMap<Vector<Utf8>, SharedDictionary>()
let sweepAt = 256

/** The dictionary of these labels. O(bytes). */
export function dictionaryOf(labels: readonly string[]): SharedDictionary {
  const { valueOffsets, bytes } = encode(labels)
  const id = numberOf(valueOffsets, bytes)
  const other = known.get(id)?.deref()
  if (other !== undefined && isSame(other, valueOffsets, bytes)) return other
  const text = makeData({ type: new Utf8(), length: labels.length, valueOffsets, data: bytes, nullCount: 0 })
  const vector = makeVector(text)
  const type = new Dictionary(new Utf8(), new Int32(), other === undefined ? id : null)
  const made = { type, vector }
  records.set(vector, made)
  if (other === undefined) {
    known.set(id, new WeakRef(made))
    if (known.size > sweepAt) sweep()
  }
  return made
}

/** Forget dictionaries that nobody holds. */
function sweep(): void {
  for (const [id, reference] of known) if (reference.deref() === undefined) known.delete(id)
  sweepAt = 2 * known.size + 256
}

function encode(labels: readonly string[]): { valueOffsets: Int32Array; bytes: Uint8Array } {
  const valueOffsets = new Int32Array(labels.length + 1)
  for (let i = 0; i < labels.length; i++) valueOffsets[i + 1] = valueOffsets[i] + Buffer.byteLength(labels[i])
  const bytes = new Uint8Array(valueOffsets[labels.length])
  const buffer = Buffer.from(bytes.buffer)
  for (let i = 0; i < labels.length; i++) buffer.write(labels[i], valueOffsets[i])
  return { valueOffsets, bytes }
}

function isSame({ vector }: SharedDictionary, offsets: Int32Array, bytes: Uint8Array): boolean {
  const [own] = vector.data
  return (
    own.length === offsets.length - 1 &&
    Buffer.compare(bytes, own.values.subarray(0, bytes.length)) === 0 &&
    offsets.every((offset, i) => offset === own.valueOffsets[i])
  )
}

function numberOf(offsets: Int32Array, bytes: Uint8Array): number {
  let high = 0x9e3779b9
  let low = 0x243f6a88
  const take = (word: number): void => {
    high = mix(high, word)
    low = mix(low, word)
  }
  for (let i = 0; i < offsets.length; i++) take(offsets[i])
  for (let k = 0; k < bytes.length; k += 4)
    take(bytes[k] | (bytes[k + 1] << 8) | (bytes[k + 2] << 16) | (bytes[k + 3] << 24))
  return ((finish(high) >>> 12) | (1 << 20)) * 2 ** 32 + finish(low)
}

function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const h = hash ^ k
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

function finish(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

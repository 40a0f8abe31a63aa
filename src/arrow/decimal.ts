/**
 * Arrow decimals as doubles: integer / 10^scale, correctly rounded.
 *
 * A decimal of w bits is a two's complement integer of w/32 words, lowest first; the scale is a property of the type (apache-arrow's
 * `get` gives the words without it). Integers below 2^53 with at most 22 digits after the point need one division of two exact
 * doubles, which rounds correctly; all others go through their decimal text, which JavaScript parses with correct rounding. O(n).
 */
import type { ArrowBuffer, Chunk } from './chunk.js'

/** Write the decimals of a chunk to `out` from position `at` on. Null rows get whatever their bytes mean. */
export function readDecimals(chunk: Chunk, out: Float64Array, at: number): void {
  const { scale = 0 } = chunk.type
  const { words, count } = wordsOf(chunk)
  const divisor = 10 ** scale
  const exactDivisor = scale >= 0 && scale <= 22
  for (let i = 0; i < chunk.length; i++) {
    const first = i * count
    const integer = exactDivisor ? smallInteger(words, first, count) : NaN
    out[at + i] = Number.isNaN(integer) ? Number(`${wideInteger(words, first, count)}e${-scale}`) : integer / divisor
  }
}

/** A function that gives row i of a chunk as text with all its digits: `-12.5`, without zeros at the end of the fraction. */
export function decimalTextReader(chunk: Chunk): (i: number) => string {
  const { scale = 0 } = chunk.type
  const { words, count } = wordsOf(chunk)
  return (i) => {
    const integer = wideInteger(words, i * count, count)
    if (scale <= 0) return String(integer * 10n ** BigInt(-scale))
    const digits = String(integer < 0n ? -integer : integer).padStart(scale + 1, '0')
    const fraction = digits.slice(-scale).replace(/0+$/, '')
    return `${integer < 0n ? '-' : ''}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`
  }
}

function wordsOf(chunk: Chunk): { words: Int32Array; count: number } {
  const count = (chunk.type.bitWidth ?? 128) / 32
  const values = chunk.values as ArrowBuffer
  return { words: new Int32Array(values.buffer, values.byteOffset, chunk.length * count), count }
}

/** The integer when it is below 2^53 in size, else NaN. */
function smallInteger(words: Int32Array, first: number, count: number): number {
  if (count === 1) return words[first]
  const high = words[first + 1]
  const sign = high >> 31
  for (let k = 2; k < count; k++) if (words[first + k] !== sign) return NaN
  const value = high * 2 ** 32 + (words[first] >>> 0)
  return Number.isSafeInteger(value) ? value : NaN
}

function wideInteger(words: Int32Array, first: number, count: number): bigint {
  let value = BigInt(words[first + count - 1])
  for (let k = count - 2; k >= 0; k--) value = (value << 32n) | BigInt(words[first + k] >>> 0)
  return value
}

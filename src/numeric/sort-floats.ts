/**
 * Numbers in single precision, sorted: a radix sort of their bits, for long columns many times faster than the engine's comparisons.
 *
 * The bits of a float order like an unsigned integer once a negative number's bits are inverted and a positive one's sign bit is set. Three
 * passes of 11 bits, least significant first (Knuth, The Art of Computer Programming 3, §5.2.5); −0 comes before 0. O(n).
 */

/** Below, the engine's sort is as fast. */
const SHORT = 512
const RADIX = 2048

/**
 * Sort in place.
 *
 * @param values no NaN among them
 * @returns `values`
 */
export function sortFloats(values: Float32Array): Float32Array {
  const n = values.length
  if (n < SHORT) return values.sort()
  const keys = new Uint32Array(values.buffer, values.byteOffset, n)
  const other = new Uint32Array(n)
  const counts = new Uint32Array(3 * RADIX)
  for (let i = 0; i < n; i++) {
    const bits = keys[i]
    const key = (bits ^ ((bits >> 31) | 0x80000000)) >>> 0
    keys[i] = key
    counts[key & 2047]++
    counts[RADIX + ((key >>> 11) & 2047)]++
    counts[2 * RADIX + (key >>> 22)]++
  }
  for (let pass = 0; pass < 3; pass++) {
    let sum = 0
    for (let digit = pass * RADIX; digit < (pass + 1) * RADIX; digit++) {
      const count = counts[digit]
      counts[digit] = sum
      sum += count
    }
  }
  scatter(keys, other, counts, 0, 0)
  scatter(other, keys, counts, RADIX, 11)
  scatter(keys, other, counts, 2 * RADIX, 22)
  for (let i = 0; i < n; i++) {
    const key = other[i]
    keys[i] = key ^ ((~key >> 31) | 0x80000000)
  }
  return values
}

function scatter(from: Uint32Array, to: Uint32Array, places: Uint32Array, digits: number, shift: number): void {
  for (let i = 0; i < from.length; i++) {
    const key = from[i]
    to[places[digits + ((key >>> shift) & 2047)]++] = key
  }
}

/**
 * IEEE 754 half floats as doubles: 1 sign, 5 exponent (bias 15) and 10 fraction bits.
 */

/** Write `length` half floats to `out` from position `at` on. */
export function readHalfFloats(halves: Uint16Array, out: Float64Array, at: number, length: number): void {
  for (let i = 0; i < length; i++) {
    const half = halves[i]
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 31
    const fraction = half & 1023
    if (exponent === 31) out[at + i] = fraction === 0 ? sign * Infinity : NaN
    else if (exponent === 0) out[at + i] = sign * fraction * 2 ** -24
    else out[at + i] = sign * (1024 + fraction) * 2 ** (exponent - 25)
  }
}

/**
 * Series in units of a power of two, so that squares neither overflow nor vanish and the way there and back is exact.
 */

/** The power of two at or below the largest absolute value (1 for zeros). */
export function powerOfTwo(y: ArrayLike<number>): number {
  let most = 0
  for (let t = 0; t < y.length; t++) most = Math.max(most, Math.abs(y[t]))
  return most === 0 ? 1 : 2 ** Math.min(1023, Math.max(-1022, Math.floor(Math.log2(most))))
}

/** Multiply in place by `scale`; what leaves the range of a double stays at its end. */
export function scaleBack(values: Float64Array, scale: number): Float64Array {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] * scale
    values[i] = Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value))
  }
  return values
}

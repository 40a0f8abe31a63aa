/**
 * Normal scores: values replaced by the normal quantiles of their ranks, so that what is computed from them does not depend on the values'
 * distribution (van der Waerden 1952). Ranks are taken among the quiet values; a value beyond all of those has the greatest score, which grows
 * with their number only as √(2 ln n): no single outlier carries far. Ties share their middle rank. O(n log n).
 */
import { normalQuantile } from '../../numeric/normal.js'

/**
 * The score of every value.
 *
 * @param busy 1 for values that are no part of the reference
 * @example
 * normalScores(new Float64Array([5, 1, 9]), new Uint8Array(3))   // [0, −0.97, 0.97]: quantiles of 1/2, 1/6 and 5/6
 */
export function normalScores(values: Float64Array, busy: Uint8Array): Float64Array {
  const reference = values.filter((_, i) => busy[i] === 0).sort()
  const n = reference.length
  const known = new Map<number, number>()
  return values.map((value) => {
    let score = known.get(value)
    if (score === undefined) {
      const below = firstAbove(reference, value, false)
      const through = firstAbove(reference, value, true)
      const share = (below + through) / (2 * n)
      score = normalQuantile(Math.min(1 - 0.5 / n, Math.max(0.5 / n, share)))
      known.set(value, score)
    }
    return score
  })
}

/** How many of the ascending values lie below `value`, or do not lie above it. */
function firstAbove(ascending: Float64Array, value: number, inclusive: boolean): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle] < value || (inclusive && ascending[middle] === value)) low = middle + 1
    else high = middle
  }
  return low
}

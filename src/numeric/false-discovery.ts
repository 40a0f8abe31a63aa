/**
 * False discovery rate: p-values of many tests to q-values.
 *
 *   q of the i-th smallest p = min over j ≥ i of  p(j) · m / j          m tests; at most 1
 *
 * Publishing every test with q ≤ α keeps the expected share of false ones among the published at α, for independent or positively
 * dependent tests. O(m log m). Benjamini & Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289–300.
 */

/**
 * Benjamini–Hochberg q-values.
 *
 * @param p p-values in [0, 1]; NaN for what was not tested, which stays NaN and does not count
 * @returns a q-value for each p, in the same order
 * @example
 * benjaminiHochberg(new Float64Array([0.01, 0.04, 0.03]))   // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(p: Float64Array): Float64Array {
  const order = Array.from(p.keys())
    .filter((i) => !Number.isNaN(p[i]))
    .sort((a, b) => p[a] - p[b])
  const q = new Float64Array(p.length).fill(NaN)
  let least = 1
  for (let rank = order.length; rank > 0; rank--) {
    const i = order[rank - 1]
    least = Math.min(least, (p[i] * order.length) / rank)
    q[i] = least
  }
  return q
}

/**
 * Family-wise error: p-values of many tests, corrected so that even one false rejection is unlikely.
 *
 *   adjusted p of the i-th smallest = max over j ≤ i of (m − j + 1) · p(j)          m tests; at most 1
 *
 * Rejecting every test with adjusted p ≤ α keeps the chance of any false rejection at α, whatever the dependence. O(m log m).
 * Holm, Scandinavian Journal of Statistics 6 (1979), 65–70.
 */

/**
 * Holm's step-down adjusted p-values.
 *
 * @param p p-values in [0, 1]
 * @returns an adjusted p-value for each, in the same order
 * @example
 * holm(new Float64Array([0.01, 0.04, 0.03]))   // [0.03, 0.06, 0.06]
 */
export function holm(p: Float64Array): Float64Array {
  const order = Array.from(p.keys()).sort((a, b) => p[a] - p[b])
  const adjusted = new Float64Array(p.length)
  let most = 0
  order.forEach((i, place) => {
    most = Math.max(most, Math.min(1, (p.length - place) * p[i]))
    adjusted[i] = most
  })
  return adjusted
}

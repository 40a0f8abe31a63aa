/**
 * The sign test: of n = a + b differences a point one way and b the other; is that a fair coin?
 *
 *   p = min(1, 2 · P(X ≥ max(a, b))),   X ~ Binomial(n, ½)
 *
 * The first term C(n, k)/2ⁿ is a product whose halvings are spread over it, so that nothing overflows; the others follow by their ratio. O(n),
 * relative error about n · 10⁻¹⁶; probabilities below 10⁻³⁰⁸ are 0. Dixon & Mood, J. Am. Statist. Assoc. 41 (1946), 557–566. Tested against
 * SciPy's `binomtest`.
 */

/**
 * Exact two-sided p-value of a sign test.
 *
 * @param one differences one way, an integer ≥ 0
 * @param other differences the other way, an integer ≥ 0
 * @example
 * signTest(8, 2)   // 0.109375: 2 · (45 + 10 + 1)/1024
 */
export function signTest(one: number, other: number): number {
  const n = one + other
  const k = Math.max(one, other)
  let term = 1
  let halvings = n
  for (let i = 1; i <= n - k; i++) {
    term *= (k + i) / i
    for (; term > 1 && halvings > 0; halvings--) term /= 2
  }
  term *= 2 ** -halvings
  let sum = 0
  for (let j = k; j <= n && term > sum * 1e-17; j++) {
    sum += term
    term *= (n - j) / (j + 1)
  }
  return Math.min(1, 2 * sum)
}

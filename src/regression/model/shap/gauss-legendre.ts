/**
 * Gauss–Legendre quadrature on [0, 1]: with `count` points, polynomials up to degree 2·count − 1 are integrated exactly.
 *
 * Points are the roots of the Legendre polynomial, found by Newton's method from Tricomi's start; weights 2 / ((1 − x²)·P′(x)²), halved for
 * the shorter interval.
 */

/** Points and weights, ascending. */
export interface Quadrature {
  readonly points: Float64Array
  readonly weights: Float64Array
}

/** `gaussLegendre(1)` → point .5, weight 1 */
export function gaussLegendre(count: number): Quadrature {
  const points = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 0
    for (let step = 0; step < 100; step++) {
      const at = legendre(count, x)
      slope = at.slope
      const change = at.value / slope
      x -= change
      if (Math.abs(change) < 1e-16) break
    }
    points[count - 1 - i] = (1 + x) / 2
    weights[count - 1 - i] = 1 / ((1 - x * x) * slope * slope)
  }
  return { points, weights }
}

/** P_n(x) and its derivative by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let before = 1
  let value = x
  for (let k = 2; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k
    before = value
    value = next
  }
  return { value, slope: (n * (x * value - before)) / (x * x - 1) }
}

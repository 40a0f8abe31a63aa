/**
 * Whether smoothing parameters are admissible: the forecasts forget the distant past (the model is invertible).
 *
 * The errors follow a linear recursion whose characteristic polynomial must have all its roots within the unit circle:
 *
 *   P(z) = z^(m+1) + (α + β − φ) z^m + (α + β − αφ)(z^(m−1) + … + z²) + (α + β − αφ + γ − 1) z + φ(1 − α − γ)
 *
 * That is tested without finding roots by the Schur–Cohn recursion, O(m²): reduce the polynomial by one degree at a time; it is stable
 * when every constant term on the way is smaller than the leading one. Without a season the usual region lies inside the admissible one,
 * so only seasonal forms need the test (for multiplicative seasons it is the customary approximation).
 *
 * Hyndman, Akram & Archibald, The admissible parameter space for exponential smoothing models, Ann. Inst. Stat. Math. 60 (2008), 407–426;
 * Jury, Theory and Application of the z-Transform Method (1964), for the test.
 */

/**
 * φ = 1 for an undamped slope, β = 0 without one; m ≥ 2 rows in a season.
 *
 * @param p room for the polynomial, length m + 2
 */
export function isAdmissible(
  alpha: number,
  beta: number,
  gamma: number,
  phi: number,
  m: number,
  p: Float64Array,
): boolean {
  let degree = m + 1
  const middle = alpha + beta - alpha * phi
  p[0] = phi * (1 - alpha - gamma)
  p[1] = middle + gamma - 1
  for (let i = 2; i < m; i++) p[i] = middle
  p[m] = alpha + beta - phi
  p[degree] = 1
  if (beta === 0 && phi === 1) {
    // without a slope z = 1 is a root of the recursion's empty half: divided out
    degree = m
    p.fill(alpha, 1, m)
    p[0] = alpha + gamma - 1
    p[m] = 1
  }
  for (let n = degree; n > 0; n--) {
    const ratio = p[0] / p[n]
    if (!(Math.abs(ratio) < 1)) return false
    // q(z) = (P(z) − ratio·z^n P(1/z)) / z, pairwise in place, leading coefficient scaled back to one
    const lead = p[n] - ratio * p[0]
    let low = 0
    let high = n
    while (low < high) {
      const a = p[low]
      const b = p[high]
      p[low] = a - ratio * b
      p[high] = b - ratio * a
      low++
      high--
    }
    if (low === high) p[low] -= ratio * p[low]
    for (let i = 0; i < n; i++) p[i] = p[i + 1] / lead
  }
  return true
}

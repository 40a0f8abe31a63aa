/**
 * The polynomials in the backshift operator B that make a seasonal ARIMA model.
 *
 *   φ(B) Φ(Bˢ) (1 − B)ᵈ (1 − Bˢ)ᴰ y_t = θ(B) Θ(Bˢ) ε_t
 *   φ(z) = 1 − φ₁z − … − φ_p z^p, θ(z) = 1 + θ₁z + … + θ_q z^q; Φ, Θ alike in zˢ
 *
 * A polynomial 1 − a₁z − … is stationary (all roots outside the unit circle) exactly when its partial autocorrelations lie in (−1, 1):
 *
 *   from partials k₁ … k_p:  a⁽ʲ⁾_j = k_j,  a⁽ʲ⁾_i = a⁽ʲ⁻¹⁾_i − k_j a⁽ʲ⁻¹⁾_{j−i}   (Durbin–Levinson), and back by running it the other way
 *
 * so k = tanh(x) turns any real x into such a polynomial, and all of them are reached. θ = −a makes an invertible moving average.
 *
 * Monahan, A note on enforcing stationarity in autoregressive-moving average models (Biometrika 71, 1984).
 */

/** Order of a seasonal ARIMA model (p,d,q)(P,D,Q)[season]; `constant` adds a mean (d + D = 0) or a drift. */
export interface ArimaOrder {
  readonly p: number
  readonly d: number
  readonly q: number
  readonly P: number
  readonly D: number
  readonly Q: number
  /** Rows in a season, integer ≥ 1; 1 is none, and P = D = Q = 0 then. */
  readonly season: number
  readonly constant: boolean
}

/** Partial autocorrelations stop this short of ±1, so that variances stay finite. */
const EDGE = 1 - 1e-7

/**
 * Coefficients a₁ … a_count from unbounded x₁ … x_count, at `offset` of `raw`, into `out` times `sign` (1 for φ, −1 for θ).
 */
export function coefficientsOf(
  raw: Float64Array,
  offset: number,
  count: number,
  sign: number,
  out: Float64Array,
): void {
  for (let j = 0; j < count; j++) {
    const partial = EDGE * Math.tanh(raw[offset + j])
    out[j] = partial
    for (let i = 0, k = j - 1; i <= k; i++, k--) {
      const low = out[i]
      const high = out[k]
      out[i] = low - partial * high
      out[k] = high - partial * low
    }
  }
  if (sign < 0) for (let j = 0; j < count; j++) out[j] = -out[j]
}

/**
 * Whether every root of 1 − Σ sign·aᵢ zⁱ lies farther out than `radius` (so that `radius` 1 asks for stationarity, or, with sign −1, for
 * invertibility): stretch z by the radius, then all partial autocorrelations must lie inside (−1, 1).
 */
export function rootsOutside(coefficients: Float64Array, sign: number, radius: number): boolean {
  const count = coefficients.length
  const row = new Float64Array(count)
  for (let i = 0; i < count; i++) row[i] = sign * coefficients[i] * radius ** (i + 1)
  for (let j = count - 1; j >= 0; j--) {
    const partial = row[j]
    if (!(Math.abs(partial) < 1)) return false
    const factor = 1 / (1 - partial * partial)
    for (let i = 0, k = j - 1; i <= k; i++, k--) {
      const low = row[i]
      const high = row[k]
      row[i] = (low + partial * high) * factor
      row[k] = (high + partial * low) * factor
    }
  }
  return true
}

/** The lags i + season·I at which the product of a polynomial of degree `plain` and a seasonal one can have a coefficient, ascending. */
export function lagsOf(plain: number, seasonal: number, season: number): Int32Array {
  const lags = new Set<number>()
  for (let i = 0; i <= plain; i++) for (let k = 0; k <= seasonal; k++) lags.add(i + season * k)
  lags.delete(0)
  return Int32Array.from(lags).sort()
}

/**
 * Multiply out: `out[lag]` is the coefficient a with 1 − sign·Σ a z^lag = (1 − sign·Σ plain zⁱ)(1 − sign·Σ seasonal z^{season·I}).
 * `out` is long enough for the largest lag; entries at other lags than `lagsOf` stay as they are.
 */
export function multiplyOut(
  plain: Float64Array,
  seasonal: Float64Array,
  season: number,
  sign: number,
  lags: Int32Array,
  out: Float64Array,
): void {
  for (const lag of lags) out[lag] = 0
  for (let i = 0; i < plain.length; i++) out[i + 1] += plain[i]
  for (let k = 0; k < seasonal.length; k++) {
    const lag = season * (k + 1)
    out[lag] += seasonal[k]
    for (let i = 0; i < plain.length; i++) out[lag + i + 1] -= sign * plain[i] * seasonal[k]
  }
}

/** Coefficients c₀ = 1, c₁ … of (1 − B)ᵈ (1 − Bˢ)ᴰ, length d + season·D + 1. */
export function differencePolynomial({ d, D, season }: Pick<ArimaOrder, 'd' | 'D' | 'season'>): Float64Array {
  const out = new Float64Array(d + season * D + 1)
  out[0] = 1
  let degree = 0
  for (let k = 0; k < d + D; k++) {
    const lag = k < d ? 1 : season
    degree += lag
    for (let i = degree; i >= lag; i--) out[i] -= out[i - lag]
  }
  return out
}

/** Differences of `y`: d of lag 1 and D of lag `season`; length y.length − d − season·D. */
export function differences(y: Float64Array, { d, D, season }: Pick<ArimaOrder, 'd' | 'D' | 'season'>): Float64Array {
  let w = Float64Array.from(y)
  for (let k = 0; k < d + D; k++) {
    const lag = k < d ? 1 : season
    for (let t = w.length - 1; t >= lag; t--) w[t] -= w[t - lag]
    w = w.slice(lag)
  }
  return w
}

/**
 * ψ₀ = 1, ψ₁ … ψ_{count−1}: the response of y to one shock. `full` holds 1, −a₁, −a₂ … of φ(B)Φ(Bˢ)(1 − B)ᵈ(1 − Bˢ)ᴰ,
 * `theta[lag]` the multiplied-out moving average.
 */
export function psiWeights(full: Float64Array, theta: Float64Array, count: number): Float64Array {
  const psi = new Float64Array(count)
  for (let h = 0; h < count; h++) {
    let sum = h === 0 ? 1 : h < theta.length ? theta[h] : 0
    for (let i = 1; i < full.length && i <= h; i++) sum -= full[i] * psi[h - i]
    psi[h] = sum
  }
  return psi
}

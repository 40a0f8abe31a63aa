/**
 * The standard deviation of ETS forecast errors, h = 1…H steps ahead, in closed form.
 *
 * Impulses c_j = α + β(φ + … + φ^j) + γ·[m divides j], μ_h the forecast, σ² the variance of the innovations.
 *
 *   additive errors                σ²·(1 + Σ_{j<h} c_j²)
 *   relative, additive season      (1 + σ²)θ_h − μ_h²,  θ_h = μ_h² + σ² Σ_{j<h} c_j² θ_{h−j}
 *   relative, multiplicative       y_h = w'x·s·Π_i(1 + γε_{h−im})·(1 + ε_h): E[x x'·Π(1 + γε)²] (2 × 2) is carried step by step, where the
 *                                  rows h − im that share their error with the season take the third and fourth moments of a normal ε too
 *
 * The third is exact for normal ε at any h, where the literature gives an approximation beyond one season. O(H), O(H²), O(H²).
 * Deviations are about the point forecast (all ε = 0): root mean squared errors, the small shift of the mean included.
 *
 * Hyndman, Koehler, Ord & Snyder, Forecasting with Exponential Smoothing (2008), ch. 6.
 */
import type { EtsForm } from './form.js'

export interface Dynamics {
  readonly form: EtsForm
  /** Rows in a season; 1 without. */
  readonly season: number
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
  readonly level: number
  readonly slope: number
  readonly seasonal: Float64Array
  readonly sigma: number
}

/** `yhat`: the point forecasts of h = 1…H. */
export function forecastDeviation(state: Dynamics, yhat: Float64Array): Float64Array {
  const { form, sigma } = state
  if (sigma === 0) return new Float64Array(yhat.length)
  if (form.error === 'A') return additiveDeviation(impulses(state, yhat.length), sigma)
  const deviation =
    form.season === 'M'
      ? multiplicativeDeviation(state, yhat)
      : relativeDeviation(impulses(state, yhat.length), sigma, yhat)
  // relative errors multiply: with σ far above 1 the variance outgrows a double within some hundred steps
  return deviation.map((value) => (Number.isFinite(value) ? value : Number.MAX_VALUE))
}

/** c_1…c_{H−1}. */
function impulses({ form, season, alpha, beta, gamma, phi }: Dynamics, horizon: number): Float64Array {
  const c = new Float64Array(Math.max(0, horizon - 1))
  let power = 1
  let powers = 0
  for (let j = 1; j <= c.length; j++) {
    power *= phi
    powers += power
    c[j - 1] = alpha + beta * powers + (form.season !== 'N' && j % season === 0 ? gamma : 0)
  }
  return c
}

function additiveDeviation(c: Float64Array, sigma: number): Float64Array {
  const deviation = new Float64Array(c.length + 1)
  let sum = 1
  for (let h = 0; h < deviation.length; h++) {
    deviation[h] = sigma * Math.sqrt(sum)
    if (h < c.length) sum += c[h] * c[h]
  }
  return deviation
}

function relativeDeviation(c: Float64Array, sigma: number, yhat: Float64Array): Float64Array {
  const horizon = yhat.length
  const variance = sigma * sigma
  // spread = θ_h − μ_h², carried by itself: the difference of the two would cancel
  const spread = new Float64Array(horizon)
  const deviation = new Float64Array(horizon)
  for (let h = 0; h < horizon; h++) {
    for (let j = 0; j < h; j++) spread[h] += c[j] * c[j] * (yhat[h - 1 - j] ** 2 + spread[h - 1 - j])
    spread[h] *= variance
    deviation[h] = Math.sqrt(spread[h] + variance * (yhat[h] ** 2 + spread[h]))
  }
  return deviation
}

function multiplicativeDeviation(state: Dynamics, yhat: Float64Array): Float64Array {
  const { season, alpha, beta, gamma, phi, level, slope, seasonal, sigma } = state
  const variance = sigma * sigma
  const deviation = new Float64Array(yhat.length)
  for (let h = 1; h <= yhat.length; h++) {
    // the state (level, slope) times the growth of the season that row h will meet: without noise, and how far its mean and its second
    // moments exceed those of the noiseless path
    let l = level
    let b = slope
    let ll = 0
    let lb = 0
    let bb = 0
    let el = 0
    let eb = 0
    for (let j = 1; j < h; j++) {
      const shared = (h - j) % season === 0
      const q = l + phi * b
      const qq = ll + 2 * phi * lb + phi * phi * bb
      const qb = phi * (lb + phi * bb)
      const dd = phi * phi * bb
      const eq = el + phi * eb
      // E(1 + γε)² and its products with ε and ε²; `drift` = E(1 + γε)ε
      const even = shared ? 1 + gamma * gamma * variance : 1
      const odd = shared ? 2 * gamma * variance : 0
      const square = shared ? variance * (1 + 3 * gamma * gamma * variance) : variance
      const drift = shared ? gamma * variance : 0
      const d = phi * b
      const gain = even - 1
      ll = even * qq + gain * q * q + (2 * odd * alpha + square * alpha * alpha) * (qq + q * q)
      lb =
        even * qb +
        gain * q * d +
        odd * (alpha * (qb + q * d) + beta * (qq + q * q)) +
        square * alpha * beta * (qq + q * q)
      bb = even * dd + gain * d * d + 2 * odd * beta * (qb + q * d) + square * beta * beta * (qq + q * q)
      el = eq + drift * alpha * (q + eq)
      eb = phi * eb + drift * beta * (q + eq)
      l = q
      b = d
    }
    const q = l + phi * b
    const qq = ll + 2 * phi * lb + phi * phi * bb
    const s = seasonal[(h - 1) % season]
    deviation[h - 1] = s * Math.sqrt(Math.max(0, qq + variance * (qq + q * q) - 2 * q * (el + phi * eb)))
  }
  return deviation
}

/**
 * The likelihood of one ETS form, with its gradient by the adjoint recursion.
 *
 * Rows t = 1…T, level l, slope b, seasons s (m of them, in turn), forecast f, error e = y − f. With q = l + φb:
 *
 *   season N, A   f = q + s     l ← q + αe      b ← φb + βe      s ← s + γe
 *   season M      f = q·s       l ← q + αe/s    b ← φb + βe/s    s ← s + γe/q
 *
 * The recursion is the same for additive errors (ε = e) and for relative ones (ε = e/f); only the likelihood differs, constants dropped:
 *
 *   −2 ln L = T ln Σε² + [2 Σ ln f when errors are relative]
 *
 * Relative errors and multiplicative seasons are defined for positive f and s only: elsewhere the value is +∞.
 * Variables x: α, β/α, γ/(1 − α), φ (those the form has), then level, slope and the first m − 1 seasons in units `unit` around `origin`;
 * the last season makes the sum 0 (A) or m (M). The box α, β/α, γ/(1 − α) ∈ [1e-4, 0.9999], φ ∈ [0.8, 0.98] is the usual region.
 * O(T) for the value, O(T) for the gradient (the derivatives run backwards through the recursion; no allocation in either).
 *
 * Hyndman, Koehler, Ord & Snyder, Forecasting with Exponential Smoothing (2008), ch. 2, 5 (likelihood), as in R's forecast::ets.
 */
import type { BoundedProblem } from '../../../numeric/minimize-bounded.js'
import { isAdmissible } from './admissible.js'
import type { EtsForm } from './form.js'

/** The states before the first row; `seasons` in the order of the rows, length m (empty without a season). */
export interface InitialState {
  readonly level: number
  readonly slope: number
  readonly seasons: Float64Array
}

/** What the recursion leaves behind. */
export interface FilterResult {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
  readonly level: number
  readonly slope: number
  /** In the order of the next rows. */
  readonly seasonal: Float64Array
  /** Σε². */
  readonly errorSum: number
  readonly fitted: Float64Array
}

export interface EtsLikelihood extends BoundedProblem {
  /** Write the (relative) errors of the last evaluated point into `errors`, length T. */
  copyErrors(errors: Float64Array): void
  /** Evaluate at `x` and give everything. */
  finish(x: Float64Array): FilterResult
}

const LEAST = 1e-4
const MOST = 0.9999
/** Range of the damping factor, as in R: below, the trend is gone at once; above, it is no longer damped. */
export const DAMPING: readonly [number, number] = [0.8, 0.98]

/**
 * @param y values, length T, finite; > 0 where the form is multiplicative
 * @param m rows in a season (1 without)
 * @param origin states around which the variables count
 * @param unit size of one unit of the level, slope and additive season variables, > 0
 * @param floor errors below this sum of squares are rounding: the likelihood stays there
 */
export function etsLikelihood(
  y: Float64Array,
  m: number,
  form: EtsForm,
  origin: InitialState,
  unit: number,
  floor: number,
): EtsLikelihood {
  const rows = y.length
  const relative = form.error === 'M'
  const times = form.season === 'M'
  const trended = form.trend === 'A'
  const seasonal = form.season !== 'N'
  const period = seasonal ? m : 1
  const atBeta = trended ? 1 : -1
  const atGamma = seasonal ? (trended ? 2 : 1) : -1
  const atPhi = form.damped ? 1 + Number(trended) + Number(seasonal) : -1
  const atLevel = 1 + Number(trended) + Number(seasonal) + Number(form.damped)
  const atSeason = atLevel + 1 + Number(trended)
  const size = atSeason + (seasonal ? m - 1 : 0)
  const seasonUnit = times ? 1 : unit

  const lower = new Float64Array(size).fill(-Infinity)
  const upper = new Float64Array(size).fill(Infinity)
  lower.fill(LEAST, 0, atLevel)
  upper.fill(MOST, 0, atLevel)
  if (atPhi >= 0) [lower[atPhi], upper[atPhi]] = DAMPING

  // the state, and what the way back needs of every row
  const season = new Float64Array(period)
  const smooth = new Float64Array(rows)
  const factors = new Float64Array(rows)
  const errors = new Float64Array(rows)
  const slopes = new Float64Array(rows)
  const seasonAdjoint = new Float64Array(period)
  const polynomial = new Float64Array(period + 2)
  let alpha = 0
  let beta = 0
  let gamma = 0
  let phi = 1
  let level = 0
  let slope = 0
  let errorSum = 0

  return { size, lower, upper, value, gradient, copyErrors, finish }

  function read(x: Float64Array): void {
    alpha = x[0]
    beta = trended ? alpha * x[atBeta] : 0
    gamma = seasonal ? (1 - alpha) * x[atGamma] : 0
    phi = form.damped ? x[atPhi] : 1
    level = origin.level + unit * x[atLevel]
    slope = trended ? origin.slope + unit * x[atLevel + 1] : 0
    if (!seasonal) {
      season[0] = 0
      return
    }
    let sum = 0
    for (let j = 0; j < m - 1; j++) {
      season[j] = origin.seasons[j] + seasonUnit * x[atSeason + j]
      sum += season[j]
    }
    season[m - 1] = (times ? m : 0) - sum
  }

  function value(x: Float64Array): number {
    read(x)
    if (seasonal && !isAdmissible(alpha, beta, gamma, phi, m, polynomial)) return Infinity
    return times ? runTimes() : runPlus()
  }

  function runPlus(): number {
    let l = level
    let b = slope
    let sum = 0
    let logs = 0
    let product = 1
    let k = 0
    for (let t = 0; t < rows; t++) {
      slopes[t] = b
      const q = l + phi * b
      const s = season[k]
      const f = q + s
      const e = y[t] - f
      smooth[t] = q
      factors[t] = s
      errors[t] = e
      if (relative) {
        if (!(f > 0)) return Infinity
        const share = e / f
        sum += share * share
        product *= f
        if (product < 1e-150 || product > 1e150) {
          logs += Math.log(product)
          product = 1
        }
      } else {
        sum += e * e
      }
      l = q + alpha * e
      b = phi * b + beta * e
      season[k] = s + gamma * e
      if (++k === period) k = 0
    }
    return settle(l, b, sum, logs + Math.log(product))
  }

  function runTimes(): number {
    let l = level
    let b = slope
    let sum = 0
    let logs = 0
    let product = 1
    let k = 0
    for (let t = 0; t < rows; t++) {
      slopes[t] = b
      const q = l + phi * b
      const s = season[k]
      const f = q * s
      if (!(s > 0) || !(f > 0)) return Infinity
      const e = y[t] - f
      smooth[t] = q
      factors[t] = s
      errors[t] = e
      const share = e / f
      sum += share * share
      product *= f
      if (product < 1e-150 || product > 1e150) {
        logs += Math.log(product)
        product = 1
      }
      const u = e / s
      l = q + alpha * u
      b = phi * b + beta * u
      season[k] = s + (gamma * e) / q
      if (++k === period) k = 0
    }
    return settle(l, b, sum, logs + Math.log(product))
  }

  function settle(l: number, b: number, sum: number, logs: number): number {
    level = l
    slope = b
    errorSum = sum
    const result = rows * Math.log(Math.max(sum, floor)) + (relative ? 2 * logs : 0)
    return Number.isNaN(result) ? Infinity : result
  }

  function gradient(x: Float64Array, g: Float64Array): void {
    const weight = errorSum > floor ? (2 * rows) / errorSum : 0
    seasonAdjoint.fill(0)
    let gAlpha = 0
    let gBeta = 0
    let gGamma = 0
    let gPhi = 0
    let aLevel = 0
    let aSlope = 0
    let k = (rows - 1) % period
    for (let t = rows - 1; t >= 0; t--) {
      const q = smooth[t]
      const s = factors[t]
      const e = errors[t]
      const b = slopes[t]
      const aSeason = seasonAdjoint[k]
      let aSmooth: number
      if (times) {
        const f = q * s
        const direct = (2 - (weight * e * y[t]) / (f * f)) / f
        const u = e / s
        const v = e / q
        const aU = alpha * aLevel + beta * aSlope
        const aV = gamma * aSeason
        gAlpha += aLevel * u
        gBeta += aSlope * u
        gGamma += aSeason * v
        aSmooth = aLevel - aU - (aV * y[t]) / (q * q) + direct * s
        seasonAdjoint[k] = aSeason - aV - (aU * y[t]) / (s * s) + direct * q
      } else {
        const f = q + s
        const direct = relative ? (2 - (weight * e * y[t]) / (f * f)) / f : -weight * e
        const aForecast = direct - alpha * aLevel - beta * aSlope - gamma * aSeason
        gAlpha += aLevel * e
        gBeta += aSlope * e
        gGamma += aSeason * e
        aSmooth = aLevel + aForecast
        seasonAdjoint[k] = aSeason + aForecast
      }
      gPhi += (aSlope + aSmooth) * b
      aSlope = phi * (aSlope + aSmooth)
      aLevel = aSmooth
      k = k === 0 ? period - 1 : k - 1
    }
    g[0] = gAlpha
    if (trended) {
      g[0] += gBeta * x[atBeta]
      g[atBeta] = gBeta * alpha
      g[atLevel + 1] = unit * aSlope
    }
    if (seasonal) {
      g[0] -= gGamma * x[atGamma]
      g[atGamma] = gGamma * (1 - alpha)
      for (let j = 0; j < m - 1; j++) g[atSeason + j] = seasonUnit * (seasonAdjoint[j] - seasonAdjoint[m - 1])
    }
    if (form.damped) g[atPhi] = gPhi
    g[atLevel] = unit * aLevel
  }

  function copyErrors(target: Float64Array): void {
    for (let t = 0; t < rows; t++) {
      target[t] = relative ? errors[t] / (times ? smooth[t] * factors[t] : smooth[t] + factors[t]) : errors[t]
    }
  }

  function finish(x: Float64Array): FilterResult {
    value(x)
    const seasonalNext = new Float64Array(seasonal ? m : 0)
    for (let j = 0; j < seasonalNext.length; j++) seasonalNext[j] = season[(rows + j) % m]
    const fitted = y.map((observed, t) => observed - errors[t])
    return { alpha, beta, gamma, phi, level, slope, seasonal: seasonalNext, errorSum, fitted }
  }
}

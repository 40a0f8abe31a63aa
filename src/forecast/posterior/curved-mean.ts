/**
 * A mean that is not linear in the coefficients, as the chains need it: its squares, and its tangent.
 *
 * Chains walk on φ, which is θ but for logistic growth: there the offset c = −k·m takes the place of m, since the trend's argument
 * u = k t + c + Σ δ_s max(t − τ_s, 0) is linear in c, while k·(t − m) bends the posterior into a banana wherever k is not well known. The
 * density of (k, c) is that of (k, m = −c/k) times |dm/dc| = 1/|k|.
 */
import { crossProduct, gramOf, type Design } from '../additive/design.js'
import type { FeatureColumn } from '../additive/frame.js'
import { addFeature, linearise, logistic, trendSize, type MeanInput } from '../additive/mean-function.js'
import { filterDesign } from '../additive/solve-mean.js'
import { filterRows } from '../solve/autoregression.js'
import type { Moments } from '../solve/moments.js'
import { TREND_PRIOR_SCALE } from '../additive/likelihood.js'

/** The mean, and the observations it is held against. Plain data. */
export interface CurvedMean {
  readonly input: MeanInput
  /** y in the model's scale, length T. */
  readonly y: Float64Array
  /** Coefficients of autoregressive errors, which rows are filtered by; empty for independent ones. */
  readonly phi: Float64Array
}

/** φ → θ: the model's own coefficients. */
export function toModel({ input }: CurvedMean, phi: Float64Array): Float64Array {
  return input.growth === 'logistic' ? phi.with(1, -phi[1] / phi[0]) : phi
}

/** θ → φ: the coefficients that the chains walk on. A rate of 0, where m means nothing, becomes a tiny one. */
export function fromModel({ input }: CurvedMean, theta: Float64Array): Float64Array {
  if (input.growth !== 'logistic') return theta
  const k = theta[0] === 0 ? 1e-8 : theta[0]
  return theta.with(0, k).with(1, -k * theta[1])
}

/** Precision of a normal stand-in for the prior of c, for the Gaussian that the chains propose from; `k` a typical rate. */
export function offsetPrecision(k: number): number {
  return (TREND_PRIOR_SCALE * Math.max(0.1, Math.abs(k))) ** -2
}

/** What the prior of (k, c) has on top of normal priors of k and c, the latter of the given precision; the logarithm. */
export function offsetPriorExcess({ input }: CurvedMean, phi: Float64Array, precision: number): number {
  if (input.growth !== 'logistic') return 0
  const [k, c] = phi
  return (precision * c * c) / 2 - (c / k / TREND_PRIOR_SCALE) ** 2 / 2 - Math.log(Math.abs(k))
}

/** Σ e², e = y − f(φ) filtered: what the chains ask for at every step. O(T·K); the rows ascend in time, so the trend is O(T). */
export function squaresAt({ input, y, phi: autoregression }: CurvedMean, phi: Float64Array): number {
  const { growth, t, tau, cap, features, multiplicative } = input
  const first = trendSize(growth) + tau.length
  const weights = phi.subarray(first)
  const share = weightedSum(features, weights, multiplicative, true, t.length)
  const rest = weightedSum(features, weights, multiplicative, false, t.length)
  let rate = growth === 'flat' ? 0 : phi[0]
  let offset = phi[first - tau.length - 1]
  let next = 0
  for (let i = 0; i < rest.length; i++) {
    for (; next < tau.length && tau[next] < t[i]; next++) {
      const bend = phi[first - tau.length + next]
      rate += bend
      offset -= bend * tau[next]
    }
    const u = rate * t[i] + offset
    rest[i] = y[i] - (cap === undefined ? u : cap[i] * logistic(u)) * (1 + share[i]) - rest[i]
  }
  return squareSum(autoregression.length === 0 ? rest : filterRows(rest, autoregression))
}

/** Σ weight · column over the columns that are (not) multiplicative; four dense columns a pass, which halves the time. */
function weightedSum(
  features: readonly FeatureColumn[],
  weights: Float64Array,
  multiplicative: readonly boolean[],
  wanted: boolean,
  rows: number,
): Float64Array {
  const sum = new Float64Array(rows)
  const dense: Float64Array[] = []
  const factors: number[] = []
  features.forEach((column, j) => {
    if (multiplicative[j] !== wanted) return
    if (column instanceof Float64Array) {
      dense.push(column)
      factors.push(weights[j])
    } else addFeature(sum, column, weights[j])
  })
  let j = 0
  for (; j + 3 < dense.length; j += 4) {
    const [a, b, c, d] = [dense[j], dense[j + 1], dense[j + 2], dense[j + 3]]
    const [fa, fb, fc, fd] = [factors[j], factors[j + 1], factors[j + 2], factors[j + 3]]
    for (let i = 0; i < rows; i++) sum[i] += fa * a[i] + fb * b[i] + (fc * c[i] + fd * d[i])
  }
  for (; j < dense.length; j++) addFeature(sum, dense[j], factors[j])
  return sum
}

/** Second moments of the tangent at φ, about φ; for a linear mean these are the moments of its design. */
export function tangentAt(mean: CurvedMean, phi: Float64Array): Moments {
  const theta = toModel(mean, phi)
  const { mean: values, jacobian } = linearise(mean.input, theta)
  const columns = mean.input.growth === 'logistic' ? offsetColumns(jacobian.columns, theta) : jacobian.columns
  const design = filterDesign({ rows: jacobian.rows, columns }, mean.phi)
  const errors = values.map((value, i) => mean.y[i] - value)
  const rest = mean.phi.length === 0 ? errors : filterRows(errors, mean.phi)
  return {
    rows: rest.length,
    size: phi.length,
    gram: gramOf(design),
    cross: crossProduct(design, rest),
    square: squareSum(rest),
    origin: phi,
  }
}

/** ∂f/∂(k, c) from ∂f/∂(k, m): by the chain rule ∂c = ∂m/−k and ∂k at fixed c = ∂k at fixed m + m·∂c. */
function offsetColumns([rate, offset, ...rest]: Design['columns'], [k, m]: Float64Array): FeatureColumn[] {
  const byOffset = Float64Array.from(offset, (value) => value / -k)
  return [Float64Array.from(rate, (value, i) => value + m * byOffset[i]), byOffset, ...rest]
}

function squareSum(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return sum
}

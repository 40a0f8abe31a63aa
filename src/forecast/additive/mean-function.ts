/**
 * The model's mean as a function of its coefficients, with derivatives: what the nonlinear solver walks on.
 *
 *   f(θ) = g·(1 + X_mult β) + X_add β        θ = (k, m, δ, β), or (m, β) when flat
 *   linear  g = u,  u = k t + m + Σ δ_s max(t − τ_s, 0)
 *   logistic g = cap / (1 + e^(−u)),  u = k (t − m) + Σ δ_s max(t − τ_s, 0)
 *
 * The logistic u is what Prophet's offsets γ add up to: a continuous piecewise linear function of t, written without dividing by rates.
 * Derivatives: ∂f/∂(k, m, δ) = (1 + X_mult β)·g′(u)·∂u; ∂f/∂β = g·x for multiplicative columns and x for additive ones.
 */
import type { FeatureColumn } from './frame.js'
import type { Design } from './design.js'

/** The fixed part of the function: rows, and which columns multiply. */
export interface MeanInput {
  readonly growth: 'linear' | 'logistic' | 'flat'
  /** Scaled times and changepoints. */
  readonly t: Float64Array
  readonly tau: Float64Array
  /** Scaled capacity a row, for logistic growth. */
  readonly cap: Float64Array | undefined
  readonly features: readonly FeatureColumn[]
  /** Which features are multiplicative. */
  readonly multiplicative: readonly boolean[]
}

/** f and its derivatives at one θ. */
export interface Linearisation {
  readonly mean: Float64Array
  readonly jacobian: Design
}

/** Number of trend coefficients in front of δ: k and m, or m alone. */
export function trendSize(growth: MeanInput['growth']): number {
  return growth === 'flat' ? 1 : 2
}

/** f(θ), for line searches. */
export function meanAt(input: MeanInput, theta: Float64Array): Float64Array {
  const { trend } = trendParts(input, theta)
  const { gain, added } = featureParts(input, theta)
  return trend.map((value, i) => value * gain[i] + added[i])
}

/** f(θ) and its Jacobian, T×p. */
export function linearise(input: MeanInput, theta: Float64Array): Linearisation {
  const { growth, t, tau, features, multiplicative } = input
  const { trend, slope } = trendParts(input, theta)
  const { gain, added } = featureParts(input, theta)
  const pull = slope.map((value, i) => value * gain[i])
  const hinges = Array.from(tau, (bend) => t.map((time, i) => (time > bend ? pull[i] * (time - bend) : 0)))
  const columns: FeatureColumn[] = []
  if (growth === 'linear')
    columns.push(
      t.map((time, i) => pull[i] * time),
      pull,
    )
  else if (growth === 'flat') columns.push(pull)
  else
    columns.push(
      t.map((time, i) => pull[i] * (time - theta[1])),
      pull.map((value) => -theta[0] * value),
    )
  columns.push(...hinges)
  features.forEach((feature, j) => columns.push(multiplicative[j] ? scaled(feature, trend) : feature))
  return { mean: trend.map((value, i) => value * gain[i] + added[i]), jacobian: { rows: t.length, columns } }
}

/** g and dg/du at every row. */
function trendParts(
  { growth, t, tau, cap }: MeanInput,
  theta: Float64Array,
): { trend: Float64Array; slope: Float64Array } {
  const size = trendSize(growth)
  const [k, m] = growth === 'flat' ? [0, theta[0]] : [theta[0], theta[1]]
  const start = growth === 'logistic' ? -k * m : m
  const u = trendArgument(t, k, start, tau, theta.subarray(size, size + tau.length))
  if (cap === undefined) return { trend: u, slope: new Float64Array(t.length).fill(1) }
  const share = u.map(logistic)
  return {
    trend: share.map((value, i) => cap[i] * value),
    slope: share.map((value, i) => cap[i] * value * (1 - value)),
  }
}

function featureParts(
  { growth, t, tau, features, multiplicative }: MeanInput,
  theta: Float64Array,
): { gain: Float64Array; added: Float64Array } {
  const gain = new Float64Array(t.length).fill(1)
  const added = new Float64Array(t.length)
  const first = trendSize(growth) + tau.length
  features.forEach((feature, j) => addFeature(multiplicative[j] ? gain : added, feature, theta[first + j]))
  return { gain, added }
}

/** u = rate·t + start + Σ δ_s max(t − τ_s, 0), t in any order. O(T · active changepoints). */
export function trendArgument(
  t: Float64Array,
  rate: number,
  start: number,
  tau: Float64Array,
  delta: Float64Array,
): Float64Array {
  const u = t.map((time) => rate * time + start)
  for (let s = 0; s < tau.length; s++) {
    if (delta[s] === 0) continue
    for (let i = 0; i < t.length; i++) if (t[i] > tau[s]) u[i] += delta[s] * (t[i] - tau[s])
  }
  return u
}

export function logistic(u: number): number {
  return 1 / (1 + Math.exp(-u))
}

/** sum += weight · column. */
export function addFeature(sum: Float64Array, column: FeatureColumn, weight: number): void {
  if (weight === 0) return
  if (column instanceof Int32Array) for (const row of column) sum[row] += weight
  else for (let i = 0; i < sum.length; i++) sum[i] += weight * column[i]
}

/** The column times a factor a row; a 0/1 column becomes dense. */
function scaled(column: FeatureColumn, factor: Float64Array): Float64Array {
  if (column instanceof Float64Array) return column.map((value, i) => value * factor[i])
  const dense = new Float64Array(factor.length)
  for (const row of column) dense[row] = factor[row]
  return dense
}

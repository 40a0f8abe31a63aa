/**
 * The losses: gradient g and Hessian h of a row by its label y and margin m, times its weight; all in float32.
 *
 *   squarederror   g = m − y                       h = 1
 *   logistic       g = s − y                       h = max(s(1 − s), 1e-16)                s = 1/(1 + e^−m)
 *   pseudohuber    g = z/√(1 + z²/δ²)              h = δ²/((δ² + z²)·√(1 + z²/δ²))         z = m − y
 *   poisson        g = e^m − y                     h = e^(m + maxDeltaStep)
 *   gamma          g = 1 − y/e^m                   h = y/e^m
 *   tweedie        g = −y·e^((1−ρ)m) + e^((2−ρ)m)  h = −y(1−ρ)·e^((1−ρ)m) + (2−ρ)·e^((2−ρ)m)
 *   absoluteerror  g = sign(m − y)                 h = 1      (leaves refreshed: leaf-refresh.ts)
 *   quantile τ     g = 1 − τ if m ≥ y else −τ      h = 1      (leaves refreshed)
 *
 * These are XGBoost's (src/objective/regression_loss.h and others, version 3). The base score, the best constant in the target's unit: the
 * weighted mean for squared error, logistic, poisson, gamma and tweedie; the median for pseudo-Huber (a Newton step from the mean diverges
 * when labels dwarf δ) and absolute error; the quantiles for quantile.
 */
import { expf } from '../model/float-functions.js'
import { labelQuantile } from './leaf-refresh.js'
import type { ObjectiveName, TreeSettings } from '../options.js'

/** Parameters of the losses. */
export type LossParameters = Pick<
  TreeSettings,
  'objective' | 'huberSlope' | 'tweediePower' | 'maxDeltaStep' | 'quantiles'
>

/** Rows to take gradients of: labels, margins and weights (null = 1), all of one length. */
export interface LossRows {
  readonly labels: Float32Array
  readonly margins: Float32Array
  readonly weights: Float32Array | null
}

const { fround } = Math
const LEAST_HESSIAN = fround(1e-16)
const LARGEST_EXPONENT = fround(88.7)

/** Outputs of a model: one, or one a quantile. */
export function outputsOf({ quantiles }: Pick<TreeSettings, 'quantiles'>): number {
  return Math.max(1, quantiles.length)
}

/** Whether leaves become quantiles of their residuals once a tree is grown. */
export function refreshesLeaves(objective: ObjectiveName): boolean {
  return objective === 'absoluteerror' || objective === 'quantile'
}

/**
 * Write the pairs (g, h) of the rows to `pairs`.
 *
 * @param output which quantile, 0 for other objectives
 */
export function fillGradients(pairs: Float32Array, rows: LossRows, loss: LossParameters, output: number): void {
  switch (loss.objective) {
    case 'squarederror':
      return squaredError(pairs, rows)
    case 'logistic':
      return logistic(pairs, rows)
    case 'pseudohuber':
      return pseudoHuber(pairs, rows, fround(loss.huberSlope))
    case 'poisson':
      return poisson(pairs, rows, fround(loss.maxDeltaStep))
    case 'gamma':
      return gamma(pairs, rows)
    case 'tweedie':
      return tweedie(pairs, rows, fround(loss.tweediePower))
    case 'absoluteerror':
      return absoluteError(pairs, rows)
    case 'quantile':
      return quantile(pairs, rows, fround(loss.quantiles[output]))
  }
}

function squaredError(pairs: Float32Array, { labels, margins, weights }: LossRows): void {
  if (weights === null) {
    for (let i = 0; i < labels.length; i++) {
      pairs[2 * i] = margins[i] - labels[i]
      pairs[2 * i + 1] = 1
    }
    return
  }
  for (let i = 0; i < labels.length; i++) {
    pairs[2 * i] = fround(margins[i] - labels[i]) * weights[i]
    pairs[2 * i + 1] = weights[i]
  }
}

function logistic(pairs: Float32Array, { labels, margins, weights }: LossRows): void {
  for (let i = 0; i < labels.length; i++) {
    const s = fround(1 / fround(expf(Math.min(-margins[i], LARGEST_EXPONENT)) + 1))
    const w = weights === null ? 1 : weights[i]
    pairs[2 * i] = fround(s - labels[i]) * w
    pairs[2 * i + 1] = Math.max(fround(s * fround(1 - s)), LEAST_HESSIAN) * w
  }
}

function pseudoHuber(pairs: Float32Array, { labels, margins, weights }: LossRows, slope: number): void {
  const square = fround(slope * slope)
  for (let i = 0; i < labels.length; i++) {
    const z = fround(margins[i] - labels[i])
    const z2 = fround(z * z)
    const root = fround(Math.sqrt(fround(1 + fround(z2 / square))))
    const w = weights === null ? 1 : weights[i]
    pairs[2 * i] = fround(z / root) * w
    pairs[2 * i + 1] = fround(square / fround(fround(square + z2) * root)) * w
  }
}

function poisson(pairs: Float32Array, { labels, margins, weights }: LossRows, maxStep: number): void {
  for (let i = 0; i < labels.length; i++) {
    const w = weights === null ? 1 : weights[i]
    pairs[2 * i] = fround(expf(margins[i]) - labels[i]) * w
    pairs[2 * i + 1] = expf(fround(margins[i] + maxStep)) * w
  }
}

function gamma(pairs: Float32Array, { labels, margins, weights }: LossRows): void {
  for (let i = 0; i < labels.length; i++) {
    const ratio = fround(labels[i] / expf(margins[i]))
    const w = weights === null ? 1 : weights[i]
    pairs[2 * i] = fround(1 - ratio) * w
    pairs[2 * i + 1] = ratio * w
  }
}

function tweedie(pairs: Float32Array, { labels, margins, weights }: LossRows, power: number): void {
  const [one, two] = [fround(1 - power), fround(2 - power)]
  for (let i = 0; i < labels.length; i++) {
    const a = fround(labels[i] * expf(fround(one * margins[i])))
    const b = expf(fround(two * margins[i]))
    const w = weights === null ? 1 : weights[i]
    pairs[2 * i] = fround(b - a) * w
    pairs[2 * i + 1] = fround(fround(two * b) - fround(one * a)) * w
  }
}

function absoluteError(pairs: Float32Array, { labels, margins, weights }: LossRows): void {
  for (let i = 0; i < labels.length; i++) {
    const w = weights === null ? 1 : weights[i]
    pairs[2 * i] = Math.sign(margins[i] - labels[i]) * w
    pairs[2 * i + 1] = w
  }
}

function quantile(pairs: Float32Array, { labels, margins, weights }: LossRows, level: number): void {
  for (let i = 0; i < labels.length; i++) {
    const w = weights === null ? 1 : weights[i]
    pairs[2 * i] = (margins[i] >= labels[i] ? fround(1 - level) : -level) * w
    pairs[2 * i + 1] = w
  }
}

/** How near a base score may come to the ends of the objective's domain, where its margin would be infinite. */
const LEAST_SHARE = 1e-7
const LEAST_MEAN = 1e-16

/** The base score of each output, f32, in response space. */
export function baseScores(
  labels: Float32Array,
  weights: Float32Array | null,
  { objective, quantiles, baseScore }: Pick<TreeSettings, 'objective' | 'quantiles' | 'baseScore'>,
): number[] {
  if (baseScore !== 'auto') return new Array<number>(outputsOf({ quantiles })).fill(fround(baseScore))
  switch (objective) {
    case 'quantile':
      return quantiles.map((level) => labelQuantile(labels, weights, level))
    case 'absoluteerror':
    case 'pseudohuber':
      return [labelQuantile(labels, weights, 0.5)]
    case 'squarederror':
      return [fround(mean(labels, weights))]
    case 'logistic':
      return [fround(Math.min(Math.max(mean(labels, weights), LEAST_SHARE), 1 - LEAST_SHARE))]
    case 'poisson':
    case 'gamma':
    case 'tweedie':
      return [fround(Math.max(mean(labels, weights), LEAST_MEAN))]
  }
}

function mean(labels: Float32Array, weights: Float32Array | null): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < labels.length; i++) {
    const w = weights === null ? 1 : weights[i]
    sum += labels[i] * w
    total += w
  }
  return total > 0 ? sum / total : 0
}

/**
 * A mode of the posterior when the mean is not linear in the coefficients: multiplicative terms, logistic growth.
 *
 *   minimise T ln σ + SSE(θ)/(2σ²) + 2σ² + ½ Σ d_j (θ_j − c_j)² + Σ w_j |θ_j|
 *
 * Proximal Gauss–Newton: at θ the mean is replaced by its tangent, which gives exactly the problem that given-noise.ts solves, absolute
 * values included; the step is shortened until the objective falls (Armijo), and σ is set to its best value after each. From several
 * starts; the best mode wins. Its optimality conditions are verified on the rows, but nothing proves that there is no better one.
 *
 * Lee, Sun & Saunders, Proximal Newton-type methods for minimizing composite functions, SIAM J. Optim. 24 (2014), 1420–1443.
 */
import { crossProduct, gramOf, type Design } from '../additive/design.js'
import { bestSigma } from '../additive/likelihood.js'
import { givenNoiseSolver } from './given-noise.js'
import { penaltyAt, type Penalty } from './moments.js'
import { optimalityResidual } from './optimality.js'

/** A mean function: its value, and its value with derivatives. */
export interface MeanFunction {
  readonly valueAt: (theta: Float64Array) => Float64Array
  readonly linearise: (theta: Float64Array) => { readonly mean: Float64Array; readonly jacobian: Design }
}

/** A mode, and how well it fulfils the optimality conditions. */
export interface PosteriorMode {
  readonly theta: Float64Array
  readonly sigma: number
  readonly sse: number
  readonly objective: number
  readonly kktResidual: number
  readonly iterations: number
}

const MAX_STEPS = 200

/**
 * The best mode found from the starts. Every start is walked until the objective hardly falls; those that come near the best are polished.
 *
 * @param y in the model's scale
 * @param stop when the last walk stops
 */
export function solveNonlinear(
  mean: MeanFunction,
  y: Float64Array,
  penalty: Penalty,
  starts: readonly Float64Array[],
  stop: Stop = { tolerance: 1e-9, gain: 0 },
): PosteriorMode {
  const rough = starts
    .map((start) => descend(mean, y, penalty, start, starts.length > 1 ? { ...stop, gain: ROUGH_GAIN } : stop))
    .sort((a, b) => a.objective - b.objective)
  let iterations = rough.reduce((sum, mode) => sum + mode.iterations, 0)
  let [best] = rough
  if (starts.length > 1) {
    const near = rough.filter(
      ({ objective }, i) =>
        objective < rough[0].objective + NEAR && !(objective - rough[i - 1]?.objective < ROUGH_GAIN),
    )
    for (const { theta } of near) {
      const mode = descend(mean, y, penalty, theta, stop)
      iterations += mode.iterations
      if (mode.objective < best.objective) best = mode
    }
  }
  return { ...best, iterations }
}

/** When a walk stops: at this optimality residual, or when steps gain less than so many nats three times running. */
export interface Stop {
  readonly tolerance: number
  readonly gain: number
  /** Steps at most; default 200. */
  readonly steps?: number
}

/** Nats a step must gain while starts are compared. */
const ROUGH_GAIN = 0.1
/** Rough modes further than this above the best one are not polished, in nats. */
const NEAR = 20

function descend(
  mean: MeanFunction,
  y: Float64Array,
  penalty: Penalty,
  start: Float64Array,
  { tolerance, gain, steps = MAX_STEPS }: Stop,
): PosteriorMode {
  const rows = y.length
  // a perfect fit has no mode in σ: residuals below this share of y are rounding
  const least = 1e-9
  const score = (theta: Float64Array, sse: number): { sigma: number; objective: number } => {
    const sigma = Math.max(least, bestSigma(rows, sse))
    return {
      sigma,
      objective: rows * Math.log(sigma) + sse / (2 * sigma * sigma) + 2 * sigma * sigma + penaltyAt(penalty, theta),
    }
  }
  let theta = start
  let iterations = 0
  let best: PosteriorMode | undefined
  let stalled = 0
  let small = 0
  for (;;) {
    const { mean: value, jacobian } = mean.linearise(theta)
    const rest = y.map((observed, i) => observed - value[i])
    const square = sumSquares(rest)
    const { sigma, objective } = score(theta, square)
    const cross = crossProduct(jacobian, rest)
    const kktResidual = optimalityResidual(rows, cross, theta, sigma, square, penalty)
    small = best !== undefined && best.objective - objective < gain ? small + 1 : 0
    const resolution = 1e-13 * (rows + Math.abs(objective))
    // near the mode the objective is flat to rounding: from there on the conditions themselves must improve
    if (best === undefined || objective < best.objective - resolution || kktResidual < best.kktResidual / 2) stalled = 0
    else stalled++
    if (best === undefined || objective < best.objective - resolution || kktResidual < best.kktResidual) {
      best = { theta, sigma, sse: square, objective, kktResidual, iterations }
    }
    if (kktResidual <= tolerance || small > 2 || stalled > 3 || iterations++ >= steps) return { ...best, iterations }
    const moments = { rows, size: theta.length, gram: gramOf(jacobian), cross, square, origin: theta }
    const target = givenNoiseSolver(moments, penalty)(1 / (2 * sigma * sigma), theta).theta
    let next: Float64Array | undefined
    for (let share = 1; share > 1e-10; share /= 2) {
      const trial = theta.map((from, j) => (target[j] === 0 && share === 1 ? 0 : from + share * (target[j] - from)))
      const values = mean.valueAt(trial)
      const sse = sumSquares(y.map((observed, i) => observed - values[i]))
      if (score(trial, sse).objective < objective + resolution) {
        next = trial
        break
      }
    }
    if (next === undefined) return { ...best, iterations }
    theta = next
  }
}

function sumSquares(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return sum
}

/**
 * The exact maximum a posteriori of the additive model.
 *
 *   minimise over θ = (k, m, δ, β) and σ:   T ln σ + SSE/(2σ²) + 2σ² + ½ Σ d_j θ_j² + Σ w_j |θ_j|
 *
 * For a known σ this is convex and solved exactly (given-noise.ts); the best σ is found by a scan that proves it (noise-scan.ts). Only ZᵀZ,
 * built once in T·p²/2, sees all pairs of columns. Two things keep the answer exact to rounding: the moments are taken about a point near
 * the solution, and the result is judged on the rows, not on the moments.
 */
import { crossProduct, gramOf, momentsAbout, residuals, type Design } from '../additive/design.js'
import { bestSigma } from '../additive/likelihood.js'
import { givenNoiseSolver } from './given-noise.js'
import type { Moments, Penalty } from './moments.js'
import { scanNoise } from './noise-scan.js'

/** The optimum and how far it is proven. */
export interface AdditiveSolution {
  readonly theta: Float64Array
  readonly sigma: number
  readonly sse: number
  readonly proven: boolean
  /** As many free columns as rows: the objective has no minimum, and this is a local one. */
  readonly saturated: boolean
  readonly kktResidual: number
  readonly iterations: number
}

/**
 * @param y in the model's scale, length T, not constant
 * @param meanColumn the column of ones: where the search starts
 */
export function solveAdditive(design: Design, y: Float64Array, penalty: Penalty, meanColumn: number): AdditiveSolution {
  const rows = y.length
  const gram = gramOf(design)
  let moments = momentsAbout(design, y, meanOnly(y, design.columns.length, meanColumn), gram)
  let lambda = rows / (2 * moments.square)
  let solution = givenNoiseSolver(moments, penalty)(lambda)
  for (let pass = 0; pass < 2; pass++) {
    moments = momentsAbout(design, y, solution.theta, gram)
    const sigma = bestSigma(rows, moments.square)
    if (!(sigma > 0)) break
    lambda = 1 / (2 * sigma * sigma)
    solution = givenNoiseSolver(moments, penalty)(lambda, solution.theta)
  }
  const leastSse = leastSquares(moments)
  const scan = scanNoise(givenNoiseSolver(moments, penalty), rows, lambda, leastSse / 2)
  const { theta } = scan.best
  const rest = residuals(design, y, theta)
  let sse = 0
  for (const value of rest) sse += value * value
  const sigma = bestSigma(rows, sse)
  const kktResidual = optimalityResidual(design, rest, theta, sigma, sse, penalty)
  return {
    theta,
    sigma,
    sse,
    proven: scan.proven,
    saturated: leastSse === 0,
    kktResidual,
    iterations: scan.evaluations,
  }
}

function meanOnly(y: Float64Array, size: number, meanColumn: number): Float64Array {
  const theta = new Float64Array(size)
  let sum = 0
  for (const value of y) sum += value
  theta[meanColumn] = sum / y.length
  return theta
}

/** The smallest SSE that any θ reaches; 0 when the columns can reproduce y (to rounding). Dependent columns are left out. */
function leastSquares({ rows, size: p, gram, cross, square }: Moments): number {
  const factor = new Float64Array(p * p)
  const kept: number[] = []
  const forward: number[] = []
  let sse = square
  for (let j = 0; j < p; j++) {
    const n = kept.length
    // extend the factor of the kept columns by one row; the candidate is the last one
    const rowJ = n * p
    let pivot = gram[j * p + j]
    let value = cross[j]
    for (let a = 0; a < n; a++) {
      let sum = gram[j * p + kept[a]]
      for (let k = 0; k < a; k++) sum -= factor[a * p + k] * factor[rowJ + k]
      const entry = sum / factor[a * p + a]
      factor[rowJ + a] = entry
      pivot -= entry * entry
      value -= entry * forward[a]
    }
    if (!(pivot > 1e-12 * gram[j * p + j])) continue
    factor[rowJ + n] = Math.sqrt(pivot)
    forward.push(value / factor[rowJ + n])
    kept.push(j)
    sse -= forward[n] * forward[n]
  }
  return kept.length >= rows || !(sse > 1e-10 * square) ? 0 : sse
}

/** The largest violation of the optimality conditions, from the residuals of the rows. */
function optimalityResidual(
  design: Design,
  rest: Float64Array,
  theta: Float64Array,
  sigma: number,
  sse: number,
  { precision, weight }: Penalty,
): number {
  const pull = crossProduct(design, rest)
  let worst = Math.abs(rest.length - sse / (sigma * sigma) + 4 * sigma * sigma)
  for (let j = 0; j < theta.length; j++) {
    const gradient = precision[j] * theta[j] - pull[j] / (sigma * sigma)
    const violation =
      theta[j] === 0
        ? Math.max(0, Math.abs(gradient) - weight[j])
        : Math.abs(gradient + weight[j] * Math.sign(theta[j]))
    worst = Math.max(worst, violation)
  }
  return worst
}

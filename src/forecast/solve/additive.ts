/**
 * The exact maximum a posteriori of the additive model.
 *
 *   minimise over θ = (k, m, δ, β) and σ:   T ln σ + SSE/(2σ²) + 2σ² + ½ Σ d_j (θ_j − c_j)² + Σ w_j |θ_j|
 *
 * For a known σ this is convex and solved exactly (given-noise.ts); the best σ is found by a scan that proves it (noise-scan.ts). Only ZᵀZ,
 * built once in T·p²/2, sees all pairs of columns. Two things keep the answer exact to rounding: the moments are taken about a point near
 * the solution, and the result is judged on the rows, not on the moments.
 */
import { crossProduct, gramOf, momentsAbout, residuals, sumOfSquared, type Design } from '../additive/design.js'
import { bestSigma } from '../additive/likelihood.js'
import { givenNoiseSolver } from './given-noise.js'
import type { Moments, Penalty } from './moments.js'
import { scanNoise } from './noise-scan.js'
import { optimalityResidual } from './optimality.js'

/** The optimum and how far it is proven. */
export interface AdditiveSolution {
  readonly theta: Float64Array
  readonly sigma: number
  readonly sse: number
  readonly proven: boolean
  /** As many free columns as rows, or y reproduced to rounding: the objective has no minimum, and this is a local one at best. */
  readonly saturated: boolean
  readonly kktResidual: number
  readonly iterations: number
}

/**
 * @param y in the model's scale, length T, not constant; centred, so that a huge level costs no digits
 * @param meanColumn the column of ones: where the search starts
 * @param gram ZᵀZ, when it is known from before
 * @param search how precisely σ is sought (see noise-scan.ts)
 */
export function solveAdditive(
  design: Design,
  y: Float64Array,
  penalty: Penalty,
  meanColumn: number,
  gram: Float64Array = gramOf(design),
  search: 'exact' | 'quick' = 'exact',
): AdditiveSolution {
  const rows = y.length
  let moments = momentsAbout(design, y, meanOnly(y, design.columns.length, meanColumn), gram)
  const spread = Math.sqrt(moments.square / rows)
  let lambda = rows / (2 * moments.square)
  let solution = givenNoiseSolver(moments, penalty)(lambda)
  for (let pass = 0; pass < 2; pass++) {
    moments = momentsAbout(design, y, solution.theta, gram)
    const sigma = bestSigma(rows, moments.square)
    if (!(sigma > RESOLUTION * spread)) break
    lambda = 1 / (2 * sigma * sigma)
    solution = givenNoiseSolver(moments, penalty)(lambda, solution.theta)
  }
  const leastSse = leastSquares(moments)
  const least = spread * (leastSse === 0 ? SATURATED_RESOLUTION : RESOLUTION)
  const highest = 1 / (2 * least * least)
  const scan = scanNoise(givenNoiseSolver(moments, penalty), rows, lambda, leastSse / 2, highest, search)
  const { theta } = scan.best
  const rest = residuals(design, y, theta)
  const sse = sumOfSquared(rest)
  const sigma = scan.stationary ? Math.max(least, bestSigma(rows, sse)) : 1 / Math.sqrt(2 * scan.best.lambda)
  const kktResidual = optimalityResidual(rows, crossProduct(design, rest), theta, sigma, sse, penalty)
  return {
    theta,
    sigma,
    sse,
    proven: scan.proven,
    saturated: leastSse === 0 || !scan.stationary,
    kktResidual,
    iterations: scan.evaluations,
  }
}

/** Smallest σ as a share of the spread of y: below it the residuals are rounding. */
const RESOLUTION = 1e-10
/** The same when the columns can reproduce y: there the priors alone tell the coefficients apart, and a smaller σ would drown them. */
const SATURATED_RESOLUTION = 1e-6

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

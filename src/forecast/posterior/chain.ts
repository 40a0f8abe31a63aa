/**
 * One Markov chain over the posterior of the additive model: a blocked Gibbs sampler in the space of second moments.
 *
 *   δ ~ Laplace(0, τ) as a scale mixture:  δ_s | v_s ~ N(0, v_s),  v_s ~ Exponential(mean 2τ²)
 *   a sweep:  θ = (k, m, δ, β) | v, σ      ~ N(μ, Q⁻¹),  Q = ZᵀZ/σ² + D,  D = diag(prior precisions, 1/v for δ);  one Cholesky factor
 *             1/v_s | δ_s                  ~ inverse Gaussian with mean 1/(τ|δ_s|) and shape 1/τ²
 *             ln σ | θ                     a slice step on −T ln σ − SSE/(2σ²) − 2σ² + ln σ, the last term the Jacobian of ln
 *
 * The moments are taken about the mode, so nothing cancels, and no sweep passes over the rows: p³/6 + O(p²) for p coefficients.
 *
 * Where the mean is not linear in θ (multiplicative terms, logistic growth), Z is the mean's tangent at one point and the same Gaussian is
 * not the conditional but close to it. An elliptical slice step then moves θ along the ellipse through θ and a draw of that Gaussian, with
 * the ratio of the true density to the Gaussian as its likelihood: exact for any tangent, no step size, one to a few passes over the rows.
 * The tangent moves once, in the middle of the warm-up, to the mean of the draws so far.
 *
 * Park & Casella, The Bayesian lasso, JASA 103 (2008), 681–686 (without their scaling of the prior by σ). Murray, Adams & MacKay, Elliptical
 * slice sampling, AISTATS 2010; the Gaussian approximation as its prior: Nishihara, Murray & Adams, JMLR 15 (2014), 2087–2112.
 */
import { BodkinError } from '../../errors.js'
import { choleskyFactor, solveLower, solveLowerTransposed } from '../../numeric/cholesky.js'
import { randomStream } from '../../numeric/random.js'
import { sliceStep } from '../../numeric/slice.js'
import { sumOfSquares, type Moments } from '../solve/moments.js'
import { offsetPriorExcess, squaresAt, tangentAt, toModel, type CurvedMean } from './curved-mean.js'

/** What the chains walk on; plain data that crosses to a worker. */
export interface PosteriorProblem {
  /** Second moments about the mode, of the design or of the tangent there; the mode is their origin. */
  readonly moments: Moments
  /** σ at the mode. */
  readonly sigma: number
  /** Precision of each coefficient's normal prior about 0; of δ unused. Length p. */
  readonly precision: Float64Array
  /** δ are the coefficients from `firstBend` on. */
  readonly firstBend: number
  readonly bends: number
  /** τ: the scale of δ's prior. */
  readonly bendScale: number
  /** Standard deviation of y, in the model's scale. */
  readonly spread: number
  /** The rows, for a mean that is not linear in the coefficients. */
  readonly curved: CurvedMean | undefined
}

/** One chain's task. */
export interface ChainInput {
  readonly problem: PosteriorProblem
  readonly seed: number
  /** Number of the chain: each has a stream of random numbers of its own. */
  readonly chain: number
  readonly warmup: number
  /** Draws to keep, one every `thin` sweeps after the warm-up. */
  readonly draws: number
  readonly thin: number
}

/** A chain that is walked sweep by sweep. */
export interface Chain {
  /** One sweep; false when that was the last one. */
  readonly sweep: () => boolean
  /** Kept draws so far, row-major draws × (p + 1): θ, then σ. */
  readonly kept: Float64Array
}

/** Below this share of the spread of y, σ has run to 0: the posterior has no mass anywhere else. */
const LEAST_SIGMA = 1e-8
/** |δ| counts as at least this share of τ, where the mean of the inverse Gaussian would be infinite. */
const LEAST_BEND = 1e-12

/** Start a chain, widely scattered about the mode: v from its prior, σ from twice its standard error. */
export function openChain({ problem, seed, chain, warmup, draws, thin }: ChainInput): Chain {
  const { precision, firstBend, bends, bendScale, curved } = problem
  let { moments } = problem
  const { rows, size: p } = moments
  const random = randomStream(seed, `chain ${chain}`)
  const lastSweep = warmup + draws * thin
  const kept = new Float64Array(draws * (p + 1))
  const prior = Float64Array.from(precision)
  const theta = Float64Array.from(moments.origin)
  const factor = new Float64Array(p * p)
  const centre = new Float64Array(p)
  const step = new Float64Array(p)
  const trial = new Float64Array(p)
  const sum = new Float64Array(p)
  const shift = new Float64Array(p)
  const image = new Float64Array(p)
  const width = 3 / Math.sqrt(2 * rows)
  const logLeast = Math.log(LEAST_SIGMA * problem.spread)
  let sse = 0
  let logSigma = Math.log(problem.sigma) + (2 * random.normal()) / Math.sqrt(2 * rows)
  let sweeps = 0
  for (let s = 0; s < bends; s++) prior[firstBend + s] = 1 / (2 * bendScale * bendScale * random.exponential())

  const noiseDensity = (s: number): number => {
    if (s < logLeast) return -Infinity
    const square = Math.exp(2 * s)
    return (1 - rows) * s - sse / (2 * square) - 2 * square
  }

  /** Factor Q; dependent columns under a tiny σ leave a pivot that rounding eats: lift the diagonal by as little as helps. */
  function factorPrecision(weight: number): void {
    const { gram } = moments
    for (let lift = 0; ; lift = Math.max(1e-15, lift * 10)) {
      for (let i = 0; i < p; i++) {
        const row = i * p
        for (let j = 0; j <= i; j++) factor[row + j] = weight * gram[row + j]
        factor[row + i] = factor[row + i] * (1 + lift) + prior[i]
      }
      if (choleskyFactor(factor, p) < 0 || lift > 1) return
    }
  }

  /** `centre` = μ − origin without, `step` = a draw of N(0, Q⁻¹). */
  function drawGaussian(weight: number): void {
    const { cross, origin } = moments
    factorPrecision(weight)
    for (let j = 0; j < p; j++) centre[j] = weight * cross[j] - prior[j] * origin[j]
    solveLower(factor, p, centre)
    for (let j = 0; j < p; j++) step[j] = random.normal()
    solveLowerTransposed(factor, p, centre)
    solveLowerTransposed(factor, p, step)
  }

  function moveLinear(): void {
    drawGaussian(Math.exp(-2 * logSigma))
    for (let j = 0; j < p; j++) theta[j] = moments.origin[j] + centre[j] + step[j]
    sse = sumOfSquares(moments, theta, shift, image)
  }

  /** The elliptical slice step; `sse` of the present θ is known. */
  function moveCurved(mean: CurvedMean): void {
    const weight = Math.exp(-2 * logSigma)
    drawGaussian(weight)
    const excess = (at: Float64Array, squares: number): number =>
      (-weight / 2) * (squares - sumOfSquares(moments, at, shift, image)) + offsetPriorExcess(mean, at, precision[1])
    const height = excess(theta, sse) - random.exponential()
    for (let j = 0; j < p; j++) centre[j] += moments.origin[j]
    let angle = 2 * Math.PI * random.uniform()
    let [low, high] = [angle - 2 * Math.PI, angle]
    for (;;) {
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
      for (let j = 0; j < p; j++) trial[j] = centre[j] + (theta[j] - centre[j]) * cosine + step[j] * sine
      const squares = squaresAt(mean, trial)
      if (excess(trial, squares) > height) {
        theta.set(trial)
        sse = squares
        return
      }
      // an arc of no length holds θ alone
      if (angle === 0 || high - low < 1e-14) return
      if (angle < 0) low = angle
      else high = angle
      angle = low + (high - low) * random.uniform()
    }
  }

  /** Collect the second quarter of the warm-up, and put the tangent at its mean. */
  function moveTangent(mean: CurvedMean): void {
    const [from, to] = [Math.floor(warmup / 4), Math.floor(warmup / 2)]
    if (sweeps <= from || sweeps > to) return
    for (let j = 0; j < p; j++) sum[j] += theta[j]
    if (sweeps < to) return
    moments = tangentAt(
      mean,
      sum.map((value) => value / (to - from)),
    )
  }

  function sweep(): boolean {
    if (curved === undefined) moveLinear()
    else moveCurved(curved)
    for (let s = 0; s < bends; s++) {
      const size = Math.max(Math.abs(theta[firstBend + s]), LEAST_BEND * bendScale)
      prior[firstBend + s] = random.inverseGaussian(1 / (bendScale * size), 1 / (bendScale * bendScale))
    }
    logSigma = sliceStep(noiseDensity, Math.max(logSigma, logLeast), width, random)
    if (logSigma < logLeast + 1) {
      throw new BodkinError(
        'DATA',
        'posterior needs a history with noise: this one is reproduced exactly, and σ would run to 0',
      )
    }
    sweeps++
    if (curved !== undefined) moveTangent(curved)
    const after = sweeps - warmup
    if (after > 0 && after % thin === 0) {
      const at = (after / thin - 1) * (p + 1)
      kept.set(curved === undefined ? theta : toModel(curved, theta), at)
      kept[at + p] = Math.exp(logSigma)
    }
    return sweeps < lastSweep
  }

  if (curved !== undefined) sse = squaresAt(curved, theta)
  return { sweep, kept }
}

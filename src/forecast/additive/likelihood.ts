/**
 * The model, as a specification.
 *
 *   y ~ Normal( trend·(1 + X_mult β) + X_add β, σ )        one term a row, T rows, y in the model's scale
 *   trend = k t + m + Σ δ_s max(t − τ_s, 0)                 linear growth, t in [0, 1] over the history;  trend = m when flat
 *   k ~ Normal(0, 5)   m ~ Normal(0, 5)   δ_s ~ Laplace(0, changepointPriorScale)   σ ~ HalfNormal(0.5)   β_j ~ Normal(0, priorScale_j)
 *
 * `objective` is the negative logarithm of the posterior density on this scale, its constants dropped:
 *
 *   T ln σ + SSE/(2σ²) + 2σ² + (k² + m²)/50 + Σ|δ_s| / changepointPriorScale + Σ β_j²/(2 priorScale_j²)
 *
 * Taylor & Letham, Forecasting at scale, The American Statistician 72 (2018), 37–45; priors as in Prophet's Stan program.
 */

/** Standard deviation of the priors of k and m. */
export const TREND_PRIOR_SCALE = 5

/** Values and prior scales of one point of the posterior. */
export interface PosteriorPoint {
  readonly rows: number
  readonly sse: number
  readonly sigma: number
  readonly k: number
  readonly m: number
  readonly delta: Float64Array
  readonly beta: Float64Array
  readonly changepointPriorScale: number
  /** Prior scale of each β. */
  readonly priorScales: Float64Array
}

/** The negative log posterior above. */
export function negativeLogPosterior(point: PosteriorPoint): number {
  const { rows, sse, sigma, k, m, delta, beta, changepointPriorScale, priorScales } = point
  let penalty = (k * k + m * m) / (2 * TREND_PRIOR_SCALE ** 2)
  for (const size of delta) penalty += Math.abs(size) / changepointPriorScale
  for (let j = 0; j < beta.length; j++) penalty += (beta[j] / priorScales[j]) ** 2 / 2
  return rows * Math.log(sigma) + sse / (2 * sigma * sigma) + 2 * sigma * sigma + penalty
}

/** The σ that minimises the objective when everything else stands still; in the form that does not cancel for small SSE. */
export function bestSigma(rows: number, sse: number): number {
  return Math.sqrt((2 * sse) / (rows + Math.sqrt(rows * rows + 16 * sse)))
}

/**
 * Closed-form bounds of a model with draws: bends to come and noise as in intervals/analytic.ts, and the coefficients' own uncertainty.
 *
 *   Var u(t) = dᵀ C d + S · 2 E[b²] · (t − 1)³/3        d = ∂u/∂φ, C the covariance of the draws (covariance.ts), b = mean |δ| of a draw
 *   Var y(t) = gᵀ C g + (∂y/∂u)² · S · 2 E[b²] · (t − 1)³/3 + E[σ²] · Σ ψ²        g = ∂y/∂φ
 *
 * Second moments are exact where y is linear in φ, to first order for products and for the logistic curve; quantiles are normal.
 * O(rows · p²).
 */
import { normalQuantile } from '../../numeric/normal.js'
import type { Parts } from '../additive/evaluate.js'
import type { Frame } from '../additive/frame.js'
import { logistic, trendSize } from '../additive/mean-function.js'
import { noiseDeviations, regressorVariances } from '../intervals/analytic.js'
import { trendOf, type Bands, type IntervalInput } from '../intervals/bands.js'
import type { AdditiveModel, PosteriorDraws } from '../model.js'
import { componentBounds, drawCovariance, quadraticForm } from './covariance.js'
import { denseColumns, outputSums } from './output-sums.js'

export function posteriorAnalyticBands(
  model: AdditiveModel,
  posterior: PosteriorDraws,
  frame: Frame,
  input: IntervalInput & Parts,
): Bands {
  const { t, clock, argument, yhat, gain, trend, floor, range, bendRate, width, components } = input
  const { time, scale, changepoints, settings } = model
  const tau = changepoints.map((at) => (at - time.start) / (time.end - time.start))
  const columns = denseColumns(model, frame)
  const size = trendSize(settings.growth)
  const first = size + tau.length
  const sums = new Map(outputSums(model).map(({ name, terms }) => [name, terms]))
  const additive = sums.get('additive_terms') ?? []
  const multiplicative = sums.get('multiplicative_terms') ?? []
  const covariance = drawCovariance(model, posterior)
  const form = quadraticForm(covariance)
  const z = normalQuantile((1 + width) / 2)
  const bendSquare = meanBendSquare(posterior)
  const moves = regressorVariances(input)
  const noise = noiseDeviations({ ...input, sigma: rootMeanSquare(posterior.sigma) * scale.y })
  const bands = {
    trendLower: new Float64Array(t.length),
    trendUpper: new Float64Array(t.length),
    yhatLower: new Float64Array(t.length),
    yhatUpper: new Float64Array(t.length),
  }
  const addArgument = (row: number, slope: number): void => {
    if (size === 2) form.add(0, slope * clock[row])
    form.add(size - 1, slope)
    for (let s = 0; s < tau.length && tau[s] < clock[row]; s++) form.add(size + s, slope * (clock[row] - tau[s]))
  }
  for (let row = 0; row < t.length; row++) {
    const ahead = t[row] > 1 ? (2 * bendRate * bendSquare * (t[row] - 1) ** 3) / 3 : 0
    addArgument(row, 1)
    const reach = z * Math.sqrt(form.take() + ahead)
    bands.trendLower[row] = trendOf(input, row, argument[row] - reach)
    bands.trendUpper[row] = trendOf(input, row, argument[row] + reach)
    const share = logistic(argument[row])
    const slope = gain[row] * range[row] * (input.logistic ? share * (1 - share) : 1)
    addArgument(row, slope)
    for (const { feature, unit } of additive) form.add(first + feature, columns[feature][row] * unit)
    for (const { feature } of multiplicative) {
      form.add(first + feature, columns[feature][row] * (trend[row] - floor[row]))
    }
    const half = z * Math.sqrt(form.take() + slope ** 2 * ahead + noise[row] ** 2 + moves[row])
    bands.yhatLower[row] = yhat[row] - half
    bands.yhatUpper[row] = yhat[row] + half
  }
  return { ...bands, components: componentBounds(model, frame, components, covariance, width) }
}

/** Mean over the draws of (mean |δ|)². */
function meanBendSquare({ k, delta }: PosteriorDraws): number {
  const bends = delta.length / k.length
  if (bends === 0) return 0
  let squares = 0
  for (let i = 0; i < k.length; i++) {
    let sum = 0
    for (let s = 0; s < bends; s++) sum += Math.abs(delta[i * bends + s])
    squares += (sum / bends) ** 2
  }
  return squares / k.length
}

function rootMeanSquare(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return Math.sqrt(sum / values.length)
}

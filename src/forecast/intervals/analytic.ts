/**
 * Intervals in closed form: the variance of the simulated distribution, and normal quantiles.
 *
 * Behind the history the trend goes on bending as a compound Poisson process: bends come at rate S (the number of changepoints, per unit of
 * scaled time), each Laplace with scale b = mean |δ|. A bend at c adds δ·(t − c), so by Campbell's theorem
 *
 *   Var u(t)     = S · 2b² · ∫₁ᵗ (t − c)² dc = S · 2b² · (t − 1)³/3        t > 1; 0 inside the history
 *   trend bounds = trend(u ± z·sd u)                                       exact for quantiles: the trend rises with u
 *   Var y(t)     = (1 + multiplicative(t))² · (half the width of the trend's bounds / z)² + σ² · Σ ψ² + Σ weight² Var x(t)
 *                  the last over regressors x that are forecast themselves; weights of multiplicative ones times the trend above the floor
 *
 * No Monte-Carlo noise, and lower ≤ upper always. O(rows).
 */
import { normalQuantile } from '../../numeric/normal.js'
import { errorDeviations } from '../solve/autoregression.js'
import { trendOf, type Bands, type IntervalInput } from './bands.js'

export function analyticBands(input: IntervalInput): Bands {
  const { t, argument, yhat, gain, bendRate, bendScale, width } = input
  const noise = noiseDeviations(input)
  const moves = regressorVariances(input)
  const z = normalQuantile((1 + width) / 2)
  const half = t.map((time) => (time > 1 ? z * bendScale * Math.sqrt((2 * bendRate * (time - 1) ** 3) / 3) : 0))
  const trendLower = half.map((reach, i) => trendOf(input, i, argument[i] - reach))
  const trendUpper = half.map((reach, i) => trendOf(input, i, argument[i] + reach))
  const reach = gain.map((factor, i) => {
    const half = (factor * (trendUpper[i] - trendLower[i])) / 2
    return Math.hypot(half, z * noise[i], z * Math.sqrt(moves[i]))
  })
  return {
    trendLower,
    trendUpper,
    yhatLower: yhat.map((value, i) => value - reach[i]),
    yhatUpper: yhat.map((value, i) => value + reach[i]),
  }
}

/** Standard deviation of the noise at every row: autoregressive errors pile up behind the history. */
export function noiseDeviations({ t, sigma, errors }: Pick<IntervalInput, 't' | 'sigma' | 'errors'>): Float64Array {
  if (errors === undefined) return new Float64Array(t.length).fill(sigma)
  const byStep = errorDeviations(
    errors.autoregression,
    errors.steps.reduce((most, step) => Math.max(most, step), 0),
  )
  return Float64Array.from(errors.steps, (step) => sigma * (step === 0 ? 1 : byStep[step - 1]))
}

/** What regressors that are forecast themselves add to the variance of y, at every row. */
export function regressorVariances({
  regressors,
  trend,
  floor,
}: Pick<IntervalInput, 'regressors' | 'trend' | 'floor'>): Float64Array {
  const sums = new Float64Array(trend.length)
  for (const { mode, weight, deviation } of regressors) {
    deviation().forEach((sd, i) => (sums[i] += (weight * sd * (mode === 'additive' ? 1 : trend[i] - floor[i])) ** 2))
  }
  return sums
}

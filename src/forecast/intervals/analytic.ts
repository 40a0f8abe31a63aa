/**
 * Intervals in closed form: the variance of the simulated distribution, and normal quantiles.
 *
 * Behind the history the trend goes on bending as a compound Poisson process: bends come at rate S (the number of changepoints, per unit of
 * scaled time), each Laplace with scale b = mean |δ|. A bend at c adds δ·(t − c), so by Campbell's theorem
 *
 *   Var u(t)     = S · 2b² · ∫₁ᵗ (t − c)² dc = S · 2b² · (t − 1)³/3        t > 1; 0 inside the history
 *   trend bounds = trend(u ± z·sd u)                                       exact for quantiles: the trend rises with u
 *   Var y(t)     = (1 + multiplicative(t))² · (half the width of the trend's bounds / z)² + σ²
 *
 * No Monte-Carlo noise, and lower ≤ upper always. O(rows).
 */
import { normalQuantile } from '../../numeric/normal.js'
import { trendOf, type Bands, type IntervalInput } from './bands.js'

export function analyticBands(input: IntervalInput): Bands {
  const { t, argument, yhat, gain, sigma, bendRate, bendScale, width } = input
  const z = normalQuantile((1 + width) / 2)
  const half = t.map((time) => (time > 1 ? z * bendScale * Math.sqrt((2 * bendRate * (time - 1) ** 3) / 3) : 0))
  const trendLower = half.map((reach, i) => trendOf(input, i, argument[i] - reach))
  const trendUpper = half.map((reach, i) => trendOf(input, i, argument[i] + reach))
  const reach = gain.map((factor, i) => Math.hypot((factor * (trendUpper[i] - trendLower[i])) / 2, z * sigma))
  return {
    trendLower,
    trendUpper,
    yhatLower: yhat.map((value, i) => value - reach[i]),
    yhatUpper: yhat.map((value, i) => value + reach[i]),
  }
}

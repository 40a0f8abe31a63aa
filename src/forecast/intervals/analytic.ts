/**
 * Intervals in closed form: the variance of the simulated distribution, and normal quantiles.
 *
 * Behind the history the trend goes on bending as a compound Poisson process: bends come at rate S (the number of changepoints, per unit of
 * scaled time), each Laplace with scale b = mean |δ|. A bend at c adds δ·(t − c), so by Campbell's theorem
 *
 *   Var trend(t) = S · 2b² · ∫₁ᵗ (t − c)² dc = S · 2b² · (t − 1)³/3        t > 1; 0 inside the history
 *   Var y(t)     = (1 + multiplicative(t))² · Var trend(t) + σ²
 *
 * No Monte-Carlo noise, and lower ≤ upper always. O(rows).
 */
import { normalQuantile } from '../../numeric/normal.js'
import type { Bands, IntervalInput } from './bands.js'

export function analyticBands({ t, trend, yhat, gain, sigma, bendRate, bendScale, width }: IntervalInput): Bands {
  const z = normalQuantile((1 + width) / 2)
  const half = t.map((time) => (time > 1 ? z * bendScale * Math.sqrt((2 * bendRate * (time - 1) ** 3) / 3) : 0))
  const noise = z * sigma
  const reach = half.map((value, i) => Math.hypot(gain[i] * value, noise))
  return {
    trendLower: trend.map((value, i) => value - half[i]),
    trendUpper: trend.map((value, i) => value + half[i]),
    yhatLower: yhat.map((value, i) => value - reach[i]),
    yhatUpper: yhat.map((value, i) => value + reach[i]),
  }
}

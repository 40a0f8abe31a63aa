/**
 * Reality check: is the best of many forecasts better than a benchmark, although it was looked for?
 *
 *   d_kf = loss of the benchmark − loss of forecast k in fold f,   H₀: no k has E d_k > 0
 *   V  = max(0, max_k √K·d̄_k/ω_k)                                                     K folds in time order
 *   V* = max(0, max_k √K·(d̄*_k − g(d̄_k))/ω_k)      over resampled folds,   p = (1 + #{V* ≥ V})/(1 + resamples)
 *
 * White's check (2000) recentres every forecast, g = d̄_k, and hopeless ones then make the test blind; Hansen's consistent one (2005) gives
 * up those that are clearly worse, g = d̄_k where √K·d̄_k/ω_k ≥ −√(2 ln ln K), else 0. Folds are resampled by the stationary bootstrap
 * (Politis & Romano 1994): blocks of geometric length with the given mean, round the end to the start; ω² is the variance of √K·d̄_k under
 * it, in closed form (Hansen 2005, §4), times K/(K − 1). With 16 folds ω is uncertain, and a dozen forecasts of pure noise pass at 5 % some
 * 15 times in 100, instead of 45 times without the check; dividing each resample by its own ω* mends that, but costs more power than it
 * is worth where a paired test of the chosen forecast is asked for as well (see measure.ts). O(resamples · forecasts · folds), some
 * milliseconds for 16 folds.
 *
 * White, A reality check for data snooping, Econometrica 68 (2000); Hansen, A test for superior predictive ability, J. Business & Economic
 * Statistics 23 (2005).
 */
import { average } from '../../numeric/average.js'
import type { RandomStream } from '../../numeric/random.js'

/** Resampled folds. */
const RESAMPLES = 1999

/**
 * The probability of a best forecast as good as this one, if none were better than the benchmark.
 *
 * @param gains `gains[k][f]`: d of forecast k in fold f, finite, all of K ≥ 2 folds
 * @param block mean length of a block in folds, ≥ 1: how many folds' windows overlap
 * @returns p in (0, 1]; 1 when there is no forecast
 * @example
 * realityCheck([Float64Array.of(1, 1.1, 0.9, 1, 1, 1.1, 0.9, 1)], 1, randomStream(0))   // 0.0005: always better
 */
export function realityCheck(gains: readonly Float64Array[], block: number, random: RandomStream): number {
  if (gains.length === 0) return 1
  const folds = gains[0].length
  const root = Math.sqrt(folds)
  const hopeless = -Math.sqrt(2 * Math.log(Math.max(1, Math.log(folds))))
  // a forecast that is never better or worse says nothing; one that always gains the same is certain
  const studied = gains.filter((gain) => gain.some((value) => value !== gain[0]))
  if (gains.some((gain) => gain[0] > 0 && !studied.includes(gain))) return 1 / (1 + RESAMPLES)
  const means = studied.map(average)
  const scores = studied.map((gain, k) => root / Math.sqrt(bootstrapVariance(gain, means[k], block)))
  const centres = means.map((mean, k) => (mean * scores[k] >= hopeless ? mean : 0))
  const best = means.reduce((most, mean, k) => Math.max(most, mean * scores[k]), 0)
  if (!(best > 0)) return 1
  let reached = 1
  const rows = new Int32Array(folds)
  for (let i = 0; i < RESAMPLES; i++) {
    resample(rows, block, random)
    const beats = studied.some((gain, k) => {
      let sum = 0
      for (let f = 0; f < folds; f++) sum += gain[rows[f]]
      return (sum / folds - centres[k]) * scores[k] >= best
    })
    if (beats) reached++
  }
  return reached / (1 + RESAMPLES)
}

/** Positions of the stationary bootstrap: a new block begins with probability 1/block, else the next fold follows. */
function resample(rows: Int32Array, block: number, random: RandomStream): void {
  const folds = rows.length
  for (let f = 0; f < folds; f++) {
    rows[f] = f === 0 || random.uniform() * block < 1 ? Math.floor(random.uniform() * folds) : (rows[f - 1] + 1) % folds
  }
}

/**
 * Variance of √K·d̄ under the stationary bootstrap: γ₀ + 2 Σ_i κ_i γ_i with κ_i = ((K − i)/K)(1 − q)^i + (i/K)(1 − q)^(K − i), q = 1/block.
 * Never negative by construction; a trace of γ₀ keeps it above 0.
 */
function bootstrapVariance(gain: Float64Array, mean: number, block: number): number {
  const folds = gain.length
  const stay = 1 - 1 / block
  let variance = 0
  let own = 0
  // without blocks only the variance counts
  const lags = block === 1 ? 1 : folds
  for (let lag = 0; lag < lags; lag++) {
    let sum = 0
    for (let f = lag; f < folds; f++) sum += (gain[f] - mean) * (gain[f - lag] - mean)
    if (lag === 0) own = sum / folds
    const kernel = lag === 0 ? 1 : 2 * (((folds - lag) / folds) * stay ** lag + (lag / folds) * stay ** (folds - lag))
    variance += (kernel * sum) / folds
  }
  return (Math.max(variance, own * 1e-6) * folds) / (folds - 1)
}

/**
 * The trend and where it may bend.
 *
 *   linear: g(t) = k t + m + Σ δ_s max(t − τ_s, 0)      flat: g(t) = m          t = (ds − start)/span, 0 … 1 over the history
 *
 * Changepoints lie at rows, not at times: `count` of them, spread evenly over the first `range` of the rows, the first row left out.
 */
import type { ModelSettings } from '../options.js'

/** Times of the changepoints in milliseconds, ascending; none for flat growth. `ds`: the history's times, ascending; `given`: the caller's own, sorted. */
export function changepointTimes(ds: Float64Array, settings: ModelSettings, given?: Float64Array): Float64Array {
  if (settings.growth === 'flat') return new Float64Array(0)
  if (given !== undefined) return given
  const rows = Math.floor(ds.length * settings.changepointRange)
  const count = Math.min(settings.changepointCount, rows - 1)
  const times = new Float64Array(Math.max(0, count))
  for (let i = 1; i <= count; i++) times[i - 1] = ds[roundHalfEven((i * (rows - 1)) / count)]
  return times
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

/** g at the times `t`; `tau` and `delta` of equal length, `t` in any order. O(T · active changepoints). */
export function trendAt(t: Float64Array, k: number, m: number, tau: Float64Array, delta: Float64Array): Float64Array {
  const trend = t.map((time) => k * time + m)
  for (let s = 0; s < tau.length; s++) {
    if (delta[s] === 0) continue
    for (let i = 0; i < t.length; i++) if (t[i] > tau[s]) trend[i] += delta[s] * (t[i] - tau[s])
  }
  return trend
}

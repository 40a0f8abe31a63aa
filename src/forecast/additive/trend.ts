/**
 * Where the trend may bend.
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

/**
 * Classical seasonal decomposition: what the season adds to (or multiplies) each row, the same in every cycle.
 *
 *   trend = centred moving average over one season (2×m for even m) · season j = mean of y − trend (or y / trend) over the rows of position j,
 *   shifted to sum 0 (scaled to mean 1)
 *
 * y of length T ≥ 2m, m ≥ 2; the positions count from the first row; O(T). Hyndman & Athanasopoulos, Forecasting: Principles and Practice
 * (3rd ed., 2021), §3.4.
 */

/**
 * The season by position of the row, length m.
 *
 * @param times divide instead of subtract; y must be > 0
 */
export function classicalSeason(y: Float64Array, m: number, times: boolean): Float64Array {
  const season = new Float64Array(m)
  const counts = new Float64Array(m)
  const half = m >> 1
  const even = m % 2 === 0
  for (let t = half; t + half < y.length; t++) {
    let sum = 0
    for (let i = t - half; i <= t + half; i++) sum += y[i]
    if (even) sum -= (y[t - half] + y[t + half]) / 2
    const trend = sum / m
    season[t % m] += times ? y[t] / trend : y[t] - trend
    counts[t % m]++
  }
  let mean = 0
  for (let j = 0; j < m; j++) {
    season[j] /= counts[j]
    mean += season[j] / m
  }
  for (let j = 0; j < m; j++) season[j] = times ? season[j] / mean : season[j] - mean
  return season
}

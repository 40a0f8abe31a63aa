/**
 * KPSS test of a stationary level: large when the cumulated deviations from the mean wander off.
 *
 *   η = T⁻² Σ S_t² / s²(l),   S_t = Σ_{i ≤ t} e_i,   e = y − ȳ,   s²(l) = T⁻¹ Σ e² + 2 T⁻¹ Σ_{k=1}^{l} (1 − k/(l+1)) Σ e_t e_{t−k}
 *
 * Stationarity is rejected at 5 % when η > 0.463. O(T·l).
 *
 * Kwiatkowski, Phillips, Schmidt & Shin, Testing the null hypothesis of stationarity against the alternative of a unit root (Journal of
 * Econometrics 54, 1992); the number of lags as in R's `forecast::ndiffs`.
 */

/** Critical value of η at 5 %. */
export const KPSS_CRITICAL = 0.463

/** The number of lags for T rows: ⌊3√T/13⌋. */
export function kpssLags(rows: number): number {
  return Math.floor((3 * Math.sqrt(rows)) / 13)
}

/**
 * The statistic η; 0 for a constant series.
 *
 * @example
 * kpssStatistic(Float64Array.of(1, 2, 3, 4), 0)   // 0.425
 */
export function kpssStatistic(y: Float64Array, lags: number): number {
  const rows = y.length
  let mean = 0
  for (const value of y) mean += value / rows
  const rest = y.map((value) => value - mean)
  let largest = 0
  for (const value of rest) if (Math.abs(value) > largest) largest = Math.abs(value)
  if (!(largest > 0)) return 0
  let sum = 0
  let wander = 0
  for (let t = 0; t < rows; t++) {
    rest[t] /= largest
    sum += rest[t]
    wander += sum * sum
  }
  let variance = 0
  for (let k = 0; k <= Math.min(lags, rows - 1); k++) {
    let product = 0
    for (let t = k; t < rows; t++) product += rest[t] * rest[t - k]
    variance += (k === 0 ? 1 : 2 * (1 - k / (lags + 1))) * product
  }
  return variance > 0 ? wander / (rows * variance) : Infinity
}

/**
 * Is there a season at all? The autocorrelation at lag m against what the shorter lags alone would let it be (Bartlett's formula):
 *
 *   |r_m| > 1.645 · √((1 + 2 Σ_{k<m} r_k²) / T)          (a two-sided test at 90 %)
 *
 * O(T·m). As in forecast::thetaf; Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §2.8.
 */

const CRITICAL = 1.6448536269514722

/** Whether `y` has a season of m rows; never with less than two seasons of history or m < 2. */
export function isSeasonal(y: Float64Array, m: number): boolean {
  const rows = y.length
  if (m < 2 || rows < 2 * m) return false
  let mean = 0
  for (const value of y) mean += value / rows
  const centred = y.map((value) => value - mean)
  let total = 0
  for (const value of centred) total += value * value
  // a constant: the mean is off by rounding only
  if (total <= rows * (1e-13 * mean) ** 2) return false
  let squares = 0
  for (let lag = 1; ; lag++) {
    let sum = 0
    for (let t = lag; t < rows; t++) sum += centred[t] * centred[t - lag]
    const r = sum / total
    if (lag === m) return Math.abs(r) > CRITICAL * Math.sqrt((1 + 2 * squares) / rows)
    squares += r * r
  }
}

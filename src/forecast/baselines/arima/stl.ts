/**
 * Seasonal-trend decomposition by loess: y = trend + seasonal + remainder.
 *
 * Twice over: smooth each phase of the season over the years (window 11, local constants, one place beyond either end), take the low-pass
 * part of that out of it (moving averages of s, s and 3 rows, then a loess line), and smooth y less the season to a trend (loess line).
 * The windows are R's defaults in `mstl`: trend ⌈1.5·s/(1 − 1.5/11)⌉ and low-pass s, both made odd. Every place is smoothed (no jumps).
 *
 * O(T·window). Cleveland, Cleveland, McRae & Terpenning, STL: a seasonal-trend decomposition procedure based on loess (Journal of Official
 * Statistics 6, 1990).
 */

/** The parts of a decomposition, each as long as the series. */
export interface Decomposition {
  readonly trend: Float64Array
  readonly seasonal: Float64Array
  readonly remainder: Float64Array
}

const SEASONAL_WINDOW = 11
const PASSES = 2

/** Decompose `y`, at least two seasons of `season` ≥ 2 rows. */
export function stl(y: Float64Array, season: number): Decomposition {
  const rows = y.length
  const trendWindow = Math.ceil((1.5 * season) / (1 - 1.5 / SEASONAL_WINDOW)) | 1
  const lowPassWindow = season | 1
  const trend = new Float64Array(rows)
  const seasonal = new Float64Array(rows)
  const rest = new Float64Array(rows)
  const cycle = new Float64Array(rows + 2 * season)
  for (let pass = 0; pass < PASSES; pass++) {
    for (let t = 0; t < rows; t++) rest[t] = y[t] - trend[t]
    for (let phase = 0; phase < season; phase++) {
      const count = Math.floor((rows - phase - 1) / season) + 1
      const years = new Float64Array(count)
      for (let i = 0; i < count; i++) years[i] = rest[phase + i * season]
      for (let place = -1; place <= count; place++) {
        cycle[phase + (place + 1) * season] = loess(years, SEASONAL_WINDOW, 0, place)
      }
    }
    const low = movingAverage(movingAverage(movingAverage(cycle, season), season), 3)
    for (let t = 0; t < rows; t++) {
      seasonal[t] = cycle[season + t] - loess(low, lowPassWindow, 1, t)
      rest[t] = y[t] - seasonal[t]
    }
    for (let t = 0; t < rows; t++) trend[t] = loess(rest, trendWindow, 1, t)
  }
  for (let t = 0; t < rows; t++) rest[t] = y[t] - trend[t] - seasonal[t]
  return { trend, seasonal, remainder: rest }
}

/**
 * How much of the detrended series is season: 1 − var(remainder)/var(remainder + seasonal), within [0, 1].
 *
 * Wang, Smith & Hyndman, Characteristic-based clustering for time series data (Data Mining and Knowledge Discovery 13, 2006).
 */
export function seasonalStrength(y: Float64Array, season: number): number {
  const { seasonal, remainder } = stl(y, season)
  const detrended = seasonal.map((value, t) => value + remainder[t])
  const total = variance(detrended)
  return total > 0 ? Math.min(1, Math.max(0, 1 - variance(remainder) / total)) : 0
}

/** Local polynomial of degree 0 or 1 through the `window` values nearest to `place` (which may lie one outside), tricube weights. */
function loess(y: Float64Array, window: number, degree: 0 | 1, place: number): number {
  const rows = y.length
  const count = Math.min(window, rows)
  const left = Math.max(0, Math.min(rows - count, place - (window >> 1)))
  const right = left + count - 1
  const reach = Math.max(place - left, right - place) + (window > rows ? (window - rows) >> 1 : 0)
  let weights = 0
  let values = 0
  let places = 0
  for (let i = left; i <= right; i++) {
    const weight = tricube(Math.abs(i - place) / reach)
    weights += weight
    values += weight * y[i]
    places += weight * i
  }
  if (!(weights > 0)) return y[Math.max(0, Math.min(rows - 1, place))]
  const level = values / weights
  if (degree === 0) return level
  const centre = places / weights
  let spread = 0
  let slope = 0
  for (let i = left; i <= right; i++) {
    const weight = tricube(Math.abs(i - place) / reach) * (i - centre)
    spread += weight * (i - centre)
    slope += weight * y[i]
  }
  return Math.sqrt(spread / weights) > 0.001 * (rows - 1) ? level + (slope / spread) * (place - centre) : level
}

function tricube(distance: number): number {
  if (distance <= 0.001) return 1
  if (!(distance <= 0.999)) return 0
  const rest = 1 - distance * distance * distance
  return rest * rest * rest
}

/** Means of `width` neighbours; shorter by width − 1. */
function movingAverage(y: Float64Array, width: number): Float64Array {
  const out = new Float64Array(y.length - width + 1)
  let sum = 0
  for (let i = 0; i < width; i++) sum += y[i]
  out[0] = sum / width
  for (let i = 1; i < out.length; i++) {
    sum += y[i + width - 1] - y[i - 1]
    out[i] = sum / width
  }
  return out
}

function variance(y: Float64Array): number {
  let mean = 0
  for (const value of y) mean += value / y.length
  let sum = 0
  for (const value of y) sum += (value - mean) ** 2
  return sum / (y.length - 1)
}

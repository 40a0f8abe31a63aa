/**
 * Seasonal component by repeated loess (STL), without robustness weights.
 *
 * Two rounds of: take the trend off · smooth each position of the season along its cycles (local mean over `CYCLES` of them, one cycle
 * beyond either end) · take out what is slow in that (moving averages m, m, 3, then a local line over m rows) · the rest is the season ·
 * trend = local line over about 1.6 seasons of y − season. Weights of a local fit: tricube in the distance.
 *
 * y of length T ≥ 2m, m ≥ 2; O(T·m). Cleveland, Cleveland, McRae & Terpenning, STL: a seasonal-trend decomposition procedure based on
 * loess, J. Official Statistics 6 (1990); windows as in R's forecast::mstl.
 */

/** Cycles in the window of a position. */
const CYCLES = 11
const ROUNDS = 2

/** The season of each row, length T. */
export function loessSeason(y: Float64Array, m: number): Float64Array {
  const rows = y.length
  const season = new Float64Array(rows)
  const detrended = y.slice()
  const rest = new Float64Array(rows)
  const trend = new Float64Array(rows)
  const extended = new Float64Array(rows + 2 * m)
  const lowWindow = nextOdd(m)
  const trendWindow = nextOdd((1.5 * m) / (1 - 1.5 / CYCLES))
  for (let round = 0; round < ROUNDS; round++) {
    for (let t = 0; t < rows; t++) detrended[t] = y[t] - trend[t]
    smoothCycles(detrended, m, extended)
    const low = smooth(movingAverage(movingAverage(movingAverage(extended, m), m), 3), lowWindow)
    for (let t = 0; t < rows; t++) {
      season[t] = extended[t + m] - low[t]
      rest[t] = y[t] - season[t]
    }
    trend.set(smooth(rest, trendWindow))
  }
  return season
}

/**
 * Degrees of freedom that the season takes: m − 1 times the trace of the smoother along the cycles, Σ_c (weight of c in its own mean). A
 * little over m − 1 for a few cycles, and about one more m − 1 for every six cycles of a season that may change.
 */
export function loessFreedom(rows: number, m: number): number {
  const cycles = Math.ceil(rows / m)
  const impulse = new Float64Array(cycles)
  let trace = 0
  for (let c = 0; c < cycles; c++) {
    impulse[c] = 1
    trace += localFit(impulse, c, CYCLES, false)
    impulse[c] = 0
  }
  return (m - 1) * trace
}

/** Smooth every position of the season along its cycles into `extended`, which has one cycle more at both ends. */
function smoothCycles(y: Float64Array, m: number, extended: Float64Array): void {
  for (let j = 0; j < m; j++) {
    const cycles = Math.ceil((y.length - j) / m)
    const values = Float64Array.from({ length: cycles }, (_, c) => y[j + c * m])
    for (let c = -1; c <= cycles; c++) {
      const to = j + (c + 1) * m
      if (to < extended.length) extended[to] = localFit(values, c, CYCLES, false)
    }
  }
}

function smooth(y: Float64Array, window: number): Float64Array {
  return y.map((_, t) => localFit(y, t, window, true))
}

/** Value at x (in rows, may lie outside) of the mean or line through the `window` nearest rows, tricube weights. */
function localFit(y: Float64Array, x: number, window: number, line: boolean): number {
  const rows = y.length
  const count = Math.min(window, rows)
  const first = Math.max(0, Math.min(rows - count, x - (count >> 1)))
  const last = first + count - 1
  const reach = Math.max(x - first, last - x) + Math.max(0, (window - rows) >> 1)
  let weights = 0
  let position = 0
  let mean = 0
  for (let t = first; t <= last; t++) {
    const weight = tricube(Math.abs(t - x) / reach)
    weights += weight
    position += weight * t
    mean += weight * y[t]
  }
  if (!(weights > 0)) return y[Math.max(0, Math.min(rows - 1, x))]
  position /= weights
  mean /= weights
  if (!line) return mean
  let product = 0
  let square = 0
  for (let t = first; t <= last; t++) {
    const weight = tricube(Math.abs(t - x) / reach)
    product += weight * (t - position) * (y[t] - mean)
    square += weight * (t - position) ** 2
  }
  return square > 0 ? mean + (product / square) * (x - position) : mean
}

function tricube(share: number): number {
  return share < 1 ? (1 - share ** 3) ** 3 : 0
}

/** Means of `width` rows in a row: length T − width + 1. */
function movingAverage(y: Float64Array, width: number): Float64Array {
  const result = new Float64Array(y.length - width + 1)
  let sum = 0
  for (let t = 0; t < y.length; t++) {
    sum += y[t]
    if (t >= width) sum -= y[t - width]
    if (t >= width - 1) result[t - width + 1] = sum / width
  }
  return result
}

function nextOdd(x: number): number {
  const whole = Math.ceil(x)
  return whole % 2 === 0 ? whole + 1 : whole
}

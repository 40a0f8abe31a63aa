/**
 * Where the search for the initial states begins.
 *
 * Season: classical decomposition when there are three seasons, else one pair of sine and cosine beside a line; level and slope: the mean
 * of the first rows without their season, or a line through them (the first max(10, 2m)). Multiplicative seasons are kept above 0.01.
 *
 * Hyndman, Koehler, Snyder & Grose, A state space framework for automatic forecasting using exponential smoothing methods, Int. J.
 * Forecasting 18 (2002), §5.1; the short-series case as in R's forecast::ets. O(T).
 */
import { choleskyFactor, choleskySolve } from '../../../numeric/cholesky.js'
import { classicalSeason } from './classical-decomposition.js'
import type { EtsForm } from './form.js'
import type { InitialState } from './likelihood.js'

const LEAST_SEASON = 0.01

/** `m`: rows in a season; `y` of length ≥ 2, and > 0 for a multiplicative season. */
export function initialState(y: Float64Array, m: number, form: EtsForm): InitialState {
  if (form.season === 'N') return { ...startingLine(y, 1, form.trend === 'A'), seasons: new Float64Array(0) }
  const seasons = form.season === 'A' ? startingSeason(y, m, false) : positiveSeason(startingSeason(y, m, true))
  const adjusted = y.map((value, t) => (form.season === 'A' ? value - seasons[t % m] : value / seasons[t % m]))
  return { ...startingLine(adjusted, m, form.trend === 'A'), seasons }
}

function startingSeason(y: Float64Array, m: number, times: boolean): Float64Array {
  if (y.length >= 3 * m) return classicalSeason(y, m, times)
  const [level, slope, cosine, sine] = harmonicLine(y, m)
  const mean = Math.max(Math.abs(level + (slope * (y.length - 1)) / 2), Number.MIN_VALUE)
  return Float64Array.from({ length: m }, (_, j) => {
    const wave = cosine * Math.cos((2 * Math.PI * j) / m) + sine * Math.sin((2 * Math.PI * j) / m)
    return times ? 1 + wave / mean : wave
  })
}

function positiveSeason(season: Float64Array): Float64Array {
  let sum = 0
  for (let j = 0; j < season.length; j++) {
    season[j] = Math.max(LEAST_SEASON, season[j])
    sum += season[j]
  }
  return season.map((value) => (value * season.length) / sum)
}

/** State before the first row: a mean, or a line by least squares. */
function startingLine(y: Float64Array, m: number, trended: boolean): { level: number; slope: number } {
  const rows = Math.min(Math.max(10, 2 * m), y.length)
  let mean = 0
  for (let t = 0; t < rows; t++) mean += y[t] / rows
  if (!trended) return { level: mean, slope: 0 }
  const middle = (rows - 1) / 2
  let product = 0
  let square = 0
  for (let t = 0; t < rows; t++) {
    product += (t - middle) * (y[t] - mean)
    square += (t - middle) ** 2
  }
  const slope = product / square
  return { level: mean - slope * (middle + 1), slope }
}

/** Least squares on 1, t, cos 2πt/m, sin 2πt/m: its four coefficients; the wave is dropped when the rows cannot tell it from the line. */
function harmonicLine(y: Float64Array, m: number): [number, number, number, number] {
  const moments = new Float64Array(16)
  const target = new Float64Array(4)
  const row = new Float64Array(4)
  for (let t = 0; t < y.length; t++) {
    row[0] = 1
    row[1] = t / y.length
    row[2] = Math.cos((2 * Math.PI * t) / m)
    row[3] = Math.sin((2 * Math.PI * t) / m)
    for (let i = 0; i < 4; i++) {
      target[i] += row[i] * y[t]
      for (let j = 0; j <= i; j++) moments[i * 4 + j] += row[i] * row[j]
    }
  }
  if (choleskyFactor(moments, 4, 1e-10) >= 0) return [target[0] / y.length, 0, 0, 0]
  choleskySolve(moments, 4, target)
  return [target[0], target[1] / y.length, target[2], target[3]]
}

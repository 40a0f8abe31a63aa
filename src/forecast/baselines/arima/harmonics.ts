/**
 * Long seasons: Fourier pairs as regressors with ARIMA errors, and how many of them.
 *
 * A seasonal difference of 52 or 365 rows throws a whole season of data away and a seasonal lag of that length is seen only a few times,
 * while a smooth season needs few pairs sin, cos(2πkt/season), k = 1 … K. K minimises AICc: an ARMA(1,1) error model is estimated with the
 * largest K, and all smaller K are compared through its filter (generalised least squares on one Gram matrix, so the comparison costs one
 * filter run). Errors are differenced when a KPSS test on the residuals of the regression asks for it, the regressors with them.
 *
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §10.5 and §12.1 (weekly data).
 */
import { choleskyFactor, choleskySolve } from '../../../numeric/cholesky.js'
import { plainDifferences } from './differencing.js'
import { estimateRoughly } from './estimate.js'
import type { ArmaFilter } from './filter.js'
import { arimaProblem } from './problem.js'

const MOST_PAIRS = 24
const ROWS_PER_PAIR = 10

/** The number of Fourier pairs, 0 when the season does not pay, and d of the errors. */
export function chooseHarmonics(y: Float64Array, season: number): { readonly pairs: number; readonly d: number } {
  const most = Math.min(Math.floor(season / 2), Math.floor(y.length / ROWS_PER_PAIR), MOST_PAIRS)
  const order = { p: 0, d: 0, q: 0, P: 0, D: 0, Q: 0, season, constant: true }
  const level = arimaProblem(y, order, most)
  if (level.flat) return { pairs: 0, d: 0 }
  const regression = estimateRoughly(level, order)
  const d = plainDifferences(residuals(regression.filter, regression.beta), 0, season)
  const constant = d === 0
  const problem = arimaProblem(y, { d, D: 0, season, constant }, most)
  if (problem.flat) return { pairs: 0, d }
  const { filter } = estimateRoughly(problem, { ...order, p: 1, d, q: 1, constant })
  return { pairs: pairsByAicc(filter, most, season, constant), d }
}

/** What the regressors leave of the first filtered series. */
function residuals({ innovations, rows }: ArmaFilter, beta: Float64Array): Float64Array {
  const rest = Float64Array.from(innovations[0])
  for (let i = 0; i < beta.length; i++) {
    for (let t = 0; t < rows; t++) rest[t] -= beta[i] * innovations[i + 1][t]
  }
  return rest
}

/** AICc over nested numbers of pairs, the error model's filter held fixed: AR, MA, σ² and the constant count each time. */
function pairsByAicc(
  { innovations, weights, rows }: ArmaFilter,
  most: number,
  season: number,
  constant: boolean,
): number {
  const columns = innovations.length
  const gram = new Float64Array(columns * columns)
  const scaled = innovations.map((column) => column.map((value, t) => value * weights[t]))
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let t = 0; t < rows; t++) sum += scaled[i][t] * scaled[j][t]
      gram[i * columns + j] = sum
      gram[j * columns + i] = sum
    }
  }
  let best = 0
  let bestScore = Infinity
  for (let pairs = 0; pairs <= most; pairs++) {
    const harmonics = 2 * pairs - (2 * pairs === season ? 1 : 0)
    const kept = Array.from({ length: harmonics }, (_, i) => i + 1)
    if (constant) kept.push(columns - 1)
    const parameters = kept.length + 3
    if (rows - parameters - 1 <= 0) break
    const squares = squaresLeft(gram, columns, kept)
    const score = rows * Math.log(Math.max(squares, 1e-20)) + (2 * parameters * rows) / (rows - parameters - 1)
    if (score < bestScore) {
      bestScore = score
      best = pairs
    }
  }
  return best
}

/** Sum of squares that a regression of column 0 on the columns `kept` leaves. */
function squaresLeft(gram: Float64Array, columns: number, kept: readonly number[]): number {
  const size = kept.length
  const normal = new Float64Array(size * size)
  const beta = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    beta[i] = gram[kept[i] * columns]
    for (let j = 0; j <= i; j++) normal[i * size + j] = gram[kept[i] * columns + kept[j]]
  }
  if (choleskyFactor(normal, size, 1e-13) >= 0) return Infinity
  choleskySolve(normal, size, beta)
  let squares = gram[0]
  for (let i = 0; i < size; i++) squares -= beta[i] * gram[kept[i] * columns]
  return squares
}

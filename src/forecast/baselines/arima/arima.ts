/**
 * Seasonal ARIMA with automatic order.
 *
 *   φ(B) Φ(Bˢ) ((1 − B)ᵈ (1 − Bˢ)ᴰ (y_t − Σ harmonics) − mean) = θ(B) Θ(Bˢ) ε_t,  ε ~ N(0, σ²)
 *
 * The order is found as auto.arima finds it: D from the strength of the season, d from KPSS tests, then a search by AICc; estimation is exact
 * maximum likelihood (see differencing, search, estimate, filter). Where this differs from R's `forecast` on purpose:
 *
 * - The search scores every model by a likelihood that is exact in its first rows, not by conditional sums of squares.
 * - Roots of seasonal polynomials are judged in their own lag, and moving averages may lie nearer to the unit circle (1.001 instead of 1.01).
 * - A long history is searched on its last 2,000 rows (or 12 seasons), and the winner estimated on all of it.
 * - A season longer than 24 rows enters as Fourier pairs, their number chosen by AICc (see harmonics); a season that the history does not
 *   cover more than twice is left out.
 *
 * y is scaled by a power of two first, so that neither very large nor very small units lose digits.
 *
 * Hyndman & Khandakar, Automatic time series forecasting: the forecast package for R (Journal of Statistical Software 27, 2008).
 */
import { BodkinError } from '../../../errors.js'
import { plainDifferences, seasonalDifferences } from './differencing.js'
import { estimateArima, estimateBeside, type ArimaFigures } from './estimate.js'
import { createFilter, filterExactly } from './filter.js'
import { chooseHarmonics } from './harmonics.js'
import { lagsOf, multiplyOut, type ArimaOrder } from './polynomials.js'
import { arimaProblem, harmonicColumns, type ArimaProblem } from './problem.js'
import type { ArimaState } from './state.js'
import { searchOrder } from './search.js'

export { forecastArima } from './forecast.js'
export type { ArimaOrder } from './polynomials.js'
export type { ArimaState } from './state.js'

/** How `fitArima` chooses the order. */
export interface ArimaSettings {
  /** A fixed order, or the search; default 'auto'. */
  readonly order?: ArimaOrder | 'auto'
  /** Search step by step (default) or through all orders up to `maxOrder`. */
  readonly stepwise?: boolean
  /** Largest p, default 5. */
  readonly maxP?: number
  /** Largest q, default 5. */
  readonly maxQ?: number
  /** Largest P, default 2. */
  readonly maxSeasonalP?: number
  /** Largest Q, default 2. */
  readonly maxSeasonalQ?: number
  /** Largest p + q + P + Q when `stepwise` is false, default 5. */
  readonly maxOrder?: number
}

/** Seasons longer than this enter as Fourier pairs. */
const LONG_SEASON = 24

/**
 * Fit a seasonal ARIMA model.
 *
 * @param y at least 2 finite values, a row a period
 * @param season rows in a season, integer ≥ 1 (1: none); of a fixed order its own `season` counts
 * @throws BodkinError `DATA` when a fixed order has more coefficients than the differenced history has rows
 * @example
 * fitArima(Float64Array.of(1, 2, 3, 4, 5, 6), 1).order   // { p: 0, d: 1, q: 0, …, constant: true }: a straight line
 */
export function fitArima(y: Float64Array, season: number, settings: ArimaSettings = {}): ArimaState {
  const unit = unitOf(y)
  const scaled = y.map((value) => value / unit)
  const { order = 'auto' } = settings
  const { candidate, pairs } =
    order === 'auto' ? automatic(scaled, season, settings) : { candidate: fixed(scaled, order), pairs: 0 }
  return stateOf(scaled, candidate, pairs, unit)
}

/**
 * The same model on another history of the series: order and polynomials stay, level, drift, harmonics and variance are estimated anew.
 * O(rows), where `fitArima` searches.
 *
 * @param y more rows than the model has coefficients and differences, finite
 */
export function continueArima(y: Float64Array, model: ArimaState): ArimaState {
  const unit = unitOf(y)
  const scaled = y.map((value) => value / unit)
  const problem = arimaProblem(scaled, model.order, model.harmonicPairs)
  const candidate = { problem, estimate: estimateBeside(problem, model.order, model) }
  return stateOf(scaled, candidate, model.harmonicPairs, unit)
}

/** A problem and the figures estimated on it. */
interface Candidate {
  readonly problem: ArimaProblem
  readonly estimate: ArimaFigures
}

function automatic(
  y: Float64Array,
  requested: number,
  { stepwise = true, maxP = 5, maxQ = 5, maxSeasonalP = 2, maxSeasonalQ = 2, maxOrder = 5 }: ArimaSettings,
): { readonly candidate: Candidate; readonly pairs: number } {
  const season = y.length > 2 * requested ? Math.max(1, requested) : 1
  const limits = { stepwise, maxP, maxQ, maxSeasonalP, maxSeasonalQ, maxOrder }
  if (season > LONG_SEASON) {
    const { pairs, d } = chooseHarmonics(y, season)
    const withoutLags = { ...limits, maxSeasonalP: 0, maxSeasonalQ: 0 }
    return { candidate: searchOrder({ y, d, D: 0, season, harmonics: pairs }, withoutLags), pairs }
  }
  const D = seasonalDifferences(y, season)
  const d = plainDifferences(y, D, season)
  return { candidate: searchOrder({ y, d, D, season, harmonics: 0 }, limits), pairs: 0 }
}

function fixed(y: Float64Array, order: ArimaOrder): Candidate {
  const { p, d, q, P, D, Q, season, constant } = order
  const rows = y.length - d - season * D
  const coefficients = p + q + P + Q + (constant ? 1 : 0)
  if (rows <= coefficients) {
    throw new BodkinError(
      'DATA',
      `ARIMA (${p},${d},${q})(${P},${D},${Q})[${season}] needs more than ${coefficients + d + season * D} rows, got ${y.length}`,
      { order, rows: y.length },
    )
  }
  const problem = arimaProblem(y, order, 0)
  return { problem, estimate: estimateArima(problem, order) }
}

/** A power of two near the largest |y|, so that dividing by it is exact; 1 when all are 0. */
function unitOf(y: Float64Array): number {
  let largest = 0
  for (const value of y) if (Math.abs(value) > largest) largest = Math.abs(value)
  return largest > 0 ? 2 ** Math.floor(Math.log2(largest)) : 1
}

/** Run the filter to the last row once more and put everything back into the unit of y. */
function stateOf(y: Float64Array, { problem, estimate }: Candidate, pairs: number, unit: number): ArimaState {
  const { order, ar, ma, seasonalAr, seasonalMa, beta, squares, parameters } = estimate
  const { season, d, D, constant } = order
  const { rows, scale, centre } = problem
  const { errors, state } = lastRun(problem, estimate)
  const factor = scale * unit
  const mean = constant ? centre * unit + beta[beta.length - 1] * factor : 0
  const harmonic = beta.slice(0, beta.length - (constant ? 1 : 0)).map((value) => value * factor)
  const columns = harmonicColumns(0, y.length, season, pairs)
  const first = d + season * D
  const tail = new Float64Array(first)
  for (let i = 0; i < first; i++) {
    const t = y.length - first + i
    tail[i] = y[t] * unit
    for (let c = 0; c < columns.length; c++) tail[i] -= harmonic[c] * columns[c][t]
  }
  const fitted = new Float64Array(y.length).fill(NaN)
  for (let t = 0; t < rows; t++) fitted[first + t] = y[first + t] * unit - errors[t] * factor
  return {
    order,
    ar,
    ma,
    seasonalAr,
    seasonalMa,
    constant: mean / season ** D,
    harmonicPairs: pairs,
    harmonic,
    sigma: Math.sqrt(squares / Math.max(1, rows - parameters + 1)) * factor,
    aicc: estimate.aicc + 2 * rows * Math.log(unit),
    logLikelihood: estimate.logLikelihood - rows * Math.log(unit),
    rows: y.length,
    tail,
    state: state.map((value) => value * factor),
    fitted,
  }
}

/** One-step errors and the last state of the series without its regressors, in the scaled unit. */
function lastRun(
  { series, rows }: ArimaProblem,
  { order, ar, ma, seasonalAr, seasonalMa, beta }: ArimaFigures,
): { readonly errors: Float64Array; readonly state: Float64Array } {
  const w = Float64Array.from(series[0])
  for (let i = 0; i < beta.length; i++) for (let t = 0; t < rows; t++) w[t] -= beta[i] * series[i + 1][t]
  const { p, q, P, Q, season } = order
  const filter = createFilter([w], lagsOf(p, P, season), lagsOf(q, Q, season))
  multiplyOut(ar, seasonalAr, season, 1, filter.arLags, filter.phi)
  multiplyOut(ma, seasonalMa, season, -1, filter.maLags, filter.theta)
  filterExactly(filter, rows, -Infinity)
  return { errors: filter.innovations[0], state: filter.states.slice(0, filter.size) }
}

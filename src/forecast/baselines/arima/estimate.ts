/**
 * Maximum likelihood for one order of a seasonal ARIMA model.
 *
 * Unknowns: φ, θ, Φ, Θ through unbounded x (see polynomials), the regressors' coefficients β (the constant among them) and σ². For given x
 * both β and σ² have closed forms (generalised least squares over the filtered series), so the search is over x alone:
 *
 *   f(x) = ½·(ln(S/rows) + Σ ln F/rows),   S = min over β of Σ (v_t − X_t β)²/F_t;   ln L = −rows·(f + ½ + ½·ln 2π)
 *
 * Likelihoods of mixed models have several maxima. Starts are: the conditional least squares estimate (½·ln of the mean of ε²), x = 0, a
 * slowly changing season, and in a search the neighbour's estimate, which is a point of the larger model, too. A search follows the best one.
 * AICc = −2·ln L + 2k·rows/(rows − k − 1) with k = number of coefficients + 1 for σ², as R's `forecast` counts.
 *
 * Hyndman & Khandakar, Automatic time series forecasting: the forecast package for R (Journal of Statistical Software 27, 2008).
 */
import { minimiseSmooth, type BfgsOptions } from '../../../numeric/bfgs.js'
import { choleskyFactor, choleskySolve } from '../../../numeric/cholesky.js'
import { createFilter, filterConditionally, filterExactly, type ArmaFilter } from './filter.js'
import { coefficientsOf, lagsOf, multiplyOut, rootsOutside, type ArimaOrder } from './polynomials.js'
import type { ArimaProblem } from './problem.js'

/** An estimated model, in the scaled unit of its problem. */
export interface ArimaEstimate {
  readonly order: ArimaOrder
  readonly ar: Float64Array
  readonly ma: Float64Array
  readonly seasonalAr: Float64Array
  readonly seasonalMa: Float64Array
  /** The unbounded x they come from: p, q, P, Q of them in this order. */
  readonly point: Float64Array
  /** Coefficients of the regressors, the constant last. */
  readonly beta: Float64Array
  /** S. */
  readonly squares: number
  /** Coefficients, regressors and σ². */
  readonly parameters: number
  /** In the unit of y. */
  readonly logLikelihood: number
  /** In the unit of y; counts one row as left over where there are too few rows for the parameters. */
  readonly aicc: number
  readonly filter: ArmaFilter
}

/** How much log-likelihood an iteration must still gain: for the start, in the search, in the end. */
const START_GAIN = 1e-2
const SEARCH_GAIN = 3e-3
const FINAL_GAIN = 1e-6
const MOST_ITERATIONS = 100
const LONGEST_STEP = 1
/** Rows, and seasons, that the search filters exactly; what lies behind them only adds rows to the steady recursion. */
const SEARCH_ROWS = 150
const SEARCH_SEASONS = 12
const AR_RADIUS = 1.01
const MA_RADIUS = 1.001
/** Variance that a perfect fit is credited with, in the scaled unit: keeps its likelihood finite. */
const LEAST_VARIANCE = 1e-20

/**
 * Estimate one order to full precision: from each of the starts, or only from the best one beside `neighbour`, an estimate of the same d and
 * D (of the same order, say, as the search left it).
 */
export function estimateArima(problem: ArimaProblem, order: ArimaOrder, neighbour?: ArimaEstimate): ArimaEstimate {
  return estimate(problem, order, neighbour, true)
}

/**
 * Estimate one order as precisely as an order search needs it. A `neighbour` with the same d and D saves time: its coefficients, in their
 * partial form, are a point of this model too (further ones 0), with the neighbour's likelihood.
 */
export function estimateRoughly(problem: ArimaProblem, order: ArimaOrder, neighbour?: ArimaEstimate): ArimaEstimate {
  return estimate(problem, order, neighbour, false)
}

/** An estimate without what only a search needs. */
export type ArimaFigures = Omit<ArimaEstimate, 'point' | 'filter'>

type Polynomials = Pick<ArimaEstimate, 'ar' | 'ma' | 'seasonalAr' | 'seasonalMa'>

/** The regressors' coefficients and the variance beside polynomials that are known already: one run of the filter, no search. */
export function estimateBeside(problem: ArimaProblem, order: ArimaOrder, polynomials: Polynomials): ArimaFigures {
  const { series, rows } = problem
  const { p, q, P, Q, season } = order
  const filter = createFilter(series, lagsOf(p, P, season), lagsOf(q, Q, season))
  multiplyOut(polynomials.ar, polynomials.seasonalAr, season, 1, filter.arLags, filter.phi)
  multiplyOut(polynomials.ma, polynomials.seasonalMa, season, -1, filter.maLags, filter.theta)
  const regression = createRegression(series.length - 1)
  const value = exactValue(filter, regression, rows)
  const { ar, ma, seasonalAr, seasonalMa } = polynomials
  return figures(problem, order, { ar, ma, seasonalAr, seasonalMa }, regression, value)
}

function estimate(
  problem: ArimaProblem,
  order: ArimaOrder,
  neighbour: ArimaEstimate | undefined,
  thorough: boolean,
): ArimaEstimate {
  const { rows } = problem
  const { p, q, P, Q, season } = order
  const exactRows = thorough ? rows : Math.max(SEARCH_ROWS, SEARCH_SEASONS * season)
  const arLags = lagsOf(p, P, season)
  const filter = createFilter(problem.series, arLags, lagsOf(q, Q, season))
  const parts = {
    ar: new Float64Array(p),
    ma: new Float64Array(q),
    seasonalAr: new Float64Array(P),
    seasonalMa: new Float64Array(Q),
  }
  const regression = createRegression(problem.series.length - 1)
  const exact = (x: Float64Array): number => {
    place(filter, parts, order, x)
    return exactValue(filter, regression, exactRows)
  }
  const used = rows - (arLags.at(-1) ?? 0)
  const conditional = (x: Float64Array): number => {
    place(filter, parts, order, x)
    filterConditionally(filter)
    return 0.5 * Math.log(Math.max(leastSquares(filter, regression) / used, LEAST_VARIANCE))
  }

  const zero = new Float64Array(p + q + P + Q)
  let best: Float64Array = zero
  if (zero.length > 0 && !problem.flat) {
    const starts = neighbour === undefined ? [] : [pointBeside(neighbour, order)]
    const enough = used > 2 * (zero.length + problem.series.length)
    if (enough && (neighbour === undefined || !thorough)) {
      starts.push(softened(minimiseSmooth(conditional, zero, optionsFor(START_GAIN / rows)).point))
    }
    if (neighbour === undefined) starts.push(zero)
    if (P > 0 && Q > 0) starts.push(slowSeason(starts[0], order))
    const options = optionsFor((thorough ? FINAL_GAIN : SEARCH_GAIN) / rows)
    const tried =
      thorough && neighbour === undefined ? starts : [starts.reduce((a, b) => (exact(b) < exact(a) ? b : a))]
    let least = Infinity
    for (const start of tried) {
      const found = minimiseSmooth(exact, start, options)
      if (found.value < least) {
        least = found.value
        best = found.point
      }
    }
  }
  const value = exact(best)
  return { ...figures(problem, order, parts, regression, value), point: best, filter }
}

/** f for the coefficients in the filter; leaves β and S in `regression`. */
function exactValue(filter: ArmaFilter, regression: Regression, exactRows: number): number {
  const { rows } = filter
  const logDeterminant = filterExactly(filter, exactRows)
  const squares = leastSquares(filter, regression)
  return 0.5 * (Math.log(Math.max(squares / rows, LEAST_VARIANCE)) + logDeterminant / rows)
}

/** What an estimate says, from f and the regression at it. */
function figures(
  { series, rows, scale }: ArimaProblem,
  order: ArimaOrder,
  polynomials: Polynomials,
  { beta, squares }: Regression,
  value: number,
): ArimaFigures {
  const { p, q, P, Q } = order
  const parameters = p + q + P + Q + series.length
  const logLikelihood = -rows * (value + 0.5 * (1 + Math.log(2 * Math.PI)) + Math.log(scale))
  const spare = Math.max(1, rows - parameters - 1)
  return {
    order,
    ...polynomials,
    beta: Float64Array.from(beta),
    squares,
    parameters,
    logLikelihood,
    aicc: -2 * logLikelihood + 2 * parameters + (2 * parameters * (parameters + 1)) / spare,
  }
}

/**
 * Whether the polynomials are usable for forecasts, each judged in its own lag. Autoregressive roots within 1.01 stand for a difference that is
 * missing. Moving averages may come nearer to the unit circle: the exact likelihood is right there, too, and such a model is a slow average.
 */
export function isWellBehaved({ ar, ma, seasonalAr, seasonalMa }: ArimaEstimate): boolean {
  return (
    rootsOutside(ar, 1, AR_RADIUS) &&
    rootsOutside(seasonalAr, 1, AR_RADIUS) &&
    rootsOutside(ma, -1, MA_RADIUS) &&
    rootsOutside(seasonalMa, -1, MA_RADIUS)
  )
}

/** Put the coefficients at `x` into `parts` and, multiplied out, into the filter. */
function place(
  filter: ArmaFilter,
  parts: Pick<ArimaEstimate, 'ar' | 'ma' | 'seasonalAr' | 'seasonalMa'>,
  { p, q, P, Q, season }: ArimaOrder,
  x: Float64Array,
): void {
  coefficientsOf(x, 0, p, 1, parts.ar)
  coefficientsOf(x, p, q, -1, parts.ma)
  coefficientsOf(x, p + q, P, 1, parts.seasonalAr)
  coefficientsOf(x, p + q + P, Q, -1, parts.seasonalMa)
  multiplyOut(parts.ar, parts.seasonalAr, season, 1, filter.arLags, filter.phi)
  multiplyOut(parts.ma, parts.seasonalMa, season, -1, filter.maLags, filter.theta)
}

/** The neighbour's x, cut or filled up with zeros for `order`. */
function pointBeside(neighbour: ArimaEstimate, order: ArimaOrder): Float64Array {
  const from = countsOf(neighbour.order)
  const to = countsOf(order)
  const point = new Float64Array(to[0] + to[1] + to[2] + to[3])
  let source = 0
  let target = 0
  for (let block = 0; block < 4; block++) {
    const shared = Math.min(from[block], to[block])
    point.set(neighbour.point.subarray(source, source + shared), target)
    source += from[block]
    target += to[block]
  }
  return softened(point)
}

/** `point` with a season that changes slowly: Φ₁ near 1, Θ₁ a little nearer to 0. A likelihood can have a second maximum there. */
function slowSeason(point: Float64Array, { p, q, P }: ArimaOrder): Float64Array {
  const slow = Float64Array.from(point)
  slow.fill(0, p + q)
  slow[p + q] = 2
  slow[p + q + P] = 1.3
  return slow
}

function countsOf({ p, q, P, Q }: ArimaOrder): readonly number[] {
  return [p, q, P, Q]
}

function optionsFor(tolerance: number): BfgsOptions {
  return { tolerance, maxIterations: MOST_ITERATIONS, maxStep: LONGEST_STEP }
}

/** A start may lie at the edge, where the exact likelihood is flat: come back from there. */
function softened(x: Float64Array): Float64Array {
  return x.map((value) => Math.max(-2, Math.min(2, value)))
}

interface Regression {
  readonly beta: Float64Array
  readonly normal: Float64Array
  squares: number
}

function createRegression(columns: number): Regression {
  return { beta: new Float64Array(columns), normal: new Float64Array(columns * columns), squares: 0 }
}

/** Regress the first filtered series on the others with the filter's weights; returns the sum of squares left, NaN if it is not a number. */
function leastSquares(filter: ArmaFilter, regression: Regression): number {
  const { innovations, weights, rows } = filter
  const { beta, normal } = regression
  const columns = beta.length
  for (let i = 0; i < columns; i++) {
    const left = innovations[i + 1]
    for (let j = 0; j <= i; j++) normal[i * columns + j] = weightedProduct(left, innovations[j + 1], weights)
    beta[i] = weightedProduct(left, innovations[0], weights)
  }
  if (columns === 0) {
    regression.squares = weightedProduct(innovations[0], innovations[0], weights)
    return regression.squares
  }
  if (choleskyFactor(normal, columns, 1e-13) >= 0) beta.fill(0)
  else choleskySolve(normal, columns, beta)
  let squares = 0
  for (let t = 0; t < rows; t++) {
    let rest = innovations[0][t]
    for (let i = 0; i < columns; i++) rest -= beta[i] * innovations[i + 1][t]
    squares += (rest * weights[t]) ** 2
  }
  regression.squares = squares
  return squares
}

function weightedProduct(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t] * weights[t] * weights[t]
  return sum
}

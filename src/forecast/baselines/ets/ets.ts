/**
 * Exponential smoothing, chosen among its forms by AICc.
 *
 * Each form is fitted by maximum likelihood (estimate.ts); the one with the smallest AICc = −2 ln L + 2k + 2k(k + 1)/(T − k − 1) is kept,
 * k counting the smoothing parameters, the initial states and the variance, as R's forecast::ets does. The plainest form comes first, and
 * a form whose errors are rounding only ends the search: a constant or exactly linear history is repeated or continued without error.
 *
 * Seasons of 24 rows and more: a state for each of 24 hours or 52 weeks is corrected only once a cycle while the rows in between are
 * strongly related, so that the likelihood gives all its weight to the level and long horizons drift. Such a season is taken out by loess
 * (loess-decomposition.ts), a form without a season is fitted to the rest, and the last cycle is put back. Its degrees of freedom
 * count in σ and AICc, and it is taken out only if the squared one-step errors fall by more than chance would let them: AICc itself would refuse
 * most seasons of 52 weeks in three years. A given form keeps its own season at any length.
 *
 * T rows, season of m rows; O(T·m²) for the automatic choice. Hyndman & Khandakar, Automatic time series forecasting: the forecast package
 * for R, J. Statistical Software 27 (2008).
 */
import { BodkinError } from '../../../errors.js'
import { forecastDeviation } from './deviation.js'
import { estimateForm, type EtsEstimate } from './estimate.js'
import { candidateForms, formName, parameterCount, type EtsForm } from './form.js'
import { loessFreedom, loessSeason } from './loess-decomposition.js'
import { powerOfTwo, scaleBack } from './scale.js'

/** A fitted exponential smoothing model: plain data. */
export interface EtsState {
  readonly form: EtsForm
  /** Rows in a season; 1 when the form has none. */
  readonly season: number
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
  /** Level and slope after the last row. */
  readonly level: number
  readonly slope: number
  /** In the order of the next rows, length `season`; empty without a season. */
  readonly seasonal: Float64Array
  /** The season was taken out beforehand and is added back unchanged: `form.season` is 'N' while `seasonal` is not empty. */
  readonly decomposed: boolean
  /** Standard deviation of the innovations; relative to the forecast when the form's error is 'M'. */
  readonly sigma: number
  /** NaN when there are too few rows for it. */
  readonly aicc: number
  /** Constants dropped, as in R. */
  readonly logLikelihood: number
  /** One-step forecasts of the history, length T. */
  readonly fitted: Float64Array
}

export interface EtsSettings {
  /** Default 'auto'. */
  readonly form?: EtsForm | 'auto'
  /** For 'auto': whether a trend is damped; default 'auto'. */
  readonly damped?: 'auto' | boolean
}

/** From this many rows on a season is taken out beforehand. */
const LONG_SEASON = 24
/** 90 % quantile of the normal distribution. */
const CRITICAL = 1.2815515655446004

/** Fewest rows of a form with k numbers to estimate: AICc asks for T > k + 1. */
function fewestRows(form: EtsForm, m: number): number {
  return parameterCount(form, m) + 2
}

/**
 * Fit exponential smoothing.
 *
 * @param y values in time order, length T ≥ 1, finite
 * @param season rows in a season, integer ≥ 1
 * @throws BodkinError for a given form: `OPTION` when it is not one of the family or has no season to use, `DATA` when it needs more rows or
 *   positive values
 */
export function fitEts(y: Float64Array, season: number, settings: EtsSettings = {}): EtsState {
  const { form = 'auto', damped = 'auto' } = settings
  const scale = powerOfTwo(y)
  const scaled = y.map((value) => value / scale)
  if (form !== 'auto') return rescale(fitGiven(scaled, season, form, scale), season, scale)
  const plain = choose(scaled, season < LONG_SEASON ? season : 1, damped)
  if (plain === undefined) return fewRows(scaled, scale)
  if (season >= LONG_SEASON && y.length >= 2 * season && !plain.exact) {
    const removed = loessSeason(scaled, season)
    const adjusted = scaled.map((value, t) => value - removed[t])
    const rest = choose(adjusted, 1, damped)
    const freedom = loessFreedom(y.length, season)
    if (rest !== undefined && isSmaller(squaredErrors(adjusted, rest), squaredErrors(scaled, plain), freedom, rest)) {
      return rescale(rest, season, scale, { season: removed, freedom })
    }
  }
  return rescale(plain, season, scale)
}

/**
 * Whether taking out a season with `freedom` degrees of freedom pays: an F test at 90 % on the squared one-step errors after and before, in
 * Fisher's approximation ½ ln F ~ N(0, ½(1/a + 1/b)) for a and b degrees of freedom.
 */
function isSmaller(after: number, before: number, freedom: number, { form, fitted }: EtsEstimate): boolean {
  const left = fitted.length - parameterCount(form, 1) - freedom
  if (left <= 0) return false
  const f = (before - after) / freedom / (after / left)
  return Math.log(f) > CRITICAL * Math.sqrt(2 * (1 / freedom + 1 / left))
}

function squaredErrors(y: Float64Array, { fitted }: EtsEstimate): number {
  let sum = 0
  for (let t = 0; t < y.length; t++) sum += (y[t] - fitted[t]) ** 2
  return sum
}

function fitGiven(y: Float64Array, season: number, form: EtsForm, scale: number): EtsEstimate {
  const name = formName(form)
  if (form.error === 'A' && form.season === 'M') {
    throw new BodkinError('OPTION', `additive errors and a multiplicative season must not be joined, got ${name}`, {
      form,
    })
  }
  if (form.season !== 'N' && season < 2) {
    throw new BodkinError('OPTION', `${name} needs a season of at least 2 rows, got ${season}`, { form, season })
  }
  const least = fewestRows(form, season)
  if (y.length < least) {
    throw new BodkinError('DATA', `${name} needs at least ${least} rows, got ${y.length}`, { form, rows: y.length })
  }
  if (form.error === 'M' && !isPositive(y)) {
    const lowest = y.reduce((low, value) => Math.min(low, value)) * scale
    throw new BodkinError('DATA', `${name} needs values above 0, got ${lowest}`, { form, lowest })
  }
  const estimate = estimateForm(y, season, form)
  if (estimate === undefined) {
    throw new BodkinError('DATA', `${name} cannot be fitted: its forecasts would not all stay above 0`, { form })
  }
  return estimate
}

function choose(y: Float64Array, season: number, damped: 'auto' | boolean): EtsEstimate | undefined {
  const seasonal = season > 1 && y.length > season
  let best: EtsEstimate | undefined
  for (const form of candidateForms(isPositive(y), seasonal, damped)) {
    if (y.length < fewestRows(form, season)) continue
    const estimate = estimateForm(y, season, form)
    if (estimate?.exact) return estimate
    if (estimate !== undefined && (best === undefined || estimate.aicc < best.aicc)) best = estimate
  }
  return best
}

function isPositive(y: Float64Array): boolean {
  return y.every((value) => value > 0)
}

/** A season by row, and the degrees of freedom that it took. */
interface RemovedSeason {
  readonly season: Float64Array
  readonly freedom: number
}

/** Back into the units of the history, with the season that was `removed` before the fit. */
function rescale(estimate: EtsEstimate, m: number, scale: number, removed?: RemovedSeason): EtsState {
  const { form, alpha, beta, gamma, phi, errorSum, exact, fitted } = estimate
  const rows = fitted.length
  const count = parameterCount(form, m) + (removed?.freedom ?? 0)
  const value = estimate.minusTwoLogLikelihood + 2 * rows * Math.log(scale)
  const innovations = exact ? 0 : Math.sqrt(errorSum / Math.max(1, rows - count))
  const seasonal = removed === undefined ? estimate.seasonal : removed.season.slice(rows - m)
  const [level, slope] = scaleBack(Float64Array.of(estimate.level, estimate.slope), scale)
  return Object.freeze({
    form: Object.freeze(form),
    season: seasonal.length === 0 ? 1 : m,
    alpha,
    beta,
    gamma,
    phi,
    level,
    slope,
    seasonal: form.season === 'M' ? seasonal : seasonal.map((state) => state * scale),
    decomposed: removed !== undefined,
    sigma: form.error === 'M' ? innovations : innovations * scale,
    aicc: rows > count + 1 ? value + 2 * count + (2 * count * (count + 1)) / (rows - count - 1) : NaN,
    logLikelihood: -value / 2,
    fitted: scaleBack(
      fitted.map((forecast, t) => forecast + (removed?.season[t] ?? 0)),
      scale,
    ),
  })
}

/** Fewer rows than any form can be fitted to: a level that moves half way to each new value. */
function fewRows(y: Float64Array, scale: number): EtsState {
  const alpha = 0.5
  let level = y[0]
  let sum = 0
  const fitted = y.map((value) => {
    const before = level
    level += alpha * (value - level)
    sum += (value - before) ** 2
    return before
  })
  return Object.freeze({
    form: Object.freeze({ error: 'A', trend: 'N', damped: false, season: 'N' }),
    season: 1,
    alpha,
    beta: 0,
    gamma: 0,
    phi: 1,
    level: level * scale,
    slope: 0,
    seasonal: new Float64Array(0),
    decomposed: false,
    sigma: Math.sqrt(sum / Math.max(1, y.length - 1)) * scale,
    aicc: NaN,
    logLikelihood: NaN,
    fitted: scaleBack(fitted, scale),
  })
}

/**
 * Forecast h = 1…horizon rows after the history: the point forecast (all future errors 0) and the standard deviation of its error.
 */
export function forecastEts(state: EtsState, horizon: number): { yhat: Float64Array; deviation: Float64Array } {
  const { form, season, seasonal, phi, decomposed } = state
  const plus = form.season === 'A' || decomposed
  const scale = powerOfTwo([state.level, state.slope, ...(plus ? seasonal : [])])
  const level = state.level / scale
  const slope = state.slope / scale
  const yhat = new Float64Array(horizon)
  let power = 1
  let powers = 0
  for (let h = 0; h < horizon; h++) {
    power *= phi
    powers += power
    yhat[h] = level + powers * slope
    if (form.season === 'A') yhat[h] += seasonal[h % season] / scale
    if (form.season === 'M') yhat[h] *= seasonal[h % season]
  }
  const sigma = form.error === 'A' ? state.sigma / scale : state.sigma
  const deviation = forecastDeviation({ ...state, level, slope, sigma }, yhat)
  if (decomposed) for (let h = 0; h < horizon; h++) yhat[h] += seasonal[h % season] / scale
  return { yhat: scaleBack(yhat, scale), deviation: scaleBack(deviation, scale) }
}

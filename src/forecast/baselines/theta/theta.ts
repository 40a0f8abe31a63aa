/**
 * The theta method: simple smoothing that leans on a fraction of the linear trend.
 *
 *   1. a season, if the autocorrelation shows one (90 %), is taken out by classical decomposition: multiplicative for positive y, else additive
 *   2. one of four models is fitted to the rest by least squares (lines.ts, estimate.ts)
 *   3. the forecast gets its season back
 *
 * T rows, season of m rows; O(T·m). Assimakopoulos & Nikolopoulos, The theta model: a decomposition approach to forecasting, Int. J.
 * Forecasting 16 (2000); Fiorucci et al., Int. J. Forecasting 32 (2016). Winner of the M3 competition.
 */
import { BodkinError } from '../../../errors.js'
import { classicalSeason } from '../ets/classical-decomposition.js'
import { powerOfTwo, scaleBack } from '../ets/scale.js'
import { isSeasonal } from '../ets/seasonality-test.js'
import { estimateTheta, type ThetaEstimate } from './estimate.js'
import { forecastLine, varianceFactors, type ThetaPosition } from './lines.js'

/**
 * 'standard': θ = 2 and one line for the whole history · 'optimized': θ ≥ 1 estimated · 'dynamic-standard', 'dynamic-optimized': the line
 * is updated row by row.
 */
export type ThetaMethod = 'standard' | 'optimized' | 'dynamic-standard' | 'dynamic-optimized'

export interface ThetaSettings {
  /** 'auto' takes the one with the smallest one-step error; default 'dynamic-optimized'. */
  readonly method?: ThetaMethod | 'auto'
}

/** A fitted theta model: plain data. `level` and `line` belong to the series without its season. */
export interface ThetaState extends ThetaPosition {
  readonly method: ThetaMethod
  /** 'N' when the history shows no season. */
  readonly seasonality: 'N' | 'A' | 'M'
  /** Rows in a season; 1 without. */
  readonly season: number
  /** In the order of the next rows, length `season`; empty without a season. */
  readonly seasonal: Float64Array
  /** Standard deviation of the one-step errors of the series without its season. */
  readonly sigma: number
  /** One-step forecasts of the history, length T. */
  readonly fitted: Float64Array
}

/** The plainest first: a later one must be better by more than rounding. */
const METHODS: readonly ThetaMethod[] = ['standard', 'optimized', 'dynamic-standard', 'dynamic-optimized']
/** Steps ahead at most: the variances of the dynamic variants cost their square. */
const MOST_STEPS = 10_000
/** Seasonal factors below this make the season additive: dividing by them would blow up the noise. */
const LEAST_FACTOR = 0.01
/** Root mean squared errors below this share of the largest value are rounding. */
const ROUNDING = 1e-13

/**
 * Fit the theta method.
 *
 * @param y values in time order, length T ≥ 1, finite; with fewer than 8 rows θ is 2 whatever the method
 * @param season rows in a season, integer ≥ 1; at least two seasons of history are needed to find one
 */
export function fitTheta(y: Float64Array, season: number, settings: ThetaSettings = {}): ThetaState {
  const { method = 'dynamic-optimized' } = settings
  const scale = powerOfTwo(y)
  const scaled = y.map((value) => value / scale)
  const { kind, pattern } = findSeason(scaled, season)
  const back = (value: number, t: number): number =>
    kind === 'N' ? value : kind === 'A' ? value + pattern[t % season] : value * pattern[t % season]
  const adjusted =
    kind === 'N'
      ? scaled
      : scaled.map((value, t) => (kind === 'A' ? value - pattern[t % season] : value / pattern[t % season]))

  const candidates = method === 'auto' ? METHODS : [method]
  let chosen = candidates[0]
  let best = estimateMethod(adjusted, chosen)
  for (const candidate of candidates.slice(1)) {
    const estimate = estimateMethod(adjusted, candidate)
    if (estimate.errorSum < best.errorSum * (1 - 1e-9)) {
      best = estimate
      chosen = candidate
    }
  }
  const { alpha, weight, level, line, errorSum, counted, parameters, fitted } = best
  const exact = errorSum <= counted * ROUNDING ** 2
  return Object.freeze({
    method: chosen,
    dynamic: isDynamic(chosen),
    seasonality: kind,
    season: kind === 'N' ? 1 : season,
    seasonal: pattern.map((_, j) => pattern[(y.length + j) % season] * (kind === 'A' ? scale : 1)),
    alpha,
    weight,
    level: level * scale,
    rows: y.length,
    line: Object.freeze({
      rows: line.rows,
      mean: line.mean * scale,
      intercept: line.intercept * scale,
      slope: line.slope * scale,
    }),
    sigma: exact ? 0 : Math.sqrt(errorSum / Math.max(1, counted - parameters)) * scale,
    fitted: scaleBack(fitted.map(back), scale),
  })
}

function estimateMethod(y: Float64Array, method: ThetaMethod): ThetaEstimate {
  return estimateTheta(y, isDynamic(method), method.endsWith('standard') ? 0.5 : undefined)
}

function isDynamic(method: ThetaMethod): boolean {
  return method.startsWith('dynamic')
}

/** The season by position of the row, empty when there is none. */
function findSeason(y: Float64Array, m: number): { kind: 'N' | 'A' | 'M'; pattern: Float64Array } {
  if (!isSeasonal(y, m)) return { kind: 'N', pattern: new Float64Array(0) }
  if (y.every((value) => value > 0)) {
    const pattern = classicalSeason(y, m, true)
    if (pattern.every((factor) => factor >= LEAST_FACTOR)) return { kind: 'M', pattern }
  }
  return { kind: 'A', pattern: classicalSeason(y, m, false) }
}

/** Forecast h = 1…horizon rows after the history: the point forecast and the standard deviation of its error. */
export function forecastTheta(state: ThetaState, horizon: number): { yhat: Float64Array; deviation: Float64Array } {
  if (horizon > MOST_STEPS) {
    throw new BodkinError(
      'LIMIT',
      `theta must forecast at most ${MOST_STEPS} steps ahead, got ${horizon}: use ets or arima`,
      { horizon },
    )
  }
  const { seasonality, seasonal, season, level, line } = state
  const plus = seasonality === 'A'
  const scale = powerOfTwo([level, line.mean, line.slope, ...(plus ? seasonal : [])])
  const position: ThetaPosition = {
    ...state,
    level: level / scale,
    line: { rows: line.rows, mean: line.mean / scale, intercept: line.intercept / scale, slope: line.slope / scale },
  }
  const yhat = forecastLine(position, horizon)
  const deviation = varianceFactors(position, horizon).map((factor) => (state.sigma / scale) * Math.sqrt(factor))
  for (let h = 0; h < horizon; h++) {
    const factor = seasonality === 'N' ? 1 : seasonal[h % season]
    if (plus) yhat[h] += factor / scale
    else {
      yhat[h] *= factor
      deviation[h] *= factor
    }
  }
  return { yhat: scaleBack(yhat, scale), deviation: scaleBack(deviation, scale) }
}

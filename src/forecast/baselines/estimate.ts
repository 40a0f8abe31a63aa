/**
 * The baselines on settled histories: no Arrow, so that workers and cross-validation can fit them as they are.
 *
 *   mean            σ² = Σ(y − ȳ)²/(T − 1)
 *   naive           σ² = mean of squared differences
 *   seasonal naive  σ² = mean of squared differences m rows apart, m = rows in a season
 *   drift           σ² = variance of the differences, T − 2 degrees of freedom
 *
 * O(T); exponential smoothing, theta and ARIMA are chosen in ets/, theta/ and arima/. Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §5.2, 5.5.
 */
import { BodkinError } from '../../errors.js'
import { average } from '../../numeric/average.js'
import { inferFrequency, type Frequency } from '../frequency.js'
import type { History } from '../history.js'
import type { ArimaModel, BaselineModel, EtsModel, SimpleModel, ThetaModel } from '../model.js'
import { continueArima, fitArima, type ArimaSettings } from './arima/arima.js'
import { fitEts, type EtsSettings } from './ets/ets.js'
import { fitTheta, type ThetaSettings } from './theta/theta.js'

/** What the simple baselines are told. Plain data. */
export interface SimpleSettings {
  readonly time: string
  readonly value: string
  readonly intervalWidth: number
}

/** Fit the mean to at least 2 rows. */
export function estimateMean(history: History, settings: SimpleSettings): SimpleModel {
  const { y } = history
  const centre = average(y)
  let squares = 0
  for (const value of y) squares += (value - centre) ** 2
  return simpleModel('mean', settings, history, 1, Math.sqrt(squares / (y.length - 1)))
}

/** Fit the naive forecast to at least 2 rows. */
export function estimateNaive(history: History, settings: SimpleSettings): SimpleModel {
  return simpleModel('naive', settings, history, 1, differenceDeviation(history.y, 1))
}

/** Fit the seasonal naive forecast; the season comes from the history's frequency when it is not given. With one season only, σ is NaN: unknown. */
export function estimateSeasonalNaive(
  history: History,
  settings: SimpleSettings,
  given: number | undefined,
): SimpleModel {
  const { ds, y } = history
  const season = seasonRequired(ds, given)
  if (y.length < season) {
    throw new BodkinError(
      'DATA',
      `seasonalNaive needs at least one season (${season} rows), got ${y.length}: give a longer history or a shorter season`,
      { season, rows: y.length },
    )
  }
  const sigma = y.length > season ? differenceDeviation(y, season) : NaN
  return simpleModel('seasonal-naive', settings, history, season, sigma)
}

/** Fit the drift: the line through the first and the last of at least 2 rows. With 2 rows σ is NaN: unknown. */
export function estimateDrift(history: History, settings: SimpleSettings): SimpleModel {
  const { y } = history
  const slope = (y[y.length - 1] - y[0]) / (y.length - 1)
  let squares = 0
  for (let t = 1; t < y.length; t++) squares += (y[t] - y[t - 1] - slope) ** 2
  return simpleModel('drift', settings, history, 1, y.length > 2 ? Math.sqrt(squares / (y.length - 2)) : NaN)
}

/** Fit exponential smoothing; without a season of its own, the frequency's usual one, or none. */
export function estimateEts(
  history: History,
  settings: SimpleSettings,
  options: EtsSettings & { readonly season: number | undefined },
): EtsModel {
  const season = seasonOf(history, options.season)
  const state = fitEts(history.y, season, options)
  return Object.freeze({ kind: 'ets', ...shared(settings, history, season), state: Object.freeze(state) })
}

/** Fit the theta method; without a season of its own, the frequency's usual one, or none. */
export function estimateTheta(
  history: History,
  settings: SimpleSettings,
  options: ThetaSettings & { readonly season: number | undefined },
): ThetaModel {
  const season = seasonOf(history, options.season)
  const state = fitTheta(history.y, season, options)
  return Object.freeze({ kind: 'theta', ...shared(settings, history, season), state: Object.freeze(state) })
}

/** Fit seasonal ARIMA; without a season of its own, the frequency's usual one, or none. */
export function estimateArima(
  history: History,
  settings: SimpleSettings,
  options: ArimaSettings & { readonly season: number | undefined },
): ArimaModel {
  const season = seasonOf(history, options.season)
  const state = fitArima(history.y, season, options)
  return Object.freeze({ kind: 'arima', ...shared(settings, history, season), state: Object.freeze(state) })
}

/** A seasonal ARIMA model carried over to another history of its series, without a search (see `continueArima`). */
export function carryArima(history: History, { settings, season, state }: ArimaModel): ArimaModel {
  const carried = continueArima(history.y, state)
  return Object.freeze({ kind: 'arima', ...shared(settings, history, season), state: Object.freeze(carried) })
}

/** The season given, the usual one of the history's frequency, or none. */
function seasonOf({ ds }: History, given: number | undefined): number {
  return given ?? usualSeason(inferFrequency(ds)) ?? 1
}

function simpleModel(
  kind: SimpleModel['kind'],
  settings: SimpleSettings,
  history: History,
  season: number,
  sigma: number,
): SimpleModel {
  return Object.freeze({ kind, ...shared(settings, history, season), sigma })
}

/** What all baselines keep. */
function shared(
  settings: SimpleSettings,
  history: History,
  season: number,
): Pick<BaselineModel, 'settings' | 'time' | 'season' | 'history'> {
  const { ds } = history
  return {
    settings: Object.freeze(settings),
    time: Object.freeze({ start: ds[0], end: ds[ds.length - 1], frequency: inferFrequency(ds) }),
    season,
    history: Object.freeze(history),
  }
}

/** √ of the mean squared difference of values `lag` rows apart; `y` longer than `lag`. */
function differenceDeviation(y: Float64Array, lag: number): number {
  let sum = 0
  for (let t = lag; t < y.length; t++) sum += (y[t] - y[t - lag]) ** 2
  return Math.sqrt(sum / (y.length - lag))
}

const SEASONS: Readonly<Record<string, number>> = {
  '5min': 288,
  '15min': 96,
  '30min': 48,
  h: 24,
  D: 7,
  B: 5,
  W: 52,
  MS: 12,
  M: 12,
  MD: 12,
  '3MD': 4,
  QS: 4,
  YS: 1,
  '12MD': 1,
}

/** The season given, or the usual one of the history's frequency. */
function seasonRequired(ds: Float64Array, given: number | undefined): number {
  const frequency = inferFrequency(ds)
  const season = given ?? usualSeason(frequency)
  if (season !== undefined) return season
  throw new BodkinError(
    'OPTION',
    `option "season" is needed: the history's frequency (${frequency ?? 'irregular'}) has no usual season`,
    { option: 'season' },
  )
}

/** Rows in the usual season of a frequency; undefined when there is none. */
export function usualSeason(frequency: Frequency | null): number | undefined {
  return frequency === null ? undefined : SEASONS[frequency]
}

/**
 * Mean absolute difference of values a season apart: the error of the seasonal naive forecast inside the history, and the unit of MASE
 * (Hyndman & Koehler 2006). Lag 1 where the frequency has no season or the history is not longer than one; 0 for a constant.
 */
export function seasonalError({ ds, y }: History): number {
  const season = usualSeason(inferFrequency(ds)) ?? 1
  const lag = y.length > season ? season : 1
  let sum = 0
  for (let t = lag; t < y.length; t++) sum += Math.abs(y[t] - y[t - lag])
  return sum / (y.length - lag)
}

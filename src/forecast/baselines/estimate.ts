/**
 * The simple baselines on settled histories: no Arrow, so that workers and cross-validation can fit them as they are.
 *
 *   mean            σ² = Σ(y − ȳ)²/(T − 1)
 *   naive           σ² = mean of squared differences
 *   seasonal naive  σ² = mean of squared differences m rows apart, m = rows in a season
 *
 * O(T). Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §5.2, 5.5.
 */
import { BodkinError } from '../../errors.js'
import { inferFrequency, type Frequency } from '../frequency.js'
import type { History } from '../history.js'
import type { BaselineModel } from '../model.js'

/** What the simple baselines are told. Plain data. */
export interface SimpleSettings {
  readonly time: string
  readonly value: string
  readonly intervalWidth: number
}

/** Fit the mean to at least 2 rows. */
export function estimateMean(history: History, settings: SimpleSettings): BaselineModel {
  const { y } = history
  let sum = 0
  for (const value of y) sum += value
  const centre = sum / y.length
  let squares = 0
  for (const value of y) squares += (value - centre) ** 2
  return simpleModel('mean', settings, history, 1, Math.sqrt(squares / (y.length - 1)))
}

/** Fit the naive forecast to at least 2 rows. */
export function estimateNaive(history: History, settings: SimpleSettings): BaselineModel {
  return simpleModel('naive', settings, history, 1, differenceDeviation(history.y, 1))
}

/** Fit the seasonal naive forecast; the season comes from the history's frequency when it is not given. With one season only, σ is NaN: unknown. */
export function estimateSeasonalNaive(
  history: History,
  settings: SimpleSettings,
  given: number | undefined,
): BaselineModel {
  const { ds, y } = history
  const season = given ?? usualSeason(inferFrequency(ds))
  if (season === undefined) {
    throw new BodkinError(
      'OPTION',
      `option "season" is needed: the history's frequency (${inferFrequency(ds) ?? 'irregular'}) has no usual season`,
      { option: 'season' },
    )
  }
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

function simpleModel(
  kind: 'mean' | 'naive' | 'seasonal-naive',
  settings: SimpleSettings,
  history: History,
  season: number,
  sigma: number,
): BaselineModel {
  const { ds } = history
  return Object.freeze({
    kind,
    settings: Object.freeze(settings),
    time: Object.freeze({ start: ds[0], end: ds[ds.length - 1], frequency: inferFrequency(ds) }),
    season,
    sigma,
    history: Object.freeze(history),
  })
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
  QS: 4,
  YS: 1,
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

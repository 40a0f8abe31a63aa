/**
 * Seasonal naive: the value one season ago, repeated. The baseline that every published forecast has to beat.
 *
 *   ŷ(T + h) = y(T + h − m·⌈h/m⌉),  variance σ²·⌈h/m⌉,  σ² = mean of squared seasonal differences
 *
 * T rows, season of m rows, h steps ahead; O(T). Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §5.2, 5.5.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { integer, optional, readOptions, type Schema } from '../../options/rules.js'
import { inferFrequency, type Frequency } from '../frequency.js'
import type { BaselineModel } from '../model.js'
import {
  baselineModel,
  baselineSchema,
  differenceDeviation,
  readBaselineHistory,
  type BaselineOptions,
  type BaselineSettings,
} from './baseline.js'

/** Options of the seasonal naive baseline. */
export interface SeasonalNaiveOptions extends BaselineOptions {
  /** Rows in a season, integer ≥ 1; default from the frequency: 7 for days, 5 for business days, 52 for weeks, 12 for months, 4 for quarters, 24 for hours. */
  readonly season?: number
}

const schema: Schema<BaselineSettings & { readonly season: number | undefined }> = {
  ...baselineSchema,
  season: optional(integer({ min: 1 })),
}

/**
 * Fit the seasonal naive baseline.
 *
 * @param history one row a period: a time column (default `ds`) and a value column (default `y`); rows without a value are skipped
 * @throws BodkinError `DATA` when the history is not longer than one season, `OPTION` when the season cannot be told from the frequency
 * @example
 * predict(seasonalNaive({ ds, y }, { season: 7 }), { periods: 2 })   // yhat = [y[T − 7], y[T − 6]]
 */
export function seasonalNaive(history: TableLike, options: SeasonalNaiveOptions = {}): BaselineModel {
  const settings = readOptions(schema, options)
  const observed = readBaselineHistory(history, settings, 'seasonalNaive')
  const { ds, y } = observed
  const season = settings.season ?? seasonOf(inferFrequency(ds))
  if (y.length < season) {
    throw new BodkinError(
      'DATA',
      `seasonalNaive needs at least one season (${season} rows), got ${y.length}: give a longer history or a shorter season`,
      { season, rows: y.length },
    )
  }
  return baselineModel(
    'seasonal-naive',
    settings,
    observed,
    season,
    y.length > season ? differenceDeviation(y, season) : NaN,
  )
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

/** Rows in the usual season of a frequency. */
function seasonOf(frequency: Frequency | null): number {
  const season = frequency === null ? undefined : SEASONS[frequency]
  if (season !== undefined) return season
  throw new BodkinError(
    'OPTION',
    `option "season" is needed: the history's frequency (${frequency ?? 'irregular'}) has no usual season`,
    {
      option: 'season',
    },
  )
}

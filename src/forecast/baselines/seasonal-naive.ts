/**
 * Seasonal naive: the value one season ago, repeated. The baseline that every published forecast has to beat.
 *
 *   ŷ(T + h) = y(T + h − m·⌈h/m⌉),  variance σ²·⌈h/m⌉,  σ² = mean of squared seasonal differences
 *
 * T rows, season of m rows, h steps ahead; O(T). Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §5.2, 5.5.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { integer, optional, readOptions, type Schema } from '../../options/rules.js'
import type { SimpleModel } from '../model.js'
import { baselineSchema, readBaselineHistory, type BaselineOptions, type BaselineSettings } from './baseline.js'
import { estimateSeasonalNaive } from './estimate.js'

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
export function seasonalNaive(history: TableLike, options: SeasonalNaiveOptions = {}): SimpleModel {
  const settings = readOptions(schema, options)
  const { season, ...own } = settings
  return estimateSeasonalNaive(readBaselineHistory(history, settings, 'seasonalNaive'), own, season)
}

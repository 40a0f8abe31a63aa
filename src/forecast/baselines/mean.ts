/**
 * Mean: the average of the history, repeated. What an uninformed forecaster says of a series without trend.
 *
 *   ŷ(T + h) = ȳ,  variance s²·(1 + 1/T),  s² = Σ(y − ȳ)²/(T − 1)
 *
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §5.2, 5.5.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { readOptions } from '../../options/rules.js'
import type { SimpleModel } from '../model.js'
import { baselineSchema, readBaselineHistory, type BaselineOptions } from './baseline.js'
import { estimateMean } from './estimate.js'

/**
 * Fit the mean baseline.
 *
 * @param history a time column (default `ds`) and a value column (default `y`); rows without a value are skipped
 * @throws BodkinError `DATA` for fewer than 2 rows with a value
 * @example
 * predict(mean({ ds: days, y: [1, 2, 3] }), { periods: 2 })   // yhat = [2, 2]
 */
export function mean(history: TableLike, options: BaselineOptions = {}): SimpleModel {
  const settings = readOptions(baselineSchema, options)
  return estimateMean(readBaselineHistory(history, settings, 'mean'), settings)
}

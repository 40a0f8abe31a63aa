/**
 * Naive: the last value, repeated. Nothing beats it on a random walk.
 *
 *   ŷ(T + h) = y(T),  variance σ²·h,  σ² = mean of squared differences
 *
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §5.2, 5.5.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { readOptions } from '../../options/rules.js'
import type { SimpleModel } from '../model.js'
import { baselineSchema, readBaselineHistory, type BaselineOptions } from './baseline.js'
import { estimateNaive } from './estimate.js'

/**
 * Fit the naive baseline.
 *
 * @param history a time column (default `ds`) and a value column (default `y`); rows without a value are skipped
 * @throws BodkinError `DATA` for fewer than 2 rows with a value
 * @example
 * predict(naive({ ds: days, y: [1, 2, 3] }), { periods: 2 })   // yhat = [3, 3]
 */
export function naive(history: TableLike, options: BaselineOptions = {}): SimpleModel {
  const settings = readOptions(baselineSchema, options)
  return estimateNaive(readBaselineHistory(history, settings, 'naive'), settings)
}

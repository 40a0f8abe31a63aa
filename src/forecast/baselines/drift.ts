/**
 * Drift: the line through the first and the last value, continued. The naive forecast of a random walk that goes somewhere.
 *
 *   ŷ(T + h) = y(T) + h·b,  b = (y(T) − y(1))/(T − 1),  variance σ²·h·(1 + h/(T − 1)),  σ² = variance of the differences
 *
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §5.2, 5.5.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { readOptions } from '../../options/rules.js'
import type { SimpleModel } from '../model.js'
import { baselineSchema, readBaselineHistory, type BaselineOptions } from './baseline.js'
import { estimateDrift } from './estimate.js'

/**
 * Fit the drift baseline.
 *
 * @param history one row a period: a time column (default `ds`) and a value column (default `y`); rows without a value are skipped
 * @throws BodkinError `DATA` for fewer than 2 rows with a value
 * @example
 * predict(drift({ ds: days, y: [1, 2, 3] }), { periods: 2 })   // yhat = [4, 5]
 */
export function drift(history: TableLike, options: BaselineOptions = {}): SimpleModel {
  const settings = readOptions(baselineSchema, options)
  return estimateDrift(readBaselineHistory(history, settings, 'drift'), settings)
}

/**
 * Mean: the average of the history, repeated. What an uninformed forecaster says of a series without trend.
 *
 *   ŷ(T + h) = ȳ,  variance s²·(1 + 1/T),  s² = Σ(y − ȳ)²/(T − 1)
 *
 * Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), §5.2, 5.5.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { readOptions } from '../../options/rules.js'
import type { BaselineModel } from '../model.js'
import { baselineModel, baselineSchema, readBaselineHistory, type BaselineOptions } from './baseline.js'

/**
 * Fit the mean baseline.
 *
 * @param history a time column (default `ds`) and a value column (default `y`); rows without a value are skipped
 * @throws BodkinError `DATA` for fewer than 2 rows with a value
 * @example
 * predict(mean({ ds: days, y: [1, 2, 3] }), { periods: 2 })   // yhat = [2, 2]
 */
export function mean(history: TableLike, options: BaselineOptions = {}): BaselineModel {
  const settings = readOptions(baselineSchema, options)
  const observed = readBaselineHistory(history, settings, 'mean')
  return baselineModel('mean', settings, observed, 1, sampleDeviation(observed.y))
}

/** The average of `y`. */
export function average(y: Float64Array): number {
  let sum = 0
  for (const value of y) sum += value
  return sum / y.length
}

function sampleDeviation(y: Float64Array): number {
  const centre = average(y)
  let sum = 0
  for (const value of y) sum += (value - centre) ** 2
  return Math.sqrt(sum / (y.length - 1))
}

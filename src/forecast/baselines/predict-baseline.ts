/**
 * Forecasts of the baselines: a value and the standard deviation of its error, a row at a time.
 *
 * Behind the history a row lies h ≥ 1 steps of the calendar after the last one; inside it, the value is what the baseline would have said
 * one step before, from the rows before that time only (none: NaN).
 */
import { stepsAhead, type Frequency } from '../frequency.js'
import type { BaselineModel } from '../model.js'
import { average } from './mean.js'

/** `ds` in any order, milliseconds; the results have one entry a row. */
export function baselineForecast(
  model: BaselineModel,
  ds: Float64Array,
  frequency?: Frequency,
): { yhat: Float64Array; deviation: Float64Array } {
  const { kind, history, season, sigma, time } = model
  const { y } = history
  const rows = y.length
  const level = average(y)
  const steps = stepsAhead(time, ds, frequency)
  const yhat = new Float64Array(ds.length)
  const deviation = new Float64Array(ds.length)
  for (let i = 0; i < ds.length; i++) {
    if (kind === 'mean') {
      yhat[i] = level
      deviation[i] = sigma * Math.sqrt(1 + 1 / rows)
    } else if (steps[i] > 0) {
      const h = steps[i]
      const seasons = Math.ceil(h / season)
      yhat[i] = y[rows + h - 1 - season * seasons]
      deviation[i] = sigma * Math.sqrt(seasons)
    } else {
      yhat[i] = y[rowsBefore(history.ds, ds[i]) - season] ?? NaN
      deviation[i] = sigma
    }
  }
  return { yhat, deviation }
}

/** How many of the ascending times lie before `time`. */
function rowsBefore(ds: Float64Array, time: number): number {
  let low = 0
  let high = ds.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ds[middle] < time) low = middle + 1
    else high = middle
  }
  return low
}

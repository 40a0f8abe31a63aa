/**
 * Forecasts of the baselines: a value and the standard deviation of its error, a row at a time.
 *
 * Behind the history a row lies h ≥ 1 steps of the calendar after the last one; inside it, the value is what the baseline would have said
 * one step before, from the rows before that time only (none: NaN).
 */
import { average } from '../../numeric/average.js'
import { stepsAhead, type Frequency } from '../frequency.js'
import type { BaselineModel, SimpleModel } from '../model.js'
import { forecastArima } from './arima/forecast.js'
import { forecastEts } from './ets/ets.js'
import { forecastTheta } from './theta/theta.js'

/** Values and the standard deviations of their errors. */
interface Values {
  readonly yhat: Float64Array
  readonly deviation: Float64Array
}

/** `ds` in any order, milliseconds; the results have one entry a row. */
export function baselineForecast(model: BaselineModel, ds: Float64Array, frequency?: Frequency): Values {
  const steps = stepsAhead(model.time, ds, frequency)
  const ahead = forecastSteps(
    model,
    steps.reduce((most, step) => Math.max(most, step), 0),
  )
  const yhat = new Float64Array(ds.length)
  const deviation = new Float64Array(ds.length)
  for (let i = 0; i < ds.length; i++) {
    const h = steps[i]
    const row = h > 0 ? -1 : rowsBefore(model.history.ds, ds[i])
    yhat[i] = h > 0 ? ahead.yhat[h - 1] : fittedValue(model, row)
    deviation[i] = h > 0 ? ahead.deviation[h - 1] : fittedDeviation(model, yhat[i])
  }
  return { yhat, deviation }
}

/** The forecasts 1 … `horizon` steps ahead. */
function forecastSteps(model: BaselineModel, horizon: number): Values {
  if (model.kind === 'ets') return forecastEts(model.state, horizon)
  if (model.kind === 'theta') return forecastTheta(model.state, horizon)
  if (model.kind === 'arima') return forecastArima(model.state, horizon)
  const yhat = new Float64Array(horizon)
  const deviation = new Float64Array(horizon)
  for (let h = 1; h <= horizon; h++) {
    yhat[h - 1] = simpleValue(model, h)
    deviation[h - 1] = model.sigma * Math.sqrt(simpleVariance(model, h))
  }
  return { yhat, deviation }
}

function simpleValue({ kind, season, history: { y } }: SimpleModel, h: number): number {
  const rows = y.length
  switch (kind) {
    case 'mean':
      return average(y)
    case 'drift':
      return y[rows - 1] + (h * (y[rows - 1] - y[0])) / (rows - 1)
    case 'naive':
    case 'seasonal-naive':
      return y[rows + h - 1 - season * Math.ceil(h / season)]
  }
}

/** Variance of the error in units of σ². */
function simpleVariance({ kind, season, history: { y } }: SimpleModel, h: number): number {
  switch (kind) {
    case 'mean':
      return 1 + 1 / y.length
    case 'drift':
      return h * (1 + h / (y.length - 1))
    case 'naive':
    case 'seasonal-naive':
      return Math.ceil(h / season)
  }
}

/** What the model said of a row of its history, `row` rows of which lie before. */
function fittedValue(model: BaselineModel, row: number): number {
  if (model.kind === 'ets' || model.kind === 'theta' || model.kind === 'arima') return model.state.fitted[row]
  const { y } = model.history
  if (model.kind === 'mean') return average(y)
  const before = y[row - model.season] ?? NaN
  return model.kind === 'drift' ? before + (y[y.length - 1] - y[0]) / (y.length - 1) : before
}

/** Standard deviation of a one-step error inside the history. */
function fittedDeviation(model: BaselineModel, value: number): number {
  if (model.kind === 'ets')
    return model.state.form.error === 'M' ? model.state.sigma * Math.abs(value) : model.state.sigma
  if (model.kind === 'theta' || model.kind === 'arima') return model.state.sigma
  return model.kind === 'mean' ? model.sigma * Math.sqrt(1 + 1 / model.history.y.length) : model.sigma
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

/**
 * Rows to predict, complete: regressors that have a model of their own get the values that the rows lack.
 *
 * A missing value at a time of the history is the history's; any other one is the forecast of the regressor's model.
 */
import type { Frame } from '../additive/frame.js'
import type { AdditiveModel } from '../model.js'
import { pointForecast } from './point-forecast.js'

/** Rows with every column that the model needs. */
export interface CompleteFrame extends Frame {
  /** For each regressor with a model of its own 1 at the rows where its value is a forecast, else 0. */
  readonly forecast: Readonly<Record<string, Uint8Array>>
}

/** Fill in what the frame lacks: whole columns, and NaN in them. */
export function completeFrame(model: AdditiveModel, frame: Frame): CompleteFrame {
  const predictors = Object.entries(model.predictors ?? {})
  const columns: Record<string, Float64Array> = { ...frame.columns }
  const forecast: Record<string, Uint8Array> = {}
  for (const [name, predictor] of predictors) {
    const values = Float64Array.from(frame.columns[name] ?? new Float64Array(frame.ds.length).fill(NaN))
    takeFromHistory(values, frame.ds, predictor)
    const missing = Uint8Array.from(values, (value) => Number(Number.isNaN(value)))
    if (missing.includes(1)) {
      const own = pointForecast(predictor, frame)
      missing.forEach((is, row) => {
        if (is === 1) values[row] = own[row]
      })
    }
    columns[name] = values
    forecast[name] = missing
  }
  return { ds: frame.ds, columns, forecast }
}

/** The same rows as if nothing behind the history were known of the regressors that are forecast themselves. */
export function withoutForecast({ predictors = {} }: AdditiveModel, { ds, columns }: Frame): Frame {
  const kept = Object.entries(columns).filter(([name]) => !Object.hasOwn(predictors, name))
  return { ds, columns: Object.fromEntries(kept) }
}

/** Rows at a time of the history take the history's value, of repeated times the last. */
function takeFromHistory(values: Float64Array, ds: Float64Array, { history, time }: AdditiveModel): void {
  if (!values.some((value, row) => Number.isNaN(value) && ds[row] <= time.end)) return
  const known = new Map(Array.from(history.ds, (at, row) => [at, history.y[row]]))
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) values[row] = known.get(ds[row]) ?? NaN
  }
}

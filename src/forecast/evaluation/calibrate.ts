/**
 * Calibrate a model's intervals on its cross-validation.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { number, readOptions, withDefault, type Schema } from '../../options/rules.js'
import { assertModel } from '../assert-model.js'
import { calibrateErrors } from '../intervals/conformal.js'
import type { ForecastModel } from '../model.js'
import { readEvaluation } from './read-evaluation.js'

/** Options of `calibrate`. */
export interface CalibrateOptions {
  /** Share of future rows that the intervals shall hold, (0, 1); default 0.8. */
  readonly coverage?: number
}

const schema: Schema<{ readonly coverage: number }> = { coverage: withDefault(number({ above: 0, below: 1 }), 0.8) }

/**
 * Give a model conformal intervals: `predict(model, future, { interval: 'conformal' })` then sets ŷ ± the errors that past forecasts made at
 * the same horizon.
 *
 * @param model from `fit` or a baseline; the same model and options as in `cv`
 * @param cv the table of `crossValidate`, its horizon as long as the forecasts. Folds are what counts: 4 cutoffs at least for a coverage of 0.8, 9 for
 *   0.9, 19 for 0.95 (with fewer the largest past error is taken, which covers less), and twice as many give steady intervals
 * @returns the model with `conformal`: `coverage` as asked, `achieved` as measured on folds that were left out in turn (null when there are
 *   too few), and the half widths by horizon, which never fall. Rows beyond the horizon of `cv` get its last half width
 * @throws BodkinError `DATA` when `cv` has fewer rows than that; `COLUMN` when it is no cross-validation
 * @example
 * const calibrated = calibrate(model, await crossValidate(history, {}, { horizon: 28 }))
 * predict(calibrated, { periods: 28 }, { interval: 'conformal' })
 */
export function calibrate(model: ForecastModel, cv: TableLike, options: CalibrateOptions = {}): ForecastModel {
  assertModel(model, 'calibrate')
  const { coverage } = readOptions(schema, options)
  const { horizon, cutoff, y, yhat } = readEvaluation(cv, 'calibrate')
  const error = y.map((value, i) => Math.abs(value - yhat[i]))
  return Object.freeze({ ...model, conformal: Object.freeze(calibrateErrors({ horizon, error, cutoff }, coverage)) })
}

/** The parts of the fitted model at the rows of the history, or at given ones. */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../arrow/table-like.js'
import { float64, time, writeTable, type OutputColumn } from '../arrow/write-table.js'
import { errorsAt } from './additive/errors.js'
import type { Frame } from './additive/frame.js'
import { assertAdditive } from './assert-model.js'
import { readFrame } from './input/future.js'
import type { ForecastModel } from './model.js'
import { evaluateMean } from './posterior/mean-parts.js'
import { completeFrame } from './predictors/complete-frame.js'
import { backTransform } from './transform/transform.js'

/**
 * Split an additive model into its parts: y = trend·(1 + multiplicative_terms) + additive_terms + residual. With a `transform` y, trend, yhat and
 * residual are in units of y and the components in those of the transformed y, where the sum holds.
 *
 * @param ds rows to evaluate, a table with the model's time column (and the columns of its regressors and conditions); default the history
 * @returns `ds`, for the history also `y`, then `trend`, each component as `predict` names it, `yhat`, and for the history `residual` = y − yhat
 * @throws BodkinError `OPTION` for a baseline, `COLUMN` or `DATA` for a table that cannot be used
 * @example
 * decompose(model).getChild('weekly')
 */
export function decompose(model: ForecastModel, ds?: TableLike): Table {
  const additive = assertAdditive(model, 'decompose')
  const { history } = additive
  const back = backTransform(additive.settings.transform)
  const inUnits = (values: Float64Array): Float64Array => (back === undefined ? values : values.map((z) => back(z)))
  const parts = (frame: Frame): { columns: [string, OutputColumn][]; yhat: Float64Array } => {
    const { trend, components, yhat } = evaluateMean(additive, frame, errorsAt(additive, frame.ds)?.expected)
    return { columns: partColumns(inUnits(trend), components), yhat: inUnits(yhat) }
  }
  if (ds !== undefined) {
    const frame = completeFrame(additive, readFrame(additive, ds, 'argument "ds"'))
    const { columns, yhat } = parts(frame)
    return writeTable([['ds', time(frame.ds)], ...columns, ['yhat', float64(yhat)]])
  }
  const { columns, yhat } = parts(history)
  return writeTable([
    ['ds', time(history.ds)],
    ['y', float64(history.y.slice())],
    ...columns,
    ['yhat', float64(yhat)],
    ['residual', float64(history.y.map((value, i) => value - yhat[i]))],
  ])
}

function partColumns(trend: Float64Array, components: ReadonlyMap<string, Float64Array>): [string, OutputColumn][] {
  return [
    ['trend', float64(trend)],
    ...Array.from(components, ([name, values]): [string, OutputColumn] => [name, float64(values)]),
  ]
}

/** The parts of the fitted model at the rows of the history, or at given ones. */
import type { Table } from 'apache-arrow'
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { float64, time, writeTable, type OutputColumn } from '../arrow/write-table.js'
import { columnsOfSettings } from './additive/components.js'
import { errorsAt } from './additive/errors.js'
import { assertAdditive } from './assert-model.js'
import { readColumns, readTimes } from './input/history.js'
import type { ForecastModel } from './model.js'
import { evaluateMean } from './posterior/mean-parts.js'

/**
 * Split an additive model into its parts: y = trend·(1 + multiplicative_terms) + additive_terms + residual.
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
  if (ds !== undefined) {
    const source = readTable(ds, 'ds')
    const frame = {
      ds: readTimes(source, additive.settings.time),
      columns: readColumns(source, columnsOfSettings(additive.settings)),
    }
    const { trend, components, yhat } = evaluateMean(additive, frame, errorsAt(additive, frame.ds)?.expected)
    return writeTable([['ds', time(frame.ds)], ...partColumns(trend, components), ['yhat', float64(yhat)]])
  }
  const { trend, components, yhat } = evaluateMean(additive, history, errorsAt(additive, history.ds)?.expected)
  return writeTable([
    ['ds', time(history.ds)],
    ['y', float64(history.y.slice())],
    ...partColumns(trend, components),
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

/** The tables of `auto` as columns, so that key columns of many series can be put in front. */
import { boolean, float64, int32, text, time, type OutputColumn } from '../../arrow/write-table.js'
import type { EvaluationRow, HorizonError } from './measure.js'
import type { SeriesForecast } from './refit.js'

/** Columns by name, in order. */
export type Columns = [string, OutputColumn][]

/** `ds, yhat, yhat_lower, yhat_upper, model`. */
export function forecastTableColumns(forecasts: readonly SeriesForecast[]): Columns {
  return [
    ['ds', time(joined(forecasts.map(({ ds }) => ds)))],
    ['yhat', float64(joined(forecasts.map(({ yhat }) => yhat)))],
    ['yhat_lower', float64(joined(forecasts.map(({ lower }) => lower)))],
    ['yhat_upper', float64(joined(forecasts.map(({ upper }) => upper)))],
    ['model', text(forecasts.flatMap(({ model, ds }) => new Array<string>(ds.length).fill(model)))],
  ]
}

/** `ds, y, yhat, yhat_lower, yhat_upper`. */
export function historyTableColumns(forecasts: readonly SeriesForecast[]): Columns {
  const histories = forecasts.map(({ history }) => history)
  return [
    ['ds', time(joined(histories.map(({ ds }) => ds)))],
    ['y', float64(joined(histories.map(({ y }) => y)))],
    ['yhat', float64(joined(histories.map(({ yhat }) => yhat)))],
    ['yhat_lower', float64(joined(histories.map(({ lower }) => lower)))],
    ['yhat_upper', float64(joined(histories.map(({ upper }) => upper)))],
  ]
}

/** A row a candidate: `model, folds, mae, rmse, mape, mase, skill, coverage, bias, mae_without_shocks, mase_without_shocks, selected`. */
export function evaluationColumns(rows: readonly EvaluationRow[]): Columns {
  const figures = (pick: (row: EvaluationRow) => number | null): OutputColumn =>
    float64(Float64Array.from(rows, (row) => pick(row) ?? NaN))
  return [
    ['model', text(rows.map(({ model }) => model))],
    ['folds', int32(Int32Array.from(rows, ({ folds }) => folds))],
    ['mae', figures(({ mae }) => mae)],
    ['rmse', figures(({ rmse }) => rmse)],
    ['mape', figures(({ mape }) => mape)],
    ['mase', figures(({ mase }) => mase)],
    ['skill', figures(({ skill }) => skill)],
    ['coverage', figures(({ coverage }) => coverage)],
    ['bias', figures(({ bias }) => bias)],
    ['mae_without_shocks', figures(({ maeWithoutShocks }) => maeWithoutShocks)],
    ['mase_without_shocks', figures(({ maseWithoutShocks }) => maseWithoutShocks)],
    ['selected', boolean(Uint8Array.from(rows, ({ selected }) => (selected ? 1 : 0)))],
  ]
}

/** A row a candidate and row ahead: `model, horizon, mae`. */
export function errorColumns(rows: readonly HorizonError[]): Columns {
  return [
    ['model', text(rows.map(({ model }) => model))],
    ['horizon', int32(Int32Array.from(rows, ({ horizon }) => horizon))],
    ['mae', float64(Float64Array.from(rows, ({ mae }) => mae))],
  ]
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((rows, part) => rows + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

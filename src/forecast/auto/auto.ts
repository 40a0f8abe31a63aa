/**
 * `auto`: a forecast, and whether it may be published.
 *
 *   read → assess (assess.ts) → gate (gate.ts) → tables
 */
import type { Table } from 'apache-arrow'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { writeTable } from '../../arrow/write-table.js'
import { BodkinError } from '../../errors.js'
import type { Verdict } from '../../verdict/verdict.js'
import type { Frame } from '../additive/frame.js'
import type { ModelRecipe } from '../additive/preparation.js'
import { mapColumns } from '../evaluation/folds.js'
import type { History } from '../history.js'
import { readColumns, readHistory, readTimes } from '../input/history.js'
import type { ForecastModel } from '../model.js'
import { assertKnownFuture, futureColumns } from '../panel/future-columns.js'
import type { Profile } from '../profile/profile.js'
import { shockColumns } from '../shocks/shock-columns.js'
import { readAutoOptions, type AutoOptions, type AutoPlan } from './auto-options.js'
import { autoBy } from './auto-by.js'
import type { AutoByResult } from './by-tables.js'
import { gateVerdict } from './gate.js'
import { futureFault, historyFault, type InputFault } from './input-fault.js'
import { runAssessment } from './run-assessment.js'
import { errorColumns, evaluationColumns, forecastTableColumns, historyTableColumns } from './evaluation-table.js'

/** What `auto` answers for one series. */
export interface AutoResult {
  /** `ds, yhat, yhat_lower, yhat_upper, model`: `horizon` rows; none when the history cannot carry any forecast. */
  readonly forecast: Table
  /**
   * `ds, y, yhat, yhat_lower, yhat_upper`: what the forecast said of the past. yhat and bounds are null where the model has no value yet: in the
   * first season of 'seasonalNaive', in the first rows of 'drift' and of an 'arima' with differences.
   */
  readonly history: Table
  /** The refitted model of the forecast, of a median its best member; null without a forecast. */
  readonly model: ForecastModel | null
  /** All refitted models whose pointwise median the forecast is, the best first. */
  readonly members: readonly ForecastModel[]
  readonly verdict: Verdict
  /** A row a candidate: `model, folds, mae, rmse, mape, mase, skill, coverage, bias, mae_without_shocks, mase_without_shocks, selected`. */
  readonly evaluation: Table
  /** Mean absolute error by rows ahead: `model, horizon, mae`. */
  readonly errors: Table
  /** As `detectShocks`. */
  readonly shocks: Table
  readonly profile: Profile
}

/**
 * Forecast a series with whatever model predicts it best, and say whether the forecast may be published.
 *
 * @param history one row a period: a time column (default `ds`), a value column (default `y`), and the columns that regressors name. Any row
 *   order; rows without a value are skipped
 * @param options `horizon` is needed: rows to forecast; see `AutoOptions`
 *   (with `by`: key columns of many series, see `AutoByResult`)
 * @returns the forecast that the verdict is about, or, when it is refused, the best plain one (mean, naive, seasonal naive) with its wide
 *   interval; the same bytes whatever the workers and the order of rows
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA` as `fit`; `ABORTED` by the signal. Too short a history is no error but a verdict
 *   (NOT_ENOUGH_HISTORY, NOT_ENOUGH_FOLDS)
 * @example
 * const { forecast, verdict } = await auto({ ds: months, y: passengers }, { horizon: 12 })
 * verdict.publish   // true
 */
export function auto(history: TableLike, options: AutoOptions & { readonly by?: undefined }): Promise<AutoResult>
export function auto(
  history: TableLike,
  options: AutoOptions & { readonly by: string | readonly string[] },
): Promise<AutoByResult>
export async function auto(history: TableLike, options: AutoOptions): Promise<AutoResult | AutoByResult> {
  const plan = readAutoOptions(options)
  return plan.by.length > 0 ? autoBy(history, plan) : autoOne(history, plan)
}

async function autoOne(table: TableLike, plan: AutoPlan): Promise<AutoResult> {
  const history = readHistory(table, plan.names, plan.needed, 'auto', 0)
  assertHistory(history, plan)
  const recipe = plan.recipeOf(history)
  const future = readFutureRows(recipe, history, plan)
  const { run, settings } = plan
  const outcome = await runAssessment({ history, settings, recipe, future, id: '' }, run)
  const verdict = gateVerdict(outcome.evidence, settings.gate)
  const published = verdict.publish ? outcome.chosen : outcome.fallback
  const members = verdict.publish ? outcome.models.chosen : outcome.models.fallback
  const rows = published === undefined ? [] : [published]
  return Object.freeze({
    forecast: writeTable(forecastTableColumns(rows)),
    history: writeTable(historyTableColumns(rows)),
    model: members[0] ?? null,
    members: Object.freeze([...members]),
    verdict,
    evaluation: writeTable(evaluationColumns(outcome.evaluation)),
    errors: writeTable(errorColumns(outcome.errors)),
    shocks: writeTable(shockColumns(outcome.shocks)),
    profile: outcome.profile,
  })
}

/** One row a period, and a known step to the next ones; too few rows are left to the verdict, unless there is none. */
function assertHistory(history: History, { names, settings, future }: AutoPlan): void {
  if (history.y.length === 0) {
    throw new BodkinError('DATA', `auto needs at least one row with a value in "${names.value}", got none`, { rows: 0 })
  }
  refuseFault(historyFault(history, names.time, settings.frequency, future !== undefined))
}

/** A short history is no error but a verdict. */
function refuseFault(fault: InputFault | null): void {
  if (fault === null || fault.code === 'NOT_ENOUGH_HISTORY') return
  throw new BodkinError(fault.code, fault.message, fault.details)
}

/** The rows to forecast, by time: as many as the horizon, all behind the history; undefined when they are the next periods. */
function readFutureRows(
  recipe: ModelRecipe,
  { ds }: History,
  { names, settings, future }: AutoPlan,
): Frame | undefined {
  if (future === undefined) {
    assertKnownFuture(
      recipe,
      'auto',
      'give option "future", a table with the times and columns of the rows to forecast',
    )
    return undefined
  }
  const source = readTable(future, 'future')
  const times = readTimes(source, names.time)
  const columns = readColumns(source, futureColumns(recipe))
  if (times.length !== settings.horizon) {
    throw new BodkinError(
      'DATA',
      `option "future" must have as many rows as the horizon (${settings.horizon}), got ${times.length}`,
      { rows: times.length, horizon: settings.horizon },
    )
  }
  const order = Int32Array.from(times.keys()).sort((a, b) => times[a] - times[b])
  const ahead = Float64Array.from(order, (row) => times[row])
  refuseFault(futureFault(ds, ahead))
  return {
    ds: ahead,
    columns: mapColumns(columns, (values) => Float64Array.from(order, (row) => values[row])),
  }
}

/**
 * Many series at once: options → panel → a model a series → tables.
 */
import type { TableLike } from '../../arrow/table-like.js'
import type { Candidate } from '../evaluation/candidates.js'
import { assertKnownFuture } from '../panel/future-columns.js'
import type { SeriesFailure } from '../panel/panel.js'
import { readPanel } from '../panel/read-panel.js'
import { readManyOptions, type ManyOptions } from './many-options.js'
import { writeForecasts, type ManyForecast } from './many-tables.js'
import { runSeries } from './run-series.js'
import { isFailure, settleFrames } from './settle-frames.js'

/**
 * Fit one model to each series of a table and forecast them all. There is no choice among models and no test of skill: `ok` says that a
 * forecast could be made, not that it is good (`auto` with `by` tells that).
 *
 * A series that cannot be forecast (too few rows, an infinite value, a time that cannot be read, no frequency) has its reason in `verdicts`
 * and harms no other. Both tables are in ascending order of the keys, which keep the type they came with; they are the same bytes for
 * any number of workers and any order of rows. Series that share their times share the preparation of the additive model.
 *
 * @param history one row an observation: key columns, a time column (default `ds`) and a value column (default `y`), as for `fit`
 * @param options `by` (column or columns that name a series; a null is a key like any other) and `periods` (rows behind each series' own
 *   last one, integer ≥ 0) are needed; `frequency` of the rows, default that of each series. `model` is 'additive' (default), 'ets',
 *   'theta', 'arima', 'mean', 'naive', 'seasonalNaive' or 'drift', beside the options of that model. `interval` of the additive model is
 *   'analytic' by default, the simulated distribution in closed form: 1,000 simulated futures would cost more than the fit. `workers`,
 *   `seed`, `signal`, `onProgress` (in series) as everywhere
 * @throws BodkinError `OPTION`, `COLUMN` and `PEER` for what is wrong with the call or the table as a whole; `ABORTED` by the signal
 * @example
 * const { forecast, verdicts } = await many({ shop, ds, y }, { by: 'shop', periods: 28, workers: 2 })
 * forecast.numRows   // 28 × the number of shops
 */
export async function many(history: TableLike, options: ManyOptions): Promise<ManyForecast> {
  const { settings, plan } = readManyOptions(options)
  const panel = await readPanel(history, { ...settings, ...plan, caller: 'many', role: 'history', minimum: 2 })
  const candidates = await settleFrames(panel, plan, settings.signal)
  if (settings.periods > 0) assertFuture(candidates)
  const outcomes = await runSeries(panel, candidates, settings)
  return writeForecasts(panel, outcomes, settings, modelName(options))
}

/** All candidates are of one kind and of the same options: one tells what all need to know of the future. */
function assertFuture(candidates: readonly (Candidate | SeriesFailure)[]): void {
  const settled = candidates.find((candidate) => !isFailure(candidate))
  if (settled === undefined || isFailure(settled) || settled.model !== 'additive') return
  const advice = 'give the regressor a predictor, or fit and predict the series one by one with a table of the future'
  assertKnownFuture(settled.recipe, 'many', advice)
}

function modelName({ model = 'additive' }: ManyOptions): string {
  return model
}

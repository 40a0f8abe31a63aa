/**
 * Cross-validation over rolling origins: history → folds → forecasts → table.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, time, writeTable } from '../../arrow/write-table.js'
import { BodkinError } from '../../errors.js'
import { readOptions } from '../../options/rules.js'
import type { History } from '../history.js'
import { evaluateFolds } from './evaluate-folds.js'
import type { FoldForecast, FoldOutcome } from './fold-forecast.js'
import { pastOf, type Fold } from './folds.js'
import { planCandidate, readCandidateHistory, type CandidateOptions } from './read-candidate.js'
import { foldSchema, readFolds, type FoldOptions } from './run-settings.js'
import { seasonalError } from '../baselines/estimate.js'

/**
 * Forecast the past: at each cutoff fit to the rows up to it, forecast the rows of the horizon after it, and set them beside what came.
 *
 * Every fold decides on its own history alone: seasonalities, changepoints, scales, standardisation and frequency are found anew, so nothing
 * after a cutoff can reach its forecast. (The further columns of the forecast rows are their real ones.)
 *
 * @param history as for `fit`
 * @param options of `fit`; or `model: 'mean' | 'naive' | 'seasonalNaive'` with the options of that baseline. `interval` is 'analytic' by
 *   default: the distribution of the simulated intervals in closed form, so that coverage and scores carry no Monte-Carlo noise and folds
 *   are quick; 'simulation' makes the intervals that `predict` makes by default
 * @param run `horizon` (needed), `period` (default half the horizon) and `initial` (default three horizons or the longest season) are durations:
 *   a number of days or text such as '12 months'; or `cutoffs`, the dates themselves. `workers`, `seed`, `signal`, `onProgress` (after each
 *   fold) as everywhere; the table is the same for any number of workers
 * @returns a row a forecast, by cutoff and time: `ds, cutoff, y, yhat, yhat_lower, yhat_upper, scale, interval_width`. `scale` is the fold's
 *   mean absolute seasonal difference (season of its frequency, else lag 1), the unit of MASE; bounds are null where there are none
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA` as `fit`, the cutoff in front where a fold fails; `DATA` when the history is too short for
 *   the horizon; `ABORTED` by the signal
 * @example
 * const cv = await crossValidate(history, {}, { horizon: '30 days', initial: '2 years' })
 * metrics(cv, { rollingWindow: 1 }).getChild('mae')?.get(0)
 */
export async function crossValidate(history: TableLike, options: CandidateOptions, run: FoldOptions): Promise<Table> {
  const plan = planCandidate(options)
  const settings = readOptions(foldSchema, run)
  const observed = readCandidateHistory(history, plan, 'crossValidate')
  const candidate = plan.settle(observed)
  const folds = readFolds(observed.ds, settings, candidate)
  const outcomes = await evaluateFolds(observed, folds, [candidate], { ...settings, label: 'cross-validation' })
  const forecasts = outcomes.map(([outcome]) => forecastOrThrow(outcome))
  return foldTable(observed, folds, forecasts, candidate.intervalWidth)
}

/** The forecast of a fold, or its failure as the error that it was. */
export function forecastOrThrow({ forecast, failure }: FoldOutcome): FoldForecast {
  if (forecast !== undefined) return forecast
  throw new BodkinError(failure.code, failure.message, failure.details)
}

/** Folds and their forecasts as one table. */
function foldTable(
  history: History,
  folds: readonly Fold[],
  forecasts: readonly FoldForecast[],
  intervalWidth: number,
): Table {
  const rows = folds.reduce((sum, { train, end }) => sum + end - train, 0)
  const column = (fill: (fold: Fold, index: number) => Float64Array | number): Float64Array => {
    const values = new Float64Array(rows)
    let at = 0
    folds.forEach((fold, index) => {
      const part = fill(fold, index)
      const next = at + fold.end - fold.train
      if (typeof part === 'number') values.fill(part, at, next)
      else values.set(part, at)
      at = next
    })
    return values
  }
  return writeTable({
    ds: time(column(({ train, end }) => history.ds.subarray(train, end))),
    cutoff: time(column(({ cutoff }) => cutoff)),
    y: float64(column(({ train, end }) => history.y.subarray(train, end))),
    yhat: float64(column((_, index) => forecasts[index].yhat)),
    yhat_lower: float64(column((_, index) => forecasts[index].lower)),
    yhat_upper: float64(column((_, index) => forecasts[index].upper)),
    scale: float64(column((fold) => seasonalError(pastOf(history, fold)))),
    interval_width: float64(column(() => intervalWidth)),
  })
}

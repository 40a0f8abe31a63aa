/**
 * Predict: rows of the future → columns → table.
 */
import type { Table } from 'apache-arrow'
import { float64, time, writeTable, type OutputColumn } from '../arrow/write-table.js'
import { choice, flag, integer, optional, readOptions, withDefault, type Schema } from '../options/rules.js'
import { assertModel } from './assert-model.js'
import { DAY_MS, showTime } from './calendar.js'
import { forecastColumns, totalColumns, type PredictSettings } from './forecast-columns.js'
import { readFuture, type Future } from './input/future.js'
import { countryReach } from './input/recipe.js'
import type { TotalPeriod } from './intervals/totals.js'
import type { ForecastModel } from './model.js'
import { intervalWidth, seed } from './options.js'
import { assertLaplace } from './posterior/assert-laplace.js'

/** Options of `predict`. */
export interface PredictOptions {
  /** Probability mass between the bounds, (0, 1); default the model's `intervalWidth` (0.8). */
  readonly intervalWidth?: number
  /**
   * 'simulation' (default): Prophet's simulated futures; 'analytic': the same distribution in closed form, faster and without noise;
   * 'conformal': from the errors of past forecasts, for a model from `calibrate` (bounds of the trend as 'analytic'); 'none': no bounds.
   */
  readonly interval?: 'simulation' | 'analytic' | 'conformal' | 'none'
  /** Simulated futures, integer 1 … 100,000; default 1,000. */
  readonly draws?: number
  /** Seed of the simulation, any integer; default the model's `seed` (0). */
  readonly seed?: number
  /**
   * Sum the rows over calendar periods: weeks from Monday ('W'), months ('MS'), quarters ('QS') or years ('YS'). The rows of the result are the
   * periods (`ds` their starts) with `yhat, yhat_lower, yhat_upper`; the bounds are those of the simulated sums, whatever `interval` says but
   * 'none'. With a `transform` yhat is the median of those sums.
   */
  readonly total?: TotalPeriod
  /**
   * Bounds of components for a model from `fit`: 'point' (default), equal to the component as in Prophet; or 'laplace', from the Gaussian
   * approximation of the posterior at its mode (additive components, linear or flat growth). Models from `posterior` have the bounds of
   * their draws.
   */
  readonly componentBounds?: 'point' | 'laplace'
  /** Cut forecasts and bounds off below 0; default false. */
  readonly nonNegative?: boolean
  /** Round forecasts and bounds to whole numbers; default false. */
  readonly integer?: boolean
}

const schema: Schema<PredictSettings & { readonly total: TotalPeriod | undefined }> = {
  intervalWidth: optional(intervalWidth),
  interval: withDefault(choice('simulation', 'analytic', 'conformal', 'none'), 'simulation'),
  draws: withDefault(integer({ min: 1, max: 100_000 }), 1000),
  seed: optional(seed),
  total: optional(choice('W', 'MS', 'QS', 'YS')),
  componentBounds: withDefault(choice('point', 'laplace'), 'point'),
  nonNegative: withDefault(flag(), false),
  integer: withDefault(flag(), false),
}

/**
 * Forecast with a fitted model.
 *
 * @param model from `fit`, a baseline or `fromJSON`
 * @param future `{ periods, frequency?, includeHistory? }`, or a table whose time column gives the rows, as they are (with the columns of the
 *   model's regressors and conditions; regressors with a `predictor` are forecast where they are missing)
 * @returns a table: `ds, yhat, yhat_lower, yhat_upper, trend, trend_lower, trend_upper`, then each component `c, c_lower, c_upper`
 *   (seasonalities, each holiday, `holidays`, each regressor, `additive_terms`, `multiplicative_terms`), all in units of y but the
 *   multiplicative terms, which are fractions; without bounds when `interval` is 'none'. A component's bounds equal its value unless the
 *   model is from `posterior` (all bounds then carry the uncertainty of the coefficients) or `componentBounds` is 'laplace'. With a `transform`
 *   yhat (the median), trend and their bounds are in units of y, the components in those of the transformed y. Baselines have `ds, yhat,
 *   yhat_lower, yhat_upper`, their bounds in closed form. Rows outside the reach of the history are named in the schema metadata
 *   `bodkin.notes`, a JSON array of sentences
 * @throws BodkinError `OPTION`, `COLUMN` or `DATA` as `fit`; `LIMIT` when simulated intervals reach absurdly far ahead
 * @example
 * predict(model, { periods: 30 }, { interval: 'analytic' }).getChild('yhat').get(0)
 */
export function predict(model: ForecastModel, future: Future, options: PredictOptions = {}): Table {
  assertModel(model, 'predict')
  const settings = readOptions(schema, options)
  if (settings.componentBounds === 'laplace') assertLaplace(model, settings)
  const { frame, frequency } = readFuture(model, future)
  const { ds, columns } =
    settings.total === undefined
      ? { ds: frame.ds, columns: forecastColumns(model, frame, settings, frequency) }
      : totalColumns(model, frame, settings, settings.total)
  return writeTable(
    [['ds', time(ds)], ...columns.map(([name, values]): [string, OutputColumn] => [name, float64(values)])],
    notesMetadata(model, frame.ds),
  )
}

/** Sentences on rows that lie further from the history than a forecast should, or than the model knows holidays. */
function notesMetadata(model: ForecastModel, ds: Float64Array): Record<string, string> {
  const { start, end } = model.time
  let [first, last] = [Infinity, -Infinity]
  for (const at of ds) {
    if (at < first) first = at
    if (at > last) last = at
  }
  const notes: string[] = []
  if (first < start)
    notes.push(`rows from ${showTime(first)} on lie before the history, which starts ${showTime(start)}`)
  if (last - end > end - start)
    notes.push(
      `rows up to ${showTime(last)} lie further ahead than the history (${showTime(start)} to ${showTime(end)}) is long`,
    )
  if (model.kind === 'additive' && model.settings.country !== undefined && last >= countryReach(end) + DAY_MS) {
    notes.push(
      `the model knows the holidays of "${model.settings.country}" up to ${showTime(countryReach(end))}: later rows have none`,
    )
  }
  return notes.length === 0 ? {} : { 'bodkin.notes': JSON.stringify(notes) }
}

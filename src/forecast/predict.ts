/**
 * Predict: rows → trend and components → yhat → intervals → table.
 *
 *   yhat = trend·(1 + multiplicative_terms) + additive_terms       in units of y; multiplicative terms are fractions
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../arrow/table-like.js'
import { float64, time, writeTable, type OutputColumn } from '../arrow/write-table.js'
import { normalQuantile } from '../numeric/normal.js'
import { randomStream } from '../numeric/random.js'
import { choice, integer, optional, readOptions, withDefault, type Schema } from '../options/rules.js'
import { evaluate, neededColumns } from './additive/evaluate.js'
import { baselineForecast } from './baselines/predict-baseline.js'
import { showTime } from './calendar.js'
import { readFuture, type Future } from './input/future.js'
import { analyticBands } from './intervals/analytic.js'
import type { Bands, IntervalInput } from './intervals/bands.js'
import { simulatedBands } from './intervals/simulate.js'
import type { AdditiveModel, BaselineModel, ForecastModel } from './model.js'
import { intervalWidth, seed } from './options.js'

/** Options of `predict`. */
export interface PredictOptions {
  /** Probability mass between the bounds, (0, 1); default the model's `intervalWidth` (0.8). */
  readonly intervalWidth?: number
  /** 'simulation' (default): Prophet's simulated futures; 'analytic': the same distribution in closed form, faster and without noise; 'none': no bounds. */
  readonly interval?: 'simulation' | 'analytic' | 'none'
  /** Simulated futures, integer 1 … 100,000; default 1,000. */
  readonly draws?: number
  /** Seed of the simulation, any integer; default the model's `seed` (0). */
  readonly seed?: number
}

interface PredictSettings {
  readonly intervalWidth: number | undefined
  readonly interval: 'simulation' | 'analytic' | 'none'
  readonly draws: number
  readonly seed: number | undefined
}

const schema: Schema<PredictSettings> = {
  intervalWidth: optional(intervalWidth),
  interval: withDefault(choice('simulation', 'analytic', 'none'), 'simulation'),
  draws: withDefault(integer({ min: 1, max: 100_000 }), 1000),
  seed: optional(seed),
}

/**
 * Forecast with a fitted model.
 *
 * @param model from `fit`, a baseline or `fromJSON`
 * @param future `{ periods, frequency?, includeHistory? }`, or a table whose time column gives the rows, as they are (with the columns of the
 *   model's regressors and conditions)
 * @returns a table: `ds, yhat, yhat_lower, yhat_upper, trend, trend_lower, trend_upper`, then each component `c, c_lower, c_upper`
 *   (seasonalities, each holiday, `holidays`, each regressor, `additive_terms`, `multiplicative_terms`), all in units of y but the
 *   multiplicative terms, which are fractions; without bounds when `interval` is 'none'. At the maximum a posteriori a component's
 *   bounds equal its value. Baselines have `ds, yhat, yhat_lower, yhat_upper`, their bounds in closed form. Rows outside the reach of the
 *   history are named in the schema metadata `bodkin.notes`, a JSON array of sentences
 * @throws BodkinError `OPTION`, `COLUMN` or `DATA` as `fit`; `LIMIT` when simulated intervals reach absurdly far ahead
 * @example
 * predict(model, { periods: 30 }, { interval: 'analytic' }).getChild('yhat').get(0)
 */
export function predict(model: ForecastModel, future: Future | TableLike, options: PredictOptions = {}): Table {
  const settings = readOptions(schema, options)
  return model.kind === 'additive' ? predictAdditive(model, future, settings) : predictBaseline(model, future, settings)
}

function predictAdditive(model: AdditiveModel, future: Future, settings: PredictSettings): Table {
  const frame = readFuture(model, future, neededColumns(model))
  const parts = evaluate(model, frame)
  const { scale, fit } = model
  const bands = intervalBands(
    {
      t: parts.t,
      trend: parts.trend,
      yhat: parts.yhat,
      gain: parts.gain,
      sigma: fit.sigma * scale.y,
      bendRate: model.changepoints.length,
      bendScale: meanAbsolute(fit.delta) * scale.y,
      width: settings.intervalWidth ?? model.settings.intervalWidth,
    },
    settings,
    settings.seed ?? model.settings.seed,
  )
  const columns: [string, OutputColumn][] = [['ds', time(frame.ds)]]
  const put = (
    name: string,
    values: Float64Array,
    lower: Float64Array | undefined,
    upper: Float64Array | undefined,
  ): void => {
    columns.push([name, float64(values)])
    if (lower !== undefined) columns.push([`${name}_lower`, float64(lower)])
    if (upper !== undefined) columns.push([`${name}_upper`, float64(upper)])
  }
  put('yhat', parts.yhat, bands?.yhatLower, bands?.yhatUpper)
  put('trend', parts.trend, bands?.trendLower, bands?.trendUpper)
  for (const [name, values] of parts.components) put(name, values, bands && values, bands && values)
  return writeTable(columns, notesMetadata(model, frame.ds))
}

function intervalBands(
  input: IntervalInput,
  { interval, draws }: PredictSettings,
  seedOfDraws: number,
): Bands | undefined {
  switch (interval) {
    case 'none':
      return undefined
    case 'analytic':
      return analyticBands(input)
    case 'simulation':
      return simulatedBands(input, draws, randomStream(seedOfDraws))
  }
}

/** Mean |δ|, and Prophet's 1e-8 so that a trend without bends keeps a width. */
function meanAbsolute(delta: Float64Array): number {
  let sum = 0
  for (const size of delta) sum += Math.abs(size)
  return (delta.length === 0 ? 0 : sum / delta.length) + 1e-8
}

function predictBaseline(
  model: BaselineModel,
  future: Future,
  { interval, intervalWidth: width }: PredictSettings,
): Table {
  const { ds } = readFuture(model, future, { regressors: [], conditions: [] })
  const frequency = 'periods' in future && typeof future.periods === 'number' ? future.frequency : undefined
  const { yhat, deviation } = baselineForecast(model, ds, frequency as string | undefined)
  const columns: Record<string, OutputColumn> = { ds: time(ds), yhat: float64(yhat) }
  if (interval !== 'none') {
    const z = normalQuantile((1 + (width ?? model.settings.intervalWidth)) / 2)
    columns['yhat_lower'] = float64(yhat.map((value, i) => value - z * deviation[i]))
    columns['yhat_upper'] = float64(yhat.map((value, i) => value + z * deviation[i]))
  }
  return writeTable(columns, notesMetadata(model, ds))
}

/** Sentences on rows that lie further from the history than a forecast should. */
function notesMetadata({ time: { start, end } }: ForecastModel, ds: Float64Array): Record<string, string> {
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
  return notes.length === 0 ? {} : { 'bodkin.notes': JSON.stringify(notes) }
}

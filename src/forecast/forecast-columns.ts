/**
 * The forecast of any model at given rows, as columns: no Arrow, so that workers and cross-validation can call it as it is.
 *
 *   yhat = trend·(1 + multiplicative_terms) + additive_terms       in units of y; multiplicative terms are fractions
 */
import { normalQuantile } from '../numeric/normal.js'
import { randomStream } from '../numeric/random.js'
import { evaluate } from './additive/evaluate.js'
import type { Frame } from './additive/frame.js'
import { baselineForecast } from './baselines/predict-baseline.js'
import type { Frequency } from './frequency.js'
import { analyticBands } from './intervals/analytic.js'
import type { Bands, IntervalInput } from './intervals/bands.js'
import { simulatedBands } from './intervals/simulate.js'
import type { AdditiveModel, BaselineModel, ForecastModel } from './model.js'

/** Checked options of a forecast. */
export interface PredictSettings {
  /** undefined: the model's own. */
  readonly intervalWidth: number | undefined
  readonly interval: 'simulation' | 'analytic' | 'none'
  readonly draws: number
  /** undefined: the model's own. */
  readonly seed: number | undefined
}

/** Columns by name, in order, all in the order of the frame's rows. */
export type ForecastColumns = [string, Float64Array][]

/**
 * @param frequency step of the rows, for baselines; default the history's
 * @returns `yhat, yhat_lower, yhat_upper`, and of an additive model `trend` and the components with their bounds
 */
export function forecastColumns(
  model: ForecastModel,
  frame: Frame,
  settings: PredictSettings,
  frequency?: Frequency,
): ForecastColumns {
  return model.kind === 'additive'
    ? additiveColumns(model, frame, settings)
    : baselineColumns(model, frame.ds, settings, frequency)
}

function additiveColumns(model: AdditiveModel, frame: Frame, settings: PredictSettings): ForecastColumns {
  const parts = evaluate(model, frame)
  const { scale, fit } = model
  const bands = intervalBands(
    {
      ...parts,
      sigma: fit.sigma * scale.y,
      bendRate: model.changepoints.length,
      bendScale: meanAbsolute(fit.delta),
      width: settings.intervalWidth ?? model.settings.intervalWidth,
    },
    settings,
    settings.seed ?? model.settings.seed,
  )
  const columns: ForecastColumns = []
  const put = (name: string, values: Float64Array, lower?: Float64Array, upper?: Float64Array): void => {
    columns.push([name, values])
    if (lower !== undefined && upper !== undefined) columns.push([`${name}_lower`, lower], [`${name}_upper`, upper])
  }
  put('yhat', parts.yhat, bands?.yhatLower, bands?.yhatUpper)
  put('trend', parts.trend, bands?.trendLower, bands?.trendUpper)
  for (const [name, values] of parts.components) put(name, values, bands && values, bands && values)
  return columns
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

function baselineColumns(
  model: BaselineModel,
  ds: Float64Array,
  { interval, intervalWidth: width }: PredictSettings,
  frequency: Frequency | undefined,
): ForecastColumns {
  const { yhat, deviation } = baselineForecast(model, ds, frequency)
  if (interval === 'none') return [['yhat', yhat]]
  const z = normalQuantile((1 + (width ?? model.settings.intervalWidth)) / 2)
  return [
    ['yhat', yhat],
    ['yhat_lower', yhat.map((value, i) => value - z * deviation[i])],
    ['yhat_upper', yhat.map((value, i) => value + z * deviation[i])],
  ]
}

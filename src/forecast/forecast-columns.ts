/**
 * The forecast of any model at given rows, as columns: no Arrow, so that workers and cross-validation can call it as it is.
 *
 *   yhat = trend·(1 + multiplicative_terms) + additive_terms       in units of y; multiplicative terms are fractions
 *
 * With a transform f the sum holds in units of f(y), in which the components stay; yhat, trend and their bounds are brought back by f⁻¹.
 */
import { BodkinError } from '../errors.js'
import { normalQuantile } from '../numeric/normal.js'
import { randomStream } from '../numeric/random.js'
import type { Parts } from './additive/evaluate.js'
import type { Frame } from './additive/frame.js'
import { assertAdditive } from './assert-model.js'
import { baselineForecast } from './baselines/predict-baseline.js'
import type { Frequency } from './frequency.js'
import { analyticBands } from './intervals/analytic.js'
import type { Bands, IntervalInput } from './intervals/bands.js'
import { conformalBands, type Conformal } from './intervals/conformal.js'
import { valueLimits, type LimitValue } from './intervals/limits.js'
import { simulatedBands } from './intervals/simulate.js'
import { periodRows, sumByPeriod, totalBands, type TotalPeriod } from './intervals/totals.js'
import type { AdditiveModel, BaselineModel, ForecastModel } from './model.js'
import { posteriorAnalyticBands } from './posterior/analytic-bands.js'
import { componentBounds } from './posterior/covariance.js'
import { laplaceCovariance } from './posterior/laplace.js'
import { completeFrame } from './predictors/complete-frame.js'
import { unitsOf } from './predictors/point-forecast.js'
import { simulationInput } from './simulation-input.js'
import { backTransform } from './transform/transform.js'

/** Checked options of a forecast. */
export interface PredictSettings {
  /** undefined: the model's own. */
  readonly intervalWidth: number | undefined
  readonly interval: 'simulation' | 'analytic' | 'conformal' | 'none'
  readonly draws: number
  /** undefined: the model's own. */
  readonly seed: number | undefined
  readonly nonNegative: boolean
  readonly integer: boolean
  /** Bounds of components at a mode; default 'point'. */
  readonly componentBounds?: 'point' | 'laplace'
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
    : baselineColumns(model, frame, settings, frequency)
}

function additiveColumns(model: AdditiveModel, given: Frame, settings: PredictSettings): ForecastColumns {
  const frame = completeFrame(model, given)
  const input = simulationInput(model, frame, settings.intervalWidth)
  const bands = intervalBands(model, frame, input, settings)
  const back = backTransform(model.settings.transform)
  const limit = valueLimits(model, frame, settings)
  const columns: ForecastColumns = []
  const put = (name: string, values: Float64Array, lower?: Float64Array, upper?: Float64Array): void => {
    columns.push([name, values])
    if (lower !== undefined && upper !== undefined) columns.push([`${name}_lower`, lower], [`${name}_upper`, upper])
  }
  // rising functions take a quantile to that quantile
  const [yhat, simulatedLower, simulatedUpper] = mapped(back, input.yhat, bands?.yhatLower, bands?.yhatUpper)
  const { yhatLower, yhatUpper } =
    settings.interval === 'conformal'
      ? conformalBands(calibrationOf(model, settings), yhat, horizonOf(model, frame))
      : { yhatLower: simulatedLower, yhatUpper: simulatedUpper }
  put('yhat', ...mapped(limit, yhat, yhatLower, yhatUpper))
  put('trend', ...mapped(back, input.trend, bands?.trendLower, bands?.trendUpper))
  for (const [name, values] of input.components) {
    const bounds = bands?.components?.get(name)
    put(name, values, bounds?.lower ?? (bands && values), bounds?.upper ?? (bands && values))
  }
  return columns
}

/** Columns with every value changed, when there is a change to make. */
function mapped<Columns extends (Float64Array | undefined)[]>(
  change: LimitValue | undefined,
  ...columns: Columns
): Columns {
  return change === undefined
    ? columns
    : (columns.map((column) => column?.map((value, row) => change(value, row))) as Columns)
}

/** Bounds in the model's scale. */
function intervalBands(
  model: AdditiveModel,
  frame: Frame,
  input: IntervalInput & Parts,
  settings: PredictSettings,
): Bands | undefined {
  const bands = usualBands(model, frame, input, settings)
  return settings.componentBounds !== 'laplace'
    ? bands
    : bands && { ...bands, components: laplaceBounds(model, frame, input) }
}

function usualBands(
  model: AdditiveModel,
  frame: Frame,
  input: IntervalInput & Parts,
  settings: PredictSettings,
): Bands | undefined {
  switch (settings.interval) {
    case 'none':
      return undefined
    case 'simulation':
      return simulatedBands(input, settings.draws, randomStream(settings.seed ?? model.settings.seed))
    // a calibration knows the errors of y alone
    case 'conformal':
    case 'analytic':
      return model.posterior === undefined
        ? analyticBands(input)
        : posteriorAnalyticBands(model, model.posterior, frame, input)
  }
}

function laplaceBounds(
  model: AdditiveModel,
  frame: Frame,
  { components, width }: IntervalInput & Parts,
): Bands['components'] {
  return componentBounds(model, frame, components, laplaceCovariance(model), width)
}

/** A model's calibration; it holds for one coverage. */
function calibrationOf({ conformal }: ForecastModel, { intervalWidth }: PredictSettings): Conformal {
  if (conformal === undefined) {
    throw new BodkinError(
      'OPTION',
      'option "interval": "conformal" needs a calibrated model: calibrate(model, cv) makes one',
      { option: 'interval' },
    )
  }
  if (intervalWidth !== undefined && intervalWidth !== conformal.coverage) {
    throw new BodkinError(
      'OPTION',
      `option "intervalWidth" must be ${conformal.coverage}, the coverage that the model was calibrated for, got ${intervalWidth}: calibrate it for that one`,
      { option: 'intervalWidth', value: intervalWidth },
    )
  }
  return conformal
}

/** Milliseconds between the last row of the history and each row. */
function horizonOf({ time }: ForecastModel, { ds }: Frame): Float64Array {
  return ds.map((at) => at - time.end)
}

function baselineColumns(
  model: BaselineModel,
  frame: Frame,
  settings: PredictSettings,
  frequency: Frequency | undefined,
): ForecastColumns {
  const { yhat, deviation } = baselineForecast(model, frame.ds, frequency)
  const limit = valueLimits(model, frame, settings)
  if (settings.interval === 'none') return [['yhat', ...mapped(limit, yhat)]]
  const z = normalQuantile((1 + (settings.intervalWidth ?? model.settings.intervalWidth)) / 2)
  const { yhatLower, yhatUpper } =
    settings.interval === 'conformal'
      ? conformalBands(calibrationOf(model, settings), yhat, horizonOf(model, frame))
      : {
          yhatLower: yhat.map((centre, i) => centre - z * deviation[i]),
          yhatUpper: yhat.map((centre, i) => centre + z * deviation[i]),
        }
  const [value, lower, upper] = mapped(limit, yhat, yhatLower, yhatUpper)
  return [
    ['yhat', value],
    ['yhat_lower', lower],
    ['yhat_upper', upper],
  ]
}

/**
 * Sums over calendar periods, with intervals of the sums. With a transform yhat is the median of the simulated sums: a sum of medians would
 * lie far below it.
 */
export function totalColumns(
  model: ForecastModel,
  given: Frame,
  settings: PredictSettings,
  period: TotalPeriod,
): { ds: Float64Array; columns: ForecastColumns } {
  const additive = assertAdditive(model, 'option "total"')
  const frame = completeFrame(additive, given)
  const input = simulationInput(additive, frame, settings.intervalWidth)
  const finish = unitsOf(additive, frame, settings)
  const periods = periodRows(frame.ds, period)
  const random = randomStream(settings.seed ?? additive.settings.seed)
  const straight = additive.settings.transform === 'none'
  const bands =
    straight && settings.interval === 'none' ? undefined : totalBands(input, periods, finish, settings.draws, random)
  const yhat = straight || bands === undefined ? sumByPeriod(mapped(finish, input.yhat)[0], periods) : bands.median
  const columns: ForecastColumns = [['yhat', yhat]]
  if (bands !== undefined && settings.interval !== 'none')
    columns.push(['yhat_lower', bands.lower], ['yhat_upper', bands.upper])
  return { ds: periods.start, columns }
}

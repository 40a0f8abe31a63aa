/**
 * The fitted model at given rows, part by part.
 *
 *   yhat = floor + (trend − floor)·(1 + multiplicative_terms) + additive_terms       in units of y; multiplicative terms are fractions
 *
 * The floor is 0 but for minmax scaling and for logistic growth with a floor; it is what the fit itself multiplies around (Prophet multiplies
 * around 0 when it predicts, which is not what it fitted). The very columns that were fitted are built for the new rows.
 */
import { trendOf, type TrendScale } from '../intervals/bands.js'
import type { AdditiveModel } from '../model.js'
import { capAt, floorAt } from './capacity.js'
import { featureColumns } from './components.js'
import type { Frame } from './frame.js'
import { addFeature, trendArgument } from './mean-function.js'

/** The parts of a forecast; all arrays have one entry a row. */
export interface Parts extends TrendScale {
  /** Scaled time: 0 at the first row of the history, 1 at its last. */
  readonly t: Float64Array
  /** Scaled time as the trend counts it: `t`, but for a damped trend behind the history. */
  readonly clock: Float64Array
  readonly trend: Float64Array
  readonly yhat: Float64Array
  /** 1 + multiplicative terms. */
  readonly gain: Float64Array
  /** Components and their totals by column name, in the order of the output. */
  readonly components: ReadonlyMap<string, Float64Array>
}

/**
 * Evaluate a model at the frame's rows.
 *
 * @param errors expected autoregressive errors a row, in units of y, for models that have them: a component of their own
 */
export function evaluate(model: AdditiveModel, frame: Frame, errors?: Float64Array): Parts {
  const { time, scale, fit, changepoints, settings } = model
  const rows = frame.ds.length
  const toModel = (at: number): number => (at - time.start) / (time.end - time.start)
  const t = frame.ds.map(toModel)
  const start = settings.growth === 'logistic' ? -fit.k * fit.m : fit.m
  const clock = settings.damped && settings.growth === 'linear' ? t.map((at) => fade(at, settings.changepointRange)) : t
  const argument = trendArgument(clock, fit.k, start, changepoints.map(toModel), fit.delta)
  const floor = floorAt(settings, frame, scale.floor)
  const cap = capAt(settings, frame)
  const range = cap === undefined ? new Float64Array(rows).fill(scale.y) : cap.map((value, i) => value - floor[i])
  const shape: TrendScale = { argument, floor, range, logistic: cap !== undefined }
  const trend = argument.map((u, i) => trendOf(shape, i, u))
  const { components, additive, gain } = evaluateComponents(model, frame, errors)
  const yhat = trend.map((value, i) => floor[i] + (value - floor[i]) * gain[i] + additive[i])
  return { ...shape, t, clock, trend, yhat, gain, components }
}

/**
 * A clock that slows down behind the history: the slope fades exponentially, and the trend moves in all as far as it would have moved in the
 * stretch that is kept free of bends.
 */
function fade(t: number, changepointRange: number): number {
  const reach = Math.max(0.05, 1 - changepointRange)
  return t <= 1 ? t : 1 + reach * -Math.expm1(-(t - 1) / reach)
}

/** Every component with its total by holiday and by mode. */
function evaluateComponents(
  { components, fit, scale }: AdditiveModel,
  frame: Frame,
  errors: Float64Array | undefined,
): { components: ReadonlyMap<string, Float64Array>; additive: Float64Array; gain: Float64Array } {
  const rows = frame.ds.length
  const columns = new Map<string, Float64Array>()
  const totals = { additive: new Float64Array(rows), multiplicative: new Float64Array(rows) }
  const holidays = new Float64Array(rows)
  const lastHoliday = components.findLastIndex(({ kind }) => kind === 'holiday')
  let feature = 0
  components.forEach((component, i) => {
    const unit = component.mode === 'additive' ? scale.y : 1
    const values = new Float64Array(rows)
    for (const column of featureColumns(component, frame)) addFeature(values, column, fit.beta[feature++] * unit)
    columns.set(component.name, values)
    addFeature(totals[component.mode], values, 1)
    if (component.kind === 'holiday') addFeature(holidays, values, 1)
    if (i === lastHoliday) columns.set('holidays', holidays)
  })
  if (errors !== undefined) {
    columns.set('autoregression', errors)
    addFeature(totals.additive, errors, 1)
  }
  columns.set('additive_terms', totals.additive)
  columns.set('multiplicative_terms', totals.multiplicative)
  return { components: columns, additive: totals.additive, gain: totals.multiplicative.map((share) => 1 + share) }
}

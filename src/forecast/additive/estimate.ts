/**
 * From settled observations to a fitted model: scale → components → design → exact optimum. No Arrow, no options left open, so that
 * workers and cross-validation can call it as it is.
 */
import { BodkinError } from '../../errors.js'
import { showTime } from '../calendar.js'
import { inferFrequency } from '../frequency.js'
import type { History } from '../history.js'
import type { AdditiveFit, AdditiveModel } from '../model.js'
import { assertDistinctNames, type ModelSettings } from '../options.js'
import { solveAdditive } from '../solve/additive.js'
import type { Penalty } from '../solve/moments.js'
import { featureColumns, featureNames, type Component } from './components.js'
import { designMatrix } from './design.js'
import type { HolidayComponent } from './holidays.js'
import { negativeLogPosterior, TREND_PRIOR_SCALE } from './likelihood.js'
import { regressorComponent } from './regressors.js'
import { seasonalityComponents } from './seasonality.js'
import { changepointTimes } from './trend.js'

/** What to fit. Plain data. */
export interface ModelRecipe {
  readonly settings: ModelSettings
  readonly holidays: readonly HolidayComponent[]
  /** The caller's own changepoints in milliseconds, ascending and inside the history; undefined: spread over the rows. */
  readonly changepoints: Float64Array | undefined
}

/** Fit a recipe to a history. The automatic rules (seasonalities, changepoints, scales) look at this history alone. */
export function estimate(history: History, { settings, holidays, changepoints: given }: ModelRecipe): AdditiveModel {
  const { ds } = history
  const [start, end] = [ds[0], ds[ds.length - 1]]
  if (start === end) {
    throw new BodkinError(
      'DATA',
      `fit needs observations at two different times at least, got ${ds.length} rows, all at ${showTime(start)}`,
      { rows: ds.length },
    )
  }
  const components: Component[] = [
    ...seasonalityComponents(settings, ds),
    ...holidays,
    ...settings.regressors.map((regressor) =>
      regressorComponent(regressor, history.columns[regressor.name], settings.holidaysPriorScale),
    ),
  ]
  assertDistinctNames(components)
  const scale = scaleOf(history.y, settings.scaling)
  const changepoints = changepointTimes(ds, settings, given)
  const { fit, notes } = maximumAPosteriori(history, scale, changepoints, components, settings)
  return Object.freeze({
    kind: 'additive',
    settings,
    time: Object.freeze({ start, end, frequency: inferFrequency(ds) }),
    scale: Object.freeze(scale),
    changepoints,
    components: Object.freeze(components),
    fit: Object.freeze(fit),
    history: Object.freeze(history),
    notes: Object.freeze(notes),
  })
}

/** Build the design in the model's scale, solve it, and name the parts of the solution. */
function maximumAPosteriori(
  history: History,
  scale: AdditiveModel['scale'],
  changepoints: Float64Array,
  components: readonly Component[],
  settings: ModelSettings,
): { fit: AdditiveFit; notes: string[] } {
  const { ds } = history
  const [start, span] = [ds[0], ds[ds.length - 1] - ds[0]]
  const columns = components.flatMap((component) => featureColumns(component, history))
  const features = components.flatMap(featureNames)
  const priorScales = Float64Array.from(
    components.flatMap((component) => featureNames(component).map(() => component.priorScale)),
  )
  const design = designMatrix(
    ds.map((time) => (time - start) / span),
    changepoints.map((time) => (time - start) / span),
    settings.growth,
    columns,
  )
  const y = history.y.map((value) => (value - scale.floor) / scale.y)
  const trend = settings.growth === 'linear' ? 2 : 1
  const penalty = penaltyOf(trend, changepoints.length, priorScales, settings.changepointPriorScale)
  const constant = y.every((value) => value === y[0])
  const solution = constant
    ? constantSolution(y[0], trend - 1, design.columns.length)
    : solveAdditive(design, y, penalty, trend - 1)
  const { theta, sigma, sse, saturated } = solution
  const k = settings.growth === 'linear' ? theta[0] : 0
  const m = theta[trend - 1]
  const delta = theta.slice(trend, trend + changepoints.length)
  const beta = theta.slice(trend + changepoints.length)
  const { changepointPriorScale } = settings
  const objective = negativeLogPosterior({
    rows: y.length,
    sse,
    sigma,
    k,
    m,
    delta,
    beta,
    changepointPriorScale,
    priorScales,
  })
  const certificate = Object.freeze({
    kind: solution.proven ? ('global' as const) : ('local' as const),
    kktResidual: solution.kktResidual,
    iterations: solution.iterations,
    activeChangepoints: delta.reduce((count, size) => count + (size === 0 ? 0 : 1), 0),
  })
  const notes = features.flatMap((name, j) => {
    const column = columns[j]
    return column instanceof Int32Array && column.length === 0
      ? [`"${name}" has no row in the history: its effect is unknown and counts as 0`]
      : []
  })
  if (constant) notes.push('y is constant: the forecast is that constant')
  if (saturated)
    notes.push(
      'the model has as many free columns as the history has rows: the optimum is a local one, σ could shrink to 0',
    )
  return { fit: { objective, sigma, k, m, delta, beta, features: Object.freeze(features), certificate }, notes }
}

/** Columns in the design's order: the trend's, the changepoints', the features'. */
function penaltyOf(
  trend: number,
  changepoints: number,
  priorScales: Float64Array,
  changepointPriorScale: number,
): Penalty {
  const size = trend + changepoints + priorScales.length
  const precision = new Float64Array(size)
  const weight = new Float64Array(size)
  precision.fill(TREND_PRIOR_SCALE ** -2, 0, trend)
  weight.fill(1 / changepointPriorScale, trend, trend + changepoints)
  priorScales.forEach((scale, j) => (precision[trend + changepoints + j] = scale ** -2))
  return { precision, weight }
}

/** A constant series is forecast by its constant; any σ fits, so it is the smallest one that later divisions stand. */
function constantSolution(level: number, column: number, size: number): ReturnType<typeof solveAdditive> {
  const theta = new Float64Array(size)
  theta[column] = level
  return { theta, sigma: 1e-9, sse: 0, proven: false, saturated: false, kktResidual: 0, iterations: 0 }
}

/** y = scale.y · (scaled y) + floor. A scale of 0 counts as 1. */
function scaleOf(y: Float64Array, scaling: ModelSettings['scaling']): { y: number; floor: number } {
  let [min, max] = [Infinity, -Infinity]
  for (const value of y) {
    if (value < min) min = value
    if (value > max) max = value
  }
  if (scaling === 'minmax') return { y: max - min || 1, floor: min }
  return { y: Math.max(Math.abs(min), Math.abs(max)) || 1, floor: 0 }
}

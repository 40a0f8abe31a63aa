/**
 * Fit the additive model: options → history → scale → components → design → exact optimum → model.
 */
import type { TableLike } from '../arrow/table-like.js'
import { BodkinError } from '../errors.js'
import { featureColumns, featureNames, type Component } from './additive/components.js'
import { designMatrix } from './additive/design.js'
import { readHolidays } from './additive/holidays.js'
import { negativeLogPosterior, TREND_PRIOR_SCALE } from './additive/likelihood.js'
import { regressorComponent } from './additive/regressors.js'
import { seasonalityComponents } from './additive/seasonality.js'
import { changepointTimes } from './additive/trend.js'
import { showTime } from './calendar.js'
import { inferFrequency } from './frequency.js'
import { readHistory, type History } from './history.js'
import type { AdditiveFit, AdditiveModel } from './model.js'
import { assertDistinctNames, resolveForecastOptions, type ForecastOptions, type ForecastSettings } from './options.js'
import { solveAdditive } from './solve/additive.js'
import type { Penalty } from './solve/moments.js'

/**
 * Fit the additive model (trend + seasonalities + holidays + regressors) exactly: its maximum a posteriori, with a certificate.
 *
 * @param history one row an observation: a time column (default `ds`; Date, Timestamp or ISO text, UTC), a value column (default `y`), and
 *   the columns that regressors and conditions name. Any row order; rows without a value are skipped; repeated times are repeated observations
 * @param options see `ForecastOptions`; defaults are Prophet's
 * @returns a frozen model; `fit.certificate.kind` says whether its optimum is proven global
 * @throws BodkinError `OPTION` for an unknown or impossible option, `COLUMN` for a missing or mistyped column, `DATA` for values that cannot be
 *   used (infinite, unparsable times, fewer than 2 rows)
 * @example
 * const model = fit({ ds: ['2024-01-01', '2024-01-02', '2024-01-03'], y: [1, 2, 3] })
 * predict(model, { periods: 2 }).getChild('yhat')   // about [4, 5]
 */
export function fit(history: TableLike, options?: ForecastOptions): AdditiveModel {
  const settings = resolveForecastOptions(options)
  const holidays = settings.holidays === undefined ? [] : readHolidays(settings.holidays, settings.holidaysPriorScale)
  const needed = {
    regressors: settings.regressors.map(({ name }) => name),
    conditions: settings.seasonalities.flatMap(({ condition }) => condition ?? []),
  }
  const observed = readHistory(history, { time: settings.time, value: settings.value }, needed, 'fit', 2)
  const { ds } = observed
  const [start, end] = [ds[0], ds[ds.length - 1]]
  if (start === end) {
    throw new BodkinError(
      'DATA',
      `fit needs observations at two different times at least, got ${ds.length} rows, all at ${showTime(start)}`,
      {
        rows: ds.length,
      },
    )
  }
  const components: Component[] = [
    ...seasonalityComponents(settings, ds),
    ...holidays,
    ...settings.regressors.map((regressor) =>
      regressorComponent(regressor, observed.columns[regressor.name], settings.holidaysPriorScale),
    ),
  ]
  assertDistinctNames(components)
  const scale = scaleOf(observed.y, settings.scaling)
  const changepoints = changepointTimes(ds, settings)
  const { fit, notes } = estimate(observed, scale, changepoints, components, settings)
  const { holidays: _table, changepoints: _given, ...kept } = settings
  return Object.freeze({
    kind: 'additive',
    settings: Object.freeze(kept),
    time: Object.freeze({ start, end, frequency: inferFrequency(ds) }),
    scale: Object.freeze(scale),
    changepoints,
    components: Object.freeze(components),
    fit: Object.freeze(fit),
    history: Object.freeze(observed),
    notes: Object.freeze(notes),
  })
}

/** Build the design in the model's scale, solve it, and name the parts of the solution. */
function estimate(
  history: History,
  scale: AdditiveModel['scale'],
  changepoints: Float64Array,
  components: readonly Component[],
  settings: ForecastSettings,
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
function scaleOf(y: Float64Array, scaling: ForecastSettings['scaling']): { y: number; floor: number } {
  let [min, max] = [Infinity, -Infinity]
  for (const value of y) {
    if (value < min) min = value
    if (value > max) max = value
  }
  if (scaling === 'minmax') return { y: max - min || 1, floor: min }
  return { y: Math.max(Math.abs(min), Math.abs(max)) || 1, floor: 0 }
}

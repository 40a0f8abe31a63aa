/**
 * From settled observations to a fitted model: prepare → solve → name the parts of the solution. No Arrow, no options left open, so that
 * workers and cross-validation can call it as it is.
 */
import { parseFrequency, periodDays } from '../frequency.js'
import type { History } from '../history.js'
import type { AdditiveFit, AdditiveModel } from '../model.js'
import type { ModelSettings } from '../options.js'
import { predictorHistory } from '../predictors/predictor-history.js'
import type { Penalty } from '../solve/moments.js'
import { featureNames } from './components.js'
import { negativeLogPosterior, TREND_PRIOR_SCALE } from './likelihood.js'
import { trendSize } from './mean-function.js'
import { prepare, type ModelRecipe, type Preparation } from './preparation.js'
import { solveMean, type MeanSolution } from './solve-mean.js'

/** Fit a recipe to a history; `prepared` when the same history was prepared before with the same recipe but for its prior scales. */
export function estimate(
  history: History,
  recipe: ModelRecipe,
  prepared: Preparation = prepare(history, recipe),
): AdditiveModel {
  const { settings } = recipe
  const { scale, changepoints, components, time } = prepared
  const { fit, notes } = maximumAPosteriori(prepared, recipe)
  return Object.freeze({
    kind: 'additive',
    settings,
    time,
    scale: Object.freeze(scale),
    changepoints,
    components: Object.freeze([...components]),
    fit: Object.freeze(fit),
    history: Object.freeze(history),
    notes: Object.freeze(notes),
    ...estimatePredictors(history, recipe),
  })
}

/** The models of regressors that are forecast themselves; no key when there are none. */
function estimatePredictors(history: History, { predictors }: ModelRecipe): Pick<AdditiveModel, 'predictors'> {
  const models = Object.entries(predictors).map(([name, recipe]): [string, AdditiveModel] => [
    name,
    estimate(predictorHistory(history, name, recipe.settings), recipe),
  ])
  return models.length === 0 ? {} : { predictors: Object.freeze(Object.fromEntries(models)) }
}

function maximumAPosteriori(
  prepared: Preparation,
  { settings, search = 'exact' }: ModelRecipe,
): { fit: AdditiveFit; notes: string[] } {
  const { components, changepoints, input } = prepared
  const { changepointPriorScale } = settings
  const features = components.flatMap(featureNames)
  const priorScales = Float64Array.from(
    components.flatMap((component) => featureNames(component).map(() => component.priorScale)),
  )
  const penalty = penaltyOf(input.growth, changepoints.length, priorScales, changepointPriorScale)
  const constant = prepared.history.y.every((value) => value === prepared.history.y[0])
  const solution =
    constant && prepared.linear
      ? constantSolution(prepared, penalty)
      : solveMean(prepared, penalty, settings.autoregression, search)
  const { theta, sigma, sse } = solution
  const trend = trendSize(input.growth)
  const point = {
    rows: prepared.y.length - solution.autoregression.length,
    sse,
    sigma,
    k: input.growth === 'flat' ? 0 : theta[0],
    m: theta[trend - 1],
    delta: theta.slice(trend, trend + changepoints.length),
    beta: theta.slice(trend + changepoints.length),
  }
  const certificate = Object.freeze({
    kind: solution.proven ? ('global' as const) : ('local' as const),
    kktResidual: solution.kktResidual,
    iterations: solution.iterations,
    activeChangepoints: point.delta.reduce((count, size) => count + (size === 0 ? 0 : 1), 0),
  })
  const advice =
    settings.holidayMatch === 'date' && hasPeriods(prepared.time)
      ? ' (with holidayMatch "period" a day marks the row whose period holds it)'
      : ''
  const notes = features.flatMap((name, j) => {
    const column = input.features[j]
    return column instanceof Int32Array && column.length === 0
      ? [`"${name}" has no row in the history: its effect is unknown and counts as 0${advice}`]
      : []
  })
  notes.push(...unseenWeekdays(prepared))
  if (constant) notes.push('y is constant: the forecast is that constant')
  if (solution.saturated) {
    notes.push(
      'the model can reproduce the history (its rows are few, or follow it exactly): the optimum is a local one, σ could shrink to 0',
    )
  }
  const { k, m, delta, beta } = point
  const objective = negativeLogPosterior({ ...point, changepointPriorScale, priorScales })
  const fit = {
    objective,
    sigma,
    k,
    m,
    delta,
    beta,
    features: Object.freeze(features),
    autoregression: solution.autoregression,
    certificate,
  }
  return { fit, notes }
}

/** Columns in the design's order: the trend's, the changepoints', the features'. */
function penaltyOf(
  growth: ModelSettings['growth'],
  changepoints: number,
  priorScales: Float64Array,
  changepointPriorScale: number,
): Penalty {
  const trend = trendSize(growth)
  const size = trend + changepoints + priorScales.length
  const precision = new Float64Array(size)
  const weight = new Float64Array(size)
  precision.fill(TREND_PRIOR_SCALE ** -2, 0, trend)
  weight.fill(1 / changepointPriorScale, trend, trend + changepoints)
  priorScales.forEach((scale, j) => (precision[trend + changepoints + j] = scale ** -2))
  return { precision, centre: new Float64Array(size), weight }
}

/** A constant series is forecast by its constant; any σ fits, so it is the smallest one that later divisions stand. */
function constantSolution({ input, y }: Preparation, { precision }: Penalty): MeanSolution {
  const theta = new Float64Array(precision.length)
  theta[trendSize(input.growth) - 1] = y[0]
  return {
    theta,
    sigma: 1e-9,
    sse: 0,
    proven: false,
    saturated: false,
    kktResidual: 0,
    iterations: 0,
    autoregression: new Float64Array(0),
  }
}

/** Whether rows stand for more than a day each. */
function hasPeriods({ start, frequency }: AdditiveModel['time']): boolean {
  return frequency !== null && periodDays(start, parseFrequency(frequency)) !== null
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** A weekly season says nothing of a weekday that the history never has: what it gives there is no forecast. */
function unseenWeekdays({ components, history }: Preparation): string[] {
  if (!components.some((component) => component.kind === 'seasonality' && component.period === 7)) return []
  const seen = new Set<number>()
  // a week or two usually shows them all
  for (let t = 0; t < history.ds.length && seen.size < 7; t++) seen.add(new Date(history.ds[t]).getUTCDay())
  const unseen = WEEKDAYS.filter((_, day) => !seen.has(day))
  if (unseen.length === 0) return []
  return [
    `the history has no ${unseen.join(', no ')}: the weekly season is unknown there, do not use forecasts of those days`,
  ]
}

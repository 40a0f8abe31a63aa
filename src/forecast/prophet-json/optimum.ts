/**
 * How good given coefficients are: the objective of the likelihood's header at them, and how far they are from fulfilling the optimality
 * conditions of a mode. The history is worked through in blocks, so that memory grows with rows + columns, not with their product. O(T·p).
 */
import { crossProduct } from '../additive/design.js'
import { capAt, floorAt } from '../additive/capacity.js'
import { featureColumns, featureCount } from '../additive/components.js'
import type { Frame } from '../additive/frame.js'
import { negativeLogPosterior, TREND_PRIOR_SCALE } from '../additive/likelihood.js'
import { linearise, trendSize, type MeanInput } from '../additive/mean-function.js'
import type { AdditiveFit, AdditiveModel } from '../model.js'
import { optimalityResidual } from '../solve/optimality.js'

/** Numbers of a block of the design, about: 32 MB. */
const BLOCK = 4e6

/** What is known of a model before its objective. */
export type UnratedModel = Omit<AdditiveModel, 'fit'> & {
  readonly fit: Pick<AdditiveFit, 'k' | 'm' | 'delta' | 'beta' | 'sigma'>
}

/** Objective and largest violation of the optimality conditions; not finite when the predictions are not. */
export function objectiveAt(model: UnratedModel): { objective: number; kktResidual: number } {
  const { settings, changepoints, components, history, fit } = model
  const { k, m, delta, beta, sigma } = fit
  const { changepointPriorScale } = settings
  const trend = trendSize(settings.growth)
  const theta = Float64Array.of(...(settings.growth === 'flat' ? [m] : [k, m]), ...delta, ...beta)
  const size = theta.length
  const priorScales = Float64Array.from(
    components.flatMap((component) => new Array<number>(featureCount(component)).fill(component.priorScale)),
  )
  const rows = history.ds.length
  const step = Math.max(1000, Math.floor(BLOCK / size))
  const pull = new Float64Array(size)
  let sse = 0
  for (let from = 0; from < rows; from += step) {
    const { input, y } = blockOf(model, from, Math.min(rows, from + step))
    const { mean, jacobian } = linearise(input, theta)
    const rest = y.map((value, i) => value - mean[i])
    for (const value of rest) sse += value * value
    crossProduct(jacobian, rest).forEach((value, j) => (pull[j] += value))
  }
  const first = trend + changepoints.length
  const penalty = {
    precision: theta.map((_, j) =>
      j < trend ? TREND_PRIOR_SCALE ** -2 : j < first ? 0 : priorScales[j - first] ** -2,
    ),
    centre: new Float64Array(size),
    weight: theta.map((_, j) => (j >= trend && j < first ? 1 / changepointPriorScale : 0)),
  }
  return {
    objective: negativeLogPosterior({ rows, sse, ...fit, changepointPriorScale, priorScales }),
    kktResidual: optimalityResidual(rows, pull, theta, sigma, sse, penalty),
  }
}

/** Rows `from` to `to` of the history in the model's scale. */
function blockOf(
  { settings, time, scale, changepoints, components, history }: UnratedModel,
  from: number,
  to: number,
): { input: MeanInput; y: Float64Array } {
  const toModel = (at: number): number => (at - time.start) / (time.end - time.start)
  const frame: Frame = {
    ds: history.ds.subarray(from, to),
    columns: Object.fromEntries(
      Object.entries(history.columns).map(([name, column]) => [name, column.subarray(from, to)]),
    ),
  }
  const floor = floorAt(settings, frame, scale.floor)
  const input = {
    growth: settings.growth,
    t: frame.ds.map(toModel),
    tau: changepoints.map(toModel),
    cap: capAt(settings, frame)?.map((value, i) => (value - floor[i]) / scale.y),
    features: components.flatMap((component) => featureColumns(component, frame)),
    multiplicative: components.flatMap((component) =>
      new Array<boolean>(featureCount(component)).fill(component.mode === 'multiplicative'),
    ),
  }
  return { input, y: history.y.subarray(from, to).map((value, i) => (value - floor[i]) / scale.y) }
}

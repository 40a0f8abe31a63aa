/**
 * From a fitted model to what the chains, and the Laplace approximation, walk on: the rows in the model's scale, and their moments about the
 * mode. Everything comes from the model itself, so that one read from JSON will do.
 */
import { capAt, floorAt } from '../additive/capacity.js'
import { featureColumns, featureCount } from '../additive/components.js'
import { TREND_PRIOR_SCALE } from '../additive/likelihood.js'
import { trendSize, type MeanInput } from '../additive/mean-function.js'
import type { AdditiveModel } from '../model.js'
import { transformed } from '../transform/transform.js'
import type { PosteriorProblem } from './chain.js'
import { fromModel, offsetPrecision, tangentAt, type CurvedMean } from './curved-mean.js'

/** The model's mean over its history, and the history. */
export function meanOf({ settings, time, scale, changepoints, components, history, fit }: AdditiveModel): CurvedMean {
  const toModel = (at: number): number => (at - time.start) / (time.end - time.start)
  const floor = floorAt(settings, history, scale.floor)
  const input: MeanInput = {
    growth: settings.growth,
    t: history.ds.map(toModel),
    tau: changepoints.map(toModel),
    cap: capAt(settings, history)?.map((value, i) => (value - floor[i]) / scale.y),
    features: components.flatMap((component) => featureColumns(component, history)),
    multiplicative: components.flatMap((component) =>
      new Array<boolean>(featureCount(component)).fill(component.mode === 'multiplicative'),
    ),
  }
  const y = transformed(history.y, settings.transform).map((value, i) => (value - floor[i]) / scale.y)
  return { input, y, phi: fit.autoregression }
}

/** The model's coefficients as one vector: (k, m, δ, β), or (m, β) for flat growth. */
export function coefficientsOf({
  settings,
  fit,
}: {
  readonly settings: Pick<AdditiveModel['settings'], 'growth'>
  readonly fit: Pick<AdditiveModel['fit'], 'k' | 'm' | 'delta' | 'beta'>
}): Float64Array {
  const start = settings.growth === 'flat' ? [fit.m] : [fit.k, fit.m]
  return Float64Array.of(...start, ...fit.delta, ...fit.beta)
}

/** Whether the mean is linear in the coefficients. */
export function isLinear({ settings, components }: Pick<AdditiveModel, 'settings' | 'components'>): boolean {
  return settings.growth !== 'logistic' && components.every(({ mode }) => mode === 'additive')
}

/** Precisions of the normal priors, in the order of the coefficients; 0 for δ, whose prior is not normal. */
export function priorPrecision({ settings, changepoints, components }: AdditiveModel): Float64Array {
  const trend = new Array<number>(trendSize(settings.growth)).fill(TREND_PRIOR_SCALE ** -2)
  const features = components.flatMap((component) =>
    new Array<number>(featureCount(component)).fill(component.priorScale ** -2),
  )
  return Float64Array.of(...trend, ...new Float64Array(changepoints.length), ...features)
}

/** What the chains of a model at its mode need. */
export function posteriorProblem(model: AdditiveModel): PosteriorProblem {
  const { settings, changepoints, fit } = model
  const mean = meanOf(model)
  const precision = priorPrecision(model)
  return {
    moments: tangentAt(mean, fromModel(mean, coefficientsOf(model))),
    sigma: fit.sigma,
    precision: settings.growth === 'logistic' ? precision.with(1, offsetPrecision(fit.k)) : precision,
    firstBend: trendSize(settings.growth),
    bends: changepoints.length,
    bendScale: settings.changepointPriorScale,
    spread: standardDeviation(mean.y),
    curved: isLinear(model) ? undefined : mean,
  }
}

function standardDeviation(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / (values.length - 1))
}

/**
 * An additive model at given rows, with all that its intervals need; regressors that are forecast themselves bring the intervals of their
 * own models.
 */
import { featureCount } from './additive/components.js'
import { errorsAt } from './additive/errors.js'
import type { Parts } from './additive/evaluate.js'
import { analyticBands } from './intervals/analytic.js'
import type { IntervalInput, UncertainRegressor } from './intervals/bands.js'
import { pathBlocks } from './intervals/paths.js'
import type { AdditiveModel } from './model.js'
import { normalQuantile } from '../numeric/normal.js'
import type { RandomStream } from '../numeric/random.js'
import { evaluateMean } from './posterior/mean-parts.js'
import { scenariosOf } from './posterior/scenarios.js'
import type { CompleteFrame } from './predictors/complete-frame.js'
import { unitsOf } from './predictors/point-forecast.js'

/** @param width probability mass between the bounds; default the model's */
export function simulationInput(model: AdditiveModel, frame: CompleteFrame, width?: number): IntervalInput & Parts {
  const { fit, scale, changepoints, settings } = model
  const errors = errorsAt(model, frame.ds)
  const parts = evaluateMean(model, frame, errors?.expected)
  const { posterior } = model
  return {
    ...parts,
    errors: errors?.steps,
    sigma: fit.sigma * scale.y,
    bendRate: changepoints.length,
    bendScale: meanAbsolute(fit.delta),
    width: width ?? settings.intervalWidth,
    scenarios: posterior && scenariosOf(model, posterior, frame, parts.clock, errors?.expected),
    regressors: uncertainRegressors(model, frame),
  }
}

/** Mean |δ|, and Prophet's 1e-8 so that a trend without bends keeps a width. */
function meanAbsolute(delta: Float64Array): number {
  let sum = 0
  for (const size of delta) sum += Math.abs(size)
  return (delta.length === 0 ? 0 : sum / delta.length) + 1e-8
}

function uncertainRegressors(
  { components, predictors = {}, fit, scale }: AdditiveModel,
  frame: CompleteFrame,
): UncertainRegressor[] {
  let next = 0
  return components.flatMap((component) => {
    const feature = next
    next += featureCount(component)
    const { name, mode } = component
    const forecast = frame.forecast[name]
    if (component.kind !== 'regressor' || forecast === undefined || !forecast.includes(1)) return []
    const unit = (mode === 'additive' ? scale.y : 1) / component.scale
    const own = { centre: frame.columns[name], forecast, ...futuresOf(predictors[name], frame, forecast) }
    return [{ name, mode, feature, unit, weight: fit.beta[feature] * unit, ...own }]
  })
}

/** Bounds that a standard deviation is taken from hold so much. */
const WIDTH = 0.8

/** How uncertain a regressor is, by its model. */
function futuresOf(
  predictor: AdditiveModel,
  frame: CompleteFrame,
  forecast: Uint8Array,
): Pick<UncertainRegressor, 'deviation' | 'futures'> {
  const input = simulationInput(predictor, { ...frame, forecast: {} }, WIDTH)
  const finish = unitsOf(predictor, frame)
  const inUnits = (values: Float64Array): Float64Array => (finish === undefined ? values : values.map(finish))
  return {
    deviation() {
      const { yhatLower, yhatUpper } = analyticBands(input)
      const [lower, upper] = [inUnits(yhatLower), inUnits(yhatUpper)]
      const z = normalQuantile((1 + WIDTH) / 2)
      return lower.map((low, row) => (forecast[row] === 0 ? 0 : (upper[row] - low) / (2 * z)))
    },
    *futures(draws: number, random: RandomStream) {
      for (const { rows, yhat } of pathBlocks(input, draws, random)) {
        const values = yhat
        if (finish !== undefined) {
          rows.forEach((row, r) => {
            for (let at = r * draws; at < (r + 1) * draws; at++) values[at] = finish(values[at], row)
          })
        }
        yield { rows, values }
      }
    },
  }
}

/** yhat of an additive model alone, in units of y. */
import { errorsAt } from '../additive/errors.js'
import type { Frame } from '../additive/frame.js'
import { valueLimits, type LimitValue } from '../intervals/limits.js'
import type { AdditiveModel } from '../model.js'
import { evaluateMean } from '../posterior/mean-parts.js'
import { backTransform } from '../transform/transform.js'

export function pointForecast(model: AdditiveModel, frame: Frame): Float64Array {
  const { yhat } = evaluateMean(model, frame, errorsAt(model, frame.ds)?.expected)
  const finish = unitsOf(model, frame)
  return finish === undefined ? yhat : yhat.map(finish)
}

/** From the model's scale to values that y may have: back through the transform, then not below the floor; undefined when both are idle. */
export function unitsOf(
  model: AdditiveModel,
  frame: Frame,
  limits: { readonly nonNegative: boolean; readonly integer: boolean } = { nonNegative: false, integer: false },
): LimitValue | undefined {
  const back = backTransform(model.settings.transform)
  const limit = valueLimits(model, frame, limits)
  if (back === undefined) return limit
  return limit === undefined ? back : (value, row) => limit(back(value), row)
}

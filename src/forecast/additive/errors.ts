/**
 * Autoregressive errors at given rows: how far a row lies behind the history, and what the last errors let one expect there.
 *
 * Behind the history the expectation decays along the recursion; inside it, it is the prediction one row ahead from the errors before.
 */
import { stepsAhead } from '../frequency.js'
import type { ErrorSteps } from '../intervals/bands.js'
import type { AdditiveModel } from '../model.js'
import { expectedErrors } from '../solve/autoregression.js'
import { evaluateMean } from '../posterior/mean-parts.js'
import { transformed } from '../transform/transform.js'

/** Steps and expected errors (in units of the transformed y), or undefined when the model's errors are independent. */
export function errorsAt(
  model: AdditiveModel,
  ds: Float64Array,
): { expected: Float64Array; steps: ErrorSteps } | undefined {
  const { autoregression } = model.fit
  if (autoregression.length === 0) return undefined
  const { history } = model
  const { yhat } = evaluateMean(model, history)
  const rest = transformed(history.y, model.settings.transform).map((value, i) => value - yhat[i])
  const steps = stepsAhead(model.time, ds)
  const ahead = expectedErrors(
    autoregression,
    rest,
    steps.reduce((most, step) => Math.max(most, step), 0),
  )
  const rowAt = new Map(Array.from(history.ds, (time, row) => [time, row]))
  const expected = ds.map((time, i) =>
    steps[i] > 0 ? ahead[steps[i] - 1] : oneAhead(autoregression, rest, rowAt.get(time)),
  )
  return { expected, steps: { autoregression, steps } }
}

function oneAhead(phi: Float64Array, rest: Float64Array, row: number | undefined): number {
  if (row === undefined || row < phi.length) return 0
  return phi.reduce((sum, weight, i) => sum + weight * rest[row - 1 - i], 0)
}

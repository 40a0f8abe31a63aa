/** What a public function says to something that is no model. */
import { BodkinError, show } from '../errors.js'
import type { AdditiveModel, ForecastModel } from './model.js'

/**
 * Refuse what is no model: a table, a parsed document, a promise of a model. By shape, since a model may come from another copy of the package.
 *
 * @param caller name of the public function, for the message
 */
export function assertModel(value: unknown, caller: string): asserts value is ForecastModel {
  if (isObject(value) && typeof value['kind'] === 'string' && isObject(value['settings']) && isObject(value['time'])) {
    const { history } = value
    const fitted = value['kind'] === 'additive' ? value['fit'] : (value['state'] ?? {})
    if (isObject(fitted) && isObject(history) && ArrayBuffer.isView(history['ds']) && ArrayBuffer.isView(history['y']))
      return
  }
  throw new BodkinError('OPTION', `${caller} needs a model (from fit, a baseline or fromJSON), got ${show(value)}`)
}

/** The additive model, or an error for a baseline and for what is no model. */
export function assertAdditive(model: ForecastModel, caller: string): AdditiveModel {
  assertModel(model, caller)
  if (model.kind === 'additive') return model
  throw new BodkinError(
    'OPTION',
    `${caller} needs an additive model (from fit), got a baseline of kind "${model.kind}"`,
    { kind: model.kind },
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** What a public function says to something that is no model. */
import { BodkinError, show } from '../errors.js'
import type { TreeModel } from './tree-model.js'

/**
 * Refuse what is no model: a table, a parsed document, a promise of a model. By shape, since a model may come from another copy of the package.
 *
 * @param caller name of the public function, for the message
 */
export function assertTreeModel(value: unknown, caller: string): asserts value is TreeModel {
  if (isObject(value) && value['kind'] === 'trees' && isObject(value['trees']) && Array.isArray(value['features'])) {
    const { offsets, condition } = value['trees']
    if (ArrayBuffer.isView(offsets) && ArrayBuffer.isView(condition)) return
  }
  throw new BodkinError('OPTION', `${caller} needs a model (from fit, fromJSON or fromXGBoost), got ${show(value)}`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

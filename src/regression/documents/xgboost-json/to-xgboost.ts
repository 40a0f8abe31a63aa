/**
 * A model to XGBoost's model files, JSON text or UBJSON bytes.
 */
import { choice, readOptions, withDefault, type Schema } from '../../../options/rules.js'
import { assertTreeModel } from '../../model/assert-model.js'
import type { TreeModel } from '../../model/tree-model.js'
import { writeUbjson } from '../ubjson-write.js'
import { floatText, toDocument, type DocumentValue } from './to-document.js'

/** Options of `toXGBoost`. */
export interface ToXGBoostOptions {
  /** 'json' (default): text, for files named `.json`; 'ubj': bytes, for files named `.ubj`, a quarter of the size. */
  readonly format?: 'json' | 'ubj'
}

const schema: Schema<Required<ToXGBoostOptions>> = { format: withDefault(choice('json', 'ubj'), 'json') }

/**
 * Write a model for `Booster.load_model` of XGBoost 3.1 and later.
 *
 * The rounds that `predict` uses go out, so XGBoost predicts the same float32 from all it is given. Differences that remain: several
 * quantiles may cross there (here `predict` puts an own model's in order), and an unknown label goes left there, or is refused by the Python
 * package.
 *
 * @returns text for 'json', a Uint8Array for 'ubj'
 * @throws BodkinError `OPTION` for a model with categories and `unseenCategory` 'node-mean', which XGBoost cannot do
 * @example
 * writeFileSync('model.ubj', toXGBoost(model, { format: 'ubj' }))
 */
export function toXGBoost(model: TreeModel, options: { readonly format: 'ubj' }): Uint8Array
export function toXGBoost(model: TreeModel, options?: { readonly format?: 'json' }): string
export function toXGBoost(model: TreeModel, options?: ToXGBoostOptions): string | Uint8Array
export function toXGBoost(model: TreeModel, options: ToXGBoostOptions = {}): string | Uint8Array {
  assertTreeModel(model, 'toXGBoost')
  const { format } = readOptions(schema, options)
  const document = toDocument(model)
  return format === 'json' ? jsonText(document) : writeUbjson(document)
}

function jsonText(value: DocumentValue): string {
  if (typeof value === 'string' || typeof value === 'number') return JSON.stringify(value)
  if (value instanceof Float32Array || value instanceof Float64Array) {
    return `[${Array.from(value, floatText).join(',')}]`
  }
  if (ArrayBuffer.isView(value)) return `[${(value as Int32Array).join(',')}]`
  if (Array.isArray(value)) return `[${(value as readonly DocumentValue[]).map(jsonText).join(',')}]`
  const entries = Object.entries(value as { readonly [key: string]: DocumentValue })
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${jsonText(entry)}`).join(',')}}`
}

/**
 * A table's columns as a model reads them: numbers in float32, labels as the model's own codes.
 *
 * NaN stands for null. A label that the model does not know becomes NaN ('missing') or −1 ('left', 'node-mean'), or is an error that counts
 * them. Where a model stores no labels (XGBoost models before 3.1, or trained on codes), the column must hold the codes as numbers.
 */
import { categoryColumn } from '../../arrow/category-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import type { SourceTable } from '../../arrow/read-table.js'
import { columnError } from '../../arrow/source-column.js'
import { show } from '../../errors.js'
import { isCategory, readNumeric, type FeatureColumn } from '../columns.js'
import { UNSEEN } from './forest.js'
import type { ModelFeature, TreeModel } from './tree-model.js'

/**
 * Read the model's features, in the model's order.
 *
 * @throws BodkinError `COLUMN` when a feature is missing or of another type; `DATA` for an unknown label where `unseenCategory` is 'error'
 */
export function readForModel(
  model: Pick<TreeModel, 'features' | 'unseenCategory' | 'source'>,
  source: SourceTable,
): FeatureColumn[] {
  return model.features.map((feature) => readFeature(feature, model, source))
}

function readFeature(
  { name, kind, labels }: ModelFeature,
  { unseenCategory: unseen, source: origin }: Pick<TreeModel, 'unseenCategory' | 'source'>,
  source: SourceTable,
): FeatureColumn {
  if (kind === 'numeric') return readNumeric(source, name)
  // an own model has a category without labels where the training rows had only nulls
  if (labels.length === 0 && origin === 'xgboost') return readCodes(source, name)
  const found = categoryColumn(source, name)
  const known = new Map(labels.map((label, code) => [label, code]))
  const substitute = unseen === 'missing' ? NaN : UNSEEN
  const codeOf = Float32Array.from(found.labels, (label) => known.get(label) ?? substitute)
  if (unseen === 'error') assertKnown(found, known, name, source)
  const values = Float32Array.from(found.codes, (code) => (code < 0 ? NaN : codeOf[code]))
  return { name, kind, labels, values }
}

/** Codes of a category whose labels the model does not store; text may stand there only where all of it is null. */
function readCodes(source: SourceTable, name: string): FeatureColumn {
  const noText = isCategory(source.column(name)) && categoryColumn(source, name).labels.length === 0
  const values = noText
    ? new Float32Array(source.rows).fill(NaN)
    : Float32Array.from(numericColumn(source, name).values)
  return { name, kind: 'category', labels: [], values }
}

/** Every label that stands in the column is one of the model's. */
function assertKnown(
  { codes, labels }: { readonly codes: Int32Array; readonly labels: readonly string[] },
  known: ReadonlyMap<string, number>,
  name: string,
  source: SourceTable,
): void {
  const foreign = new Set(labels.flatMap((label, code) => (known.has(label) ? [] : [code])))
  if (foreign.size === 0) return
  const first = codes.findIndex((code) => foreign.has(code))
  const rows = codes.reduce((count, code) => count + (foreign.has(code) ? 1 : 0), 0)
  const more =
    rows === 1 ? '' : ` (${rows} rows hold ${foreign.size} ${foreign.size === 1 ? 'label' : 'labels'} unknown to it)`
  const rule = `must be one of the ${known.size} labels that the model was trained on, got ${show(labels[codes[first]])}${more}`
  throw columnError('DATA', source.column(name), rule, first)
}

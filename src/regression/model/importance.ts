/**
 * Importance of features by what their splits did in training: XGBoost's five types.
 *
 *   weight  number of splits       total_gain  Σ loss_chg of the splits     gain  total_gain / weight
 *                                  total_cover Σ Hessian of the split nodes  cover total_cover / weight
 *
 * They say what the trees used, not what is true: on pure noise they look just as sure. `permutationImportance` and `causes` ask the
 * held-out rows. O(nodes).
 */
import type { Table } from 'apache-arrow'
import { float64, text, writeTable } from '../../arrow/write-table.js'
import { choice, flag, readOptions, withDefault, type Schema } from '../../options/rules.js'
import { assertTreeModel } from './assert-model.js'
import type { TreeModel } from './tree-model.js'

/** What is counted. */
export type ImportanceType = 'gain' | 'total_gain' | 'weight' | 'cover' | 'total_cover'

/** Options of `importance`. */
export interface ImportanceOptions {
  /** Default 'gain', the mean gain of a split, as in XGBoost. */
  readonly type?: ImportanceType
  /** Divide by the sum, so that the features' importances sum to 1; default false. */
  readonly normalize?: boolean
}

const schema: Schema<Required<ImportanceOptions>> = {
  type: withDefault(choice('gain', 'total_gain', 'weight', 'cover', 'total_cover'), 'gain'),
  normalize: withDefault(flag(), false),
}

/**
 * Importance of every feature.
 *
 * Counts the rounds that `predict` uses. XGBoost's `get_score` leaves out features without a split; here they have 0.
 *
 * @returns columns `feature`, `importance`, in the model's order
 * @example
 * importance(model, { type: 'total_gain', normalize: true })   // feature 'temperature' .61, 'place' .39, 'month' 0
 */
export function importance(model: TreeModel, options: ImportanceOptions = {}): Table {
  assertTreeModel(model, 'importance')
  const { type, normalize } = readOptions(schema, options)
  const values = importanceOf(model, type)
  const sum = values.reduce((total, value) => total + value, 0)
  if (normalize && sum > 0) values.forEach((value, i) => (values[i] = value / sum))
  return writeTable({ feature: text(model.features.map((feature) => feature.name)), importance: float64(values) })
}

/** One number a feature. */
function importanceOf({ features, trees, bestRounds }: TreeModel, type: ImportanceType): Float64Array {
  const splits = new Float64Array(features.length)
  const sums = new Float64Array(features.length)
  const counted = type === 'gain' || type === 'total_gain' ? trees.gain : trees.cover
  const nodes = trees.offsets[trees.rounds[bestRounds]]
  for (let node = 0; node < nodes; node++) {
    if (trees.left[node] < 0) continue
    splits[trees.feature[node]]++
    sums[trees.feature[node]] += counted[node]
  }
  if (type === 'weight') return splits
  if (type === 'total_gain' || type === 'total_cover') return sums
  return sums.map((sum, feature) => (splits[feature] === 0 ? 0 : sum / splits[feature]))
}

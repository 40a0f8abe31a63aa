/**
 * Permutation importance: how much worse the predictions become when the rows exchange their values of a feature.
 *
 *   importance(f) = mean over repeats of  loss(y, ŷ with column f shuffled) − loss(y, ŷ)      in the unit of the metric
 *
 * Tells what the model uses, on the rows given: rows that it was trained on flatter the features that it overfits, so give held-out ones.
 * Features that say the same share the credit, or hide behind each other; as a group they are shuffled together. A group's shuffles have a
 * random stream of their own, so other features do not change them. O(features · repeats · prediction).
 * Breiman, Random Forests (2001); scikit-learn's permutation_importance, which has the standard deviation without Bessel's correction.
 */
import type { Table } from 'apache-arrow'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, text, writeTable } from '../../arrow/write-table.js'
import { BodkinError, didYouMean, show } from '../../errors.js'
import {
  choice,
  integer,
  listOf,
  optional,
  readOptions,
  textRule,
  withDefault,
  type Schema,
} from '../../options/rules.js'
import { average } from '../../numeric/average.js'
import { randomStream } from '../../numeric/random.js'
import { assertTreeModel } from '../model/assert-model.js'
import { readTarget, readWeights, type FeatureColumn } from '../columns.js'
import { shuffled } from './folds.js'
import { forestOf } from '../model/forest.js'
import { toResponses } from '../model/link.js'
import { direction, score } from './metrics.js'
import { readForModel } from '../model/model-columns.js'
import { marginsOf } from '../model/predict.js'
import type { TreeModel } from '../model/tree-model.js'

type Metric = 'rmse' | 'mse' | 'mae' | 'r2' | 'log_loss' | 'auc'

/** Options of `permutationImportance`. */
export interface PermutationImportanceOptions {
  /** Name of the column with the truth. */
  readonly target: string
  /** Shuffles of each feature, an integer ≥ 1; default 10. */
  readonly repeats?: number
  /** What becomes worse; default 'rmse'. Of 'r2' and 'auc', of which more is better, the loss of it. */
  readonly metric?: Metric
  /** Features that are shuffled together, as lists of names; the others go one by one. */
  readonly groups?: readonly (readonly string[])[]
  /** Name of a column of weights of the rows in the metric, ≥ 0. */
  readonly weight?: string
  /** Seed of the shuffles, an integer ≥ 0; default 0. */
  readonly seed?: number
}

interface Settings {
  readonly target: string
  readonly repeats: number
  readonly metric: Metric
  readonly groups: readonly (readonly string[])[]
  readonly weight: string | undefined
  readonly seed: number
}

const schema: Schema<Settings> = {
  target: textRule('the name of a column'),
  repeats: withDefault(integer({ min: 1, max: 100_000 }), 10),
  metric: withDefault(choice('rmse', 'mse', 'mae', 'r2', 'log_loss', 'auc'), 'rmse'),
  groups: withDefault(listOf(listOf(textRule('the name of a feature'))), []),
  weight: optional(textRule('the name of a column')),
  seed: withDefault(integer({ min: 0 }), 0),
}

/**
 * The permutation importance of a model's features on a table.
 *
 * @param table the features and the target; best rows that the model was not trained on
 * @returns `feature` (a group as 'month + temperature'), `importance`, `sd` (of the repeats; null for one), in the model's order of features
 * @throws BodkinError `OPTION` for an option that is none, a group with an unknown feature or one that is in two groups, and a model with
 *   several outputs; `COLUMN`, `DATA` as `predict` and for a target that cannot be used
 * @example
 * permutationImportance(model, heldOut, { target: 'uptime', groups: [['month', 'temperature']] })
 */
export function permutationImportance(
  model: TreeModel,
  table: TableLike,
  options: PermutationImportanceOptions,
): Table {
  assertTreeModel(model, 'permutationImportance')
  const settings = readOptions(schema, options)
  if (model.baseScore.length > 1) {
    const message = `permutationImportance takes a model with one output, got ${model.baseScore.length} quantiles`
    throw new BodkinError('OPTION', message, { outputs: model.baseScore.length })
  }
  const groups = featureGroups(
    model.features.map(({ name }) => name),
    settings.groups,
  )
  const { metric, repeats, seed, weight, target } = settings
  const source = readTable(table)
  if (source.rows === 0) {
    throw new BodkinError('DATA', 'permutationImportance needs at least one row, got no rows', { rows: 0 })
  }
  const columns = readForModel(model, source)
  const y = readTarget(source, target, metric === 'log_loss' || metric === 'auc' ? 'logistic' : 'squarederror')
  const w = weight === undefined ? null : readWeights(source, weight)
  const forest = forestOf(model.trees, 0, model.bestRounds)
  const lossOf = (read: readonly FeatureColumn[]): number => {
    const margins = marginsOf(model, forest, read, source.rows, null)
    toResponses(model.objective, margins)
    return direction(metric) * score(metric, y, Float64Array.from(margins), w)
  }
  const base = lossOf(columns)
  const increases = groups.map((members) => {
    const label = groupLabel(members)
    return Float64Array.from({ length: repeats }, (_, repeat) => {
      const order = shuffled(source.rows, randomStream(seed, `permutation ${label} ${repeat}`))
      return lossOf(columns.map((column) => (members.includes(column.name) ? reordered(column, order) : column))) - base
    })
  })
  return writeTable({
    feature: text(groups.map(groupLabel)),
    importance: float64(Float64Array.from(increases, average)),
    sd: float64(Float64Array.from(increases, deviation)),
  })
}

const groupLabel = (members: readonly string[]): string => members.join(' + ')

/** Groups as given and the other features alone, in the order of their first features. */
function featureGroups(names: readonly string[], groups: readonly (readonly string[])[]): (readonly string[])[] {
  const groupOf = new Map<string, readonly string[]>()
  groups.forEach((members, i) =>
    members.forEach((name, k) => {
      if (!names.includes(name)) {
        const message = `option "groups[${i}][${k}]" must be a feature of the model, got ${show(name)}${didYouMean(name, names)}`
        throw new BodkinError('OPTION', message, { option: 'groups', value: name })
      }
      if (groupOf.has(name)) {
        const message = `option "groups[${i}][${k}]" must be in one group only, got ${show(name)} again`
        throw new BodkinError('OPTION', message, { option: 'groups', value: name })
      }
      groupOf.set(name, members)
    }),
  )
  return [...new Set(names.map((name) => groupOf.get(name) ?? name))].map((one) =>
    typeof one === 'string' ? [one] : one,
  )
}

function reordered(column: FeatureColumn, order: Int32Array): FeatureColumn {
  return { ...column, values: Float32Array.from(order, (row) => column.values[row]) }
}

/** Standard deviation of a sample; NaN of one. */
function deviation(values: Float64Array): number {
  const mean = average(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

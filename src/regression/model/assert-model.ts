/** What a public function says to something that is no model, or to a model whose parts were changed so that they no longer fit. */
import { BodkinError, show } from '../../errors.js'
import {
  choice,
  integer,
  listOf,
  number,
  readRecord,
  record,
  refuse,
  rule,
  type Place,
  type Rule,
  type Schema,
} from '../../options/rules.js'
import { assertTrees } from './check-trees.js'
import type { ModelFeature, TreeModel, Trees } from './tree-model.js'

/** Models that were checked: a service predicts a row at a time, and a check takes as long as the trees have nodes. */
const checked = new WeakSet<object>()

/**
 * Refuse what is no model: a table, a parsed document, a promise of a model. By shape, since a model may come from another copy of the package.
 *
 * A model that was put together by hand (`{ ...model, bestRounds: 20 }`) is checked once: trees that do not fit it would give wrong numbers
 * without a word, or never end.
 *
 * @param caller name of the public function, for the message
 */
export function assertTreeModel(value: unknown, caller: string): asserts value is TreeModel {
  if (!isModel(value)) {
    throw new BodkinError('OPTION', `${caller} needs a model (from fit, fromJSON or fromXGBoost), got ${show(value)}`)
  }
  if (checked.has(value)) return
  assertParts(value)
  checked.add(value)
}

function isModel(value: unknown): value is Readonly<Record<string, unknown>> & { readonly trees: object } {
  if (!isObject(value) || value['kind'] !== 'trees' || !isObject(value['trees']) || !Array.isArray(value['features']))
    return false
  const { offsets, condition } = value['trees']
  return ArrayBuffer.isView(offsets) && ArrayBuffer.isView(condition)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

const label: Rule<string> = rule('text', (value): value is string => typeof value === 'string')

/** The parts that say how many there are of something. */
const schema: Schema<Pick<TreeModel, 'baseScore' | 'bestRounds' | 'features'>> = {
  baseScore: listOf(number()),
  bestRounds: integer({ min: 0 }),
  features: listOf(record<ModelFeature>({ name: label, kind: choice('numeric', 'category'), labels: listOf(label) })),
}

const TREE_ARRAYS: readonly (keyof Trees)[] = [
  'offsets',
  'left',
  'right',
  'feature',
  'condition',
  'defaultLeft',
  'categoryBegin',
  'categoryEnd',
  'categories',
  'gain',
  'cover',
  'baseWeight',
  'output',
  'weight',
  'rounds',
]

function assertParts(model: Readonly<Record<string, unknown>> & { readonly trees: object }): void {
  const place: Place = { code: 'OPTION', noun: 'model', path: '' }
  const { baseScore, bestRounds, features } = readRecord(
    schema,
    { baseScore: model['baseScore'], bestRounds: model['bestRounds'], features: model['features'] },
    place,
  )
  if (baseScore.length === 0) refuse({ ...place, path: 'baseScore' }, 'at least one number', baseScore)
  const trees = model.trees as Trees
  for (const key of TREE_ARRAYS) {
    if (!ArrayBuffer.isView(trees[key])) refuse({ ...place, path: `trees.${key}` }, 'a typed array', trees[key])
  }
  assertTrees(trees, features.length, baseScore.length, { ...place, path: 'trees' })
  const rounds = trees.rounds.length - 1
  if (bestRounds > rounds) refuse({ ...place, path: 'bestRounds' }, `at most the ${rounds} rounds`, bestRounds)
}

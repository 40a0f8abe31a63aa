/**
 * A model as XGBoost 3.2 lays it out: plain values whose typed arrays say which number type each field has, for either format.
 */
import { BodkinError } from '../../../errors.js'
import type { ModelFeature, TreeModel, Trees } from '../../model/tree-model.js'
import { XGBOOST_NAMES } from './objective-names.js'

/**
 * A value of the document; a number is an integer, a BigInt64Array holds integers that XGBoost stores in
 * 64 bits, and a Float64Array float32 numbers that it stores one by one, each with its type.
 */
export type DocumentValue =
  | string
  | number
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint8Array
  | Int8Array
  | BigInt64Array
  | readonly DocumentValue[]
  | { readonly [key: string]: DocumentValue }

const VERSION = [3, 2, 0]
/** What XGBoost writes for the root's parent. */
const NO_PARENT = 2147483647
/** 64-bit integers among XGBoost's type codes of category labels. */
const INT64_LABELS = 15

/** The document; only the rounds that `predict` uses go out. */
export function toDocument(model: TreeModel): DocumentValue {
  const { trees, features, bestRounds } = model
  if (model.unseenCategory === 'node-mean' && features.some((feature) => feature.kind === 'category')) {
    const rule = 'must not be "node-mean" for a model to be written for XGBoost, which sends unknown labels left'
    throw new BodkinError('OPTION', `option "unseenCategory" ${rule}`, { option: 'unseenCategory' })
  }
  const count = trees.rounds[bestRounds]
  const factors = trees.weight.subarray(0, count)
  const outputs = model.baseScore.length
  const gbtree: DocumentValue = {
    model: {
      cats: categoriesOf(features, model.source),
      gbtree_model_param: { num_parallel_tree: String(parallelTrees(model)), num_trees: String(count) },
      iteration_indptr: Array.from(trees.rounds.subarray(0, bestRounds + 1)),
      tree_info: Array.from(trees.output.subarray(0, count)),
      trees: Array.from({ length: count }, (_, tree) => treeOf(trees, tree, features.length)),
    },
    name: 'gbtree',
  }
  const dart: DocumentValue = { gbtree, name: 'dart', weight_drop: Float64Array.from(factors) }
  return {
    learner: {
      attributes: {},
      feature_names: features.map((feature) => feature.name),
      feature_types: features.map((feature) => (feature.kind === 'category' ? 'c' : 'float')),
      gradient_booster: factors.every((factor) => factor === 1) ? gbtree : dart,
      learner_model_param: {
        base_score: listText(model.baseScore),
        boost_from_average: '1',
        num_class: '0',
        num_feature: String(features.length),
        num_target: String(outputs),
      },
      objective: objectiveOf(model),
    },
    version: VERSION,
  }
}

function parallelTrees({ trees, baseScore, bestRounds }: TreeModel): number {
  return bestRounds === 0 ? 1 : Math.max(1, Math.floor(trees.rounds[1] / baseScore.length))
}

/** `[5E-1]` or `[1E-1,9E-1]`, numbers in float32. */
function listText(numbers: readonly number[]): string {
  return `[${numbers.map((number) => floatText(number)).join(',')}]`
}

/** The shortest decimal that reads back to the same float32, with a point or an exponent so that it is no integer. */
export function floatText(value: number): string {
  const single = Math.fround(value)
  if (Object.is(single, -0)) return '-0.0'
  let text = ''
  for (let digits = 6; digits <= 9; digits++) {
    text = String(Number(single.toPrecision(digits)))
    if (Math.fround(Number(text)) === single) break
  }
  return /[.e]/.test(text) ? text : `${text}.0`
}

function objectiveOf({ objective, huberSlope, tweediePower, maxDeltaStep, quantiles }: TreeModel): DocumentValue {
  const name = XGBOOST_NAMES[objective]
  switch (objective) {
    case 'pseudohuber':
      return { name, pseudo_huber_param: { huber_slope: floatText(huberSlope) } }
    case 'poisson':
      return { name, poisson_regression_param: { max_delta_step: floatText(maxDeltaStep) } }
    case 'tweedie':
      return { name, tweedie_regression_param: { tweedie_variance_power: floatText(tweediePower) } }
    case 'quantile':
      return { name, quantile_loss_param: { quantile_alpha: listText(quantiles) } }
    case 'absoluteerror':
      return { name }
    default:
      return { name, reg_loss_param: { scale_pos_weight: '1' } }
  }
}

/** Labels by code. XGBoost looks them up by name, so their sorted order goes along. */
function categoriesOf(features: readonly ModelFeature[], source: TreeModel['source']): DocumentValue {
  if (features.every((feature) => feature.labels.length === 0)) {
    return { enc: [], feature_segments: new Int32Array(0), sorted_idx: new Int32Array(0) }
  }
  const segments = new Int32Array(features.length + 1)
  const sorted: number[] = []
  const enc = features.map(({ labels }, i): DocumentValue => {
    segments[i + 1] = segments[i] + labels.length
    const whole =
      source === 'xgboost' && labels.length > 0 && labels.every((label) => /^(0|-?[1-9]\d{0,14})$/.test(label))
    const bytes = labels.map((label) => Buffer.from(label))
    const order = Array.from(labels.keys())
    if (whole) sorted.push(...order.toSorted((a, b) => Number(labels[a]) - Number(labels[b])))
    else sorted.push(...order.toSorted((a, b) => Buffer.compare(bytes[a], bytes[b])))
    if (whole) return { type: INT64_LABELS, values: BigInt64Array.from(labels, BigInt) }
    const offsets = new Int32Array(labels.length === 0 ? 0 : labels.length + 1)
    bytes.forEach((text, code) => (offsets[code + 1] = offsets[code] + text.length))
    return { offsets, values: Int8Array.from(Buffer.concat(bytes)) }
  })
  return { enc, feature_segments: segments, sorted_idx: Int32Array.from(sorted) }
}

/** One tree. Nodes that pruning cut off are left out, the others keep their order, and so siblings stay adjacent. */
function treeOf(trees: Trees, tree: number, features: number): DocumentValue {
  const begin = trees.offsets[tree]
  const kept = reachedNodes(trees, tree)
  const numberOf = new Map(kept.map((node, i) => [node - begin, i]))
  const child = (node: number): number => (node < 0 ? -1 : (numberOf.get(node) as number))
  const left = Int32Array.from(kept, (node) => child(trees.left[node]))
  const right = Int32Array.from(kept, (node) => child(trees.right[node]))
  const parents = new Int32Array(kept.length).fill(NO_PARENT)
  for (const children of [left, right]) {
    children.forEach((node, parent) => {
      if (node >= 0) parents[node] = parent
    })
  }
  const sets = kept.map((node) => trees.categories.subarray(trees.categoryBegin[node], trees.categoryEnd[node]))
  const splits = Array.from(kept.keys()).filter((i) => sets[i].length > 0)
  const sizes = splits.map((i) => sets[i].length)
  let next = 0
  const segments = sizes.map((size) => (next += size) - size)
  return {
    base_weights: Float32Array.from(kept, (node) => trees.baseWeight[node]),
    categories: Int32Array.from(splits.flatMap((i) => Array.from(sets[i]))),
    categories_nodes: Int32Array.from(splits),
    categories_segments: BigInt64Array.from(segments, BigInt),
    categories_sizes: BigInt64Array.from(sizes, BigInt),
    default_left: Uint8Array.from(kept, (node) => trees.defaultLeft[node]),
    id: tree,
    left_children: left,
    loss_changes: Float32Array.from(kept, (node) => trees.gain[node]),
    parents,
    right_children: right,
    split_conditions: Float32Array.from(kept, (node) => trees.condition[node]),
    split_indices: Int32Array.from(kept, (node) => trees.feature[node]),
    split_type: Uint8Array.from(sets, (set) => Math.min(1, set.length)),
    sum_hessian: Float32Array.from(kept, (node) => trees.cover[node]),
    tree_param: {
      num_deleted: '0',
      num_feature: String(features),
      num_nodes: String(kept.length),
      size_leaf_vector: '1',
    },
  }
}

/** Nodes that can be reached from the root, ascending. */
function reachedNodes({ offsets, left, right }: Trees, tree: number): number[] {
  const begin = offsets[tree]
  const reached = new Uint8Array(offsets[tree + 1] - begin)
  const pending = [0]
  while (pending.length > 0) {
    const node = pending.pop() as number
    reached[node] = 1
    if (left[begin + node] >= 0) pending.push(left[begin + node], right[begin + node])
  }
  return Array.from(reached.keys())
    .filter((node) => reached[node] === 1)
    .map((node) => begin + node)
}

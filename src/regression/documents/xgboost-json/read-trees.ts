/**
 * The trees of a document, each checked on its own: one root, every node reached once at most (no cycle, nothing shared), siblings adjacent as
 * XGBoost's own walk assumes, features and category codes within bounds. O(nodes + categories).
 */
import type { Trees } from '../../model/tree-model.js'
import { field, floatsOf, integerOf, integersOf, itemsOf, optionalField, refuseNode, type Node } from './node.js'

/** What the trees are part of. */
export interface Ensemble {
  readonly features: number
  readonly outputs: number
  /** Factor of each tree (DART); null for 1. */
  readonly weights: Float32Array | null
}

/** More codes than this no feature of this package has; a bound on memory for sets of hostile codes. */
const LARGEST_CODE = 65_535

type TreeArrays = Pick<
  Trees,
  'left' | 'right' | 'feature' | 'condition' | 'defaultLeft' | 'gain' | 'cover' | 'baseWeight'
> & {
  /** Ascending codes of each node with a category split. */
  readonly sets: ReadonlyMap<number, Int32Array>
}

/** Read `gradient_booster.model`. */
export function readTrees(model: Node, ensemble: Ensemble): Trees {
  const trees = itemsOf(field(model, 'trees'))
  const parts = trees.map((tree) => readTree(tree, ensemble.features))
  const info = integersOf(field(model, 'tree_info'), trees.length, 0, ensemble.outputs - 1)
  const { weights } = ensemble
  return joinTrees(
    parts,
    info,
    weights ?? new Float32Array(trees.length).fill(1),
    readRounds(model, trees.length, ensemble),
  )
}

/** Where rounds begin; documents before 2.0 leave it to arithmetic: each round has as many trees for every output. */
function readRounds(model: Node, trees: number, { outputs }: Ensemble): Int32Array {
  const given = optionalField(model, 'iteration_indptr')
  if (given !== undefined) {
    const rounds = integersOf(given, undefined, 0, trees)
    const bad = rounds.findIndex((begin, i) => begin < (rounds[i - 1] ?? 0))
    if (bad >= 0) refuseNode(given, 'at least the number before it', bad)
    if (rounds[0] !== 0 || rounds[rounds.length - 1] !== trees) refuseNode(given, `numbers from 0 to ${trees}`)
    return rounds
  }
  const settings = optionalField(model, 'gbtree_model_param')
  const parallel = settings === undefined ? undefined : optionalField(settings, 'num_parallel_tree')
  // documents of 0.9 say 0 where they mean 1
  const each = outputs * Math.max(1, parallel === undefined ? 1 : integerOf(parallel, 0, 2 ** 31 - 1))
  if (trees % each !== 0) refuseNode(field(model, 'trees'), `a multiple of ${each} trees, those of a round`)
  return Int32Array.from({ length: trees / each + 1 }, (_, i) => i * each)
}

function readTree(tree: Node, features: number): TreeArrays {
  const settings = optionalField(tree, 'tree_param')
  const vector = settings === undefined ? undefined : optionalField(settings, 'size_leaf_vector')
  if (vector !== undefined && integerOf(vector, 0, 2 ** 31 - 1) > 1) {
    refuseNode(vector, 'at most 1: leaves that are vectors (multi_strategy = multi_output_tree) cannot be read')
  }
  const children = field(tree, 'left_children')
  const left = integersOf(children, undefined, -1, 2 ** 31 - 1)
  const nodes = left.length
  if (nodes === 0) refuseNode(children, 'an array of at least 1 node')
  const right = integersOf(field(tree, 'right_children'), nodes, -1, 2 ** 31 - 1)
  const reached = walk(tree, left, right)
  const splits = Int32Array.from(left, (child, node) => (reached[node] === 1 && child >= 0 ? 1 : 0))
  // unreached nodes were pruned: they become leaves that nobody meets
  const keep = <A extends Int32Array>(values: A, rest: number): A =>
    values.map((value, node) => (splits[node] === 1 ? value : rest)) as A
  const indices = field(tree, 'split_indices')
  const feature = keep(integersOf(indices, nodes, -(2 ** 31), 2 ** 32), 0)
  const foreign = feature.findIndex((index, node) => splits[node] === 1 && !(index >= 0 && index < features))
  if (foreign >= 0) refuseNode(indices, `the number of one of ${features} features`, foreign)
  return {
    left: keep(left, -1),
    right: keep(right, -1),
    feature,
    condition: floatsOf(field(tree, 'split_conditions'), nodes),
    defaultLeft: Uint8Array.from(integersOf(field(tree, 'default_left'), nodes, 0, 1)),
    gain: floatsOf(field(tree, 'loss_changes'), nodes),
    cover: floatsOf(field(tree, 'sum_hessian'), nodes),
    baseWeight: floatsOf(field(tree, 'base_weights'), nodes),
    sets: readSets(tree, splits),
  }
}

/** Follow the children from the root; marks the nodes that are reached. */
function walk(tree: Node, left: Int32Array, right: Int32Array): Uint8Array {
  const reached = new Uint8Array(left.length)
  const pending = [0]
  reached[0] = 1
  while (pending.length > 0) {
    const node = pending.pop() as number
    if (left[node] < 0 && right[node] < 0) continue
    if (right[node] !== left[node] + 1) {
      refuseNode(field(tree, 'right_children'), 'the node after the left child (siblings are adjacent)', node)
    }
    for (const child of [left[node], right[node]]) {
      if (child < 1 || child >= left.length)
        refuseNode(field(tree, 'left_children'), `below ${left.length} with its sibling`, node)
      if (reached[child] === 1) refuseNode(field(tree, 'left_children'), 'a node that no other points to', node)
      reached[child] = 1
      pending.push(child)
    }
  }
  return reached
}

/** The codes that go right, of each node with a category split. */
function readSets(tree: Node, splits: Int32Array): Map<number, Int32Array> {
  const sets = new Map<number, Int32Array>()
  const types = optionalField(tree, 'split_type')
  if (types === undefined) return sets
  const kinds = integersOf(types, splits.length, 0, 1)
  const nodesNode = field(tree, 'categories_nodes')
  const nodes = integersOf(nodesNode, undefined, 0, splits.length - 1)
  const codesNode = field(tree, 'categories')
  const codes = integersOf(codesNode, undefined, 0, LARGEST_CODE)
  const begins = integersOf(field(tree, 'categories_segments'), nodes.length, 0, codes.length)
  const sizes = integersOf(field(tree, 'categories_sizes'), nodes.length, 0, codes.length)
  let total = 0
  nodes.forEach((node, i) => {
    // overlapping segments would multiply the memory
    total += sizes[i]
    if (begins[i] + sizes[i] > codes.length || total > codes.length) {
      refuseNode(field(tree, 'categories_sizes'), `within the ${codes.length} categories`, i)
    }
    if (sets.has(node)) refuseNode(nodesNode, 'a node that was not named before', i)
    if (splits[node] === 1 && kinds[node] === 1)
      sets.set(node, distinct(codes.subarray(begins[i], begins[i] + sizes[i])))
  })
  const bare = kinds.findIndex((kind, node) => kind === 1 && splits[node] === 1 && (sets.get(node)?.length ?? 0) === 0)
  if (bare >= 0) refuseNode(types, 'a category split only where the node has categories', bare)
  return sets
}

function distinct(codes: Int32Array): Int32Array {
  return codes.toSorted().filter((code, i, all) => i === 0 || code !== all[i - 1])
}

function joinTrees(parts: readonly TreeArrays[], output: Int32Array, weight: Float32Array, rounds: Int32Array): Trees {
  const offsets = new Int32Array(parts.length + 1)
  parts.forEach((part, tree) => (offsets[tree + 1] = offsets[tree] + part.left.length))
  const nodes = offsets[parts.length]
  const categoryBegin = new Int32Array(nodes)
  const categoryEnd = new Int32Array(nodes)
  const codes: Int32Array[] = []
  let begin = 0
  parts.forEach(({ sets, left }, tree) => {
    for (let node = 0; node < left.length; node++) {
      const set = sets.get(node)
      categoryBegin[offsets[tree] + node] = begin
      if (set !== undefined) {
        codes.push(set)
        begin += set.length
      }
      categoryEnd[offsets[tree] + node] = begin
    }
  })
  const join = <A extends Int32Array | Float32Array | Uint8Array>(out: A, key: keyof Trees & keyof TreeArrays): A => {
    parts.forEach((part, tree) => out.set(part[key], offsets[tree]))
    return out
  }
  const categories = new Int32Array(begin)
  let at = 0
  for (const set of codes) {
    categories.set(set, at)
    at += set.length
  }
  return Object.freeze({
    offsets,
    left: join(new Int32Array(nodes), 'left'),
    right: join(new Int32Array(nodes), 'right'),
    feature: join(new Int32Array(nodes), 'feature'),
    condition: join(new Float32Array(nodes), 'condition'),
    defaultLeft: join(new Uint8Array(nodes), 'defaultLeft'),
    categoryBegin,
    categoryEnd,
    categories,
    gain: join(new Float32Array(nodes), 'gain'),
    cover: join(new Float32Array(nodes), 'cover'),
    baseWeight: join(new Float32Array(nodes), 'baseWeight'),
    output,
    weight,
    rounds,
  })
}

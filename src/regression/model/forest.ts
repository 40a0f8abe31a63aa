/**
 * The trees of some boosting rounds, laid out for walking down: absolute child numbers, leaves in float32 with their tree's factor, category
 * sets as bits.
 */
import type { Trees } from './tree-model.js'

/** The code of a label that the model does not know. */
export const UNSEEN = -1

/** Node n's children are `children[2n]` (left) and `children[2n + 1]`; a leaf has feature −1 and its value in `condition`. */
export interface Forest {
  /** First node of each tree. */
  readonly roots: Int32Array
  /** The output each tree adds to. */
  readonly output: Int32Array
  readonly feature: Int32Array
  readonly condition: Float32Array
  readonly children: Int32Array
  /** 1 where missing values go right. */
  readonly missingRight: Uint8Array
  /** First word of the node's set in `bits`, −1 at a numeric split; a code beyond `setWords` words is in no set. */
  readonly setBegin: Int32Array
  readonly setWords: Int32Array
  readonly bits: Uint32Array
  /** Share of a node's training rows (Hessian) among its parent's; .5 where the parent has none. */
  readonly share: Float64Array
}

/** The last layout of each model, since a service predicts a row at a time; it goes when the model goes. */
const latest = new WeakMap<Trees, { readonly from: number; readonly to: number; readonly forest: Forest }>()

/** The trees of rounds `from` up to but not including `to`. A model's arrays must not change once it predicts. */
export function forestOf(trees: Trees, from: number, to: number): Forest {
  const known = latest.get(trees)
  if (known !== undefined && known.from === from && known.to === to) return known.forest
  const forest = layOut(trees, from, to)
  latest.set(trees, { from, to, forest })
  return forest
}

function layOut(trees: Trees, from: number, to: number): Forest {
  const first = trees.rounds[from]
  const last = trees.rounds[to]
  const begin = trees.offsets[first]
  const nodes = trees.offsets[last] - begin
  const feature = new Int32Array(nodes)
  const condition = new Float32Array(nodes)
  const children = new Int32Array(2 * nodes)
  const setBegin = new Int32Array(nodes).fill(-1)
  const setWords = new Int32Array(nodes)
  const share = new Float64Array(nodes).fill(1)
  const words: number[] = []
  for (let tree = first; tree < last; tree++) {
    const offset = trees.offsets[tree]
    for (let at = offset; at < trees.offsets[tree + 1]; at++) {
      const node = at - begin
      if (trees.left[at] < 0) {
        feature[node] = -1
        condition[node] = trees.condition[at] * trees.weight[tree]
        continue
      }
      feature[node] = trees.feature[at]
      condition[node] = trees.condition[at]
      const left = offset - begin + trees.left[at]
      const right = offset - begin + trees.right[at]
      children[2 * node] = left
      children[2 * node + 1] = right
      const cover = trees.cover[at]
      share[left] = cover > 0 ? trees.cover[begin + left] / cover : 0.5
      share[right] = cover > 0 ? trees.cover[begin + right] / cover : 0.5
      if (trees.categoryEnd[at] > trees.categoryBegin[at]) {
        setBegin[node] = words.length
        setWords[node] = pushSet(trees.categories.subarray(trees.categoryBegin[at], trees.categoryEnd[at]), words)
      }
    }
  }
  return {
    roots: Int32Array.from({ length: last - first }, (_, i) => trees.offsets[first + i] - begin),
    output: trees.output.slice(first, last),
    feature,
    condition,
    children,
    missingRight: trees.defaultLeft.slice(begin, begin + nodes).map((left) => 1 - left),
    setBegin,
    setWords,
    bits: Uint32Array.from(words),
    share,
  }
}

/** Append the bits of ascending codes; returns how many words they take. */
function pushSet(codes: Int32Array, words: number[]): number {
  const start = words.length
  for (let i = 0; i <= codes[codes.length - 1] >> 5; i++) words.push(0)
  for (const code of codes) words[start + (code >> 5)] |= 1 << (code & 31)
  return words.length - start
}

/** Whether a row with this value goes right at node n: 1 or 0. */
export function goesRight(forest: Forest, n: number, value: number): 0 | 1 {
  if (value !== value) return forest.missingRight[n] as 0 | 1
  const set = forest.setBegin[n]
  if (set < 0) return value < forest.condition[n] ? 0 : 1
  const code = value >= 0 && value < 0x7fffffff ? Math.trunc(value) : -1
  if (code < 0 || code >> 5 >= forest.setWords[n]) return 0
  return ((forest.bits[set + (code >> 5)] >>> (code & 31)) & 1) as 0 | 1
}

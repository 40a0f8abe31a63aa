/** Small models made by hand, whose predictions can be read off. */
import type { ModelFeature, TreeModel, Trees } from '../../../src/regression/model/tree-model.js'

/** A tree for `model`: a leaf, or a split with its two sides. */
export type TreeByHand =
  | number
  | {
      /** Number of the feature. */
      readonly on: number
      /** Goes left when below. */
      readonly below?: number
      /** Codes that go right. */
      readonly codes?: readonly number[]
      readonly missing?: 'left' | 'right'
      readonly left: TreeByHand
      readonly right: TreeByHand
      readonly gain?: number
      /** Training rows of the node, split evenly where not said. */
      readonly leftShare?: number
    }

interface FlatNode {
  readonly tree: TreeByHand
  readonly cover: number
}

/** The trees as flat arrays, siblings adjacent, each tree a round (or all of one round's outputs). */
function treesByHand(list: readonly TreeByHand[], outputs = 1): Trees {
  const offsets = [0]
  const left: number[] = []
  const right: number[] = []
  const feature: number[] = []
  const condition: number[] = []
  const defaultLeft: number[] = []
  const categoryBegin: number[] = []
  const categoryEnd: number[] = []
  const categories: number[] = []
  const gain: number[] = []
  const cover: number[] = []
  for (const root of list) {
    const nodes: FlatNode[] = [{ tree: root, cover: 64 }]
    for (let n = 0; n < nodes.length; n++) {
      const { tree, cover: rows } = nodes[n]
      const split = typeof tree === 'number' ? null : tree
      left.push(split === null ? -1 : nodes.length)
      right.push(split === null ? -1 : nodes.length + 1)
      feature.push(split?.on ?? 0)
      condition.push(split === null ? (tree as number) : (split.below ?? 0))
      defaultLeft.push(split?.missing === 'left' ? 1 : 0)
      categoryBegin.push(categories.length)
      categories.push(...(split?.codes ?? []))
      categoryEnd.push(categories.length)
      gain.push(split?.gain ?? (split === null ? 0 : 1))
      cover.push(rows)
      if (split === null) continue
      const share = split.leftShare ?? 0.5
      nodes.push({ tree: split.left, cover: rows * share }, { tree: split.right, cover: rows * (1 - share) })
    }
    offsets.push(left.length)
  }
  return {
    offsets: Int32Array.from(offsets),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    feature: Int32Array.from(feature),
    condition: Float32Array.from(condition),
    defaultLeft: Uint8Array.from(defaultLeft),
    categoryBegin: Int32Array.from(categoryBegin),
    categoryEnd: Int32Array.from(categoryEnd),
    categories: Int32Array.from(categories),
    gain: Float32Array.from(gain),
    cover: Float32Array.from(cover),
    baseWeight: Float32Array.from(condition),
    output: Int32Array.from(list, (_, i) => i % outputs),
    weight: new Float32Array(list.length).fill(1),
    rounds: Int32Array.from({ length: list.length / outputs + 1 }, (_, i) => i * outputs),
  }
}

/** A model of this package around the trees. */
export function modelByHand(
  features: readonly ModelFeature[],
  list: readonly TreeByHand[],
  more: Partial<TreeModel> = {},
): TreeModel {
  const trees = treesByHand(list, more.baseScore?.length ?? 1)
  return {
    kind: 'trees',
    target: 'y',
    objective: 'squarederror',
    huberSlope: 1,
    tweediePower: 1.5,
    maxDeltaStep: 0,
    quantiles: [],
    features,
    baseScore: [0],
    trees,
    bestRounds: trees.rounds.length - 1,
    unseenCategory: 'error',
    source: 'bodkin',
    notes: [],
    ...more,
  }
}

/** Numeric features of these names. */
export function numeric(...names: readonly string[]): ModelFeature[] {
  return names.map((name) => ({ name, kind: 'numeric', labels: [] }))
}

/** A category of these labels. */
export function category(name: string, ...labels: readonly string[]): ModelFeature {
  return { name, kind: 'category', labels }
}

/** Two quantiles on the columns of the XGBoost fixtures (labels by name): three rounds, of which two are used. */
export function twoQuantiles(): TreeModel {
  const named = (name: string, count: number): ModelFeature =>
    category(name, ...Array.from({ length: count }, (_, code) => `${name} ${code}`))
  const features = [...numeric('temperature', 'volume', 'month'), named('place', 6), named('kind', 14)]
  const place: TreeByHand = {
    on: 3,
    codes: [0, 2, 5],
    missing: 'left',
    left: { on: 0, below: 17.25, left: -0.5, right: 0.25, leftShare: 0.25 },
    right: 0.1,
  }
  const month: TreeByHand = {
    on: 2,
    below: 6,
    missing: 'left',
    left: 0.3,
    right: { on: 4, codes: [1], left: -1, right: 2 },
  }
  return modelByHand(features, [place, month, 0.0625, place, 9, 9], {
    objective: 'quantile',
    quantiles: [0.1, 0.9],
    baseScore: [-1.5, 1],
    bestRounds: 2,
    unseenCategory: 'left',
  })
}

/**
 * What a trained or imported ensemble is: flat node arrays, plain and frozen, ready for JSON and for worker threads.
 *
 * Nodes of tree t are `offsets[t] … offsets[t + 1] − 1`; children are numbered from the tree's first node, siblings are adjacent, the root is
 * node 0. A row goes left when `value < condition` in float32, or by `defaultLeft` when the value is missing; at a category split it goes
 * right when its code is in the node's set, left when not. The margin of output k is `baseMargin(k) + Σ weight[t] · leaf` over the trees of
 * that output, added in float32 in tree order, as XGBoost does.
 */
import type { ObjectiveName } from '../options.js'

/** A column that the model reads, in the model's order. */
export interface ModelFeature {
  readonly name: string
  readonly kind: 'numeric' | 'category'
  /** Names of the codes 0, 1, …; empty where a model stores codes only (numeric codes are accepted then). */
  readonly labels: readonly string[]
}

/** Nodes of all trees. All per-node arrays have `offsets.at(-1)` entries, all per-tree arrays as many as there are trees. */
export interface Trees {
  readonly offsets: Int32Array
  /** Left child within the tree, −1 at a leaf. */
  readonly left: Int32Array
  readonly right: Int32Array
  /** Index into `features`; 0 at a leaf. */
  readonly feature: Int32Array
  /** The condition of a numeric split, the value of a leaf (learning rate included). */
  readonly condition: Float32Array
  /** 1 when missing values go left. */
  readonly defaultLeft: Uint8Array
  /** Begin and end of a node's category set in `categories`; equal where the split is numeric or the node a leaf. */
  readonly categoryBegin: Int32Array
  readonly categoryEnd: Int32Array
  /** Codes that go right, ascending within a node. */
  readonly categories: Int32Array
  /** loss_chg of the split; 0 at a leaf. */
  readonly gain: Float32Array
  /** Sum of Hessians of the node's training rows. */
  readonly cover: Float32Array
  /**
   * What XGBoost stores: at a split the weight that the node would have as a leaf, before the learning rate; at a leaf its value, learning rate
   * included, and only at a root that is a leaf without it.
   */
  readonly baseWeight: Float32Array
  /** The output (quantile) each tree adds to. */
  readonly output: Int32Array
  /** Factor of each tree: 1, or DART's. */
  readonly weight: Float32Array
  /** Trees of boosting round i are `rounds[i] … rounds[i + 1] − 1`. */
  readonly rounds: Int32Array
}

export interface TreeModel {
  readonly kind: 'trees'
  readonly target: string | null
  readonly objective: ObjectiveName
  /** Parameters of the objective that prediction and export need. */
  readonly huberSlope: number
  readonly tweediePower: number
  readonly maxDeltaStep: number
  /** Quantile levels, one an output; empty for every other objective. */
  readonly quantiles: readonly number[]
  readonly features: readonly ModelFeature[]
  /** One an output, in response space. */
  readonly baseScore: readonly number[]
  readonly trees: Trees
  /** Rounds used by default: the best iteration with early stopping, else all. */
  readonly bestRounds: number
  readonly unseenCategory: 'error' | 'missing' | 'node-mean' | 'left'
  /** Own models rearrange quantiles so that they never cross; imported ones do as XGBoost does. */
  readonly source: 'bodkin' | 'xgboost'
  /** Sentences for people: constant columns, no split possible, … */
  readonly notes: readonly string[]
}

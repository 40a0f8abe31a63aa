/**
 * Which rows a tree sees, and which features a tree, a level of it and a node of it may split.
 *
 * Each draw has a random stream of its own, named after what it is for, so the result does not depend on the order of the draws. Shares of
 * features multiply: a node draws from its level's features, a level from its tree's (XGBoost's colsample_*).
 */
import { randomStream, type RandomStream } from '../../numeric/random.js'
import type { TreeSettings } from '../options.js'

/** Features by place. */
export interface FeatureSampler {
  /** Features that the node may split, ascending. */
  readonly ofNode: (depth: number, node: number) => Int32Array
}

type Shares = Pick<TreeSettings, 'colsampleByTree' | 'colsampleByLevel' | 'colsampleByNode' | 'seed'>

/**
 * The features of one tree.
 *
 * @param all every feature, ascending
 * @param tree number of the tree in the model
 */
export function featureSampler(all: Int32Array, settings: Shares, tree: number): FeatureSampler {
  const { colsampleByTree, colsampleByLevel, colsampleByNode, seed } = settings
  if (colsampleByTree === 1 && colsampleByLevel === 1 && colsampleByNode === 1) return { ofNode: () => all }
  const ofTree = draw(all, colsampleByTree, seed, `features of tree ${tree}`)
  const levels = new Map<number, Int32Array>()
  const ofLevel = (depth: number): Int32Array => {
    const known = levels.get(depth)
    if (known !== undefined) return known
    const drawn = draw(ofTree, colsampleByLevel, seed, `features of tree ${tree}, level ${depth}`)
    levels.set(depth, drawn)
    return drawn
  }
  return {
    ofNode: (depth, node) => draw(ofLevel(depth), colsampleByNode, seed, `features of tree ${tree}, node ${node}`),
  }
}

/** A share of the features, at least one, ascending. */
function draw(features: Int32Array, share: number, seed: number, id: string): Int32Array {
  if (share === 1) return features
  const size = Math.max(1, Math.floor(share * features.length))
  const stream = randomStream(seed, id)
  const order = features.slice()
  for (let i = 0; i < size; i++) {
    const j = i + stream.below(order.length - i)
    const taken = order[j]
    order[j] = order[i]
    order[i] = taken
  }
  return order.subarray(0, size).sort()
}

/**
 * Write the rows that a tree sees to `ids`, ascending, each with probability `share`; at least one.
 *
 * @returns how many
 */
export function sampleRows(
  ids: Int32Array,
  { subsample, seed }: Pick<TreeSettings, 'subsample' | 'seed'>,
  tree: number,
): number {
  if (subsample === 1) {
    for (let row = 0; row < ids.length; row++) ids[row] = row
    return ids.length
  }
  const stream: RandomStream = randomStream(seed, `rows of tree ${tree}`)
  const limit = subsample * 2 ** 32
  let count = 0
  for (let row = 0; row < ids.length; row++) if (stream.bits() < limit) ids[count++] = row
  if (count === 0) ids[count++] = stream.below(ids.length)
  return count
}

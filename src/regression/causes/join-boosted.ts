/** Two ensembles on the same bins as one: the first with its leaves shrunk, then the second. */
import type { Boosted } from '../training/boost.js'
import { toResponses } from '../model/link.js'
import type { ObjectiveName } from '../options.js'
import type { Trees } from '../model/tree-model.js'

/**
 * Join them.
 *
 * @param share factor of the first one's leaves
 * @param start margin before any tree
 */
export function joinBoosted(
  first: Boosted,
  share: number,
  second: Boosted,
  objective: ObjectiveName,
  start: number,
): Boosted {
  const baseScore = Float32Array.of(start)
  toResponses(objective, baseScore)
  return {
    trees: joinTrees(shrunk(first.trees, share), second.trees),
    splitBins: both(first.splitBins, second.splitBins, 0),
    baseScore: Object.freeze([...baseScore]),
    bestRounds: first.trees.rounds.length - 1 + second.bestRounds,
    watched: [],
    notes: second.notes,
  }
}

function shrunk(trees: Trees, share: number): Trees {
  const isLeaf = (node: number): boolean => trees.left[node] < 0
  return {
    ...trees,
    condition: trees.condition.map((value, node) => (isLeaf(node) ? value * share : value)),
    baseWeight: trees.baseWeight.map((value) => value * share),
  }
}

function joinTrees(first: Trees, second: Trees): Trees {
  const nodes = first.offsets[first.offsets.length - 1]
  const ends = (of: Int32Array): Int32Array => of.subarray(1)
  return {
    offsets: both(first.offsets, ends(second.offsets), nodes),
    left: both(first.left, second.left, 0),
    right: both(first.right, second.right, 0),
    feature: both(first.feature, second.feature, 0),
    condition: floats(first.condition, second.condition),
    defaultLeft: Uint8Array.of(...first.defaultLeft, ...second.defaultLeft),
    categoryBegin: both(first.categoryBegin, second.categoryBegin, first.categories.length),
    categoryEnd: both(first.categoryEnd, second.categoryEnd, first.categories.length),
    categories: both(first.categories, second.categories, 0),
    gain: floats(first.gain, second.gain),
    cover: floats(first.cover, second.cover),
    baseWeight: floats(first.baseWeight, second.baseWeight),
    output: both(first.output, second.output, 0),
    weight: floats(first.weight, second.weight),
    rounds: both(first.rounds, ends(second.rounds), first.output.length),
  }
}

/** One after the other, `shift` added to the second. */
function both(first: Int32Array, second: Int32Array, shift: number): Int32Array {
  const out = new Int32Array(first.length + second.length)
  out.set(first)
  for (let i = 0; i < second.length; i++) out[first.length + i] = second[i] + shift
  return out
}

function floats(first: Float32Array, second: Float32Array): Float32Array {
  const out = new Float32Array(first.length + second.length)
  out.set(first)
  out.set(second, first.length)
  return out
}

/**
 * Mining on several levels: rare items speak through their category, and nothing is said twice.
 *
 * A taxonomy is a forest: items below, categories above. Every item that is frequent is mined as itself. A branch with an item that is not
 * climbs: the lowest category above it that is frequent is mined too, and stands for everything below it, frequent items included (a basket
 * holds a category when it holds anything beneath it). So no support is lost, and the level is as low as the counts allow, branch by branch.
 *
 * Two kinds of rules would then be empty and are left out. Tautologies: a basket with an item holds its categories, whatever anybody buys.
 * And rules that a more general one explains (file hierarchy-interest.ts).
 *
 * O(occurrences · levels). Srikant & Agrawal, Mining Generalized Association Rules (VLDB 1995), from which this differs on purpose: there all
 * categories of all items are mined; here only those that some rare item needs.
 */
import { compareCodePoints } from '../database/code-point.js'
import { gatherItemsets } from '../search/order.js'
import type { Itemsets } from '../search/itemset-buffer.js'
import type { Baskets } from '../database/recode.js'

/** Items and categories. Nodes below `items` are the items of the baskets. */
export interface Taxonomy {
  readonly items: number
  /** Label of each node, all different. */
  readonly labels: readonly string[]
  /** The category right above each node, −1 for none; no cycles. */
  readonly parents: Int32Array
}

/** The nodes that are mined. */
export interface Branches {
  /** Their labels, ascending by code point: what they are numbered by from here on. */
  readonly labels: readonly string[]
  /** Number of each node of the taxonomy, −1 when it is not mined. */
  readonly numberOf: Int32Array
  /** The nearest category above each that is mined too, −1 for none. */
  readonly parents: Int32Array
}

/** Which nodes to mine: frequent items, and for each other item the lowest frequent category above it. */
export function climb(baskets: Baskets, taxonomy: Taxonomy, minCount: number): Branches {
  const { parents, labels, items } = taxonomy
  const counts = countNodes(baskets, taxonomy)
  const mined = new Uint8Array(labels.length)
  for (let item = 0; item < items; item++) {
    let node = item
    while (node >= 0 && counts[node] < minCount) node = parents[node]
    if (node >= 0) mined[node] = 1
  }
  const order = labels
    .map((_, node) => node)
    .filter((node) => mined[node] === 1)
    .sort((a, b) => compareCodePoints(labels[a], labels[b]))
  const numberOf = new Int32Array(labels.length).fill(-1)
  order.forEach((node, number) => (numberOf[node] = number))
  return {
    labels: order.map((node) => labels[node]),
    numberOf,
    parents: Int32Array.from(order, (node) => {
      const above = minedAbove(node, parents, mined)
      return above < 0 ? -1 : numberOf[above]
    }),
  }
}

function minedAbove(node: number, parents: Int32Array, mined: Uint8Array): number {
  let above = parents[node]
  while (above >= 0 && mined[above] === 0) above = parents[above]
  return above
}

/** Baskets that hold each node, or anything below it. */
function countNodes({ count, offsets, items }: Baskets, { labels, parents }: Taxonomy): Int32Array {
  const counts = new Int32Array(labels.length)
  const seenIn = new Int32Array(labels.length).fill(-1)
  for (let basket = 0; basket < count; basket++) {
    for (let i = offsets[basket]; i < offsets[basket + 1]; i++) {
      // above a node that was met before, all were met
      for (let node = items[i]; node >= 0 && seenIn[node] !== basket; node = parents[node]) {
        seenIn[node] = basket
        counts[node]++
      }
    }
  }
  return counts
}

/**
 * The baskets in mined nodes: each item as itself where it is mined, and all mined categories above it. For shuffled baskets take the same
 * branches as for the real ones, so that categories move with their items.
 */
export function withCategories(baskets: Baskets, { items, parents }: Taxonomy, branches: Branches): Baskets {
  const { numberOf, labels } = branches
  // Where each item enters the mined forest: itself, or the nearest mined category above.
  const entry = new Int32Array(items)
  for (let item = 0; item < items; item++) {
    let node = item
    while (node >= 0 && numberOf[node] < 0) node = parents[node]
    entry[item] = node < 0 ? -1 : numberOf[node]
  }
  const offsets = new Int32Array(baskets.count + 1)
  const seenIn = new Int32Array(labels.length).fill(-1)
  // Twice the same walk: to count, then to write.
  const walk = (take: (number: number) => void, basket: number, mark: number): void => {
    for (let i = baskets.offsets[basket]; i < baskets.offsets[basket + 1]; i++) {
      for (
        let number = entry[baskets.items[i]];
        number >= 0 && seenIn[number] !== mark;
        number = branches.parents[number]
      ) {
        seenIn[number] = mark
        take(number)
      }
    }
  }
  let size = 0
  for (let basket = 0; basket < baskets.count; basket++) {
    walk(() => size++, basket, basket)
    offsets[basket + 1] = size
  }
  const out = new Int32Array(size)
  let at = 0
  for (let basket = 0; basket < baskets.count; basket++) {
    walk((number) => (out[at++] = number), basket, baskets.count + basket)
    out.subarray(offsets[basket], at).sort()
  }
  return { count: baskets.count, offsets, items: out, labels }
}

/**
 * Itemsets without those that hold a node and a category above it. What is left has all its subsets, as rules need.
 *
 * @param numberOf number in `branches` of each item that the itemsets are written in
 */
export function withoutTautologies(itemsets: Itemsets, numberOf: ArrayLike<number>, { parents }: Branches): Itemsets {
  const { count, offsets, items } = itemsets
  const heldBy = new Int32Array(parents.length).fill(-1)
  const kept = new Int32Array(count)
  let size = 0
  for (let itemset = 0; itemset < count; itemset++) {
    for (let i = offsets[itemset]; i < offsets[itemset + 1]; i++) heldBy[numberOf[items[i]]] = itemset
    let isTautology = false
    for (let i = offsets[itemset]; i < offsets[itemset + 1] && !isTautology; i++) {
      for (let above = parents[numberOf[items[i]]]; above >= 0 && !isTautology; above = parents[above])
        isTautology = heldBy[above] === itemset
    }
    if (!isTautology) kept[size++] = itemset
  }
  return size === count ? itemsets : gatherItemsets(itemsets, kept.subarray(0, size))
}

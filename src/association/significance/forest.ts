/**
 * Categories above items, for baskets that are mined on several levels: items move between shuffled baskets, and their categories with them.
 */
import type { Branches, Taxonomy } from '../hierarchy/hierarchy.js'

/** The mined nodes: items and categories, numbered as in `Branches`. */
export interface Forest {
  /** Where each item enters: itself or the nearest mined category above it; −1 for none. Items numbered as in `SizedBaskets`. */
  readonly entry: Int32Array
  /** The nearest mined category above each node, −1 for none. */
  readonly parents: Int32Array
}

/** The forest over items that were numbered anew. `ids`: item → item of the taxonomy. */
export function forestOver({ parents }: Taxonomy, branches: Branches, ids: Int32Array): Forest {
  const entry = Int32Array.from(ids, (item) => {
    let node = item
    while (node >= 0 && branches.numberOf[node] < 0) node = parents[node]
    return node < 0 ? -1 : branches.numberOf[node]
  })
  return { entry, parents: branches.parents }
}

/** Every basket's nodes, each once a basket, and the basket of each. O(occurrences · levels). */
export function nodesOfBaskets(
  { entry, parents }: Forest,
  offsets: Int32Array,
  items: Int32Array,
): { nodes: Int32Array; basketOf: Int32Array } {
  const seenIn = new Int32Array(parents.length).fill(-1)
  const nodes: number[] = []
  const basketOf: number[] = []
  for (let basket = 0; basket + 1 < offsets.length; basket++)
    for (let k = offsets[basket]; k < offsets[basket + 1]; k++)
      // above a node that was met in this basket, all were met
      for (let node = entry[items[k]]; node >= 0 && seenIn[node] !== basket; node = parents[node]) {
        seenIn[node] = basket
        nodes.push(node)
        basketOf.push(basket)
      }
  return { nodes: Int32Array.from(nodes), basketOf: Int32Array.from(basketOf) }
}

/** Whether a set holds a node and a category above it: true of every basket with the node, so nothing to mine. */
export function isTautology({ parents }: Forest, items: Int32Array, from: number, to: number): boolean {
  for (let k = from; k < to; k++)
    for (let above = parents[items[k]]; above >= 0; above = parents[above])
      for (let other = from; other < to; other++) if (items[other] === above) return true
  return false
}

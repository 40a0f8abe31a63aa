/**
 * Closed itemsets: of each node only P with all its perfect extensions can be one, and it is one unless an item outside of the node's tail
 * lies in all of its baskets. Then the closure holds an item that the search passed before (it goes from the least frequent item on), so it is
 * listed already with the same support; and every itemset below lacks that item too, so the whole part of the tree is left out. What is
 * visited are the closed itemsets and one step beyond, as in prefix-preserving closure extension.
 *
 * Uno, Asai, Uchida & Arimura, An Efficient Algorithm for Enumerating Closed Patterns in Transaction Databases (2004), which looks for the
 * passed item in the baskets; here the closure is looked up by its support instead, as CHARM does (Zaki & Hsiao 2002).
 */
import { assemble } from './assemble.js'
import { holdsSuperset, remember, type Repository } from './repository.js'
import type { Visitor } from './walk.js'

/** Lists every closed itemset, of any length. */
export function closedVisitor(found: Repository, items: number): Visitor {
  const set = new Int32Array(items + 1)
  return {
    descending: true,
    maxDepth: Infinity,
    enter(walk, total, tail) {
      const size = assemble(set, walk, tail, 0)
      if (holdsSuperset(found, total, set, size)) return false
      remember(found, total, set, size)
      return walk.out.stopped === null
    },
    leaves(walk, totals, tail, size) {
      const { minCount, out } = walk
      for (let s = (1 << size) - 1; s > 0 && out.stopped === null; s--) {
        const total = totals[s]
        if (total < minCount || hasEqualSuperset(totals, s, size)) continue
        const length = assemble(set, walk, tail, s)
        if (!holdsSuperset(found, total, set, length)) remember(found, total, set, length)
      }
    },
  }
}

function hasEqualSuperset(totals: Float64Array, s: number, size: number): boolean {
  for (let rest = ((1 << size) - 1) & ~s; rest !== 0; rest &= rest - 1)
    if (totals[s | (rest & -rest)] === totals[s]) return true
  return false
}

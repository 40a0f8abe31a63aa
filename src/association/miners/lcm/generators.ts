/**
 * Generators: itemsets without a proper subset of equal count. No superset of an itemset that is none can be one, so the tree is cut there,
 * and an item that lies in all baskets of a node is dropped below it. The search goes from the most frequent item on: subsets come before
 * their supersets, so an itemset is a generator unless a listed subset has its support.
 *
 * Pasquier and others, Discovering Frequent Closed Itemsets (1999); Szathmary and others, Talky-G (2009) for the search.
 */
import { assemble } from './assemble.js'
import { holdsSubset, remember, type Repository } from './repository.js'
import type { Visitor } from './walk.js'

/**
 * Lists every generator of up to `maxLength` items.
 *
 * @param transactions baskets n: what the empty set has
 */
export function generatorVisitor(found: Repository, items: number, maxLength: number, transactions: number): Visitor {
  const set = new Int32Array(items + 1)
  return {
    descending: false,
    maxDepth: maxLength,
    enter(walk, total, tail) {
      walk.perfectCount = 0
      const size = assemble(set, walk, tail, 0)
      if (Math.floor(total) === transactions || holdsSubset(found, total, set, size)) return false
      remember(found, total, set, size)
      return walk.out.stopped === null
    },
    leaves(walk, totals, tail, size) {
      const { minCount, out } = walk
      const end = 1 << size
      for (let s = 1; s < end && out.stopped === null; s++) {
        const total = totals[s]
        if (total < minCount || hasEqualSubset(totals, s)) continue
        const length = assemble(set, walk, tail, s)
        if (length <= maxLength && !holdsSubset(found, total, set, length)) remember(found, total, set, length)
      }
    },
  }
}

function hasEqualSubset(totals: Float64Array, s: number): boolean {
  for (let rest = s; rest !== 0; rest &= rest - 1) if (totals[s & ~(rest & -rest)] === totals[s]) return true
  return false
}

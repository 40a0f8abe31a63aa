/**
 * Apriori: itemsets level by level, one pass over the baskets each.
 *
 * L_k: frequent k-itemsets. Candidates C_{k+1}: join two sets of L_k that share their first k − 1 items, prune those with a k-subset outside
 * L_k. L_1 comes from recoding, L_2 from a triangular matrix of pair counts (in blocks of rows, so that it stays in the cache). Longer
 * candidates stand in a trie (apriori-trie.ts) and are counted below their common prefixes (apriori-count.ts).
 *
 * Cost: for each level and prefix the baskets that hold the prefix; memory the candidates of one level.
 * Agrawal & Srikant, Fast Algorithms for Mining Association Rules, VLDB 1994; trie and pair matrix after Borgelt (2003) and Bodon (2003).
 */
import { countCandidates } from './apriori-count.js'
import { candidateTrie, frequentTrie, type Trie } from './apriori-trie.js'
import { frequentPairs } from './apriori-pairs.js'
import type { Database } from '../database/database.js'
import { emit, itemsetBuffer, itemsetsOf, type ItemsetBuffer, type Itemsets } from '../search/itemset-buffer.js'
import { filterKind, lengthToMine } from '../search/kinds.js'
import type { Search } from '../search/search.js'

/** Candidates from which on it pays to estimate the whole result first. */
const MANY_CANDIDATES = 50_000

/** Every itemset of the search, in any order. */
export function aprioriItemsets(database: Database, search: Search): Itemsets {
  const out = itemsetBuffer(search.guard)
  const completeCount = mineLevels(database, lengthToMine(search.kind, search.maxLength), search, out)
  return filterKind(itemsetsOf(out, completeCount), search.kind, search.maxLength, database.transactions)
}

/** Mines everything; returns the count from which on the result is complete. */
function mineLevels(database: Database, maxLength: number, { guard }: Search, out: ItemsetBuffer): number {
  const { counts, minCount } = database
  for (let item = 0; item < counts.length; item++) emit(out, [item], 1, counts[item])
  if (out.stopped !== null) return dropLevel(out, 0, counts)
  if (maxLength === 1) return minCount
  const isLate = (): boolean => (out.stopped ??= guard.late()) !== null
  let trie = frequentPairs(database)
  for (let length = 2; trie.size > 0; length++) {
    const known = out.count
    emitTrie(trie, out)
    if (out.stopped !== null) return dropLevel(out, known, trie.counts)
    if (length === maxLength) break
    const candidates = candidateTrie(trie)
    if (candidates.size > MANY_CANDIDATES) guard.foresee()
    // longer itemsets have no larger counts than these
    if (!countCandidates(database, candidates, isLate)) return dropLevel(out, out.count, trie.counts)
    trie = frequentTrie(candidates, minCount)
  }
  return minCount
}

/** Take back the level that was not finished, of which `counts` are known: what is left is complete above the largest of them. */
function dropLevel(out: ItemsetBuffer, known: number, counts: Int32Array): number {
  out.count = known
  out.length = out.offsets[known]
  return counts.reduce((most, count) => Math.max(most, count), 0) + 1
}

/** Take every itemset of a trie. */
export function emitTrie({ items, starts, counts }: Trie, out: ItemsetBuffer): void {
  const last = items.length - 1
  const itemset = new Int32Array(items.length)
  const visit = (depth: number, from: number, to: number): void => {
    for (let node = from; node < to && out.stopped === null; node++) {
      itemset[depth] = items[depth][node]
      if (depth === last) emit(out, itemset, itemset.length, counts[node])
      else visit(depth + 1, starts[depth][node], starts[depth][node + 1])
    }
  }
  visit(0, 0, items[0].length)
}

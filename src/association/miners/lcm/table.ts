/**
 * The lowest part of the search tree: with k ≤ 10 items left, every set s of them has a place in a table of 2^k supports.
 *
 *   before: table[s] = weight of the baskets that are exactly s    after: table[s] = weight of the baskets that hold s, Σ_{u ⊇ s} before[u]
 *
 * by adding along one item after the other: k·2^(k−1) additions for the supports of all sets, without a single branch.
 * Yates, The Design and Analysis of Factorial Experiments (1937); for itemsets also Borgelt's 16-item machine (2009).
 */
import { TABLE_ITEMS, type Level, type Walk } from './walk.js'

/** A table of so few items costs next to nothing. */
const SMALL_TABLE = 5

/** Whether a table of `size` items is filled and added up sooner than `baskets` are searched. */
export function isForTable(size: number, baskets: number): boolean {
  return size <= SMALL_TABLE || (size <= TABLE_ITEMS && 1 << size <= 8 * baskets)
}

/**
 * Visit everything below a node.
 *
 * @param size items of the level's tail; the walk's table holds the baskets, those of fewer than two items may be missing
 * @param total support of the node itself
 */
export function visitTable(walk: Walk, { tail, supports }: Level, size: number, total: number): void {
  const { table, visitor } = walk
  addSupersets(table, size)
  table[0] = total
  for (let i = 0; i < size; i++) table[1 << i] = supports[i]
  visitor.leaves(walk, table, tail, size)
}

function addSupersets(table: Float64Array, size: number): void {
  const end = 1 << size
  for (let step = 1; step < end; step <<= 1)
    for (let from = 0; from < end; from += 2 * step)
      for (let s = from; s < from + step; s++) table[s] += table[s + step]
}

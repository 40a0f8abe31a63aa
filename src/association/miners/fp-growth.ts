/**
 * FP-growth: frequent itemsets out of a prefix tree of the baskets, by divide and conquer on the least frequent item.
 *
 * For every item j of a tree: the nodes of j, with their paths to the root, are the baskets that hold j ("conditional pattern base").
 * Items that are frequent among them form a smaller tree, which is mined the same way for itemsets that end in j. A tree that is a single
 * path p₁ … p_k needs no further trees: each subset of it is frequent, with the count of its last node.
 *
 * Cost: proportional to the nodes visited in all conditional trees; memory is one arena, as deep as the longest itemset.
 * Han, Pei & Yin, Mining Frequent Patterns without Candidate Generation, SIGMOD 2000. Local items keep the order of the whole database
 * instead of being sorted anew in each conditional tree, so that itemsets come out in that order.
 */
import type { Database } from '../database/database.js'
import { fpArena, insertPath, insertSorted, isSinglePath, plantTree, type Arena, type FpTree } from './fp-tree.js'
import { emitReversed, itemsetBuffer, itemsetsOf, type ItemsetBuffer, type Itemsets } from '../search/itemset-buffer.js'
import { filterKind, lengthToMine } from '../search/kinds.js'
import type { Search } from '../search/search.js'

/** Every itemset of the search, in any order. */
export function fpGrowthItemsets(database: Database, search: Search): Itemsets {
  const out = itemsetBuffer(search.guard)
  const completeCount = growAll(database, lengthToMine(search.kind, search.maxLength), out)
  return filterKind(itemsetsOf(out, completeCount), search.kind, search.maxLength, database.transactions)
}

/** What all levels of the recursion share. */
interface Growth {
  readonly arena: Arena
  readonly minCount: number
  readonly maxLength: number
  readonly out: ItemsetBuffer
  /** Items of the current itemset, the least frequent first. */
  readonly stack: Int32Array
  /** By depth: room for counts and new numbers of local items. */
  readonly scratch: Scratch[]
}

interface Scratch {
  readonly counts: Int32Array
  readonly path: Int32Array
}

/** Mines everything; returns the count from which on the result is complete. */
function growAll(database: Database, maxLength: number, out: ItemsetBuffer): number {
  const { offsets, values, weights, counts, minCount } = database
  const size = counts.length
  const arena = fpArena(values.length >> 1)
  const tree = plantTree(
    arena,
    Int32Array.from(counts, (_, i) => i),
    counts,
  )
  insertSorted(arena, tree, offsets, values, weights)
  const growth: Growth = { arena, minCount, maxLength, out, stack: new Int32Array(size), scratch: [] }
  // The most frequent item first: when the search is stopped at item j, all itemsets of the items before it were found.
  for (let item = 0; item < size; item++) {
    const { count, length } = out
    out.stopped ??= out.guard.late()
    growItem(growth, tree, item, 0)
    if (out.stopped !== null) {
      out.count = count
      out.length = length
      return counts[item] + 1
    }
  }
  return minCount
}

/** Itemsets of the stack's `depth` items, local item `item`, and items before it. */
function growItem(growth: Growth, tree: FpTree, item: number, depth: number): void {
  const { arena, maxLength, out, stack } = growth
  stack[depth] = tree.items[item]
  emitReversed(out, stack, depth + 1, tree.counts[item])
  if (depth + 1 >= maxLength || item === 0 || out.stopped !== null) return
  const end = arena.end
  const conditional = conditionalTree(growth, tree, item, depth)
  if (conditional !== null) {
    if (isSinglePath(arena, conditional)) growPath(growth, conditional, conditional.items.length, depth + 1, Infinity)
    else
      for (let local = 0; local < conditional.items.length && out.stopped === null; local++)
        growItem(growth, conditional, local, depth + 1)
  }
  arena.end = end
}

/** The tree of the baskets that hold `item`, over the items before it that are frequent there; null when none is. */
function conditionalTree(growth: Growth, tree: FpTree, item: number, depth: number): FpTree | null {
  const { arena, minCount } = growth
  const { root } = tree
  const { counts, path } = scratchOf(growth, depth, tree.items.length)
  const { parent, count, next, item: itemOf } = arena
  counts.fill(0, 0, item)
  for (let node = tree.heads[item]; node >= 0; node = next[node])
    for (let up = parent[node]; up !== root; up = parent[up]) counts[itemOf[up]] += count[node]

  let size = 0
  for (let i = 0; i < item; i++) if (counts[i] >= minCount) size++
  if (size === 0) return null
  const items = new Int32Array(size)
  const totals = new Int32Array(size)
  size = 0
  for (let i = 0; i < item; i++) {
    if (counts[i] < minCount) {
      counts[i] = -1
      continue
    }
    items[size] = tree.items[i]
    totals[size] = counts[i]
    counts[i] = size++
  }
  const conditional = plantTree(arena, items, totals)
  for (let node = tree.heads[item]; node >= 0; node = arena.next[node]) {
    // insertPath may grow the arena, so its arrays are taken anew for each node
    const { parent: parents, item: locals } = arena
    let from = path.length
    for (let up = parents[node]; up !== root; up = parents[up]) {
      const local = counts[locals[up]]
      if (local >= 0) path[--from] = local
    }
    insertPath(arena, conditional, path, from, path.length, arena.count[node])
  }
  return conditional
}

/** Arrays of one depth, made once; a conditional tree has fewer items than the tree it comes from, and the first use is the largest. */
function scratchOf({ scratch, stack }: Growth, depth: number, size: number): Scratch {
  if (depth === scratch.length || scratch[depth].counts.length < size) {
    const room = depth === 0 ? stack.length : Math.max(size, 64)
    scratch[depth] = { counts: new Int32Array(room), path: new Int32Array(room) }
  }
  return scratch[depth]
}

/** Subsets of the first `size` items of a single path, with the stack's `depth` items; `least` is the count of the deepest one taken. */
function growPath(growth: Growth, tree: FpTree, size: number, depth: number, least: number): void {
  const { out, stack, maxLength } = growth
  for (let local = 0; local < size && out.stopped === null; local++) {
    const count = Math.min(least, tree.counts[local])
    stack[depth] = tree.items[local]
    emitReversed(out, stack, depth + 1, count)
    if (depth + 1 < maxLength) growPath(growth, tree, local, depth + 1, count)
  }
}

/**
 * Itemsets linked to their parts: what rules, and whatever looks at sub-rules, walk on.
 *
 * Row r holds an itemset of k ascending items and its count. `parts` has a row for each of its items: the itemset without that item. So
 * the antecedent Z \ C of a rule is |C| steps away from Z, each one array access. The links come from a trie in which node r + 1 is row r:
 * with P the row of Z without its last item z, Z without item j is the child z of (P without item j): one look-up a link, Σ k in all.
 */
import { addChild, childOf, findPath, itemsetTrie, type ItemsetTrie } from '../itemsets/itemset-trie.js'

/** Itemsets that are complete downwards: every part of a row is a row. Arrays may be longer than their contents. */
export interface Lattice {
  /** Baskets n. */
  readonly transactions: number
  count: number
  /** Row r holds `items[offsets[r]]` to `items[offsets[r + 1] − 1]`. */
  offsets: Int32Array
  items: Int32Array
  /** `parts[offsets[r] + j]`: the row of row r without its item j; −1 = the empty set. */
  parts: Int32Array
  /** Baskets that hold each row. */
  counts: Int32Array
  readonly trie: ItemsetTrie
}

/** A lattice of no itemsets yet. */
export function lattice(transactions: number): Lattice {
  return {
    transactions,
    count: 0,
    offsets: new Int32Array(1025),
    items: new Int32Array(4096),
    parts: new Int32Array(4096),
    counts: new Int32Array(1024),
    trie: itemsetTrie(),
  }
}

/**
 * Add items `from` to `to − 1`, ascending, behind all of their parts.
 *
 * @returns −1; or, when nothing was added, j ≥ 0: the part without item j is not there, or with j = the number of items, the row is already
 */
export function addRow(to: Lattice, list: Int32Array, from: number, end: number, count: number): number {
  const size = end - from
  reserve(to, size)
  const { trie, parts, offsets } = to
  const row = to.count
  const start = offsets[row]
  const last = list[end - 1]
  const parent = findPath(trie, list, from, end - 1)
  if (parent < 0) return size - 1
  if (childOf(trie, parent, last) >= 0) return size
  for (let j = 0; j < size - 1; j++) {
    // the parent is row parent − 1; its links give rows, whose nodes are one further
    const part = childOf(trie, parts[offsets[parent - 1] + j] + 1, last)
    if (part < 0) return j
    parts[start + j] = part - 1
  }
  parts[start + size - 1] = parent - 1
  for (let k = 0; k < size; k++) to.items[start + k] = list[from + k]
  offsets[row + 1] = start + size
  to.counts[row] = count
  to.count++
  addChild(trie, parent, last)
  return -1
}

/** The row of a row's items and one that comes behind them; row −1 is the empty set. It must be there. */
export function rowWith({ trie }: Lattice, row: number, item: number): number {
  return childOf(trie, row + 1, item) - 1
}

function reserve(to: Lattice, size: number): void {
  if (to.count === to.counts.length) {
    to.counts = grown(to.counts, 2 * to.count)
    to.offsets = grown(to.offsets, 2 * to.count + 1)
  }
  const needed = to.offsets[to.count] + size
  if (needed > to.items.length) {
    const length = Math.max(2 * to.items.length, needed)
    to.items = grown(to.items, length)
    to.parts = grown(to.parts, length)
  }
}

function grown(values: Int32Array, length: number): Int32Array {
  const out = new Int32Array(length)
  out.set(values)
  return out
}

/**
 * The one documented order of itemsets: length, then falling count, then the labels by code point, compared item by item in the order of
 * the itemset (most frequent item first). It depends on neither the miner nor the order of the baskets.
 *
 * Memory is what costs here, so the itemsets are read once from end to end and moved to others of their length, where they lie in rows.
 * Counts are settled by a counting sort, ties by the ranks of the labels, packed into doubles (packed-sort.ts). Then the rows are copied to
 * their places. O(k log r + items) for k itemsets with r of one length and count.
 */
import type { Itemsets } from './itemset-buffer.js'
import { digitsFor, sortByKey } from '../database/packed-sort.js'

/**
 * The itemsets in order, in arrays of exactly their size.
 *
 * @param rank of each recoded item: the place of its label by code point
 */
export function sortItemsets(itemsets: Itemsets, rank: Int32Array): Itemsets {
  const out = {
    offsets: new Int32Array(itemsets.count + 1),
    items: new Int32Array(itemsets.offsets[itemsets.count]),
    counts: new Int32Array(itemsets.count),
  }
  let first = 0
  for (const rows of byLength(itemsets, rank)) {
    sortRows(rows, rank, out, first)
    first += rows.counts.length
  }
  return { count: itemsets.count, ...out, truncated: itemsets.truncated }
}

/** Itemsets `order[0]`, `order[1]`, …, in arrays of exactly their size. */
export function gatherItemsets({ offsets, items, counts, truncated }: Itemsets, order: Int32Array): Itemsets {
  const count = order.length
  const outOffsets = new Int32Array(count + 1)
  const outCounts = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    outOffsets[i + 1] = outOffsets[i] + offsets[order[i] + 1] - offsets[order[i]]
    outCounts[i] = counts[order[i]]
  }
  const outItems = new Int32Array(outOffsets[count])
  let at = 0
  for (let i = 0; i < count; i++) {
    const end = offsets[order[i] + 1]
    for (let k = offsets[order[i]]; k < end; k++) outItems[at++] = items[k]
  }
  return { count, offsets: outOffsets, items: outItems, counts: outCounts, truncated }
}

/** Itemsets of one length. */
interface Rows {
  readonly length: number
  /** Row i: `items[i · length]` and the `length` − 1 behind it. */
  readonly items: Int32Array
  readonly counts: Int32Array
  /** Ranks of the first items of each row, as one number. */
  readonly keys: Float64Array
}

/** The itemsets apart by length, ascending. */
function byLength({ count, offsets, items, counts }: Itemsets, rank: Int32Array): Rows[] {
  const sizes: number[] = []
  for (let i = 0; i < count; i++) {
    const length = offsets[i + 1] - offsets[i]
    while (sizes.length <= length) sizes.push(0)
    sizes[length]++
  }
  const groups = sizes.map((size, length) => ({
    length,
    items: new Int32Array(size * length),
    counts: new Int32Array(size),
    keys: new Float64Array(size),
  }))
  const filled = new Int32Array(groups.length)
  const base = Math.max(2, rank.length)
  const digits = digitsFor(base)
  for (let i = 0; i < count; i++) {
    const from = offsets[i]
    const length = offsets[i + 1] - from
    const rows = groups[length]
    const row = filled[length]++
    rows.counts[row] = counts[i]
    const { items: target } = rows
    const packed = Math.min(length, digits)
    let at = row * length
    let key = 0
    for (let k = from; k < from + packed; k++) {
      target[at++] = items[k]
      key = key * base + rank[items[k]]
    }
    for (let k = from + packed; k < from + length; k++) target[at++] = items[k]
    rows.keys[row] = key
  }
  return groups.filter((rows) => rows.counts.length > 0)
}

/** Sort rows of one length and write them from itemset `first` on. */
function sortRows(
  { length, items, counts, keys }: Rows,
  rank: Int32Array,
  out: { readonly offsets: Int32Array; readonly items: Int32Array; readonly counts: Int32Array },
  first: number,
): void {
  const size = counts.length
  const order = new Int32Array(size)
  const sortedKeys = new Float64Array(size)
  const sortedCounts = out.counts.subarray(first, first + size)
  placeByFallingCount(counts, (row, place) => {
    order[place] = row
    sortedKeys[place] = keys[row]
    sortedCounts[place] = counts[row]
  })

  const base = Math.max(2, rank.length)
  const digits = digitsFor(base)
  /** Rows that are equal but for their items from `depth` on; their keys hold the first of those. */
  const sortRun = (from: number, to: number, depth: number): void => {
    sortByKey(sortedKeys, order, from, to - 1)
    const next = depth + digits
    if (next >= length) return
    for (let start = from; start < to;) {
      let end = start + 1
      while (end < to && sortedKeys[end] === sortedKeys[start]) end++
      if (end - start > 1) {
        const last = Math.min(length, next + digits)
        for (let k = start; k < end; k++) {
          let key = 0
          for (let i = next; i < last; i++) key = key * base + rank[items[order[k] * length + i]]
          sortedKeys[k] = key
        }
        sortRun(start, end, next)
      }
      start = end
    }
  }
  for (let from = 0; from < size;) {
    let to = from + 1
    while (to < size && sortedCounts[to] === sortedCounts[from]) to++
    if (to - from > 1) sortRun(from, to, 0)
    from = to
  }

  let at = out.offsets[first]
  for (let i = 0; i < size; i++) {
    const row = order[i] * length
    for (let k = row; k < row + length; k++) out.items[at++] = items[k]
    out.offsets[first + i + 1] = at
  }
}

/** Tell the place of every row by falling count: counting sort where counts lie close enough together. */
function placeByFallingCount(counts: Int32Array, put: (row: number, place: number) => void): void {
  const size = counts.length
  let least = counts[0]
  let most = counts[0]
  for (let i = 1; i < size; i++) {
    least = Math.min(least, counts[i])
    most = Math.max(most, counts[i])
  }
  const range = most - least + 1
  if (range > 16 * size + 1024) {
    const order = Int32Array.from(counts, (_, row) => row)
    sortByKey(
      Float64Array.from(counts, (count) => -count),
      order,
      0,
      size - 1,
    )
    order.forEach(put)
    return
  }
  const starts = new Int32Array(range + 1)
  for (let i = 0; i < size; i++) starts[most - counts[i] + 1]++
  for (let key = 0; key < range; key++) starts[key + 1] += starts[key]
  for (let i = 0; i < size; i++) put(i, starts[most - counts[i]]++)
}

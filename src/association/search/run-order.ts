/**
 * Itemsets of one length and count in the order of their labels, sorted where they lie.
 *
 * Few rows are sorted by comparing: ranks of their items (places of the labels by code point), as many as a double holds, and further ones
 * where those are equal (packed-sort.ts). Many are first dealt into buckets by their next item or two, so that what is compared lies together.
 */
import { digitsFor, sortByKey } from '../database/packed-sort.js'
import type { Steps } from '../database/steps.js'

/** Rows that are sorted by comparing. */
const FEW_ROWS = 1024
const MOST_BUCKETS = 1 << 13

/** What sorting a run needs; arrays have room for the run's rows. */
interface Bench {
  /** Every itemset; a run is sorted where it lies. */
  readonly items: Int32Array
  readonly rank: Int32Array
  /** Items of each row of the run at hand. */
  readonly length: number
  /** A copy of the rows that are being moved. */
  readonly rows: Int32Array
  readonly keys: Float64Array
  readonly order: Int32Array
}

/** Sort `size` rows from `items[from]` on by the ranks of their items from `depth` on; those before are equal. */
export function* sortRun(bench: Bench, from: number, size: number, depth: number): Steps<undefined> {
  const { length, rank } = bench
  const base = rank.length
  if (size <= FEW_ROWS || depth === length || base > MOST_BUCKETS) return sortFew(bench, from, size, depth)
  const isPair = depth + 1 < length && base * base <= MOST_BUCKETS
  const next = depth + (isPair ? 2 : 1)
  const sizes = dealRows(bench, from, size, depth, isPair)
  yield
  let start = from
  for (let bucket = 0; bucket < sizes.length; bucket++) {
    const rows = sizes[bucket]
    if (rows > FEW_ROWS) yield* sortRun(bench, start, rows, next)
    else if (rows > 1) sortFew(bench, start, rows, next)
    start += rows * length
  }
}

/** Move rows to their buckets: by the rank of the item at `depth`, or of that and the next. Returns the size of each bucket. */
function dealRows(bench: Bench, from: number, size: number, depth: number, isPair: boolean): Int32Array {
  const { items, rank, length, rows, order: bucketOf } = bench
  const base = rank.length
  const sizes = new Int32Array(isPair ? base * base : base)
  for (let row = 0, at = from + depth; row < size; row++, at += length) {
    const bucket = isPair ? rank[items[at]] * base + rank[items[at + 1]] : rank[items[at]]
    bucketOf[row] = bucket
    sizes[bucket]++
  }
  copyRows(items, from, size * length, rows)
  const next = new Int32Array(sizes.length)
  for (let bucket = 0, start = from; bucket < sizes.length; bucket++) {
    next[bucket] = start
    start += sizes[bucket] * length
  }
  for (let row = 0, i = 0; row < size; row++) {
    let at = next[bucketOf[row]]
    for (const end = i + length; i < end; i++) items[at++] = rows[i]
    next[bucketOf[row]] = at
  }
  return sizes
}

/** Sort rows by comparing. */
function sortFew(bench: Bench, from: number, size: number, depth: number): undefined {
  const { items, length, rows, order } = bench
  for (let row = 0; row < size; row++) order[row] = row
  copyRows(items, from, size * length, rows)
  sortRows(bench, 0, size, depth)
  let at = from
  for (let k = 0; k < size; k++) {
    const row = order[k] * length
    const end = row + length
    for (let i = row; i < end; i++) items[at++] = rows[i]
  }
}

/** Sort the copied rows `order[low]` to `order[high − 1]`, equal but for their items from `depth` on. */
function sortRows(bench: Bench, low: number, high: number, depth: number): void {
  const { rows, keys, order, rank, length } = bench
  const base = Math.max(2, rank.length)
  const end = Math.min(length, depth + digitsFor(base))
  for (let k = low; k < high; k++) {
    const row = order[k] * length
    const stop = row + end
    let key = 0
    for (let i = row + depth; i < stop; i++) key = key * base + rank[rows[i]]
    keys[k] = key
  }
  sortByKey(keys, order, low, high - 1)
  if (end === length) return
  for (let start = low; start < high;) {
    let stop = start + 1
    while (stop < high && keys[stop] === keys[start]) stop++
    if (stop - start > 1) sortRows(bench, start, stop, end)
    start = stop
  }
}

function copyRows(items: Int32Array, from: number, length: number, rows: Int32Array): void {
  for (let i = 0; i < length; i++) rows[i] = items[from + i]
}

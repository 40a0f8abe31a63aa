/**
 * Preparation for mining: count the items, keep the frequent ones, number them by falling frequency (ties by label), write every basket in
 * those numbers, merge equal baskets.
 *
 * Notation: n baskets of mean size s, N = n s items in all of them. Baskets are short, so each is sorted where it is written: transposing
 * them to items and back by counting takes fewer steps, but waits for memory at each. O(N s + n log n + labels log labels).
 * Borgelt, Efficient Implementations of Apriori and Eclat (2003), on recoding and merging.
 */
import { compareCodePoints } from './code-point.js'
import type { Database } from './database.js'
import { mergingBaskets, type Lists } from './merge-baskets.js'
import { sortRange } from './sort-range.js'
import { runSteps, type Steps } from './steps.js'

/** The part of `Transactions` that recoding needs. */
export interface Baskets {
  readonly count: number
  readonly offsets: Int32Array
  readonly items: Int32Array
  readonly labels: readonly string[]
}

/** Baskets that are translated between two steps. */
const STEP = 1 << 13

/** Baskets ready for mining: see `Database`. */
export function recode(baskets: Baskets, minCount: number): Database {
  return runSteps(recoding(baskets, minCount))
}

/** The same in steps. */
export function* recoding(baskets: Baskets, minCount: number): Steps<Database> {
  const all = countItems(baskets)
  const items = frequentItems(all, minCount, baskets.labels)
  const code = new Int32Array(baskets.labels.length).fill(-1)
  for (let i = 0; i < items.length; i++) code[items[i]] = i
  yield
  const lists = yield* translate(baskets, code)
  const merged = yield* mergingBaskets(lists, items.length)
  return {
    transactions: baskets.count,
    minCount,
    counts: items.map((item) => all[item]),
    items,
    rank: labelRanks(items, baskets.labels),
    ...merged,
  }
}

/** Baskets that hold each item. */
export function countItems({ items, labels }: Baskets): Int32Array {
  const counts = new Int32Array(labels.length)
  for (let i = 0; i < items.length; i++) counts[items[i]]++
  return counts
}

function frequentItems(counts: Int32Array, minCount: number, labels: readonly string[]): Int32Array {
  const frequent: number[] = []
  for (let item = 0; item < counts.length; item++) if (counts[item] >= minCount) frequent.push(item)
  return Int32Array.from(frequent.sort((a, b) => counts[b] - counts[a] || compareCodePoints(labels[a], labels[b])))
}

/** Place of each recoded item's label among theirs. */
function labelRanks(items: Int32Array, labels: readonly string[]): Int32Array {
  const order = Array.from(items, (_, i) => i).sort((a, b) => compareCodePoints(labels[items[a]], labels[items[b]]))
  const rank = new Int32Array(items.length)
  for (let place = 0; place < order.length; place++) rank[order[place]] = place
  return rank
}

/** Every basket in new numbers, ascending, without those that have none (−1). */
function* translate({ count, offsets, items }: Baskets, code: Int32Array): Steps<Lists> {
  const ends = new Int32Array(count + 1)
  const values = new Int32Array(items.length)
  for (let basket = 0; basket < count; basket += STEP) {
    translateSome(offsets, items, code, ends, values, basket, Math.min(count, basket + STEP))
    yield
  }
  return { offsets: ends, values: values.subarray(0, ends[count]) }
}

/** Baskets `first` to `last` − 1. */
function translateSome(
  offsets: Int32Array,
  items: Int32Array,
  code: Int32Array,
  ends: Int32Array,
  values: Int32Array,
  first: number,
  last: number,
): void {
  let end = ends[first]
  for (let basket = first; basket < last; basket++) {
    const from = end
    for (let i = offsets[basket]; i < offsets[basket + 1]; i++) {
      const value = code[items[i]]
      if (value >= 0) values[end++] = value
    }
    sortRange(values, from, end)
    ends[basket + 1] = end
  }
}

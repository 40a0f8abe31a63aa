/**
 * Preparation for mining: count the items, keep the frequent ones, number them by falling frequency (ties by label), write every basket in
 * those numbers, merge equal baskets.
 *
 * Notation: n baskets, N items in all of them, m frequent items. Ascending order within a basket comes without a sort: baskets are
 * transposed to items and back, both by counting. O(N + n log n + labels log labels).
 * Borgelt, Efficient Implementations of Apriori and Eclat (2003), on recoding and merging.
 */
import { compareCodePoints } from './code-point.js'
import type { Database } from './database.js'
import { mergeBaskets, type Lists } from './merge-baskets.js'

/** The part of `Transactions` that recoding needs. */
export interface Baskets {
  readonly count: number
  readonly offsets: Int32Array
  readonly items: Int32Array
  readonly labels: readonly string[]
}

/** Baskets ready for mining: see `Database`. */
export function recode(baskets: Baskets, minCount: number): Database {
  const all = countItems(baskets)
  const items = frequentItems(all, minCount, baskets.labels)
  const code = new Int32Array(baskets.labels.length).fill(-1)
  for (let i = 0; i < items.length; i++) code[items[i]] = i
  return {
    transactions: baskets.count,
    minCount,
    counts: items.map((item) => all[item]),
    items,
    rank: labelRanks(items, baskets.labels),
    ...mergeBaskets(translate(baskets, code, items.length), items.length),
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
function translate({ count, offsets, items }: Baskets, code: Int32Array, size: number): Lists {
  // The baskets of each recoded item, then the items of each basket.
  const starts = new Int32Array(size + 1)
  for (let i = 0; i < items.length; i++) if (code[items[i]] >= 0) starts[code[items[i]] + 1]++
  for (let i = 0; i < size; i++) starts[i + 1] += starts[i]
  const holders = new Int32Array(starts[size])
  const sizes = new Int32Array(count + 1)
  const at = starts.slice()
  for (let basket = 0; basket < count; basket++) {
    let length = 0
    for (let i = offsets[basket]; i < offsets[basket + 1]; i++) {
      const value = code[items[i]]
      if (value < 0) continue
      holders[at[value]++] = basket
      length++
    }
    sizes[basket + 1] = sizes[basket] + length
  }
  const values = new Int32Array(holders.length)
  const next = sizes.slice()
  for (let value = 0; value < size; value++)
    for (let i = starts[value]; i < starts[value + 1]; i++) values[next[holders[i]]++] = value
  return { offsets: sizes, values }
}

/**
 * Counts by stratum of given itemsets: those that the rules of a table are made of.
 *
 * Sets are taken in the order of their paths from rare items to frequent ones, so that neighbours share the baskets of a common beginning,
 * which lie on a stack; a set adds one look-up a basket of what it extends. O(Σ over sets of the count of its beginning · log basket size).
 */
import type { Incidence } from './incidence.js'

/** Itemsets behind each other, items ascending. */
export interface ItemLists {
  readonly count: number
  readonly offsets: Int32Array
  readonly items: Int32Array
}

/** Counts of each set, in all and by stratum. */
export interface CountedItemsets {
  readonly counts: Int32Array
  /** Set i has `byStratum[i · strata + g]` baskets in stratum g. */
  readonly byStratum: Int32Array
  readonly strata: number
}

/** Count sets of one item or more. */
export function countStrata(
  { count, offsets, items }: ItemLists,
  { starts, items: basketItems, firsts, holders }: Incidence,
  stratumOf: Int32Array,
  strata: number,
): CountedItemsets {
  const counts = new Int32Array(count)
  const byStratum = new Int32Array(count * strata)
  /** Baskets of the first d + 1 items of the path. */
  const stack: Int32Array[] = []
  const path: number[] = []

  const holds = (basket: number, item: number): boolean => {
    let low = starts[basket]
    let high = starts[basket + 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (basketItems[middle] < item) low = middle + 1
      else high = middle
    }
    return low < starts[basket + 1] && basketItems[low] === item
  }

  for (const set of byPath({ count, offsets, items })) {
    const length = offsets[set + 1] - offsets[set]
    let shared = 0
    while (shared < Math.min(length, path.length) && path[shared] === items[offsets[set + 1] - 1 - shared]) shared++
    path.length = shared
    stack.length = shared
    for (let d = shared; d < length; d++) {
      const item = items[offsets[set + 1] - 1 - d]
      path.push(item)
      stack.push(
        d === 0
          ? holders.subarray(firsts[item], firsts[item + 1])
          : stack[d - 1].filter((basket) => holds(basket, item)),
      )
    }
    const baskets = stack[length - 1]
    counts[set] = baskets.length
    for (const basket of baskets) byStratum[set * strata + stratumOf[basket]]++
  }
  return { counts, byStratum, strata }
}

/** Positions of the sets in the order of their items, last item first. */
function byPath({ count, offsets, items }: ItemLists): Int32Array {
  return Int32Array.from({ length: count }, (_, set) => set).sort((a, b) => {
    let i = offsets[a + 1] - 1
    let j = offsets[b + 1] - 1
    for (; i >= offsets[a] && j >= offsets[b]; i--, j--) if (items[i] !== items[j]) return items[j] - items[i]
    return i - offsets[a] - (j - offsets[b])
  })
}

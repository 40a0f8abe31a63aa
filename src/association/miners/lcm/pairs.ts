/**
 * Counts of all pairs of the most frequent items, in one pass over the baskets: a triangular matrix, row a holds b < a.
 * Agrawal & Srikant (1994) count the second level like this. O(Σ |basket|²/2).
 */
import { HEADER, LENGTH, WEIGHT } from './basket-layout.js'

/** Items whose pairs are counted: 2,048 take 8 MiB, more would leave the cache. */
const PAIR_ITEMS = 2048

/** Counts of pairs. */
export interface Pairs {
  /** Of the first `pairItems`: baskets of a and b < a at `pairRow(a) + b`. */
  readonly pairs: Int32Array
  readonly pairItems: number
}

/** Where row a begins. */
export function pairRow(a: number): number {
  return (a * (a - 1)) / 2
}

/**
 * Count pairs.
 *
 * @param entries,end baskets as in basket-layout.ts
 * @param size items
 */
export function pairCounts(entries: Int32Array, end: number, size: number): Pairs {
  const pairItems = Math.min(size, PAIR_ITEMS)
  const pairs = new Int32Array(pairRow(pairItems))
  for (let from = HEADER; from < end;) {
    const to = from + entries[from - LENGTH]
    const weight = entries[from - WEIGHT]
    for (let i = from + 1; i < to; i++) {
      const a = entries[i]
      if (a >= pairItems) break
      const row = (a * (a - 1)) >> 1
      for (let j = from; j < i; j++) pairs[row + entries[j]] += weight
    }
    from = to + HEADER
  }
  return { pairs, pairItems }
}

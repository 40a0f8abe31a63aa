/**
 * Counts of all pairs of the most frequent items, in one pass over the baskets: a triangular matrix, row a holds b < a.
 * Agrawal & Srikant (1994) count the second level like this. O(Σ |basket|²/2).
 */
import type { Steps } from '../../database/steps.js'
import { HEADER, LENGTH, WEIGHT } from './basket-layout.js'

/** Entries that are gone through between two steps of the first level. */
export const STEP: number = 1 << 16

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
export function* pairCounts(entries: Int32Array, end: number, size: number): Steps<Pairs> {
  const pairItems = Math.min(size, PAIR_ITEMS)
  const pairs = new Int32Array(pairRow(pairItems))
  for (let from = HEADER; from < end;) {
    from = countSome(entries, from, Math.min(end, from + STEP), pairs, pairItems)
    yield
  }
  return { pairs, pairItems }
}

/** Count the pairs of the baskets that begin before `until`. Returns where the next one begins. */
function countSome(entries: Int32Array, start: number, until: number, pairs: Int32Array, pairItems: number): number {
  let from = start
  while (from < until) {
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
  return from
}

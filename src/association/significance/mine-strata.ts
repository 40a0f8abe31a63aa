/**
 * Frequent itemsets with their counts by stratum: what a shuffle is mined with.
 *
 * Occurrence deliver (Uno, Asai, Uchida & Arimura 2003): the baskets of a set are walked once, and each hands itself to every item before
 * the set's first one. That counts all extensions at a stroke; a second walk gives the frequent ones their baskets and strata. Items come
 * most frequent first, so sets grow from rare items to frequent ones and the lists of baskets are short from the start. The sets are those
 * of any miner; a walk of its own is here because the strata have to be counted anyway, which is most of the work.
 * O(Σ over frequent sets of count · mean basket size).
 */
import type { Incidence } from './incidence.js'

/** Itemsets in the form of `Itemsets`, with counts by stratum. */
export interface StratifiedItemsets {
  readonly count: number
  /** Itemset i holds `items[offsets[i]]` to `items[offsets[i + 1] − 1]`, ascending; the arrays may be longer than needed. */
  readonly offsets: Int32Array
  readonly items: Int32Array
  readonly counts: Int32Array
  /** Itemset i has `byStratum[i · strata + g]` baskets in stratum g. */
  readonly byStratum: Int32Array
  readonly strata: number
}

/**
 * Every itemset with at least `minCount` baskets and at most `maxLength` items.
 *
 * @param stratumOf stratum of each basket
 * @param strata how many there are
 * @param allowed by item, 1 = may be in a set; null = any may
 */
export function mineStrata(
  { starts, items, firsts, holders, frequent }: Incidence,
  stratumOf: Int32Array,
  strata: number,
  { minCount, maxLength }: { readonly minCount: number; readonly maxLength: number },
  allowed: Uint8Array | null = null,
): StratifiedItemsets {
  let offsets = new Int32Array(1025)
  let found = new Int32Array(4096)
  let counts = new Int32Array(1024)
  let byStratum = new Int32Array(1024 * strata)
  let count = 0
  // baskets of the sets on the way down, each behind those of its parent
  let pool = new Int32Array(2 * holders.length + 1024)
  pool.set(holders)
  const total = new Int32Array(frequent)
  const place = new Int32Array(frequent).fill(-1)
  const met = new Int32Array(frequent)
  // descending: the item that was added last is the most frequent one
  const path: number[] = []

  const take = (baskets: number): number => {
    const length = path.length
    const at = offsets[count]
    if (count + 1 === offsets.length) {
      offsets = grown(offsets, 2 * offsets.length)
      counts = grown(counts, 2 * counts.length)
      byStratum = grown(byStratum, 2 * byStratum.length)
    }
    if (at + length > found.length) found = grown(found, 2 * found.length + length)
    for (let k = 0; k < length; k++) found[at + k] = path[length - 1 - k]
    counts[count] = baskets
    offsets[count + 1] = at + length
    return count++
  }

  const extend = (from: number, to: number, top: number): void => {
    const last = path[path.length - 1]
    let distinct = 0
    for (let t = from; t < to; t++) {
      const end = starts[pool[t] + 1]
      for (let k = starts[pool[t]]; k < end; k++) {
        const item = items[k]
        if (item >= last) break
        if (total[item]++ === 0) met[distinct++] = item
      }
    }
    const wider: number[] = []
    for (let k = 0; k < distinct; k++) {
      if (total[met[k]] >= minCount && (allowed === null || allowed[met[k]] === 1)) wider.push(met[k])
      else total[met[k]] = 0
    }
    if (wider.length === 0) return
    wider.sort((a, b) => a - b)
    const deeper = path.length + 1 < maxLength
    const ends = new Int32Array(wider.length)
    let end = top
    for (let w = 0; w < wider.length; w++) {
      const item = wider[w]
      path.push(item)
      place[item] = take(total[item])
      path.pop()
      ends[w] = end
      if (deeper) end += total[item]
    }
    if (end > pool.length) pool = grown(pool, 2 * end)
    const next = ends.slice()
    // `total` now says which of the wider sets an item makes, from 1
    for (let w = 0; w < wider.length; w++) total[wider[w]] = w + 1
    for (let t = from; t < to; t++) {
      const basket = pool[t]
      const stratum = stratumOf[basket]
      const stop = starts[basket + 1]
      for (let k = starts[basket]; k < stop; k++) {
        const item = items[k]
        if (item >= last) break
        if (total[item] === 0) continue
        byStratum[place[item] * strata + stratum]++
        if (deeper) pool[next[total[item] - 1]++] = basket
      }
    }
    for (let w = 0; w < wider.length; w++) total[wider[w]] = 0
    if (!deeper) return
    for (let w = 0; w < wider.length; w++) {
      path.push(wider[w])
      extend(ends[w], next[w], end)
      path.pop()
    }
  }

  for (let item = 0; item < frequent; item++) {
    const from = firsts[item]
    const to = firsts[item + 1]
    if (to - from < minCount || allowed?.[item] === 0) continue
    path.push(item)
    const row = take(to - from) * strata
    for (let t = from; t < to; t++) byStratum[row + stratumOf[holders[t]]]++
    if (maxLength > 1) extend(from, to, holders.length)
    path.pop()
  }
  return { count, offsets, items: found, counts, byStratum, strata }
}

function grown(values: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(length)
  out.set(values)
  return out
}

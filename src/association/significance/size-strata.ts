/**
 * Baskets by size: the form in which they are shuffled and tested.
 *
 * Items are numbered by falling frequency (ties by label) and baskets stand by ascending size, those of one size in lexicographic order, so
 * that neither the order of rows nor the labels' codes can change what a seed does. Neighbouring sizes share a stratum until it holds
 * max(100, n / 50) baskets: enough to estimate an item's share in, and 50 strata at most. O(N + n log n) for N items in n baskets.
 *
 * Items may be values of one thing that a basket has once, such as the columns of a table (`phase=Climb` shuts out `phase=Approach`). Such
 * groups do not compete for the places of a basket, and shuffles must keep each basket's set of groups.
 */
import { recode, type Baskets } from '../database/recode.js'

/** Baskets that hold something, ascending by size. */
export interface SizedBaskets {
  /** Baskets n, empty ones included. */
  readonly count: number
  /** Basket b holds `items[offsets[b]]` to `items[offsets[b + 1] − 1]`, ascending; empty baskets are left out. */
  readonly offsets: Int32Array
  /** 0 = most frequent. */
  readonly items: Int32Array
  /** Basket of each entry of `items`. */
  readonly basketOf: Int32Array
  /** Baskets that hold each item, falling. */
  readonly counts: Int32Array
  /** Item → position in the labels of the `Transactions`. */
  readonly ids: Int32Array
  /** Stratum of each basket, ascending. */
  readonly stratumOf: Int32Array
  /** Baskets of each stratum. */
  readonly stratumCounts: Int32Array
  /** Group of each item, from 0; null when items do not exclude each other. */
  readonly groupOf: Int32Array | null
}

const LEAST_BASKETS = 100
const MOST_STRATA = 50

/**
 * Baskets as the tests want them; items that no basket holds are there with count 0.
 *
 * @param exclusive separator: labels that agree up to its first place are values of one thing; null when items do not exclude each other
 */
export function sizeBaskets(baskets: Baskets, exclusive: string | null): SizedBaskets {
  const { offsets, values, weights, counts, items: ids } = recode(baskets, 0)
  const order = bySize(offsets)
  let filled = 0
  for (let t = 0; t < weights.length; t++) filled += weights[t]
  const out = new Int32Array(filled + 1)
  let basket = 0
  for (const t of order)
    for (let copy = 0; copy < weights[t]; copy++, basket++) out[basket + 1] = out[basket] + offsets[t + 1] - offsets[t]
  const items = new Int32Array(out[filled])
  const basketOf = new Int32Array(out[filled])
  basket = 0
  for (const t of order)
    for (let copy = 0; copy < weights[t]; copy++, basket++) {
      items.set(values.subarray(offsets[t], offsets[t + 1]), out[basket])
      basketOf.fill(basket, out[basket], out[basket + 1])
    }
  return {
    count: baskets.count,
    offsets: out,
    items,
    basketOf,
    counts,
    ids,
    ...strataOf(out, baskets.count),
    groupOf: exclusive === null ? null : groupsOf(ids, baskets.labels, exclusive),
  }
}

/** Group of each item by its label up to the separator; labels without one are a group of their own. */
function groupsOf(ids: Int32Array, labels: readonly string[], separator: string): Int32Array {
  const known = new Map<string, number>()
  return ids.map((id) => {
    const end = labels[id].indexOf(separator)
    const name = end < 0 ? '' : labels[id].slice(0, end + separator.length)
    let group = known.get(name)
    if (group === undefined) known.set(name, (group = known.size))
    return group
  })
}

/** Merged baskets by size; those of one size stay in lexicographic order. */
function bySize(offsets: Int32Array): Int32Array {
  const count = offsets.length - 1
  let longest = 0
  for (let t = 0; t < count; t++) longest = Math.max(longest, offsets[t + 1] - offsets[t])
  const starts = new Int32Array(longest + 2)
  for (let t = 0; t < count; t++) starts[offsets[t + 1] - offsets[t] + 1]++
  for (let size = 0; size <= longest; size++) starts[size + 1] += starts[size]
  const order = new Int32Array(count)
  for (let t = 0; t < count; t++) order[starts[offsets[t + 1] - offsets[t]]++] = t
  return order
}

/** Strata of baskets that stand by ascending size. A last stratum that stays too small joins the one before. */
function strataOf(offsets: Int32Array, total: number): { stratumOf: Int32Array; stratumCounts: Int32Array } {
  const baskets = offsets.length - 1
  const least = Math.max(LEAST_BASKETS, total / MOST_STRATA)
  const starts: number[] = [0]
  for (let from = 0; from < baskets;) {
    const size = offsets[from + 1] - offsets[from]
    let to = from
    while (to < baskets && offsets[to + 1] - offsets[to] === size) to++
    if (to - starts[starts.length - 1] >= least && baskets - to >= least) starts.push(to)
    from = to
  }
  const stratumOf = new Int32Array(baskets)
  const stratumCounts = Int32Array.from(starts, (from, g) => {
    const to = starts[g + 1] ?? baskets
    stratumOf.fill(g, from, to)
    return to - from
  })
  return { stratumOf, stratumCounts }
}

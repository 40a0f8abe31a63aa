/**
 * Itemsets that hold given items M, inside the search instead of behind it.
 *
 * Every itemset X ⊇ M lies in baskets that hold M, so those baskets alone are mined, without the items of M, and M is put back:
 *
 *   count(X) = count of X ∖ M in the baskets that hold M
 *
 * Supersets of X hold M too, so X is closed or maximal exactly when X ∖ M is there, with M itself in the part of the empty set: closed when
 * no item lies in all those baskets, maximal when none is frequent in them. Subsets of X need not hold M, so generators are searched for
 * as usual and picked. O(baskets) beside the search.
 */
import type { Database } from '../database/database.js'
import { emit, itemsetBuffer, itemsetsOf, type Itemsets } from './itemset-buffer.js'
import { gatherItemsets } from './order.js'
import { mergeBaskets, type WeightedLists } from '../database/merge-baskets.js'
import type { Kernel, Search } from './search.js'

/** Mine with `kernel`; `required` are positions in the labels. */
export function mineContaining(
  kernel: Kernel,
  database: Database,
  required: readonly number[],
  search: Search,
): Itemsets {
  const codes = required.map((item) => database.items.indexOf(item)).sort((a, b) => a - b)
  const impossible = codes[0] < 0 || codes.length > search.maxLength
  if (impossible) return itemsetsOf(itemsetBuffer(search.guard), database.minCount)
  if (search.kind === 'generator') return pick(kernel(database, search), codes)
  const projection = project(database, codes)
  if (projection.holders < database.minCount) return itemsetsOf(itemsetBuffer(search.guard), database.minCount)
  const room = search.maxLength - codes.length
  const needsOthers = room > 0 && projection.database.counts.length > 0
  const others = needsOthers ? kernel(projection.database, { ...search, maxLength: room }) : null
  return putBack(others, projection, codes, search)
}

interface Projection {
  /** Baskets that hold all required items. */
  readonly holders: number
  readonly database: Database
  /** Its items → items of the whole database. */
  readonly original: Int32Array
}

function project(database: Database, codes: readonly number[]): Projection {
  const { offsets, values, weights, minCount } = database
  const isRequired = new Uint8Array(database.items.length)
  for (const code of codes) isRequired[code] = 1
  const counts = new Int32Array(database.items.length)
  const kept: number[] = []
  let holders = 0
  for (let t = 0; t < weights.length; t++) {
    let found = 0
    for (let i = offsets[t]; i < offsets[t + 1]; i++) found += isRequired[values[i]]
    if (found < codes.length) continue
    kept.push(t)
    holders += weights[t]
    for (let i = offsets[t]; i < offsets[t + 1]; i++) counts[values[i]] += weights[t]
  }
  const original = Int32Array.from(
    Array.from(counts, (_, code) => code)
      .filter((code) => isRequired[code] === 0 && counts[code] >= minCount)
      .sort((a, b) => counts[b] - counts[a] || database.rank[a] - database.rank[b]),
  )
  const code = new Int32Array(counts.length).fill(-1)
  original.forEach((item, i) => (code[item] = i))
  const lists = kept.map((t) =>
    values
      .subarray(offsets[t], offsets[t + 1])
      .map((value) => code[value])
      .filter((value) => value >= 0)
      .sort(),
  )
  const merged = mergeWeighted(
    lists,
    original.length,
    Int32Array.from(kept, (t) => weights[t]),
  )
  return {
    holders,
    original,
    database: {
      transactions: database.transactions,
      minCount,
      counts: original.map((item) => counts[item]),
      items: original.map((item) => database.items[item]),
      rank: original.map((item) => database.rank[item]),
      ...merged,
    },
  }
}

function mergeWeighted(lists: readonly Int32Array[], base: number, weights: Int32Array): WeightedLists {
  const offsets = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => (offsets[i + 1] = offsets[i] + list.length))
  const values = new Int32Array(offsets[lists.length])
  lists.forEach((list, i) => values.set(list, offsets[i]))
  return mergeBaskets({ offsets, values }, base, weights)
}

/** Required items beside every itemset, and the itemset that is nothing but them. */
function putBack(others: Itemsets | null, projection: Projection, codes: readonly number[], search: Search): Itemsets {
  const { holders, database, original } = projection
  const out = itemsetBuffer(search.guard)
  const alone =
    search.kind === 'frequent' ||
    (search.kind === 'closed' ? !(database.counts[0] === holders) : database.counts.length === 0)
  if (alone) emit(out, codes, codes.length, holders)
  const size = others === null ? 0 : others.count
  for (let i = 0; i < size; i++) {
    const { offsets, items, counts } = others as Itemsets
    const whole = [...codes, ...items.subarray(offsets[i], offsets[i + 1]).map((item) => original[item])]
    emit(
      out,
      whole.sort((a, b) => a - b),
      whole.length,
      counts[i],
    )
  }
  const found = itemsetsOf(out, database.minCount)
  return { ...found, truncated: found.truncated ?? others?.truncated ?? null }
}

function pick(itemsets: Itemsets, codes: readonly number[]): Itemsets {
  const { count, offsets, items } = itemsets
  const kept = Array.from({ length: count }, (_, i) => i).filter((i) => {
    const itemset = items.subarray(offsets[i], offsets[i + 1])
    return codes.every((code) => itemset.includes(code))
  })
  return gatherItemsets(itemsets, Int32Array.from(kept))
}

/**
 * The results of all shards as the result of one search.
 *
 * A shard does not know what the others list, so of closed, maximal and generator itemsets it lists some that are none. They are met again
 * in the order in which one search would have met them, and asked the same question.
 */
import { emit, itemsetBuffer, itemsetsOf, type Itemsets } from '../../search/itemset-buffer.js'
import type { Search } from '../../search/search.js'
import type { Steps } from '../../database/steps.js'
import { addCover, covers, isCovered } from './covers.js'
import { upToLength } from './lcm.js'
import { holdsSubset, holdsSuperset, remember, repository } from './repository.js'

/** Itemsets of one shard, and their supports with marks where the kind needs them. */
export interface ShardItemsets extends Itemsets {
  readonly supports: Float64Array
}

/**
 * Put shards together, in steps where every itemset is kept.
 *
 * @param shards the least frequent first items first
 * @param items how many there are
 * @throws BodkinError `LIMIT` when they are more together than the search may list
 */
export function* mergeShards(shards: readonly ShardItemsets[], items: number, search: Search): Steps<Itemsets> {
  switch (search.kind) {
    case 'frequent':
      return yield* concatenate(shards, search)
    case 'closed':
      return upToLength(closedOf(shards, items, search), search)
    case 'maximal':
      return upToLength(maximalOf(shards, items, search), search)
    case 'generator':
      return generatorsOf(shards, items, search)
  }
}

function* concatenate(shards: readonly ShardItemsets[], { guard }: Search): Steps<Itemsets> {
  const count = shards.reduce((sum, shard) => sum + shard.count, 0)
  const length = shards.reduce((sum, shard) => sum + shard.offsets[shard.count], 0)
  if (count > 0) guard.grow(count - 1, length, 0)
  const offsets = new Int32Array(count + 1)
  const items = new Int32Array(length)
  const counts = new Int32Array(count)
  let first = 0
  for (const shard of shards) {
    const start = offsets[first]
    for (let i = 1; i <= shard.count; i++) offsets[first + i] = start + shard.offsets[i]
    items.set(shard.items.subarray(0, shard.offsets[shard.count]), start)
    counts.set(shard.counts.subarray(0, shard.count), first)
    first += shard.count
    yield
  }
  return { count, offsets, items, counts, truncated: null }
}

function closedOf(shards: readonly ShardItemsets[], items: number, { guard }: Search): Itemsets {
  const found = repository(itemsetBuffer(guard))
  const set = new Int32Array(items)
  for (const shard of shards)
    for (let i = 0; i < shard.count; i++) {
      const size = copy(shard, i, set)
      if (!holdsSuperset(found, shard.supports[i], set, size)) remember(found, shard.supports[i], set, size)
    }
  return itemsetsOf(found.out, 0)
}

function maximalOf(shards: readonly ShardItemsets[], items: number, { guard }: Search): Itemsets {
  const out = itemsetBuffer(guard)
  const found = covers(out, items)
  const set = new Int32Array(items)
  for (const shard of shards)
    for (let i = 0; i < shard.count; i++) {
      const size = copy(shard, i, set)
      if (isCovered(found, set, size)) continue
      emit(out, set, size, shard.counts[i])
      addCover(found)
    }
  return itemsetsOf(out, 0)
}

function generatorsOf(shards: readonly ShardItemsets[], items: number, { guard }: Search): Itemsets {
  const found = repository(itemsetBuffer(guard))
  const set = new Int32Array(items)
  for (const shard of shards.toReversed())
    for (let i = 0; i < shard.count; i++) {
      const size = copy(shard, i, set)
      if (!holdsSubset(found, shard.supports[i], set, size)) remember(found, shard.supports[i], set, size)
    }
  return itemsetsOf(found.out, 0)
}

/** Itemset i into `set`; returns its size. */
function copy({ offsets, items }: Itemsets, i: number, set: Int32Array): number {
  const from = offsets[i]
  const size = offsets[i + 1] - from
  for (let k = 0; k < size; k++) set[k] = items[from + k]
  return size
}

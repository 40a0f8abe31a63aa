/**
 * Which first items a worker takes at once: neighbours, so many that the items below them in their baskets are about an equal share of all.
 * The shards depend on the baskets alone, not on the number of workers.
 */
import { HEADER, LENGTH } from './basket-layout.js'
import type { Block } from './lists.js'

/** A shard: first items `from` … `to` − 1. */
export interface Shard {
  readonly from: number
  readonly to: number
}

const SHARDS = 64

/** Shards of a search, the least frequent items first: those have the longest way down. */
export function shardsOf({ size, entries, end }: Block): Shard[] {
  const work = new Float64Array(size).fill(1)
  let total = size
  for (let from = HEADER; from < end;) {
    const to = from + entries[from - LENGTH]
    for (let i = from; i < to; i++) work[entries[i]] += i - from
    total += ((to - from) * (to - from - 1)) / 2
    from = to + HEADER
  }
  const shards: Shard[] = []
  let done = 0
  for (let from = size; from > 0;) {
    const to = from
    const share = (total - done) / Math.max(1, SHARDS - shards.length)
    let load = 0
    while (from > 0 && load < share) load += work[--from]
    done += load
    shards.push({ from, to })
  }
  return shards
}

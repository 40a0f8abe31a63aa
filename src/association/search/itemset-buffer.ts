/**
 * Itemsets as a miner finds them: one growing array of items, one of counts. Growing is where the limits are looked at, so that finding an
 * itemset costs no more than writing it down.
 */
import type { Guard, Stop } from './guard.js'

/** Itemsets in recoded items. */
export interface Itemsets {
  readonly count: number
  /** Itemset i holds `items[offsets[i]]` to `items[offsets[i + 1] − 1]`; `count` + 1 numbers at least. */
  readonly offsets: Int32Array
  /** Recoded items, ascending within an itemset. */
  readonly items: Int32Array
  /** Baskets that hold each itemset; `count` numbers at least. */
  readonly counts: Int32Array
  /** Null when every itemset that was asked for is here. */
  readonly truncated: Truncation | null
}

/** Why a search ended early, and what can be said of its result. */
export interface Truncation extends Stop {
  /** Every itemset with at least this count (and the asked kind and length) is here. */
  readonly completeCount: number
}

/** The store itself: a plain mutable record, which kernels write through `emit`. */
export interface ItemsetBuffer {
  readonly guard: Guard
  count: number
  /** Items in use. */
  length: number
  offsets: Int32Array
  items: Int32Array
  counts: Int32Array
  /** Set when a limit was reached: nothing is taken any more, and the kernel should return. */
  stopped: Stop | null
}

const FIRST_ITEMSETS = 1024

/** An empty store. */
export function itemsetBuffer(guard: Guard): ItemsetBuffer {
  const first = Math.min(FIRST_ITEMSETS, guard.maxItemsets)
  return {
    guard,
    count: 0,
    length: 0,
    offsets: new Int32Array(first + 1),
    items: new Int32Array(4 * first),
    counts: new Int32Array(first),
    stopped: null,
  }
}

/** Take one itemset: the first `size` of `items`, ascending. */
export function emit(out: ItemsetBuffer, items: ArrayLike<number>, size: number, count: number): void {
  if (!hasRoom(out, size)) return
  const { items: store } = out
  let at = out.length
  for (let k = 0; k < size; k++) store[at++] = items[k]
  close(out, at, count)
}

/** Take one itemset whose items are descending: the first `size` of `items`, written the other way round. */
export function emitReversed(out: ItemsetBuffer, items: ArrayLike<number>, size: number, count: number): void {
  if (!hasRoom(out, size)) return
  const { items: store } = out
  let at = out.length
  for (let k = size - 1; k >= 0; k--) store[at++] = items[k]
  close(out, at, count)
}

function close(out: ItemsetBuffer, length: number, count: number): void {
  out.counts[out.count++] = count
  out.offsets[out.count] = length
  out.length = length
}

/** Whether one more itemset of `size` items fits, after growing where that is allowed. */
export function hasRoom(out: ItemsetBuffer, size: number): boolean {
  if (out.stopped !== null) return false
  const { count, length, counts, items, guard } = out
  const fits = count < counts.length && length + size <= items.length
  if (fits && 5 * (count + 1) + length + size <= guard.maxWords) return true
  out.stopped = out.guard.grow(out.count, out.length, size)
  if (out.stopped !== null) return false
  if (out.count === out.counts.length) {
    const capacity = Math.min(2 * out.count, Math.max(out.guard.maxItemsets, out.count + 1))
    out.counts = grown(out.counts, capacity)
    out.offsets = grown(out.offsets, capacity + 1)
  }
  if (out.length + size > out.items.length)
    out.items = grown(out.items, Math.min(Math.max(2 * out.items.length, out.length + size), 2 ** 31 - 1))
  return true
}

function grown(values: Int32Array, length: number): Int32Array {
  const out = new Int32Array(length)
  out.set(values)
  return out
}

/** What is in the store; `completeCount` says from which count on nothing is missing when the search was stopped. */
export function itemsetsOf(out: ItemsetBuffer, completeCount: number): Itemsets {
  const { count, offsets, items, counts, stopped } = out
  return { count, offsets, items, counts, truncated: stopped === null ? null : { ...stopped, completeCount } }
}

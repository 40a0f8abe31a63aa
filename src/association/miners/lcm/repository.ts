/**
 * Itemsets that were listed, to be found again by their support: whether one of them has the same baskets as another itemset.
 *
 * Supports tell sets of baskets apart but for accidents (support.ts), so a chain of a hash table mostly holds one closure's itemsets; these
 * are compared item by item, which makes the answer certain: a superset (subset) with the same support has the same count.
 */
import { emit, type ItemsetBuffer } from '../../search/itemset-buffer.js'

/** The store and its index. */
export interface Repository {
  readonly out: ItemsetBuffer
  /** By itemset of the store. */
  supports: Float64Array
  /** By itemset: the one before it in the same chain, or −1. */
  previous: Int32Array
  /** By hash: last itemset of the chain, or −1; a power of two of them. */
  heads: Int32Array
}

/** An index over an empty store. */
export function repository(out: ItemsetBuffer): Repository {
  return { out, supports: new Float64Array(1024), previous: new Int32Array(1024), heads: new Int32Array(2048).fill(-1) }
}

/** Whether a listed itemset of this support holds all of the first `size` of `items`, ascending. */
export function holdsSuperset(found: Repository, support: number, items: Int32Array, size: number): boolean {
  const { out, supports, previous, heads } = found
  for (let k = heads[hashOf(support, heads.length)]; k >= 0; k = previous[k])
    if (supports[k] === support && isWithin(items, 0, size, out.items, out.offsets[k], out.offsets[k + 1])) return true
  return false
}

/** Whether a listed itemset of this support lies within the first `size` of `items`, ascending. */
export function holdsSubset(found: Repository, support: number, items: Int32Array, size: number): boolean {
  const { out, supports, previous, heads } = found
  for (let k = heads[hashOf(support, heads.length)]; k >= 0; k = previous[k])
    if (supports[k] === support && isWithin(out.items, out.offsets[k], out.offsets[k + 1], items, 0, size)) return true
  return false
}

/** List the first `size` of `items`, ascending. */
export function remember(found: Repository, support: number, items: Int32Array, size: number): void {
  const { out } = found
  const k = out.count
  emit(out, items, size, Math.floor(support))
  if (out.stopped !== null) return
  if (k === found.supports.length) grow(found)
  const slot = hashOf(support, found.heads.length)
  found.supports[k] = support
  found.previous[k] = found.heads[slot]
  found.heads[slot] = k
}

function grow(found: Repository): void {
  const size = found.supports.length
  const supports = new Float64Array(2 * size)
  supports.set(found.supports)
  found.supports = supports
  found.previous = new Int32Array(2 * size)
  found.heads = new Int32Array(4 * size).fill(-1)
  for (let k = 0; k < size; k++) {
    const slot = hashOf(supports[k], found.heads.length)
    found.previous[k] = found.heads[slot]
    found.heads[slot] = k
  }
}

/** Whole part and fraction mixed. */
function hashOf(support: number, slots: number): number {
  const count = Math.floor(support)
  const mark = (support - count) * 2 ** 31
  const mixed = Math.imul(count ^ Math.imul(mark ^ (mark >>> 15), 0x85ebca6b), 0x9e3779b1)
  return (mixed ^ (mixed >>> 15)) & (slots - 1)
}

/** Whether ascending `a[from]` … `a[to − 1]` are all among ascending `b[start]` … `b[end − 1]`. */
export function isWithin(a: Int32Array, from: number, to: number, b: Int32Array, start: number, end: number): boolean {
  if (to - from > end - start) return false
  let at = start
  for (let i = from; i < to; i++) {
    const item = a[i]
    while (at < end && b[at] < item) at++
    if (at === end || b[at] !== item) return false
    at++
  }
  return true
}

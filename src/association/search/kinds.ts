/**
 * Closed, maximal and generator itemsets picked out of all frequent ones.
 *
 * Of an itemset of k items, every subset of k − 1 items is looked up: one of equal count is not closed and makes the set no generator,
 * any one is not maximal. It is enough to look one item up or down, since counts never fall on the way to a subset. The table is keyed by
 * the sum of random words of the items, so a subset's hash is a subtraction; hits are compared item by item. O(items) look-ups.
 */
import type { Itemsets } from './itemset-buffer.js'
import { gatherItemsets } from './order.js'
import type { ItemsetKind } from './search.js'

/** Longest itemset that must be known: one more than is listed, to tell whether a listed one has a superset. */
export function lengthToMine(kind: ItemsetKind, maxLength: number): number {
  return kind === 'closed' || kind === 'maximal' ? maxLength + 1 : maxLength
}

/**
 * Those of a kind and of up to `maxLength` items, in the same order.
 *
 * @param itemsets all frequent itemsets of up to `lengthToMine` items; the items of each in one common order
 * @param transactions baskets n: the count of the empty set
 */
export function filterKind(itemsets: Itemsets, kind: ItemsetKind, maxLength: number, transactions: number): Itemsets {
  if (kind === 'frequent') return itemsets
  const dropped = notOfKind(itemsets, kind, transactions)
  const { count, offsets } = itemsets
  const kept = new Int32Array(count)
  let size = 0
  for (let i = 0; i < count; i++) if (dropped[i] === 0 && offsets[i + 1] - offsets[i] <= maxLength) kept[size++] = i
  return gatherItemsets(itemsets, kept.subarray(0, size))
}

/** 1 for each itemset that is not of the kind. */
function notOfKind(itemsets: Itemsets, kind: Exclude<ItemsetKind, 'frequent'>, transactions: number): Uint8Array {
  const { count, offsets, items, counts } = itemsets
  const words = randomWords(items.subarray(0, offsets[count]))
  const { slots, hashes, mask } = hashTable(itemsets, words)
  const dropped = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const from = offsets[i]
    const to = offsets[i + 1]
    if (to - from === 1) {
      if (kind === 'generator' && counts[i] === transactions) dropped[i] = 1
      continue
    }
    for (let without = from; without < to; without++) {
      const hash = (hashes[i] - words[items[without]]) | 0
      let slot = spread(hash) & mask
      while (slots[slot] >= 0 && !(hashes[slots[slot]] === hash && isSubset(itemsets, slots[slot], from, to, without)))
        slot = (slot + 1) & mask
      const subset = slots[slot]
      if (subset < 0) continue
      if (kind === 'maximal') dropped[subset] = 1
      else if (counts[subset] === counts[i]) dropped[kind === 'closed' ? subset : i] = 1
    }
  }
  return dropped
}

/** A word for each item: its number through a mixer (Steele, Lea & Flood, 2014). */
function randomWords(items: Int32Array): Int32Array {
  let most = -1
  for (let i = 0; i < items.length; i++) most = Math.max(most, items[i])
  const words = new Int32Array(most + 1)
  for (let item = 0; item <= most; item++) {
    let z = Math.imul(item + 1, 0x9e3779b9)
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    words[item] = z ^ (z >>> 16)
  }
  return words
}

function hashTable(
  { count, offsets, items }: Itemsets,
  words: Int32Array,
): { slots: Int32Array; hashes: Int32Array; mask: number } {
  const mask = 2 ** Math.ceil(Math.log2(2 * count + 2)) - 1
  const slots = new Int32Array(mask + 1).fill(-1)
  const hashes = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    let hash = 0
    for (let k = offsets[i]; k < offsets[i + 1]; k++) hash = (hash + words[items[k]]) | 0
    hashes[i] = hash
    let slot = spread(hash) & mask
    while (slots[slot] >= 0) slot = (slot + 1) & mask
    slots[slot] = i
  }
  return { slots, hashes, mask }
}

/** Sums of words of related itemsets are related; their slots should not be. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return mixed ^ (mixed >>> 12)
}

/** Whether itemset `candidate` is the items from `from` to `to − 1` without the one at `without`. */
function isSubset({ offsets, items }: Itemsets, candidate: number, from: number, to: number, without: number): boolean {
  let at = offsets[candidate]
  if (offsets[candidate + 1] - at !== to - from - 1) return false
  for (let k = from; k < to; k++) if (k !== without && items[at++] !== items[k]) return false
  return true
}

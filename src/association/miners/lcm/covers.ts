/**
 * Maximal itemsets found so far, to be asked whether one of them covers an itemset.
 *
 * A covering set is in the list of each of its items, so the shortest list is enough: that of the item that lies in fewest of them. A set
 * carries 64 bits, one for each remainder of its items, which tell most sets that do not cover before any item is compared.
 */
import type { ItemsetBuffer } from '../../search/itemset-buffer.js'
import { isWithin } from './repository.js'

/** The store and its index. */
export interface Covers {
  readonly out: ItemsetBuffer
  /** By item: the sets that hold it, the first `sizes[item]`. */
  readonly lists: Int32Array[]
  readonly sizes: Int32Array
  /** By set: two words of bits. */
  words: Int32Array
}

/** An index over an empty store. */
export function covers(out: ItemsetBuffer, items: number): Covers {
  return {
    out,
    lists: Array.from({ length: items }, () => new Int32Array(2)),
    sizes: new Int32Array(items),
    words: new Int32Array(1024),
  }
}

/** Whether a listed set holds all of the first `size` of `items`, ascending. */
export function isCovered({ out, lists, sizes, words }: Covers, items: Int32Array, size: number): boolean {
  let rarest = items[0]
  let low = 0
  let high = 0
  for (let i = 0; i < size; i++) {
    const item = items[i]
    if (sizes[item] < sizes[rarest]) rarest = item
    if ((item & 32) === 0) low |= 1 << item
    else high |= 1 << item
  }
  const list = lists[rarest]
  // the last ones found lie nearest in the tree
  for (let k = sizes[rarest] - 1; k >= 0; k--) {
    const set = list[k]
    if ((low & ~words[2 * set]) !== 0 || (high & ~words[2 * set + 1]) !== 0) continue
    if (isWithin(items, 0, size, out.items, out.offsets[set], out.offsets[set + 1])) return true
  }
  return false
}

/** Enter the last set of the store. */
export function addCover(found: Covers): void {
  const { out, lists, sizes } = found
  const set = out.count - 1
  if (2 * set + 1 >= found.words.length) {
    const grown = new Int32Array(2 * found.words.length)
    grown.set(found.words)
    found.words = grown
  }
  const { words } = found
  for (let i = out.offsets[set]; i < out.offsets[set + 1]; i++) {
    const item = out.items[i]
    words[2 * set + ((item >>> 5) & 1)] |= 1 << item
    if (sizes[item] === lists[item].length) {
      const grown = new Int32Array(2 * sizes[item])
      grown.set(lists[item])
      lists[item] = grown
    }
    lists[item][sizes[item]++] = set
  }
}

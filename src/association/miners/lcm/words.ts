/**
 * Baskets of up to 31 items, as words of bits: the middle of the search tree.
 *
 * A child of bit b gets the words that have b, cut down to the bits below b that are frequent among them. Words of fewer than two bits are
 * left out, since the supports of single children are known; equal words are merged, so that a crowd of baskets shrinks to few words on the
 * way down. O(bits of the words) a child.
 */
import { isForTable, visitTable } from './table.js'
import { isStopped, levelOf, visitSingles, type Level, type Walk } from './walk.js'

/** Merging pays from some words on. */
const MERGE_FROM = 24

/**
 * Visit the children of a node.
 *
 * @param level tail, supports and the bit of each item (`names`, ascending); words with their weights
 * @param size items of the tail, 2 … 31
 * @param count words
 */
export function visitWords(walk: Walk, level: Level, size: number, count: number): void {
  const { descending } = walk.visitor
  for (let k = 0; k < size && !isStopped(walk); k++) visitChild(walk, level, descending ? size - 1 - k : k, count)
}

function visitChild(walk: Walk, above: Level, child: number, count: number): void {
  const { stack, visitor } = walk
  const total = above.supports[child]
  const { perfectCount } = walk
  stack[walk.depth++] = above.tail[child]
  const level = levelOf(walk, child, count)
  let size = 0
  let held = 0
  if (child > 0 && walk.depth < visitor.maxDepth) {
    held = deliver(walk, above, above.names[child], count, level)
    size = keepFrequent(walk, above, child, total, level)
  }
  if (visitor.enter(walk, total, level.tail, size) && size > 0) {
    if (size === 1 || walk.depth + 1 >= visitor.maxDepth) visitSingles(walk, level, size)
    else if (isForTable(size, held)) {
      fillTable(walk, level, size, held)
      visitTable(walk, level, size, total)
    } else {
      const left = reduce(walk, level, size, held)
      if (left < 0) visitSingles(walk, level, size)
      else visitWords(walk, level, size, left)
    }
  }
  walk.depth--
  walk.perfectCount = perfectCount
}

/** Words that have a bit, cut down to the bits below, and the support of each of these bits. Returns how many words. */
function deliver(walk: Walk, above: Level, bit: number, count: number, { words, weights }: Level): number {
  const { totals } = walk
  const { words: from, weights: fromWeights } = above
  const below = (1 << bit) - 1
  let held = 0
  for (let t = 0; t < count; t++) {
    const word = from[t]
    if (((word >>> bit) & 1) === 0) continue
    let rest = word & below
    if (rest === 0) continue
    const weight = fromWeights[t]
    words[held] = rest
    weights[held++] = weight
    do {
      const i = 31 - Math.clz32(rest)
      totals[i] += weight
      rest ^= 1 << i
    } while (rest !== 0)
  }
  return held
}

/** The tail of the child: items before it that are frequent with it; perfect ones go beside P. Returns its size. */
function keepFrequent(walk: Walk, above: Level, child: number, total: number, level: Level): number {
  const { totals, minCount, perfect } = walk
  const { tail, supports, names } = level
  let size = 0
  for (let i = 0; i < child; i++) {
    const bit = above.names[i]
    const support = totals[bit]
    totals[bit] = 0
    if (support < minCount) continue
    if (support === total) {
      perfect[walk.perfectCount++] = above.tail[i]
      continue
    }
    tail[size] = above.tail[i]
    supports[size] = support
    names[size++] = bit
  }
  return size
}

/** Words to the table's places. */
function fillTable(walk: Walk, { names, words, weights }: Level, size: number, held: number): void {
  const { codes, table } = walk
  table.fill(0, 0, 1 << size)
  let kept = 0
  for (let i = 0; i < size; i++) {
    codes[names[i]] = 1 << i
    kept |= 1 << names[i]
  }
  for (let t = 0; t < held; t++) {
    let rest = words[t] & kept
    let place = 0
    while (rest !== 0) {
      const i = 31 - Math.clz32(rest)
      place |= codes[i]
      rest ^= 1 << i
    }
    table[place] += weights[t]
  }
  for (let i = 0; i < size; i++) codes[names[i]] = 0
}

/** Words cut down to the tail's bits and merged. Returns how many are left, or −1 when no two items of the tail can be frequent together. */
function reduce(walk: Walk, { names, words, weights }: Level, size: number, held: number): number {
  let kept = 0
  for (let i = 0; i < size; i++) kept |= 1 << names[i]
  let left = 0
  let total = 0
  for (let t = 0; t < held; t++) {
    const word = words[t] & kept
    if ((word & (word - 1)) === 0) continue
    words[left] = word
    total += weights[t]
    weights[left++] = weights[t]
  }
  if (total < walk.minCount) return -1
  return mergeWords(walk, words, weights, left)
}

/** Equal words once, their weights together. Returns how many are left. */
export function mergeWords(walk: Walk, words: Int32Array, weights: Float64Array, count: number): number {
  if (count < MERGE_FROM) return count
  const bits = 33 - Math.clz32(count)
  const mask = (1 << bits) - 1
  if (walk.slots.length <= mask) walk.slots = new Int32Array(mask + 1)
  const { slots } = walk
  slots.fill(-1, 0, mask + 1)
  let left = 0
  for (let t = 0; t < count; t++) {
    const word = words[t]
    let slot = Math.imul(word, 0x9e3779b1) >>> (32 - bits)
    let other = slots[slot]
    while (other >= 0 && words[other] !== word) {
      slot = (slot + 1) & mask
      other = slots[slot]
    }
    if (other >= 0) weights[other] += weights[t]
    else {
      words[left] = word
      weights[left] = weights[t]
      slots[slot] = left++
    }
  }
  return left
}

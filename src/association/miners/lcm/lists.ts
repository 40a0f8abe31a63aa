/**
 * Baskets with many items, as lists: the upper part of the search tree.
 *
 * For each item e of a block its baskets are looked up (`holders`) and their items below e counted: "occurrence deliver" (Uno, Kiyomi &
 * Arimura, LCM ver. 2, FIMI 2004). What is frequent there is numbered anew; with few such items a basket becomes a place in a table
 * (table.ts), with up to 31 a word of bits (words.ts), and with more a shorter list in a block of its own. An item takes two passes over
 * the items below it in its baskets, whatever becomes of them. Where supports are counts, the first level is done in two passes over all
 * baskets instead (sweep.ts).
 */
import type { Database } from '../../database/database.js'
import type { Steps } from '../../database/steps.js'
import { HEADER, LENGTH, MARK, WEIGHT } from './basket-layout.js'
import { pairCounts, pairRow } from './pairs.js'
import type { Marks } from './support.js'
import { hasPartner, sweep, WORDS, type Sweep } from './sweep.js'
import { isForTable, visitTable } from './table.js'
import { isStopped, levelOf, visitSingles, WORD_ITEMS, type Level, type Walk } from './walk.js'
import { mergeWords, visitWords } from './words.js'

/** Baskets of one node, with the baskets of each item. */
export interface Block {
  /** Items k. */
  readonly size: number
  /** Recoded item of each, ascending. */
  readonly items: Int32Array
  /** Support of each together with the node's itemset. */
  readonly supports: Float64Array
  /** Baskets behind each other. Items are numbers below k. */
  readonly entries: Int32Array
  /** Entries in use. */
  readonly end: number
  /** Item e lies in the baskets whose items begin at `holders[starts[e]]` … `holders[starts[e + 1] − 1]`. */
  readonly starts: Int32Array
  readonly holders: Int32Array
  /** What a mark is worth. */
  readonly unit: number
  /** What was done in advance, or null. */
  readonly sweep: Sweep | null
}

/** The whole database as a block. */
export function* rootBlock(
  { counts, minCount, offsets, values, weights }: Database,
  { marks, unit }: Marks,
): Steps<Block> {
  const size = counts.length
  const entries = new Int32Array(values.length + HEADER * weights.length)
  let at = 0
  for (let t = 0; t < weights.length; t++) {
    const from = offsets[t]
    const to = offsets[t + 1]
    entries[at++] = to - from
    entries[at++] = weights[t]
    entries[at++] = marks[t]
    for (let i = from; i < to; i++) entries[at++] = values[i]
  }
  const supports = Float64Array.from(counts)
  if (unit > 0)
    for (let t = 0; t < weights.length; t++)
      for (let i = offsets[t]; i < offsets[t + 1]; i++) supports[values[i]] += marks[t] * unit
  const items = Int32Array.from(counts, (_, item) => item)
  if (unit > 0) return { size, items, supports, entries, end: at, unit, ...holdersOf(entries, at, size), sweep: null }
  const held = new Int32Array(size)
  for (let i = 0; i < values.length; i++) held[values[i]]++
  yield
  const pairs = yield* pairCounts(entries, at, size)
  const swept = yield* sweep(entries, at, counts, held, minCount, pairs)
  return { size, items, supports, entries, end: at, unit, starts: swept.starts, holders: swept.holders, sweep: swept }
}

/** Where the baskets of each item begin. */
function holdersOf(entries: Int32Array, end: number, size: number): { starts: Int32Array; holders: Int32Array } {
  const starts = new Int32Array(size + 1)
  let total = 0
  for (let at = HEADER; at < end;) {
    const to = at + entries[at - LENGTH]
    total += to - at
    for (; at < to; at++) starts[entries[at] + 1]++
    at += HEADER
  }
  for (let e = 0; e < size; e++) starts[e + 1] += starts[e]
  const holders = new Int32Array(total)
  const next = starts.slice()
  for (let at = HEADER; at < end;) {
    const from = at
    const to = at + entries[at - LENGTH]
    for (; at < to; at++) holders[next[entries[at]]++] = from
    at += HEADER
  }
  return { starts, holders }
}

/** Visit the children of a block's node. */
function visitLists(walk: Walk, block: Block): void {
  const { size } = block
  const { descending } = walk.visitor
  for (let k = 0; k < size && !isStopped(walk); k++) visitItem(walk, block, descending ? size - 1 - k : k)
}

/** Visit the child of item e, and all below it. */
export function visitItem(walk: Walk, block: Block, e: number): void {
  const { stack, visitor, perfectCount } = walk
  const total = block.supports[e]
  stack[walk.depth++] = block.items[e]
  const level = levelOf(walk, e, basketsOf(block, e))
  const size = e > 0 && walk.depth < visitor.maxDepth ? keepFrequent(walk, block, e, level) : 0
  if (visitor.enter(walk, total, level.tail, size) && size > 0) {
    if (size === 1 || walk.depth + 1 >= visitor.maxDepth) visitSingles(walk, level, size)
    else visitBelow(walk, block, e, level, visitLoners(walk, block, e, level, size))
  }
  walk.depth--
  walk.perfectCount = perfectCount
}

function basketsOf({ sweep: swept, starts }: Block, e: number): number {
  const isWords = swept !== null && swept.forms[e] === WORDS
  return isWords ? swept.wordEnds[e] - swept.wordStarts[e] : starts[e + 1] - starts[e]
}

/** Visit sets of two items of the tail and more. */
function visitBelow(walk: Walk, block: Block, e: number, level: Level, size: number): void {
  const total = block.supports[e]
  const baskets = basketsOf(block, e)
  if (size === 0) return
  if (block.sweep !== null && block.sweep.forms[e] === WORDS) {
    if (isForTable(size, baskets)) takeTable(walk, block.sweep, e, level, size, total)
    else takeWords(walk, block.sweep, e, level, size)
  } else if (isForTable(size, baskets)) {
    fillTable(walk, block, e, level, size)
    visitTable(walk, level, size, total)
  } else if (size <= WORD_ITEMS) {
    const count = fillWords(walk, block, e, level, size)
    if (count < 0) visitSingles(walk, level, size)
    else visitWords(walk, level, size, count)
  } else visitLists(walk, childBlock(walk, block, e, level, size))
}

/** The words of the sweep as a table. */
function takeTable(walk: Walk, swept: Sweep, e: number, level: Level, size: number, total: number): void {
  const { table } = walk
  const { words, wordWeights, wordStarts, wordEnds } = swept
  table.fill(0, 0, 1 << size)
  for (let i = wordStarts[e]; i < wordEnds[e]; i++) table[words[i]] += wordWeights[i]
  visitTable(walk, level, size, total)
}

/** The words of the sweep as words of this level. */
function takeWords(walk: Walk, swept: Sweep, e: number, level: Level, size: number): void {
  const { words, weights, names } = level
  const first = swept.wordStarts[e]
  const count = swept.wordEnds[e] - first
  for (let i = 0; i < count; i++) {
    words[i] = swept.words[first + i]
    weights[i] = swept.wordWeights[first + i]
  }
  for (let k = 0; k < size; k++) names[k] = k
  visitWords(walk, level, size, mergeWords(walk, words, weights, count))
}

/**
 * Visit the children of e that can be in no set of three with it, and take them out of the tail: as far as pairs were counted, those that
 * are frequent with no other item of the tail. Returns the size of what is left.
 */
function visitLoners(walk: Walk, { sweep: swept }: Block, e: number, level: Level, size: number): number {
  if (swept === null) return size
  const { tail, supports, names } = level
  const { stack, visitor } = walk
  let left = 0
  for (let k = 0; k < size; k++) {
    if (isCore(walk, swept, e, level, k, size)) {
      tail[left] = tail[k]
      supports[left] = supports[k]
      names[left++] = names[k]
      continue
    }
    stack[walk.depth++] = tail[k]
    visitor.enter(walk, supports[k], tail, 0)
    walk.depth--
  }
  return left
}

/** Whether item k of the tail of e can be in a set of three with it. */
function isCore({ minCount }: Walk, swept: Sweep, e: number, { names }: Level, k: number, size: number): boolean {
  const { pairs, pairItems, codes } = swept
  if (e < pairItems) return codes[pairRow(e) + names[k]] !== 0
  return names[size - 1] >= pairItems || hasPartner(pairs, names, k, size, minCount)
}

/** The tail of item e: items below that are frequent in its baskets; perfect ones go beside P. Returns its size. */
function keepFrequent(walk: Walk, block: Block, e: number, { tail, supports, names }: Level): number {
  const { totals, touched, perfect } = walk
  const { items } = block
  const total = block.supports[e]
  const found = findFrequent(walk, block, e)
  let size = 0
  for (let k = 0; k < found; k++) {
    const item = touched[k]
    const support = totals[item]
    totals[item] = 0
    if (support === total) {
      perfect[walk.perfectCount++] = items[item]
      continue
    }
    tail[size] = items[item]
    supports[size] = support
    names[size++] = item
  }
  return size
}

/** Items below e that are frequent in its baskets, ascending, into `touched`; their supports into `totals`. Returns how many. */
function findFrequent(walk: Walk, block: Block, e: number): number {
  if (block.sweep !== null && e < block.sweep.pairItems) return readPairs(walk, block.sweep, e)
  countItems(walk.totals, block, e)
  return block.starts[e + 1] - block.starts[e] < e >> 4 ? lookBack(walk, block, e) : lookThrough(walk, e)
}

function readPairs({ totals, touched, minCount }: Walk, { pairs }: Sweep, e: number): number {
  const row = pairRow(e)
  let found = 0
  for (let item = 0; item < e; item++) {
    const count = pairs[row + item]
    if (count < minCount) continue
    totals[item] = count
    touched[found++] = item
  }
  return found
}

/** Supports of the items below e. */
function countItems(totals: Float64Array, { entries, starts, holders, unit }: Block, e: number): void {
  const end = starts[e + 1]
  for (let o = starts[e]; o < end; o++) {
    let at = holders[o]
    const weight = entries[at - WEIGHT] + entries[at - MARK] * unit
    for (let item = entries[at]; item < e; item = entries[++at]) totals[item] += weight
  }
}

/** Which are frequent: by looking at every item below e. */
function lookThrough({ totals, touched, minCount }: Walk, e: number): number {
  let found = 0
  for (let item = 0; item < e; item++) {
    const total = totals[item]
    if (total >= minCount) touched[found++] = item
    else if (total !== 0) totals[item] = 0
  }
  return found
}

/** Which are frequent: by looking at the items of e's baskets once more, which are far fewer than all below e. */
function lookBack({ totals, touched, found: supports, minCount }: Walk, block: Block, e: number): number {
  const { entries, starts, holders } = block
  const end = starts[e + 1]
  let found = 0
  for (let o = starts[e]; o < end; o++) {
    let at = holders[o]
    for (let item = entries[at]; item < e; item = entries[++at]) {
      const total = totals[item]
      totals[item] = 0
      if (total >= minCount) {
        touched[found] = item
        supports[found++] = total
      }
    }
  }
  for (let k = 0; k < found; k++) totals[touched[k]] = supports[k]
  sortFirst(touched, found)
  return found
}

/** Sort the first `count` numbers; they are nearly always few. */
function sortFirst(values: Int32Array, count: number): void {
  if (count > 32) {
    values.subarray(0, count).sort()
    return
  }
  for (let k = 1; k < count; k++) {
    const value = values[k]
    let at = k
    for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1]
    values[at] = value
  }
}

/** Baskets of e to the table's places. */
function fillTable(walk: Walk, block: Block, e: number, { names }: Level, size: number): void {
  const { codes, table } = walk
  const { entries, starts, holders, unit } = block
  table.fill(0, 0, 1 << size)
  for (let k = 0; k < size; k++) codes[names[k]] = 1 << k
  const end = starts[e + 1]
  for (let o = starts[e]; o < end; o++) {
    let at = holders[o]
    const weight = entries[at - WEIGHT] + entries[at - MARK] * unit
    let place = 0
    for (let item = entries[at]; item < e; item = entries[++at]) place |= codes[item]
    table[place] += weight
  }
  for (let k = 0; k < size; k++) codes[names[k]] = 0
}

/** Baskets of e as words of two bits or more, merged. Returns how many, or −1 when no two items of the tail can be frequent together. */
function fillWords(walk: Walk, block: Block, e: number, level: Level, size: number): number {
  const { codes } = walk
  const { entries, starts, holders, unit } = block
  const { names, words, weights } = level
  for (let k = 0; k < size; k++) codes[names[k]] = 1 << k
  const end = starts[e + 1]
  let count = 0
  let total = 0
  for (let o = starts[e]; o < end; o++) {
    let at = holders[o]
    const weight = entries[at - WEIGHT] + entries[at - MARK] * unit
    let word = 0
    for (let item = entries[at]; item < e; item = entries[++at]) word |= codes[item]
    if ((word & (word - 1)) === 0) continue
    words[count] = word
    total += weight
    weights[count++] = weight
  }
  for (let k = 0; k < size; k++) {
    codes[names[k]] = 0
    names[k] = k
  }
  return total < walk.minCount ? -1 : mergeWords(walk, words, weights, count)
}

/** Baskets of e as a block of their own, those of fewer than two items left out. */
function childBlock(walk: Walk, block: Block, e: number, level: Level, size: number): Block {
  const { codes } = walk
  const { entries, starts, holders, unit } = block
  const { names, tail, supports } = level
  const first = starts[e]
  const end = starts[e + 1]
  // a basket counts once at least in the supports of its items
  let room = HEADER * (end - first) + HEADER + 1
  for (let k = 0; k < size; k++) room += Math.floor(supports[k])
  const child = new Int32Array(room)
  for (let k = 0; k < size; k++) codes[names[k]] = k + 1
  let from = HEADER
  for (let o = first; o < end; o++) {
    let at = holders[o]
    const weight = entries[at - WEIGHT]
    const mark = entries[at - MARK]
    let to = from
    for (let item = entries[at]; item < e; item = entries[++at]) {
      const code = codes[item]
      child[to] = code - 1
      to += code === 0 ? 0 : 1
    }
    if (to - from < 2) continue
    child[from - LENGTH] = to - from
    child[from - WEIGHT] = weight
    child[from - MARK] = mark
    from = to + HEADER
  }
  for (let k = 0; k < size; k++) codes[names[k]] = 0
  return {
    size,
    items: tail.slice(0, size),
    supports: supports.slice(0, size),
    entries: child,
    end: from - HEADER,
    unit,
    ...holdersOf(child, from - HEADER, size),
    sweep: null,
  }
}

/**
 * The first level of the tree on sparse baskets, in two passes over all of them instead of two visits to the baskets of every item: looking
 * up an item's baskets waits for memory again and again, a pass in their order does not.
 *
 *   pass 1   counts all pairs of the most frequent items: row a of a triangular matrix holds b < a (pairs.ts)
 *   plan     the core of item e: items b that are frequent with e and, as e's other items are, frequent with one another in some pair.
 *            A triple needs three frequent pairs (Agrawal & Srikant 1994), so only core items can be in one with e
 *   pass 2   writes for each item with a core of up to 30 its baskets as words of core bits, and notes the baskets of items with a larger one
 *
 * O(Σ |basket|²/2) twice, a byte a pair beside the counts.
 */
import type { Steps } from '../../database/steps.js'
import { HEADER, LENGTH, WEIGHT } from './basket-layout.js'
import { pairRow, STEP, type Pairs } from './pairs.js'

/** What an item's baskets were made into. */
const NOTHING = 0
export const WORDS = 1
const HOLDERS = 2

/** Core items of a word; one bit is kept free for items outside of the core. */
const MOST_CORE = 30
/** A core item of an item whose core is too large for words. */
const UNCODED = 255

/** The first level. */
export interface Sweep extends Pairs {
  /** For each item NOTHING, WORDS or HOLDERS. */
  readonly forms: Uint8Array
  /** For each pair of pairs.ts: 0 when b is not in the core of a; otherwise one more than its bit in a's words. */
  readonly codes: Uint8Array
  /** Words of item e: `words[wordStarts[e]]` to `words[wordEnds[e] − 1]`, of two bits or more, with their weights. */
  readonly wordStarts: Int32Array
  readonly wordEnds: Int32Array
  readonly words: Int32Array
  readonly wordWeights: Int32Array
  /** Baskets of item e, where its form is HOLDERS. */
  readonly starts: Int32Array
  readonly holders: Int32Array
}

/**
 * Plan and second pass.
 *
 * @param entries,end baskets as in basket-layout.ts
 * @param counts of each item, falling
 * @param held baskets that hold each item, equal ones once
 */
export function* sweep(
  entries: Int32Array,
  end: number,
  counts: Int32Array,
  held: Int32Array,
  minCount: number,
  pairs: Pairs,
): Steps<Sweep> {
  const size = counts.length
  const forms = new Uint8Array(size)
  const codes = new Uint8Array(pairs.pairs.length)
  const wordStarts = new Int32Array(size + 1)
  const starts = new Int32Array(size + 1)
  const tail = new Int32Array(size)
  for (let e = 0; e < size; e++) {
    const room = e < pairs.pairItems ? plan(e, counts[e], minCount, pairs, codes, tail) : -1
    forms[e] = room < 0 ? HOLDERS : room === 0 ? NOTHING : WORDS
    wordStarts[e + 1] = wordStarts[e] + Math.min(Math.max(room, 0), held[e])
    starts[e + 1] = starts[e] + (room < 0 ? held[e] : 0)
  }
  const words = new Int32Array(wordStarts[size])
  const wordWeights = new Int32Array(wordStarts[size])
  const wordEnds = wordStarts.slice(0, size)
  const holders = new Int32Array(starts[size])
  const found = { forms, codes, wordEnds, words, wordWeights, holders, next: starts.slice(0, size) }
  for (let from = HEADER; from < end;) {
    yield
    from = writeSome(entries, from, Math.min(end, from + STEP), found)
  }
  return { ...pairs, forms, codes, wordStarts, wordEnds, words, wordWeights, starts, holders }

  /** What the second pass writes to. */
  type Written = Pick<Sweep, 'forms' | 'codes' | 'wordEnds' | 'words' | 'wordWeights' | 'holders'> & {
    /** Where the next basket of each item goes among `holders`. */
    readonly next: Int32Array
  }

  /** Second pass over the baskets that begin before `until`. Returns where the next one begins. */
  function writeSome(
    entries: Int32Array,
    start: number,
    until: number,
    { forms, codes, wordEnds, words, wordWeights, holders, next }: Written,
  ): number {
    let from = start
    while (from < until) {
      const to = from + entries[from - LENGTH]
      for (let i = from; i < to; i++) {
        const e = entries[i]
        const form = forms[e]
        if (form === NOTHING) continue
        if (form === HOLDERS) {
          holders[next[e]++] = from
          continue
        }
        const row = (e * (e - 1)) >> 1
        let bits = 0
        for (let j = from; j < i; j++) bits |= 1 << codes[row + entries[j]]
        const word = bits >>> 1
        if ((word & (word - 1)) === 0) continue
        const at = wordEnds[e]++
        words[at] = word
        wordWeights[at] = entries[from - WEIGHT]
      }
      from = to + HEADER
    }
    return from
  }
}

/** Code the core of item e. Returns how many words it can have at most, or −1 when its core does not fit a word. */
function plan(
  e: number,
  total: number,
  minCount: number,
  { pairs }: Pairs,
  codes: Uint8Array,
  tail: Int32Array,
): number {
  const row = pairRow(e)
  let size = 0
  for (let item = 0; item < e; item++) {
    const count = pairs[row + item]
    // perfect extensions are taken out of the tail
    if (count >= minCount && count !== total) tail[size++] = item
  }
  let core = 0
  for (let k = 0; k < size; k++) if (hasPartner(pairs, tail, k, size, minCount)) tail[core++] = tail[k]
  let places = 0
  for (let k = 0; k < core; k++) {
    codes[row + tail[k]] = core <= MOST_CORE ? k + 1 : UNCODED
    places += pairs[row + tail[k]]
  }
  return core > MOST_CORE ? -1 : places >> 1
}

/** Whether `tail[k]` is frequent with another of the tail's items; of the first k, those that are were moved to the front. */
export function hasPartner(pairs: Int32Array, tail: Int32Array, k: number, size: number, minCount: number): boolean {
  const item = tail[k]
  for (let i = k + 1; i < size; i++) if (pairs[pairRow(tail[i]) + item] >= minCount) return true
  const row = pairRow(item)
  for (let i = 0; i < k; i++) if (pairs[row + tail[i]] >= minCount) return true
  return false
}

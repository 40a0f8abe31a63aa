/**
 * Counting candidates: bits instead of walks.
 *
 * Every item has a row of bits, one a basket. Going down the trie, the baskets that hold a prefix are the AND of its items' rows, kept as
 * the words that are not zero; the count of each leaf below it is one more AND over those words alone. So a prefix that few baskets hold
 * costs little however many baskets there are, and a dense one costs a 32nd. Baskets of weight 1 come first and are counted by
 * population count, the others bit by bit. Baskets are taken in bands, so that the rows stay within 64 MiB.
 *
 * Cost: Σ over trie nodes of the non-zero words of their parent. Bit rows after Burdick, Calimlim & Gehrke, MAFIA (2001).
 */
import type { Trie } from './apriori-trie.js'
import type { Database } from '../database/database.js'

/** Words of all rows of a band together: 64 MiB. */
const BAND_WORDS = 1 << 24

/**
 * Count the candidates in all baskets, into `trie.counts`.
 *
 * @param isLate asked now and then; true ends the pass
 * @returns whether all baskets were counted
 */
export function countCandidates(database: Database, trie: Trie, isLate: () => boolean): boolean {
  const order = byWeight(database.weights)
  const size = 32 * Math.max(1, Math.floor(BAND_WORDS / database.counts.length))
  for (let from = 0; from < order.length; from += size) {
    const band = bandOf(database, order.subarray(from, Math.min(from + size, order.length)))
    if (!countBand(band, trie, isLate)) return false
  }
  return true
}

/** Some baskets, and for each item the bits of those that hold it. */
interface Band {
  /** Words of one row. */
  readonly words: number
  /** Row of item i: `rows[i · words]` and the words − 1 behind it. */
  readonly rows: Int32Array
  readonly weights: Int32Array
  /** Words before this one hold baskets of weight 1 only. */
  readonly singles: number
}

/** Baskets of weight 1 first. */
function byWeight(weights: Int32Array): Int32Array {
  const order = new Int32Array(weights.length)
  let at = 0
  for (let t = 0; t < weights.length; t++) if (weights[t] === 1) order[at++] = t
  for (let t = 0; t < weights.length; t++) if (weights[t] !== 1) order[at++] = t
  return order
}

function bandOf({ counts, offsets, values, weights }: Database, baskets: Int32Array): Band {
  const words = (baskets.length + 31) >> 5
  const rows = new Int32Array(counts.length * words)
  for (let b = 0; b < baskets.length; b++) {
    const bit = 1 << (b & 31)
    const word = b >> 5
    for (let i = offsets[baskets[b]]; i < offsets[baskets[b] + 1]; i++) rows[values[i] * words + word] |= bit
  }
  const own = baskets.map((t) => weights[t])
  const heavy = own.findIndex((weight) => weight > 1)
  return { words, rows, weights: own, singles: heavy < 0 ? words : heavy >> 5 }
}

/** Words that are not zero, ascending by place. */
interface Words {
  size: number
  readonly place: Int32Array
  readonly bits: Int32Array
}

function countBand(
  { words, rows, weights, singles }: Band,
  { items, starts, counts }: Trie,
  isLate: () => boolean,
): boolean {
  const last = items.length - 1
  const held = items.map((): Words => ({ size: 0, place: new Int32Array(words), bits: new Int32Array(words) }))

  /** Children `from` … `to` − 1 of a node of the depth before; false when it got late. */
  const visit = (depth: number, from: number, to: number): boolean => {
    if (depth === last) {
      for (let leaf = from; leaf < to; leaf++) counts[leaf] += weigh(held[depth - 1], items[depth][leaf] * words)
      return true
    }
    for (let node = from; node < to; node++) {
      const first = starts[depth][node]
      const end = starts[depth][node + 1]
      if (first === end) continue
      if (depth === 1 && isLate()) return false
      narrow(held[depth - 1], items[depth][node] * words, held[depth])
      if (!visit(depth + 1, first, end)) return false
    }
    return true
  }

  /** Baskets of a prefix that hold one more item. */
  const narrow = (prefix: Words, row: number, out: Words): void => {
    const { size, place, bits } = prefix
    let kept = 0
    for (let k = 0; k < size; k++) {
      const both = bits[k] & rows[row + place[k]]
      if (both === 0) continue
      out.place[kept] = place[k]
      out.bits[kept++] = both
    }
    out.size = kept
  }

  /** How many baskets of a prefix hold one more item. */
  const weigh = (prefix: Words, row: number): number => {
    const { size, place, bits } = prefix
    let sum = 0
    let k = 0
    for (; k < size && place[k] < singles; k++) sum += populationCount(bits[k] & rows[row + place[k]])
    for (; k < size; k++) {
      let both = bits[k] & rows[row + place[k]]
      const first = place[k] << 5
      while (both !== 0) {
        sum += weights[first + 31 - Math.clz32(both & -both)]
        both &= both - 1
      }
    }
    return sum
  }

  for (let root = 0; root < items[0].length; root++) {
    if (starts[0][root] === starts[0][root + 1]) continue
    if (isLate()) return false
    const row = items[0][root] * words
    let size = 0
    for (let word = 0; word < words; word++) {
      if (rows[row + word] === 0) continue
      held[0].place[size] = word
      held[0].bits[size++] = rows[row + word]
    }
    held[0].size = size
    if (!visit(1, starts[0][root], starts[0][root + 1])) return false
  }
  return true
}

/** Bits that are set (Warren, Hacker's Delight, 2002, §5-1). */
function populationCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

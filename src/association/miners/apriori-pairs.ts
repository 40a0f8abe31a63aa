/**
 * Frequent pairs through a triangular matrix: the row of item a counts the items behind it, b > a, in the baskets that hold a.
 *
 * m items make m (m − 1) / 2 cells; more of them than `BLOCK` are counted some rows at a time, which costs one more pass over the baskets
 * for each block but keeps the matrix in the cache. O(blocks · occurrences + pairs in baskets).
 */
import type { Trie } from './apriori-trie.js'
import type { Database } from '../database/database.js'

/** Cells at a time: 8 MiB. */
const BLOCK = 1 << 21

/** The frequent pairs as a trie of two levels. */
export function frequentPairs({ counts: itemCounts, offsets, values, weights, minCount }: Database): Trie {
  const size = itemCounts.length
  const firsts: number[] = []
  const starts: number[] = [0]
  const seconds: number[] = []
  const counts: number[] = []
  for (let from = 0; from < size - 1;) {
    let to = from
    let cells = 0
    while (to < size - 1 && (to === from || cells + size - to - 1 <= BLOCK)) cells += size - ++to
    const matrix = new Int32Array(cells)
    // cell of (a, b): rowStart[a − from] + b, so that the inner loop adds one number
    const rowStart = new Int32Array(to - from)
    for (let a = from, start = 0; a < to; a++) {
      rowStart[a - from] = start - a - 1
      start += size - a - 1
    }
    for (let t = 0; t < weights.length; t++) {
      const end = offsets[t + 1]
      const weight = weights[t]
      for (let i = offsets[t]; i < end && values[i] < to; i++) {
        if (values[i] < from) continue
        const row = rowStart[values[i] - from]
        for (let j = i + 1; j < end; j++) matrix[row + values[j]] += weight
      }
    }
    for (let a = from; a < to; a++) {
      const before = seconds.length
      const row = rowStart[a - from]
      for (let b = a + 1; b < size; b++) {
        if (matrix[row + b] < minCount) continue
        seconds.push(b)
        counts.push(matrix[row + b])
      }
      if (seconds.length === before) continue
      firsts.push(a)
      starts.push(seconds.length)
    }
    from = to
  }
  return {
    size: seconds.length,
    items: [Int32Array.from(firsts), Int32Array.from(seconds)],
    starts: [Int32Array.from(starts)],
    counts: Int32Array.from(counts),
  }
}

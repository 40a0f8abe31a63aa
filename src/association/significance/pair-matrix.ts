/**
 * How often two of some items share a basket, and how often baskets of these sizes lead to expect it.
 *
 *   E = Σ_g n_g · (nA_g / n_g) · (nC_g / n_g) · f_g        over strata g of baskets of like size
 *
 * E and f are those of `significance`, so a pair's count over E is its adjusted lift. O(N + baskets · k²) for the k items of a basket that were chosen.
 */
import type { Baskets } from '../database/recode.js'
import { sizeBaskets } from './size-strata.js'
import { slotFactors } from './statistic.js'

/** Pairs of k items: entry i · k + j for the i-th and the j-th. */
export interface PairMatrix {
  /** Baskets that hold both. */
  readonly counts: Int32Array
  /** Baskets expected to hold both; NaN for an item with itself, and for two that exclude each other. */
  readonly expected: Float64Array
}

/**
 * Look at all pairs of the chosen items (positions in the labels).
 *
 * @param exclusive separator of labels that are values of one thing, as in `significance`; null when items do not exclude each other
 */
export function pairMatrix(baskets: Baskets, chosen: readonly number[], exclusive: string | null): PairMatrix {
  const sized = sizeBaskets(baskets, exclusive)
  const { offsets, items, ids, stratumOf, stratumCounts, groupOf } = sized
  const strata = stratumCounts.length
  const k = chosen.length
  const place = new Int32Array(ids.length).fill(-1)
  const group = new Int32Array(k)
  ids.forEach((id, item) => {
    place[item] = chosen.indexOf(id)
    if (place[item] >= 0 && groupOf !== null) group[place[item]] = groupOf[item]
  })
  const counts = new Int32Array(k * k)
  const byStratum = new Int32Array(k * strata)
  for (let basket = 0; basket < stratumOf.length; basket++) {
    const held: number[] = []
    for (let i = offsets[basket]; i < offsets[basket + 1]; i++) if (place[items[i]] >= 0) held.push(place[items[i]])
    for (const i of held) {
      byStratum[i * strata + stratumOf[basket]]++
      for (const j of held) counts[i * k + j]++
    }
  }
  const factor = slotFactors(sized)(1, 1)
  const expected = new Float64Array(k * k).fill(NaN)
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      if (i === j || (groupOf !== null && group[i] === group[j])) continue
      let sum = 0
      for (let g = 0; g < strata; g++) {
        const shares = (byStratum[i * strata + g] / stratumCounts[g]) * (byStratum[j * strata + g] / stratumCounts[g])
        sum += stratumCounts[g] * shares * factor[g]
      }
      expected[i * k + j] = sum
    }
  }
  return { counts, expected }
}

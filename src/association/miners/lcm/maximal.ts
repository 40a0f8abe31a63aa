/**
 * Maximal itemsets: P with its perfect extensions where the tail is empty, unless one that was found before covers it. The search goes from
 * the least frequent item on, so supersets in other parts of the tree come first. When one of them covers P, its perfect extensions and the
 * whole tail, nothing below can be maximal.
 *
 * Burdick, Calimlim & Gehrke, MAFIA (2001); Grahne & Zhu, FPmax* (2003).
 */
import { emit } from '../../search/itemset-buffer.js'
import { assemble, insert } from './assemble.js'
import { addCover, isCovered, type Covers } from './covers.js'
import type { Visitor, Walk } from './walk.js'

/** Lists every maximal itemset, of any length. */
export function maximalVisitor(found: Covers, items: number): Visitor {
  const set = new Int32Array(items + 1)

  function add(walk: Walk, total: number, size: number): void {
    emit(walk.out, set, size, total)
    if (walk.out.stopped === null) addCover(found)
  }
  return {
    descending: true,
    maxDepth: Infinity,
    enter(walk, total, tail, size) {
      let length = assemble(set, walk, tail, 0)
      for (let i = 0; i < size; i++) length = insert(set, length, tail[i])
      if (isCovered(found, set, length)) return false
      if (size === 0) add(walk, total, length)
      return walk.out.stopped === null
    },
    leaves(walk, totals, tail, size) {
      const { minCount, out } = walk
      for (let s = (1 << size) - 1; s > 0 && out.stopped === null; s--) {
        if (totals[s] < minCount || hasFrequentSuperset(totals, s, size, minCount)) continue
        const length = assemble(set, walk, tail, s)
        if (!isCovered(found, set, length)) add(walk, totals[s], length)
      }
    },
  }
}

function hasFrequentSuperset(totals: Float64Array, s: number, size: number, minCount: number): boolean {
  for (let rest = ((1 << size) - 1) & ~s; rest !== 0; rest &= rest - 1)
    if (totals[s | (rest & -rest)] >= minCount) return true
  return false
}

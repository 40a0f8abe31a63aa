/** Tables of itemsets as plain values, and a miner that cannot be wrong: every subset of every basket. */
import type { Table, Vector } from 'apache-arrow'
import type { ItemsetKind } from '../../../src/association/index.js'

/** Each itemset with its count, in the table's order. */
export function itemsetsOf(table: Table): [items: string[], count: number][] {
  const lists = table.getChild('itemsets') as Vector
  const counts = table.getChild('count') as Vector
  return Array.from({ length: table.numRows }, (_, row) => [
    [...(lists.get(row) as Iterable<string>)],
    counts.get(row) as number,
  ])
}

/** What to list. */
export interface BruteForceSearch {
  readonly minCount: number
  readonly kind?: ItemsetKind
  readonly maxLength?: number
  readonly mustContain?: readonly string[]
}

/** All itemsets by counting every subset of the labels, in the documented order. */
export function bruteForce(
  baskets: readonly (readonly string[])[],
  { minCount, kind = 'frequent', maxLength = Infinity, mustContain = [] }: BruteForceSearch,
): [items: string[], count: number][] {
  const singles = new Map<string, number>()
  for (const basket of baskets) for (const label of new Set(basket)) singles.set(label, (singles.get(label) ?? 0) + 1)
  // labels of these tests lie in ASCII, where < is the order of code points
  const labels = [...singles.keys()].sort((a, b) => count(singles, b) - count(singles, a) || (a < b ? -1 : 1))
  const counts = new Int32Array(2 ** labels.length)
  for (const basket of baskets) {
    const mask = labels.reduce((bits, label, i) => (basket.includes(label) ? bits | (1 << i) : bits), 0)
    for (let set = 0; set < counts.length; set++) if ((set & mask) === set) counts[set]++
  }
  const isWanted = (set: number): boolean => {
    const others = labels.map((_, i) => 1 << i)
    const supersets = others.filter((bit) => (set & bit) === 0).map((bit) => set | bit)
    const subsets = others.filter((bit) => (set & bit) !== 0).map((bit) => set & ~bit)
    switch (kind) {
      case 'frequent':
        return true
      case 'closed':
        return supersets.every((other) => counts[other] < counts[set])
      case 'maximal':
        return supersets.every((other) => counts[other] < minCount)
      case 'generator':
        return subsets.every((other) => counts[other] > counts[set])
    }
  }
  return Array.from({ length: counts.length - 1 }, (_, i) => i + 1)
    .filter((set) => counts[set] >= minCount && isWanted(set))
    .map((set): [string[], number] => [labels.filter((_, i) => (set & (1 << i)) !== 0), counts[set]])
    .filter(([items]) => items.length <= maxLength && mustContain.every((label) => items.includes(label)))
    .sort(([a, n], [b, m]) => a.length - b.length || m - n || (a.join(' ') < b.join(' ') ? -1 : 1))
}

function count(counts: ReadonlyMap<string, number>, label: string): number {
  return counts.get(label) ?? 0
}

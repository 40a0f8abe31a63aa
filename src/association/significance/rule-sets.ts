/**
 * The itemsets that the rules of a table are made of, each once, and the rules as positions among them.
 */
import { BodkinError } from '../../errors.js'
import { addPath, itemsetTrie } from '../itemsets/itemset-trie.js'
import type { RuleSide, RuleTable } from '../rules/rules-table.js'
import type { ItemLists } from './count-strata.js'
import type { RuleParts } from './statistic.js'

/** Itemsets and rules over them. */
export interface RuleSets {
  readonly sets: ItemLists
  readonly rules: RuleParts
}

/**
 * Parts of rules as itemsets in the numbers of the baskets.
 *
 * @param codeOf number of each label in the baskets
 * @throws BodkinError `DATA` with the row of a label that no basket holds
 */
export function ruleSets(table: RuleTable, codeOf: ReadonlyMap<string, number>): RuleSets {
  const codes = Int32Array.from(table.labels, (label) => codeOf.get(label) ?? -1)
  const trie = itemsetTrie()
  /** Node → position of its itemset, −1 for a mere beginning of one. */
  const place: number[] = []
  const offsets: number[] = [0]
  const items: number[] = []
  const scratch: number[] = []

  /** Position of the itemset in `scratch`. */
  const placeOf = (): number => {
    const sorted = Int32Array.from(scratch).sort()
    const node = addPath(trie, 0, sorted, 0, sorted.length)
    while (place.length <= node) place.push(-1)
    if (place[node] < 0) {
      place[node] = offsets.length - 1
      items.push(...sorted)
      offsets.push(items.length)
    }
    return place[node]
  }
  const collect = ({ offsets: starts, items: labels }: RuleSide, row: number): void => {
    for (let k = starts[row]; k < starts[row + 1]; k++) {
      const code = codes[labels[k]]
      if (code < 0) throw unknownLabel(table.labels[labels[k]], row)
      scratch.push(code)
    }
  }

  const antecedent = new Int32Array(table.count)
  const consequent = new Int32Array(table.count)
  const union = new Int32Array(table.count)
  for (let row = 0; row < table.count; row++) {
    scratch.length = 0
    collect(table.antecedents, row)
    antecedent[row] = placeOf()
    scratch.length = 0
    collect(table.consequents, row)
    consequent[row] = placeOf()
    collect(table.antecedents, row)
    union[row] = placeOf()
  }
  return {
    sets: { count: offsets.length - 1, offsets: Int32Array.from(offsets), items: Int32Array.from(items) },
    rules: { count: table.count, antecedent, consequent, union },
  }
}

function unknownLabel(label: string, row: number): BodkinError {
  const message = `rules, row ${row}: must hold items of the baskets, got ${JSON.stringify(label)}: pass the baskets that the rules come from`
  return new BodkinError('DATA', message, { table: 'rules', row, label })
}

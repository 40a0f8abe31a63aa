/**
 * Closed and maximal itemsets out of a table of frequent ones.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { readItemsets, writeItemsets } from './itemset-table.js'
import { filterKind } from '../search/kinds.js'

/**
 * The closed itemsets of a table: those without a proper superset of equal count.
 *
 * @param itemsets what a miner gave with kind 'frequent' and any length
 * @returns the same columns, fewer rows, in the same order
 * @throws BodkinError `DATA` when the table lacks itemsets that the definition asks about: mined with another kind, a `maxLength`, or cut short
 * @example
 * closed(lcm(tx, { minSupport: 0.1 }))   // the same as lcm(tx, { minSupport: 0.1, kind: 'closed' })
 */
export function closed(itemsets: TableLike): Table {
  return ofKind(itemsets, 'closed')
}

/**
 * The maximal itemsets of a table: those without a frequent proper superset.
 *
 * @param itemsets what a miner gave with kind 'frequent' and any length
 * @returns the same columns, fewer rows, in the same order
 * @throws BodkinError `DATA` when the table lacks itemsets that the definition asks about: mined with another kind, a `maxLength`, or cut short
 * @example
 * maximal(lcm(tx, { minSupport: 0.1 }))
 */
export function maximal(itemsets: TableLike): Table {
  return ofKind(itemsets, 'maximal')
}

function ofKind(table: TableLike, kind: 'closed' | 'maximal'): Table {
  const { itemsets, labels, facts } = readItemsets(table)
  const lacking =
    facts.kind !== 'frequent'
      ? `kind ${JSON.stringify(facts.kind)}`
      : facts.maxLength !== null
        ? `maxLength ${facts.maxLength}`
        : facts.truncated === null
          ? null
          : `a search that ${facts.truncated.limit} cut short`
  if (lacking !== null) {
    const message = `${kind} needs all frequent itemsets of any length, got those of ${lacking}: ask the miner for kind ${JSON.stringify(kind)} instead`
    throw new BodkinError('DATA', message, { kind: facts.kind, maxLength: facts.maxLength })
  }
  return writeItemsets({
    itemsets: filterKind(itemsets, kind, Infinity, facts.transactions),
    labels,
    facts: { ...facts, kind },
  })
}

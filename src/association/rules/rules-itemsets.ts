/**
 * From a table of itemsets to a lattice, whatever order its rows and labels are in.
 *
 * Items are numbered by falling count, then by label; itemsets are put in their documented order. So rows that are equal up to their order
 * give equal rules, and a row's number is its place in that order.
 */
import { BodkinError } from '../../errors.js'
import type { TableLike } from '../../arrow/table-like.js'
import { compareCodePoints } from '../database/code-point.js'
import type { Itemsets } from '../search/itemset-buffer.js'
import { readItemsets, type ItemsetFacts } from '../itemsets/itemset-table.js'
import { gatherItemsets, sortItemsets } from '../search/order.js'
import { addRow, lattice, type Lattice } from './rules-lattice.js'

/** Itemsets ready for rules. */
export interface RuleItemsets {
  /** Rows in the documented order of itemsets. */
  readonly sets: Lattice
  /** Label of each item of the lattice. */
  readonly labels: readonly string[]
  readonly facts: ItemsetFacts
}

/**
 * Read a table of itemsets. Of one that a limit cut short, those itemsets are taken of which nothing is missing.
 *
 * @throws BodkinError `DATA` when a part of an itemset is missing, so that its support is not known
 */
export function ruleItemsets(table: TableLike): RuleItemsets {
  const { itemsets, labels, facts } = readItemsets(table)
  const { codes, sorted, rank } = numberItems(itemsets, labels)
  const complete = facts.truncated === null ? itemsets : atLeast(itemsets, facts.truncated.completeCount)
  const ordered = sortItemsets(renumber(complete, codes), rank)
  const sets = lattice(facts.transactions)
  for (let row = 0; row < ordered.count; row++) {
    const { offsets, items, counts } = ordered
    const missing = addRow(sets, items, offsets[row], offsets[row + 1], counts[row])
    if (missing >= 0) throw missingPart(ordered, row, missing, sorted, facts)
  }
  return { sets, labels: sorted, facts }
}

interface Numbering {
  /** Number of each code. */
  readonly codes: Int32Array
  /** Label of each number. */
  readonly sorted: string[]
  /** Place of each number's label by code point. */
  readonly rank: Int32Array
}

function numberItems({ count, offsets, items, counts }: Itemsets, labels: readonly string[]): Numbering {
  const size = labels.length
  const own = new Int32Array(size)
  for (let i = 0; i < count; i++) {
    if (offsets[i + 1] - offsets[i] === 1 && items[offsets[i]] >= 0) own[items[offsets[i]]] = counts[i]
  }
  const byLabel = Array.from({ length: size }, (_, i) => i).sort((a, b) => compareCodePoints(labels[a], labels[b]))
  const place = new Int32Array(size)
  byLabel.forEach((code, at) => (place[code] = at))
  const order = byLabel.toSorted((a, b) => own[b] - own[a] || place[a] - place[b])
  const codes = new Int32Array(size)
  order.forEach((code, number) => (codes[code] = number))
  return { codes, sorted: order.map((code) => labels[code]), rank: Int32Array.from(order, (code) => place[code]) }
}

/** Itemsets of at least a count. */
function atLeast(itemsets: Itemsets, completeCount: number): Itemsets {
  const rows: number[] = []
  for (let i = 0; i < itemsets.count; i++) if (itemsets.counts[i] >= completeCount) rows.push(i)
  return gatherItemsets(itemsets, Int32Array.from(rows))
}

/** Items by their numbers, ascending in each itemset. */
function renumber(itemsets: Itemsets, codes: Int32Array): Itemsets {
  const { count, offsets } = itemsets
  const items = new Int32Array(offsets[count])
  for (let row = 0; row < count; row++) {
    const from = offsets[row]
    if (from === offsets[row + 1]) throw rowError(row, 'must hold an item, got an empty list')
    for (let k = from; k < offsets[row + 1]; k++) {
      if (itemsets.items[k] < 0) throw rowError(row, 'must hold labels, got null')
      const item = codes[itemsets.items[k]]
      let at = k
      for (; at > from && items[at - 1] > item; at--) items[at] = items[at - 1]
      if (at > from && items[at - 1] === item) throw rowError(row, 'must hold an item once, got one twice')
      items[at] = item
    }
  }
  return { ...itemsets, items }
}

function rowError(row: number, rule: string): BodkinError {
  return new BodkinError('DATA', `column "itemsets" of itemsets, row ${row}: ${rule}`, { column: 'itemsets', row })
}

/** The error for an itemset whose part without item `j` is not in the table. */
function missingPart(
  { offsets, items }: Itemsets,
  row: number,
  j: number,
  labels: readonly string[],
  { kind, mustContain, transactions }: ItemsetFacts,
): BodkinError {
  const whole = Array.from(items.subarray(offsets[row], offsets[row + 1]), (item) => labels[item])
  if (j === whole.length)
    return new BodkinError('DATA', `itemsets must be listed once each, got ${JSON.stringify(whole)} twice`, {
      itemset: whole,
    })
  const part = whole.filter((_, k) => k !== j)
  const got =
    kind !== 'frequent'
      ? ` (got kind ${JSON.stringify(kind)})`
      : mustContain.length > 0
        ? ` without mustContain (got ${JSON.stringify(mustContain)})`
        : ''
  const message =
    `itemsets lack ${JSON.stringify(part)}, whose support the rules of ${JSON.stringify(whole)} need: ` +
    `pass all itemsets that a miner found with kind "frequent"${got}`
  return new BodkinError('DATA', message, { itemset: whole, missing: part, kind, transactions })
}

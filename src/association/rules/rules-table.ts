/**
 * Rules as a table and back.
 *
 * Columns, in order: antecedents, consequents (List<Dictionary>, items in the order of their itemset), the core measures (Float64), count,
 * antecedent_count, consequent_count, transactions (Int32), then further measures. They are computed a column at a time from the counts.
 */
import type { Table } from 'apache-arrow'
import { BodkinError } from '../../errors.js'
import { listColumn, type Lists } from '../../arrow/list-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, int32, list, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { CORE_MEASURES, measureOf, type MeasureName } from './measures.js'
import type { Measure } from './measures-core.js'
import { improvement } from './measures-improvement.js'
import type { Lattice } from './rules-lattice.js'
import type { RuleRows } from './rules-search.js'

/** What a table of rules is made of. */
export interface RulesToWrite {
  readonly sets: Lattice
  readonly labels: readonly string[]
  readonly rules: RuleRows
  /** The rules to write, in order. */
  readonly order: Int32Array
  /** Further measures; those that every table holds are not repeated. */
  readonly metrics: readonly MeasureName[]
  /** Whether ∞ is written as such, or as null. */
  readonly infinity: boolean
  readonly metadata: Readonly<Record<string, string>>
}

/** The table. */
export function writeRules({ sets, labels, rules, order, metrics, infinity, metadata }: RulesToWrite): Table {
  const { counts, transactions } = sets
  const wholes = order.map((rule) => rules.wholes[rule])
  const lefts = order.map((rule) => rules.antecedents[rule])
  const rights = order.map((rule) => rules.consequents[rule])
  const both = wholes.map((row) => counts[row])
  const antecedent = lefts.map((row) => counts[row])
  const consequent = rights.map((row) => counts[row])

  const finite = (values: Float64Array): OutputColumn => {
    if (!infinity) for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) === Infinity) values[i] = NaN
    return float64(values)
  }
  const measured = (measure: Measure): OutputColumn =>
    finite(both.length === 0 ? new Float64Array(0) : computed(measure, both, antecedent, consequent, transactions))
  const furtherColumn = (name: MeasureName): OutputColumn =>
    name === 'improvement'
      ? float64(Float64Array.from(wholes, (whole, i) => improvement(sets, whole, lefts[i], rights[i])))
      : measured(measureOf(name))

  const further = [...new Set(metrics)].filter((name) => !(name in CORE_MEASURES))
  return writeTable(
    [
      ['antecedents', itemLists(sets, lefts, labels)],
      ['consequents', itemLists(sets, rights, labels)],
      ...Object.entries(CORE_MEASURES).map(([name, measure]): [string, OutputColumn] => [name, measured(measure)]),
      ['count', int32(both)],
      ['antecedent_count', int32(antecedent)],
      ['consequent_count', int32(consequent)],
      ['transactions', int32(new Int32Array(order.length).fill(transactions))],
      ...further.map((name): [string, OutputColumn] => [name, furtherColumn(name)]),
    ],
    metadata,
  )
}

function computed(
  measure: Measure,
  both: Int32Array,
  antecedent: Int32Array,
  consequent: Int32Array,
  transactions: number,
): Float64Array {
  const values = new Float64Array(both.length)
  for (let i = 0; i < values.length; i++) values[i] = measure(both[i], antecedent[i], consequent[i], transactions)
  return values
}

/** Itemsets of rows of the lattice, a list each. */
function itemLists({ offsets, items }: Lattice, rows: Int32Array, labels: readonly string[]): OutputColumn {
  const starts = new Int32Array(rows.length + 1)
  for (let i = 0; i < rows.length; i++) {
    starts[i + 1] = starts[i] + offsets[rows[i] + 1] - offsets[rows[i]]
    if (starts[i + 1] < 0) {
      const message =
        'the rules hold more than 2147483647 items together: raise minThreshold or limit the length of the sides'
      throw new BodkinError('LIMIT', message)
    }
  }
  const codes = new Int32Array(starts[rows.length])
  let at = 0
  for (let i = 0; i < rows.length; i++)
    for (let k = offsets[rows[i]]; k < offsets[rows[i] + 1]; k++) codes[at++] = items[k]
  return list(starts, codes, labels)
}

/** One side of all rules: row r has `items[offsets[r]]` to `items[offsets[r + 1] − 1]`. */
export interface RuleSide {
  readonly offsets: Int32Array
  readonly items: Int32Array
}

/** A table of rules as arrays. */
export interface RuleTable {
  readonly count: number
  /** Labels of both sides, in no order. */
  readonly labels: readonly string[]
  readonly antecedents: RuleSide
  readonly consequents: RuleSide
  /** Baskets with both sides, with the antecedent, with the consequent, and of all, by rule. */
  readonly both: Int32Array
  readonly antecedent: Int32Array
  readonly consequent: Int32Array
  readonly transactions: Int32Array
}

/**
 * Read a table of rules, of any copy of Arrow.
 *
 * @param role what the table is to the caller, for messages
 * @throws BodkinError `COLUMN` when it lacks the sides or the counts, `DATA` when those cannot be the counts of a rule
 */
export function readRules(table: TableLike, role: string): RuleTable {
  const source = readTable(table, role)
  const left = listColumn(source, 'antecedents')
  const right = listColumn(source, 'consequents')
  const known = new Map(left.labels.map((label, code) => [label, code]))
  for (const label of right.labels) if (!known.has(label)) known.set(label, known.size)
  const codes = Int32Array.from(right.labels, (label) => known.get(label) as number)
  const rules: RuleTable = {
    count: source.rows,
    labels: [...known.keys()],
    antecedents: side(left, null),
    consequents: side(right, codes),
    both: countColumn(source, 'count'),
    antecedent: countColumn(source, 'antecedent_count'),
    consequent: countColumn(source, 'consequent_count'),
    transactions: countColumn(source, 'transactions'),
  }
  checkRules(rules, role)
  return rules
}

function side({ offsets, codes }: Lists, translation: Int32Array | null): RuleSide {
  return { offsets, items: translation === null ? codes : codes.map((code) => (code < 0 ? code : translation[code])) }
}

function countColumn(source: SourceTable, name: string): Int32Array {
  return Int32Array.from(numericColumn(source, name).values)
}

function checkRules(rules: RuleTable, role: string): void {
  const { antecedents, consequents, both, antecedent, consequent, transactions } = rules
  for (let row = 0; row < rules.count; row++) {
    for (const [name, { offsets, items }] of [
      ['antecedents', antecedents],
      ['consequents', consequents],
    ] as const) {
      if (offsets[row] < offsets[row + 1] && items.subarray(offsets[row], offsets[row + 1]).every((item) => item >= 0))
        continue
      const message = `column "${name}" of ${role}, row ${row}: must hold labels, got an empty list or null`
      throw new BodkinError('DATA', message, { table: role, column: name, row })
    }
    const least = Math.min(antecedent[row], consequent[row])
    const most = Math.max(antecedent[row], consequent[row])
    if (both[row] >= 1 && both[row] <= least && most <= transactions[row]) continue
    const got = `${both[row]}, ${antecedent[row]}, ${consequent[row]} and ${transactions[row]}`
    const message = `${role}, row ${row}: must have 1 ≤ count ≤ antecedent_count, consequent_count ≤ transactions, got ${got}`
    throw new BodkinError('DATA', message, { table: role, row })
  }
}

/** A side with the items of each rule ascending: equal sets become equal lists. */
export function sortedSide({ offsets, items }: RuleSide): RuleSide {
  const sorted = items.slice()
  for (let row = 0; row + 1 < offsets.length; row++) sorted.subarray(offsets[row], offsets[row + 1]).sort()
  return { offsets, items: sorted }
}

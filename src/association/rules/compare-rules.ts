/**
 * What changed between two runs: rules that are new, lost, or drifted.
 *
 * Rules are matched by the labels of their sides. The lifts of a matched pair are compared on the scale of their logarithms,
 *
 *   z = (ln lift_after − ln lift_before) / √(V_before + V_after)          V as in measures-intervals.ts
 *
 * which takes the two runs for independent samples, so for periods that share baskets z is too small. |z| > 1.96 is drift: 5 % of the
 * rules that did not change at all cross it by chance. O(items of all rules) to match, O(rules log rules) to sort.
 */
import type { Table } from 'apache-arrow'
import { BodkinError } from '../../errors.js'
import type { TableLike } from '../../arrow/table-like.js'
import { category, float64, list, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { normalQuantile } from '../../numeric/normal.js'
import { compareCodePoints } from '../database/code-point.js'
import { addPath, itemsetTrie, type ItemsetTrie } from '../itemsets/itemset-trie.js'
import { lift } from './measures-core.js'
import { logLiftVariance } from './measures-intervals.js'
import { readRules, sortedSide, type RuleSide, type RuleTable } from './rules-table.js'

/** What became of a rule, in the order of the table. */
const CHANGES = ['new', 'lost', 'up', 'down', 'same'] as const

const DRIFT = normalQuantile(0.975)

/** A rule of either run. */
interface Pair {
  /** Row in the table before and after; −1 = not there. */
  readonly before: number
  readonly after: number
  readonly liftBefore: number
  readonly liftAfter: number
  readonly z: number
  /** Position in CHANGES. */
  readonly change: number
}

/**
 * Compare two tables of rules.
 *
 * @param before rules of the earlier run, with `antecedents`, `consequents` and the counts that `rules` writes
 * @param after rules of the later run, taken with the same options; otherwise 'new' and 'lost' mean the options
 * @returns `antecedents`, `consequents`, `change` ('new', 'lost'; 'up' or 'down' where |z| > 1.96; 'same'), `lift_before`, `lift_after` and
 *   `z`, null where there is no rule to take them from. Ordered by change as listed, then by the size of the change (new and lost ones by
 *   their lift), largest first, then by antecedents and consequents: fewer items first, then labels by code point
 * @throws BodkinError `COLUMN`; `DATA` when a rule is listed twice
 * @example
 * compareRules(rulesOfMarch, rulesOfApril)
 */
export function compareRules(before: TableLike, after: TableLike): Table {
  const old = readRules(before, 'before')
  const recent = relabelled(readRules(after, 'after'), old.labels)
  const pairs = matchRules(old, recent)
  const { labels } = recent
  const rank = labelRanks(labels)
  const sides = { before: sortedSides(old, rank), after: sortedSides(recent, rank) }
  const sideOf = (pair: Pair, side: 'antecedents' | 'consequents'): Int32Array =>
    pair.after >= 0 ? itemsOf(sides.after[side], pair.after) : itemsOf(sides.before[side], pair.before)

  const sorted = pairs.sort(
    (a, b) =>
      a.change - b.change ||
      sizeOf(b) - sizeOf(a) ||
      compareItems(sideOf(a, 'antecedents'), sideOf(b, 'antecedents')) ||
      compareItems(sideOf(a, 'consequents'), sideOf(b, 'consequents')),
  )
  const listsOf = (side: 'antecedents' | 'consequents'): OutputColumn =>
    lists(
      sorted.map((pair) => (pair.after >= 0 ? itemsOf(recent[side], pair.after) : itemsOf(old[side], pair.before))),
      labels,
    )
  return writeTable({
    antecedents: listsOf('antecedents'),
    consequents: listsOf('consequents'),
    change: category(
      Int32Array.from(sorted, (pair) => pair.change),
      CHANGES,
    ),
    lift_before: float64(Float64Array.from(sorted, (pair) => pair.liftBefore)),
    lift_after: float64(Float64Array.from(sorted, (pair) => pair.liftAfter)),
    z: float64(Float64Array.from(sorted, (pair) => pair.z)),
  })
}

/** The rules with their items numbered after `first`, further labels behind. */
function relabelled(rules: RuleTable, first: readonly string[]): RuleTable {
  const codes = new Map(first.map((label, code) => [label, code]))
  for (const label of rules.labels) if (!codes.has(label)) codes.set(label, codes.size)
  const translation = rules.labels.map((label) => codes.get(label) as number)
  const translate = ({ offsets, items }: RuleSide): RuleSide => ({
    offsets,
    items: items.map((item) => translation[item]),
  })
  return {
    ...rules,
    labels: [...codes.keys()],
    antecedents: translate(rules.antecedents),
    consequents: translate(rules.consequents),
  }
}

function matchRules(old: RuleTable, recent: RuleTable): Pair[] {
  const trie = itemsetTrie()
  const divider = recent.labels.length
  const rowsBefore = rowsByNode(trie, old, divider, 'before')
  const rowsAfter = rowsByNode(trie, recent, divider, 'after')
  const pairs: Pair[] = []
  for (const [node, row] of rowsBefore) pairs.push(pairOf(old, row, recent, rowsAfter.get(node) ?? -1))
  for (const [node, row] of rowsAfter) if (!rowsBefore.has(node)) pairs.push(pairOf(old, -1, recent, row))
  return pairs
}

/** Each rule's row by the end of its path: antecedent, divider, consequent. */
function rowsByNode(trie: ItemsetTrie, rules: RuleTable, divider: number, role: string): Map<number, number> {
  const lefts = sortedSide(rules.antecedents)
  const rights = sortedSide(rules.consequents)
  const rows = new Map<number, number>()
  for (let row = 0; row < rules.count; row++) {
    const left = addPath(trie, 0, lefts.items, lefts.offsets[row], lefts.offsets[row + 1])
    const middle = addPath(trie, left, Int32Array.of(divider), 0, 1)
    const node = addPath(trie, middle, rights.items, rights.offsets[row], rights.offsets[row + 1])
    const other = rows.get(node)
    if (other !== undefined) {
      const message = `${role}, row ${row}: must hold each rule once, got that of row ${other} again`
      throw new BodkinError('DATA', message, { table: role, row })
    }
    rows.set(node, row)
  }
  return rows
}

function pairOf(old: RuleTable, before: number, recent: RuleTable, after: number): Pair {
  const liftBefore = before < 0 ? NaN : liftOf(old, before)
  const liftAfter = after < 0 ? NaN : liftOf(recent, after)
  const difference = Math.log(liftAfter) - Math.log(liftBefore)
  const variance = before < 0 || after < 0 ? NaN : varianceOf(old, before) + varianceOf(recent, after)
  // no variance is left only for items that are in every basket: lift 1, before and after
  const z = variance === 0 ? 0 : difference / Math.sqrt(variance)
  const change = before < 0 ? 0 : after < 0 ? 1 : z > DRIFT ? 2 : z < -DRIFT ? 3 : 4
  return { before, after, liftBefore, liftAfter, z, change }
}

function liftOf({ both, antecedent, consequent, transactions }: RuleTable, row: number): number {
  return lift(both[row], antecedent[row], consequent[row], transactions[row])
}

function varianceOf({ both, antecedent, consequent, transactions }: RuleTable, row: number): number {
  return logLiftVariance(both[row], antecedent[row], consequent[row], transactions[row])
}

/** What pairs of one change are ordered by. */
function sizeOf({ liftBefore, liftAfter, z }: Pair): number {
  if (!Number.isNaN(z)) return Math.abs(z)
  return Number.isNaN(liftAfter) ? liftBefore : liftAfter
}

function labelRanks(labels: readonly string[]): Int32Array {
  const order = Array.from(labels.keys()).sort((a, b) => compareCodePoints(labels[a], labels[b]))
  const rank = new Int32Array(labels.length)
  order.forEach((code, place) => (rank[code] = place))
  return rank
}

/** Both sides as ascending places of their labels. */
function sortedSides(rules: RuleTable, rank: Int32Array): { antecedents: RuleSide; consequents: RuleSide } {
  const ranked = ({ offsets, items }: RuleSide): RuleSide =>
    sortedSide({ offsets, items: items.map((item) => rank[item]) })
  return { antecedents: ranked(rules.antecedents), consequents: ranked(rules.consequents) }
}

function itemsOf({ offsets, items }: RuleSide, row: number): Int32Array {
  return items.subarray(offsets[row], offsets[row + 1])
}

function compareItems(a: Int32Array, b: Int32Array): number {
  if (a.length !== b.length) return a.length - b.length
  const at = a.findIndex((item, k) => item !== b[k])
  return at < 0 ? 0 : a[at] - b[at]
}

function lists(rows: readonly Int32Array[], labels: readonly string[]): OutputColumn {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((items, row) => (offsets[row + 1] = offsets[row] + items.length))
  const codes = new Int32Array(offsets[rows.length])
  rows.forEach((items, row) => codes.set(items, offsets[row]))
  return list(offsets, codes, labels)
}

/**
 * From order lines to rules that may be published: options → baskets → candidates → tests → judgement → tables and verdict.
 */
import type { Table } from 'apache-arrow'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { list, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import type { Verdict } from '../../verdict/verdict.js'
import { readTaxonomy } from '../hierarchy/hierarchy-columns.js'
import { metadataOf } from '../itemsets/itemset-table.js'
import { actionColumns, meanPrices } from '../rules/rules-actions.js'
import { readRules, type RuleTable } from '../rules/rules-table.js'
import { testColumns } from '../significance/significance.js'
import { testRules } from '../significance/test-rules.js'
import { outputColumn, pickRows } from '../itemsets/table-columns.js'
import { readTransactions } from '../transactions/transactions.js'
import type { TransactionsOptions } from '../transactions/transactions-options.js'
import type { TransactionsProfile } from '../transactions/transactions-profile.js'
import { findCandidates } from './candidates.js'
import { explainedRules } from './explained.js'
import { judge, type RefusalCode } from './judge.js'
import { resolveMineOptions, type MineOptions, type MineSettings } from './mine-options.js'
import { mineVerdict, runReasons } from './mine-verdict.js'
import { splitPeriods } from './periods.js'
import { replicate, replicationColumns } from './replicate.js'

/** What `mine` gives. */
export interface Mined {
  /**
   * Rules that may be published, best first: columns of `rules`, `improvement`, those of `significance`, `replicated_count`,
   * `replicated_lift`, `replicated_lift_lower` with `split`, `expected_extra_sales` and `revenue_at_stake` with `price`.
   */
  readonly rules: Table
  /** Itemsets that the rules were made of. */
  readonly itemsets: Table
  /** All other rules, with the same columns and `reasons` (list of codes). */
  readonly refused: Table
  readonly verdict: Verdict
  /** What was read: look at its warnings. */
  readonly profile: TransactionsProfile
}

/**
 * Rules of a table that hold beyond what the sizes of baskets explain.
 *
 * Itemsets are mined and all their rules tested as `significance` does, with shuffled baskets that are mined alike. A rule is published only
 * if it passes every check of the gate:
 *
 * - NOT_SIGNIFICANT: q-value at most `fdr` (0.05)
 * - WEAK: lower bound of the adjusted lift above `minAdjustedLift` (1.1)
 * - REDUNDANT: confidence above that of every rule with fewer items on the left (improvement > 0); with `hierarchy`, not explained by a rule
 *   about categories
 * - NOT_REPLICATED: with `split`, the lower bound of its adjusted lift is above 1 in the later period
 * - RARE: in at least `minCount` (5) baskets
 *
 * The others are in `refused` with their reasons; so is what `maxRules` cuts off (BEYOND_MAX_RULES). The verdict is about the whole run:
 * TOO_FEW_BASKETS (100), TRUNCATED, NOTHING_FOUND, with the number of false rules to expect among the published and the share refused. A run
 * that is refused publishes no rule.
 *
 * The same seed gives the same bytes whatever the number of workers and the order of rows.
 *
 * @param table order lines (`transaction`, `item`), or baskets with lists (`items`) or flags (`oneHot`)
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA`; `LIMIT` when the search would be larger than `limits` allow; `ABORTED`
 * @example
 * const { rules, refused, verdict } = await mine(lines, { transaction: 'order', item: 'product' })
 * verdict.summary   // '36 rules are more than basket sizes explain, of which about 1 may be false; 94 % of the 644 rules looked at were refused.'
 */
export async function mine(table: TableLike, options: MineOptions & TransactionsOptions): Promise<Mined> {
  const settings = resolveMineOptions(options)
  const { layout, normalize } = settings.baskets
  const { gate, split, hierarchy } = settings
  const transactions = readTransactions(table, settings.baskets)
  const taxonomy =
    hierarchy === undefined || layout.form !== 'long'
      ? null
      : readTaxonomy(table, layout.item, hierarchy, transactions.labels, normalize)
  const periods = split === undefined ? null : splitPeriods(table, layout, transactions, split)
  const baskets = periods?.before ?? transactions

  const candidates = findCandidates(baskets, taxonomy, settings)
  const rules = readRules(candidates.rules, 'rules')
  const tests = await testRules({ ...candidates, rules }, settings.test)
  const replication =
    periods === null ? null : replicate(rules, candidates, periods.after, taxonomy, settings.test.exclusive)

  const source = readTable(candidates.rules)
  const smaller = periods === null ? baskets.count : Math.min(periods.before.count, periods.after.count)
  const truncated = candidates.facts.truncated?.limit ?? null
  const { antecedents, consequents, minConfidence } = settings
  const isNarrowed = antecedents !== undefined || consequents !== undefined || minConfidence > 0
  const judgement = judge(
    {
      count: rules.both,
      q: tests.q,
      adjustedLiftLower: tests.adjustedLiftLower,
      improvement: numericColumn(source, 'improvement').values,
      explained: explainedRules(rules, candidates, baskets, taxonomy, settings.hierarchy),
      replication,
    },
    gate,
    settings.maxRules,
    gate === null ? [] : runReasons(smaller, truncated, gate),
  )

  const columns: [string, OutputColumn][] = [
    ...source.names.map((name): [string, OutputColumn] => [name, outputColumn(source, name)]),
    ...testColumns(tests),
    ...(replication === null ? [] : replicationColumns(replication)),
    ...priceColumns(table, rules, settings),
  ]
  const metadata = Object.fromEntries(metadataOf(candidates.rules))
  const pick = (rows: Int32Array): [string, OutputColumn][] =>
    columns.map(([name, column]) => [name, pickRows(column, rows)])
  return Object.freeze({
    rules: writeTable(pick(judgement.published), metadata),
    itemsets: candidates.itemsets,
    refused: writeTable([...pick(judgement.refused), ['reasons', reasonLists(judgement.reasons)]], metadata),
    verdict: mineVerdict(
      { baskets: smaller, isSplit: periods !== null, truncated, isNarrowed, judgement, q: tests.q },
      gate,
    ),
    profile: transactions.profile,
  })
}

function priceColumns(table: TableLike, rules: RuleTable, { price, baskets }: MineSettings): [string, OutputColumn][] {
  if (price === undefined || baskets.layout.form !== 'long') return []
  return actionColumns(rules, meanPrices(readTable(table), { item: baskets.layout.item, price }))
}

function reasonLists(reasons: readonly (readonly RefusalCode[])[]): OutputColumn {
  const codes = [...new Set(reasons.flat())].sort()
  const offsets = new Int32Array(reasons.length + 1)
  reasons.forEach((own, i) => (offsets[i + 1] = offsets[i] + own.length))
  return list(
    offsets,
    Int32Array.from(reasons.flat(), (code) => codes.indexOf(code)),
    codes,
  )
}

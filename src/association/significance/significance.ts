/**
 * Which rules are more than an artefact of basket sizes: options → columns → tests → table.
 */
import type { Table } from 'apache-arrow'
import { BodkinError, show } from '../../errors.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { fromMetadata, metadataOf } from '../itemsets/itemset-table.js'
import { readRules } from '../rules/rules-table.js'
import { outputColumn } from '../itemsets/table-columns.js'
import { isTransactions } from '../transactions/transactions.js'
import type { Transactions } from '../transactions/transactions-data.js'
import { questionOf } from './question.js'
import { resolveSignificanceOptions, type SignificanceOptions } from './significance-options.js'
import { sizeBaskets } from './size-strata.js'
import { testRules, type RuleTests } from './test-rules.js'

/**
 * Hold rules against what baskets of these sizes give without any association.
 *
 * Where baskets differ in size, independent items meet more often than n·support(A)·support(C): a lift of 1 is the wrong zero. So the count
 * that a rule is expected to have is taken within baskets of like size, with the places that the antecedent takes up, and the rule's excess
 * over it, z, is compared with that of the rules that shuffled baskets give. Six columns come behind those of the rules:
 *
 * - `expected_lift`: the lift that means nothing for this rule
 * - `adjusted_lift`: count over expected count; 1 means nothing
 * - `adjusted_lift_lower`: its one-sided 95 % lower bound
 * - `z`: (count − expected) / standard deviation
 * - `p_value`: chance of such a z without association
 * - `q_value`: share of false rules to expect among those with such a z or more (correction 'fdr'), or the chance of any false one ('holm')
 *
 * The rows stay as they are. The same seed gives the same bytes whatever the number of workers and the order of baskets.
 *
 * @param rules a table of `rules`, whole or in part; its schema's metadata say what shuffles are mined with
 * @param tx the baskets they come from
 * @throws BodkinError `OPTION`; `COLUMN` or `DATA` when the rules are no rules or not of these baskets; `ABORTED`
 * @example
 * const tested = await significance(rules(lcm(tx, { minSupport: 0.01 }), { minThreshold: 0.3 }), tx, { workers: 2 })
 * tested.getChild('q_value')   // share of false rules among those that are as strong
 */
export async function significance(
  rules: TableLike,
  tx: Transactions,
  options: SignificanceOptions = {},
): Promise<Table> {
  const settings = resolveSignificanceOptions(options)
  if (!isTransactions(tx)) {
    throw new BodkinError('DATA', `tx must be what transactions() gave, got ${show(tx)}`, { table: 'tx' })
  }
  const table = readRules(rules, 'rules')
  const { transactions } = fromMetadata(metadataOf(rules))
  if (transactions !== tx.count) {
    const message = `rules must come from these ${tx.count} baskets, got rules of ${transactions}`
    throw new BodkinError('DATA', message, { table: 'rules' })
  }
  const baskets = sizeBaskets(tx, settings.exclusive)
  const codeOf = new Map(Array.from(baskets.ids, (id, code) => [tx.labels[id], code]))
  const question = questionOf(rules, codeOf, null)
  const tests = await testRules({ rules: table, baskets, codeOf, question }, settings)
  return withTests(rules, tests)
}

/** The table of rules with six columns more; those of an earlier test give way. */
function withTests(rules: TableLike, tests: RuleTests): Table {
  const source = readTable(rules, 'rules')
  const columns = testColumns(tests)
  const added = new Set(columns.map(([name]) => name))
  const kept = source.names.filter((name) => !added.has(name))
  return writeTable(
    [...kept.map((name): [string, OutputColumn] => [name, outputColumn(source, name)]), ...columns],
    Object.fromEntries(metadataOf(rules)),
  )
}

/** The columns of tests. */
export function testColumns(tests: RuleTests): [name: string, column: OutputColumn][] {
  return [
    ['expected_lift', float64(tests.expectedLift)],
    ['adjusted_lift', float64(tests.adjustedLift)],
    ['adjusted_lift_lower', float64(tests.adjustedLiftLower)],
    ['z', float64(tests.z)],
    ['p_value', float64(tests.p)],
    ['q_value', float64(tests.q)],
  ]
}

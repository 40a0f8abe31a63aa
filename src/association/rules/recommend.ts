/**
 * What a basket lacks, by the rules it matches.
 *
 * A rule matches a basket that holds its antecedent; it recommends those items of its consequent that the basket does not hold, with its
 * confidence as their score. Of several rules for one item the best is taken (confidence, then lift, then count, then place in the table)
 * and stands beside it as the explanation. Antecedents stand in a trie, and a basket walks the paths that its items can take:
 * O(visited nodes · items of the basket) a basket.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { category, float64, text, writeTable } from '../../arrow/write-table.js'
import { integer, readOptions, withDefault, type Schema } from '../../options/rules.js'
import { compareCodePoints } from '../database/code-point.js'
import { addPath, childOf, itemsetTrie, type ItemsetTrie } from '../itemsets/itemset-trie.js'
import { confidence, lift } from './measures-core.js'
import { orderBy } from './rules-order.js'
import { readRules, sortedSide, type RuleSide, type RuleTable } from './rules-table.js'
import { pickRows } from '../itemsets/table-columns.js'
import { isTransactions, readTransactions } from '../transactions/transactions.js'
import type { Transactions } from '../transactions/transactions-data.js'
import { layoutOf, layoutSchema, type TransactionsOptions } from '../transactions/transactions-options.js'

/** How much to recommend. */
export interface RecommendOptions {
  /** Most items for one basket, an integer ≥ 1; default 5. */
  readonly top?: number
}

const schema: Schema<{ readonly top: number }> = { top: withDefault(integer({ min: 1 }), 5) }

/** Baskets that were read before, with the options; or a table, with the options of `transactions` among them. */
export type RecommendInput =
  | readonly [baskets: Transactions, options?: RecommendOptions]
  | readonly [table: TableLike, options: RecommendOptions & TransactionsOptions]

/**
 * Items that go with each basket.
 *
 * @param rules what `rules`, `topRules` or `mine` gave; better the published ones of `mine` than all
 * @param input what `transactions` gave, or a table with the options of `transactions` beside `top`
 * @returns a row for each recommended item: `transaction` (the basket's key as it was read), `item`, `score` (confidence of the rule) and
 *   `rule` ('milk - tea → bread'); baskets in their order, scores falling. Baskets that match no rule have no row
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA`
 * @example
 * recommend(published, transactions(orders, { transaction: 'order', item: 'item' }), { top: 3 })
 */
export function recommend(rules: TableLike, ...[baskets, options]: RecommendInput): Table {
  const table = readRules(rules, 'rules')
  const { tx, top } = readInput(baskets, options ?? {})
  const matcher = matcherOf(table)
  const rows: number[] = []
  const items: number[] = []
  const chosen: number[] = []
  const recommended = recommender(matcher, tx, top)
  for (let basket = 0; basket < tx.count; basket++) {
    for (const { item, rule } of recommended(basket)) {
      rows.push(basket)
      items.push(item)
      chosen.push(rule)
    }
  }
  const picked = Int32Array.from(chosen)
  return writeTable({
    transaction: pickRows(tx.ids.column, Int32Array.from(rows)),
    item: category(Int32Array.from(items), table.labels),
    score: float64(Float64Array.from(picked, (rule) => confidenceOf(table, rule))),
    rule: ruleTexts(table, picked),
  })
}

function readInput(baskets: Transactions | TableLike, options: unknown): { tx: Transactions; top: number } {
  if (isTransactions(baskets)) return { tx: baskets, ...readOptions(schema, options) }
  const fields = readOptions({ ...layoutSchema, ...schema }, options)
  return { tx: readTransactions(baskets, layoutOf(fields)), top: fields.top }
}

/** Rules by their antecedents. */
interface Matcher {
  readonly labels: readonly string[]
  readonly trie: ItemsetTrie
  /** By node: the first rule of that antecedent; by rule: the next one; −1 = none. */
  readonly first: Int32Array
  readonly next: Int32Array
  /** Place of each rule among all, best first. */
  readonly place: Int32Array
  readonly consequents: RuleSide
}

function matcherOf(table: RuleTable): Matcher {
  const { count, both, antecedent, consequent, transactions } = table
  const lefts = sortedSide(table.antecedents)
  const trie = itemsetTrie()
  const ends = new Int32Array(count)
  const byConfidence = new Float64Array(count)
  const byLift = new Float64Array(count)
  const byCount = new Float64Array(count)
  const byRow = new Float64Array(count)
  for (let rule = 0; rule < count; rule++) {
    ends[rule] = addPath(trie, 0, lefts.items, lefts.offsets[rule], lefts.offsets[rule + 1])
    byConfidence[rule] = -confidenceOf(table, rule)
    byLift[rule] = -lift(both[rule], antecedent[rule], consequent[rule], transactions[rule])
    byCount[rule] = -both[rule]
    byRow[rule] = rule
  }
  const order = orderBy([byConfidence, byLift, byCount, byRow])
  const place = new Int32Array(count)
  for (let i = 0; i < count; i++) place[order[i]] = i
  const first = new Int32Array(trie.size).fill(-1)
  const next = new Int32Array(count)
  for (let rule = 0; rule < count; rule++) {
    next[rule] = first[ends[rule]]
    first[ends[rule]] = rule
  }
  return { labels: table.labels, trie, first, next, place, consequents: table.consequents }
}

function confidenceOf({ both, antecedent, consequent, transactions }: RuleTable, rule: number): number {
  return confidence(both[rule], antecedent[rule], consequent[rule], transactions[rule])
}

/** An item for a basket, and the rule that says so. */
interface Recommendation {
  readonly item: number
  readonly rule: number
}

/** The recommendations for one basket after the other. */
function recommender(
  { labels, trie, first, next, place, consequents }: Matcher,
  { offsets, items, labels: basketLabels }: Transactions,
  top: number,
): (basket: number) => Recommendation[] {
  const codes = new Map(labels.map((label, code) => [label, code]))
  const codeOf = Int32Array.from(basketLabels, (label) => codes.get(label) ?? -1)
  // by item: the last basket that holds it, and the best rule for it in the basket at hand
  const heldBy = new Int32Array(labels.length).fill(-1)
  const best = new Int32Array(labels.length).fill(-1)
  let held = new Int32Array(0)
  let found: number[] = []

  const take = (rule: number, basket: number): void => {
    for (let k = consequents.offsets[rule]; k < consequents.offsets[rule + 1]; k++) {
      const item = consequents.items[k]
      if (heldBy[item] === basket) continue
      if (best[item] < 0) found.push(item)
      if (best[item] < 0 || place[rule] < place[best[item]]) best[item] = rule
    }
  }
  const visit = (node: number, from: number, basket: number): void => {
    for (let k = from; k < held.length; k++) {
      const child = childOf(trie, node, held[k])
      if (child < 0) continue
      for (let rule = first[child]; rule >= 0; rule = next[rule]) take(rule, basket)
      visit(child, k + 1, basket)
    }
  }
  return (basket) => {
    held = items
      .subarray(offsets[basket], offsets[basket + 1])
      .map((item) => codeOf[item])
      .filter((code) => code >= 0)
      .sort()
    for (let k = 0; k < held.length; k++) heldBy[held[k]] = basket
    found = []
    visit(0, 0, basket)
    const ranked = found
      .map((item) => ({ item, rule: best[item] }))
      // one rule may recommend two items
      .sort((a, b) => place[a.rule] - place[b.rule] || compareCodePoints(labels[a.item], labels[b.item]))
    for (const item of found) best[item] = -1
    return ranked.slice(0, top)
  }
}

/** Rules as text; equal ones once. */
function ruleTexts({ labels, antecedents, consequents }: RuleTable, rules: Int32Array): ReturnType<typeof text> {
  const known = new Map<number, string>()
  const sideText = ({ offsets, items }: RuleSide, rule: number): string =>
    Array.from(items.subarray(offsets[rule], offsets[rule + 1]), (item) => labels[item]).join(' - ')
  return text(
    Array.from(rules, (rule) => {
      let found = known.get(rule)
      if (found === undefined)
        known.set(rule, (found = `${sideText(antecedents, rule)} → ${sideText(consequents, rule)}`))
      return found
    }),
  )
}

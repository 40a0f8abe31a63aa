/**
 * The k best rules by any measure, without a threshold of support.
 *
 * Itemsets are looked at by length, as Apriori does, but the least count is not given: it follows from the k-th best rule so far
 * (top-rules-bound.ts) and rises with it. A first look at pairs of the commonest items finds good rules cheaply, so that most items and
 * pairs never count. Levels end when no longer itemset can give a rule that comes before the k-th.
 *
 * The order is that of `rules`: measure, count, fewer items, sides. Searches by measures that weigh evidence (leverage, fisher_p,
 * confidence_lower) end within a moment; those whose best value rare coincidences reach (lift, phi) end because of the order, once k
 * rules have that value.
 * Cost: that of Apriori down to the least count. Webb, Efficient Search for Association Rules, KDD 2000.
 */
import type { Table } from 'apache-arrow'
import { BodkinError } from '../../errors.js'
import type { TableLike } from '../../arrow/table-like.js'
import { integer, nullable, readOptions, withDefault, type Schema } from '../../options/rules.js'
import { emitTrie } from '../miners/apriori.js'
import { countCandidates } from '../miners/apriori-count.js'
import { frequentPairs } from '../miners/apriori-pairs.js'
import { candidateTrie, frequentTrie, type Trie } from '../miners/apriori-trie.js'
import { searchGuard, type Guard, type LimitName, type Limits } from '../search/guard.js'
import { itemsetBuffer } from '../search/itemset-buffer.js'
import { toMetadata } from '../itemsets/itemset-table.js'
import { measureRule, signOf, type MeasureName } from './measures.js'
import { minerSchema, type MinerOptions } from '../miners/miner-options.js'
import { recode } from '../database/recode.js'
import { toRuleMetadata } from './rules-facts.js'
import { addRow, lattice, type Lattice } from './rules-lattice.js'
import { ruleRows, searchRules, type RuleRows, type RuleSearch } from './rules-search.js'
import { scoreOf } from './rules-score.js'
import { writeRules } from './rules-table.js'
import { boundOf, leastCount, type Bound, type Goal } from './top-rules-bound.js'
import { isTransactions, readTransactions } from '../transactions/transactions.js'
import type { Transactions } from '../transactions/transactions-data.js'
import { layoutOf, layoutSchema, type TransactionsOptions } from '../transactions/transactions-options.js'

/** Which rules to find. */
export interface TopRulesOptions {
  /** How many, an integer in [1, 1000000]. */
  readonly k: number
  /** The measure that decides, by its column name. */
  readonly metric: MeasureName
  /** Least number of baskets with both sides, an integer ≥ 1; default 1. A small one keeps coincidences out and a search by lift short. */
  readonly minCount?: number
  /** Most items of both sides together, an integer ≥ 2; default null: any number. */
  readonly maxLength?: number | null
  /** Most items on the left, an integer ≥ 1; default null: any number. */
  readonly maxAntecedent?: number | null
  /** Most items on the right, an integer ≥ 1; default null: any number. */
  readonly maxConsequent?: number | null
  /** What the search may use, as for the miners; itemsets are those looked at. With onLimit 'truncate' the best rules so far. */
  readonly limits?: MinerOptions['limits']
}

interface Settings {
  readonly k: number
  readonly metric: MeasureName
  readonly minCount: number
  readonly maxLength: number | null
  readonly maxAntecedent: number | null
  readonly maxConsequent: number | null
  readonly limits: Limits
}

const schema: Schema<Settings> = {
  k: integer({ min: 1, max: 1_000_000 }),
  metric: measureRule(),
  minCount: withDefault(integer({ min: 1, max: 2 ** 31 - 1 }), 1),
  maxLength: withDefault(nullable(integer({ min: 2 })), null),
  maxAntecedent: withDefault(nullable(integer({ min: 1 })), null),
  maxConsequent: withDefault(nullable(integer({ min: 1 })), null),
  limits: minerSchema.limits,
}

/** Baskets that were read before, with the options; or a table, with the options of `transactions` among them. */
export type TopRulesInput =
  | readonly [baskets: Transactions, options: TopRulesOptions]
  | readonly [table: TableLike, options: TopRulesOptions & TransactionsOptions]

/**
 * The k best rules by a measure, whatever their support.
 *
 * Equal values are ordered as in `rules`: more baskets first, then fewer items, then sides; so the table is the first k rows of all rules.
 * By lift or confidence the best rules of most data rest on one basket each: ask for a `minCount`, or for a measure that weighs evidence
 * ('leverage', 'fisher_p', 'confidence_lower').
 *
 * @param input what `transactions` gave, or a table with the options of `transactions` beside these
 * @returns the columns of `rules`, and the metric where it is none of them; the metadata hold the
 *   thresholds that these rules reach, and `bodkin.truncated` when a limit ended the search
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA`; `LIMIT` when more has to be looked at than `limits` allow
 * @example
 * topRules(tx, { k: 10, metric: 'leverage' })
 */
export function topRules(...[input, options]: TopRulesInput): Table {
  const { tx, settings } = readInput(input, options)
  const { k, metric, limits } = settings
  const { counts } = recode(tx, settings.minCount)
  const bound = boundOf(metric, counts.length === 0 ? 0 : counts[0], tx.count)
  // this search has its own words for what to do about a limit
  const guard = searchGuard({ ...limits, onLimit: 'truncate' }, () => null)
  const common = counts.length <= SEED_ITEMS ? settings.minCount : counts[SEED_ITEMS - 1]
  const seed = { ...settings, minCount: common, maxLength: 2 }
  const first = search(tx, seed, bound, NO_GOAL, guard)
  const found = search(tx, settings, bound, goalOf(first, k, NO_GOAL), guard)
  if (found.stopped !== null && limits.onLimit === 'error') throw limitError(settings, found.stopped)
  return writeRules({
    sets: found.sets,
    labels: found.labels,
    rules: found.rules,
    order: Int32Array.from({ length: found.rules.count }, (_, rule) => rule),
    metrics: [metric],
    infinity: false,
    metadata: metadataOf(found, settings, tx.count),
  })
}

/** Thresholds that give just these rules (up to ties with the last), so that a test of them can ask shuffled baskets the same. */
function metadataOf({ rules, sets, stopped }: Found, settings: Settings, transactions: number): Record<string, string> {
  const { k, metric, minCount, maxLength, maxAntecedent, maxConsequent } = settings
  const counts = Array.from({ length: rules.count }, (_, rule) => sets.counts[rules.wholes[rule]])
  const last = rules.count === 0 ? 0 : signOf(metric) * rules.scores[rules.count - 1]
  return {
    ...toMetadata({
      transactions,
      minCount: counts.reduce((least, count) => Math.min(least, count), counts[0] ?? minCount),
      kind: 'frequent',
      maxLength,
      mustContain: [],
      truncated: null,
    }),
    ...(stopped === null ? {} : { 'bodkin.truncated': stopped }),
    ...toRuleMetadata({
      metric,
      minThreshold: last,
      maxAntecedent,
      maxConsequent,
      antecedents: null,
      consequents: null,
    }),
    'bodkin.k': String(k),
  }
}

function readInput(
  input: Transactions | TableLike,
  options: unknown,
): { readonly tx: Transactions; readonly settings: Settings } {
  if (isTransactions(input)) return { tx: input, settings: readOptions(schema, options) }
  const fields = readOptions({ ...layoutSchema, ...schema }, options)
  return { tx: readTransactions(input, layoutOf(fields)), settings: fields }
}

/** How many of the commonest items the first look takes. */
const SEED_ITEMS = 200
/** Rows whose rules are looked at before the best are picked again. */
const BLOCK = 4096
/** What any rule comes before. */
const NO_GOAL: Goal = { score: -Infinity, count: 0, length: Infinity }

interface Found {
  readonly sets: Lattice
  readonly labels: readonly string[]
  /** The best ones, in order. */
  readonly rules: RuleRows
  /** The limit that ended the search. */
  readonly stopped: LimitName | null
}

function search(tx: Transactions, settings: Settings, bound: Bound, start: Goal, guard: Guard): Found {
  const { k, metric, limits } = settings
  const maxAntecedent = settings.maxAntecedent ?? Infinity
  const maxConsequent = settings.maxConsequent ?? Infinity
  const maxLength = Math.min(settings.maxLength ?? Infinity, maxAntecedent + maxConsequent)
  const needed = (goal: Goal, length: number): number => Math.max(settings.minCount, leastCount(bound, goal, length))
  const database = recode(tx, needed(start, 2))
  const sets = lattice(tx.count)
  const labels = Array.from(database.items, (item) => tx.labels[item])
  const found = { sets, labels, rules: ruleRows(), stopped: null as LimitName | null }
  database.counts.forEach((count, item) => addRow(sets, Int32Array.of(item), 0, 1, count))

  let goal = start
  const isLate = (): boolean => {
    found.stopped ??= guard.late()?.limit ?? null
    return found.stopped !== null
  }
  let trie = database.counts.length < 2 ? null : frequentPairs(database)
  for (let length = 2; trie !== null && trie.size > 0; length++) {
    const from = sets.count
    found.stopped ??= addLevel(sets, trie, guard)
    for (let row = from; row < sets.count && !isLate(); row += BLOCK) {
      const rule: RuleSearch = {
        score: scoreOf(metric, sets),
        threshold: goal.score,
        isConfidence: metric === 'confidence',
        maxAntecedent,
        maxConsequent,
        antecedents: null,
        consequents: null,
      }
      searchRules(sets, rule, row, Math.min(row + BLOCK, sets.count), found.rules)
      keepBest(found.rules, sets, database.rank, k)
      goal = goalOf(found, k, goal)
    }
    trie = found.stopped !== null || length >= maxLength ? null : nextLevel(trie, length)
  }
  return found

  /** Itemsets of one more item that may still give a rule to keep. */
  function nextLevel(level: Trie, length: number): Trie | null {
    const least = needed(goal, length + 1)
    const alive = frequentTrie(level, least)
    if (alive.size === 0) return null
    if (!fitCandidates(alive, limits)) {
      found.stopped = 'maxItemsets'
      return null
    }
    const candidates = candidateTrie(alive)
    return countCandidates(database, candidates, isLate) ? frequentTrie(candidates, least) : null
  }
}

/** Put a level's itemsets into the lattice; returns the limit that stopped it. */
function addLevel(sets: Lattice, trie: Trie, guard: Guard): LimitName | null {
  const level = itemsetBuffer(guard)
  emitTrie(trie, level)
  const stop = level.stopped ?? guard.grow(sets.count + level.count, sets.offsets[sets.count] + level.length, 0)
  if (stop !== null) return stop.limit
  const { offsets, items, counts } = level
  for (let i = 0; i < level.count; i++) addRow(sets, items, offsets[i], offsets[i + 1], counts[i])
  return null
}

/** Whether the candidates, which take memory before they are counted, stay within the limits. */
function fitCandidates({ starts }: Trie, { maxItemsets }: Limits): boolean {
  const last = starts[starts.length - 1]
  let joins = 0
  for (let node = 0; node + 1 < last.length; node++) {
    const children = last[node + 1] - last[node]
    joins += (children * (children - 1)) / 2
  }
  return joins <= maxItemsets
}

function limitError({ metric, limits }: Settings, limit: LimitName): BodkinError {
  const value = limits[limit] as number
  const message =
    `the best rules by ${JSON.stringify(metric)} are not found within limits.${limit} = ${value.toLocaleString('en')}: ` +
    `raise minCount or limits.${limit}, set maxLength, or take a measure that weighs evidence, such as "leverage"`
  return new BodkinError('LIMIT', message, { limit, value })
}

/** Drop all rules but the k best, which come to stand in order. */
function keepBest(rules: RuleRows, sets: Lattice, rank: Int32Array, k: number): void {
  const order = Array.from({ length: rules.count }, (_, rule) => rule)
    .sort((a, b) => compareRules(rules, sets, rank, a, b))
    .slice(0, k)
  for (const column of [rules.wholes, rules.antecedents, rules.consequents, rules.scores])
    column.set(order.map((rule) => column[rule]))
  rules.count = order.length
}

/** The documented order of rules. */
function compareRules(rules: RuleRows, sets: Lattice, rank: Int32Array, a: number, b: number): number {
  const { wholes, antecedents, consequents, scores } = rules
  // infinite scores have no difference
  if (scores[a] !== scores[b]) return scores[a] > scores[b] ? -1 : 1
  return (
    sets.counts[wholes[b]] - sets.counts[wholes[a]] ||
    lengthOf(sets, wholes[a]) - lengthOf(sets, wholes[b]) ||
    compareRows(sets, rank, antecedents[a], antecedents[b]) ||
    compareRows(sets, rank, consequents[a], consequents[b])
  )
}

/** The documented order of itemsets. */
function compareRows(sets: Lattice, rank: Int32Array, a: number, b: number): number {
  const { offsets, items, counts } = sets
  const length = lengthOf(sets, a)
  const difference = length - lengthOf(sets, b) || counts[b] - counts[a]
  if (difference !== 0) return difference
  for (let k = 0; k < length; k++) {
    const other = rank[items[offsets[a] + k]] - rank[items[offsets[b] + k]]
    if (other !== 0) return other
  }
  return 0
}

function lengthOf({ offsets }: Lattice, row: number): number {
  return offsets[row + 1] - offsets[row]
}

/** The k-th rule, once there are so many. */
function goalOf({ rules, sets }: Pick<Found, 'rules' | 'sets'>, k: number, before: Goal): Goal {
  if (rules.count < k) return before
  const whole = rules.wholes[k - 1]
  return { score: rules.scores[k - 1], count: sets.counts[whole], length: lengthOf(sets, whole) }
}

/**
 * A few shuffles, each mined and tested as the real baskets were: the unit of work that the pool shares out.
 *
 * A shuffle's number and the seed settle its random numbers, and tallies are sums of integers, so the result is the same however shuffles
 * are spread.
 */
import { randomStream } from '../../numeric/random.js'
import type { Task } from '../../parallel/task.js'
import { addRow, lattice, type Lattice } from '../rules/rules-lattice.js'
import { ruleRows, searchRules } from '../rules/rules-search.js'
import { emptyTally, tallyShuffle, type RealRules, type Tally } from './calibrate.js'
import { isTautology, nodesOfBaskets, type Forest } from './forest.js'
import { incidence, type Incidence } from './incidence.js'
import { mineStrata, type StratifiedItemsets } from './mine-strata.js'
import { itemsOfRules } from './rule-items.js'
import { kernelSearch, type RuleThresholds } from './rule-thresholds.js'
import type { SizedBaskets } from './size-strata.js'
import { ruleStatistics, slotFactors, type RuleParts } from './statistic.js'
import { swapShuffle } from './swap.js'

/** What was asked of the real baskets: a shuffle is asked the same. */
export interface RuleQuestion {
  /** Least count of an itemset. */
  readonly minCount: number
  /** Longest itemset. */
  readonly maxLength: number
  readonly thresholds: RuleThresholds
  /** Categories that were mined with the items; null for items alone. */
  readonly forest: Forest | null
}

/** Shuffles number `first` to `first` + `count` − 1 of a seed. */
export interface ShuffleInput {
  readonly baskets: SizedBaskets
  readonly question: RuleQuestion
  readonly real: RealRules
  readonly seed: number
  readonly first: number
  readonly count: number
}

/** Shuffle, mine, test and count. */
export const shuffleTask: Task<ShuffleInput, Tally> = {
  name: 'association/shuffle',
  run({ baskets, question, real, seed, first, count }) {
    const { stratumOf, stratumCounts } = baskets
    const factors = slotFactors(baskets)
    const tally = emptyTally(real)
    for (let shuffle = first; shuffle < first + count; shuffle++) {
      const { items } = swapShuffle(baskets, randomStream(seed, `shuffle ${shuffle}`))
      const sides = minedSides(baskets, items, question)
      const allowed = itemsOfRules(sides, question.minCount, question.thresholds)
      const itemsets = mineStrata(sides, stratumOf, stratumCounts.length, question, allowed)
      const rules = rulesOf(itemsets, baskets.count, question)
      tallyShuffle(real, ruleStatistics(rules, itemsets, itemsets, stratumCounts, factors), tally)
    }
    return tally
  },
  transfer({ reached, reachedByStratum }) {
    return [reached.buffer as ArrayBuffer, reachedByStratum.buffer as ArrayBuffer]
  },
}

/** What of some baskets' items is mined: the frequent items, or the nodes of the forest. */
function minedSides({ offsets, basketOf, counts }: SizedBaskets, items: Int32Array, question: RuleQuestion): Incidence {
  const { forest, minCount } = question
  if (forest !== null) {
    const { nodes, basketOf: basketOfNode } = nodesOfBaskets(forest, offsets, items)
    return incidence(nodes, basketOfNode, offsets.length - 1, forest.parents.length)
  }
  let frequent = 0
  while (frequent < counts.length && counts[frequent] >= minCount) frequent++
  return incidence(items, basketOf, offsets.length - 1, frequent)
}

/** Rules of itemsets, by the thresholds that the table of rules was made with. */
function rulesOf(itemsets: StratifiedItemsets, transactions: number, { thresholds, forest }: RuleQuestion): RuleParts {
  const { sets, itemsetOf } = latticeOf(itemsets, transactions, forest)
  const found = ruleRows()
  searchRules(sets, kernelSearch(thresholds, sets), 0, sets.count, found)
  const positions = (rows: Int32Array): Int32Array => {
    if (itemsetOf !== null) for (let i = 0; i < found.count; i++) rows[i] = itemsetOf[rows[i]]
    return rows
  }
  return {
    count: found.count,
    antecedent: positions(found.antecedents),
    consequent: positions(found.consequents),
    union: positions(found.wholes),
  }
}

/** The itemsets as a lattice; `itemsetOf`: row → itemset, null when they are the same. The miner lists every itemset behind its parts. */
function latticeOf(
  { count, offsets, items, counts }: StratifiedItemsets,
  transactions: number,
  forest: Forest | null,
): { sets: Lattice; itemsetOf: Int32Array | null } {
  const sets = lattice(transactions)
  const itemsetOf = forest === null ? null : new Int32Array(count)
  for (let i = 0; i < count; i++) {
    if (forest !== null && isTautology(forest, items, offsets[i], offsets[i + 1])) continue
    if (itemsetOf !== null) itemsetOf[sets.count] = i
    addRow(sets, items, offsets[i], offsets[i + 1], counts[i])
  }
  return { sets, itemsetOf }
}

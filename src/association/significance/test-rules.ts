/**
 * Rules of a table held against what baskets of these sizes give without any association.
 */
import { BodkinError } from '../../errors.js'
import { erfc } from '../../numeric/erfc.js'
import { benjaminiHochberg } from '../../numeric/false-discovery.js'
import { holm } from '../../numeric/family-wise.js'
import { withPool } from '../../parallel/pool.js'
import { shareArrays } from '../../parallel/share.js'
import type { RuleTable } from '../rules/rules-table.js'
import { addTally, calibrate, emptyTally, sortRealRules } from './calibrate.js'
import { countStrata } from './count-strata.js'
import { fisherTests } from './fisher.js'
import { nodesOfBaskets } from './forest.js'
import { incidence } from './incidence.js'
import { ruleSets } from './rule-sets.js'
import { shuffleTask, type RuleQuestion } from './shuffle-task.js'
import type { SignificanceSettings } from './significance-options.js'
import type { SizedBaskets } from './size-strata.js'
import { adjustedLiftLower, ruleStatistics, slotFactors, type RuleStatistics } from './statistic.js'

/** Rules, the baskets they were found in, and what was asked of those. */
export interface RulesToTest {
  readonly rules: RuleTable
  readonly baskets: SizedBaskets
  /** Number of each label in what was mined: the items of `baskets`, or the nodes of the forest. */
  readonly codeOf: ReadonlyMap<string, number>
  readonly question: RuleQuestion
}

/** A number a rule. */
export interface RuleTests {
  /** The lift that means nothing: E n / (nA nC). */
  readonly expectedLift: Float64Array
  /** nAC / E. */
  readonly adjustedLift: Float64Array
  /** Its one-sided 95 % lower bound. */
  readonly adjustedLiftLower: Float64Array
  readonly z: Float64Array
  readonly p: Float64Array
  readonly q: Float64Array
}

/** Shuffles are shared out in so many parts at most: enough to keep workers busy and progress moving. */
const MOST_TASKS = 64

/** Test rules by the method of the settings. */
export async function testRules(input: RulesToTest, settings: SignificanceSettings): Promise<RuleTests> {
  const { rules, baskets } = input
  const { method, correction } = settings
  const correct = correction === 'holm' ? holm : benjaminiHochberg
  if (method === 'fisher') {
    const { p, ...statistics } = fisherTests(rules, baskets.count)
    return testsOf(rules, baskets.count, statistics, p, correct(p))
  }
  const statistics = ruleEvidence(input)
  checkCounts(rules, statistics)
  if (method === 'stratified') {
    const p = statistics.z.map((z) => erfc(z / Math.SQRT2) / 2)
    return testsOf(rules, baskets.count, statistics, p, correct(p))
  }
  const { p, q } = await shuffled(input, statistics, settings)
  return testsOf(rules, baskets.count, statistics, p, correction === 'holm' ? holm(p) : q)
}

/** Counts, E, V and z of rules among baskets, which need not be those that the rules come from. */
export interface RuleEvidence extends RuleStatistics {
  readonly both: Int32Array
  readonly antecedent: Int32Array
  readonly consequent: Int32Array
}

/** Count the rules and work out their statistics. */
export function ruleEvidence({ rules, baskets, codeOf, question: { forest } }: RulesToTest): RuleEvidence {
  const { sets, rules: parts } = ruleSets(rules, codeOf)
  const { offsets, items, basketOf, counts, stratumOf, stratumCounts } = baskets
  const { nodes, basketOf: basketOfNode } =
    forest === null ? { nodes: items, basketOf } : nodesOfBaskets(forest, offsets, items)
  const size = forest === null ? counts.length : forest.parents.length
  const sides = incidence(nodes, basketOfNode, offsets.length - 1, size)
  const counted = countStrata(sets, sides, stratumOf, stratumCounts.length)
  const itemsets = { offsets: sets.offsets, counts: counted.counts }
  return {
    both: parts.union.map((set) => counted.counts[set]),
    antecedent: parts.antecedent.map((set) => counted.counts[set]),
    consequent: parts.consequent.map((set) => counted.counts[set]),
    ...ruleStatistics(parts, itemsets, counted, stratumCounts, slotFactors(baskets)),
  }
}

/** Rules of other baskets would get numbers that mean nothing. */
function checkCounts(rules: RuleTable, evidence: RuleEvidence): void {
  for (const [name, part] of [
    ['count', 'both'],
    ['antecedent_count', 'antecedent'],
    ['consequent_count', 'consequent'],
  ] as const) {
    const row = rules[part].findIndex((count, rule) => count !== evidence[part][rule])
    if (row < 0) continue
    const message =
      `rules, row ${row}: ${name} must be ${evidence[part][row]} as in the baskets, got ${rules[part][row]}: ` +
      'pass the baskets that the rules come from'
    throw new BodkinError('DATA', message, { table: 'rules', row, column: name })
  }
}

async function shuffled(
  { baskets, question }: RulesToTest,
  statistics: RuleStatistics,
  { permutations, seed, workers, signal, onProgress }: SignificanceSettings,
): Promise<{ p: Float64Array; q: Float64Array }> {
  const real = sortRealRules(statistics.z, statistics.expected)
  const sum = emptyTally(real)
  if (statistics.z.length > 0) {
    const share = workers === 0 ? <T extends object>(record: T): T => record : shareArrays
    const shares = { baskets: share(baskets), real: share(real), question, seed }
    const size = Math.ceil(permutations / MOST_TASKS)
    const inputs = Array.from({ length: Math.ceil(permutations / size) }, (_, part) => ({
      ...shares,
      first: part * size,
      count: Math.min(size, permutations - part * size),
    }))
    const tallies = await withPool(workers, (pool) =>
      pool.map(shuffleTask, inputs, { signal, onProgress, label: 'significance', units: ({ count }) => count }),
    )
    for (const tally of tallies) addTally(sum, tally)
  }
  return calibrate(real, sum, permutations, statistics)
}

function testsOf(
  { both, antecedent, consequent, count }: RuleTable,
  n: number,
  { expected, variance, z }: RuleStatistics,
  p: Float64Array,
  q: Float64Array,
): RuleTests {
  const of = (value: (rule: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, rule) => value(rule))
  return {
    expectedLift: of((rule) => (expected[rule] * n) / (antecedent[rule] * consequent[rule])),
    adjustedLift: of((rule) => both[rule] / expected[rule]),
    adjustedLiftLower: of((rule) => adjustedLiftLower(both[rule], expected[rule], variance[rule])),
    z,
    p,
    q,
  }
}

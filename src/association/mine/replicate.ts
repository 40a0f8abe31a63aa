/**
 * Whether rules hold in baskets of a later time.
 *
 * The statistic of significance/statistic.ts among the later baskets, with their own sizes. A rule that was chosen before needs no shuffles
 * there: one look is not a search. It holds when the one-sided 95 % lower bound of its adjusted lift exceeds 1, so a rule without substance
 * has about one chance in twenty.
 */
import { float64, int32, type OutputColumn } from '../../arrow/write-table.js'
import type { Taxonomy } from '../hierarchy/hierarchy.js'
import type { Baskets } from '../database/recode.js'
import type { RuleTable } from '../rules/rules-table.js'
import { forestOver } from '../significance/forest.js'
import { sizeBaskets } from '../significance/size-strata.js'
import { adjustedLiftLower } from '../significance/statistic.js'
import { ruleEvidence } from '../significance/test-rules.js'
import type { Candidates } from './candidates.js'

/** A number a rule, from the later baskets. */
export interface Replication {
  readonly count: Int32Array
  /** Adjusted lift; NaN where nothing is expected. */
  readonly lift: Float64Array
  readonly liftLower: Float64Array
}

/** Look at rules in later baskets, which have the same labels. */
export function replicate(
  rules: RuleTable,
  { question, branches, codeOf: nodeOf }: Candidates,
  after: Baskets,
  taxonomy: Taxonomy | null,
  exclusive: string | null,
): Replication {
  const baskets = sizeBaskets(after, exclusive)
  const hasNodes = taxonomy !== null && branches !== null
  const forest = hasNodes ? forestOver(taxonomy, branches, baskets.ids) : null
  const codeOf = hasNodes ? nodeOf : new Map(Array.from(baskets.ids, (id, code) => [after.labels[id], code]))
  const { both, expected, variance } = ruleEvidence({ rules, baskets, codeOf, question: { ...question, forest } })
  return {
    count: both,
    lift: expected.map((value, rule) => both[rule] / value),
    liftLower: expected.map((value, rule) =>
      both[rule] === 0 ? both[rule] / value : adjustedLiftLower(both[rule], value, variance[rule]),
    ),
  }
}

/** Whether a rule holds there. */
export function holdsLater({ liftLower }: Replication, rule: number): boolean {
  return liftLower[rule] > 1
}

/** The columns. */
export function replicationColumns({ count, lift, liftLower }: Replication): [name: string, column: OutputColumn][] {
  return [
    ['replicated_count', int32(count)],
    ['replicated_lift', float64(lift)],
    ['replicated_lift_lower', float64(liftLower)],
  ]
}

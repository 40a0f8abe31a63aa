/**
 * What a table of rules was asked for, as plain data that crosses to workers, and as the search of the rules' kernel.
 */
import type { RuleFacts } from '../rules/rules-facts.js'
import { signOf, type MeasureName } from '../rules/measures.js'
import type { Lattice } from '../rules/rules-lattice.js'
import { scoreOf } from '../rules/rules-score.js'
import type { RuleSearch } from '../rules/rules-search.js'

/** Thresholds and templates of rules. */
export interface RuleThresholds {
  readonly metric: MeasureName
  readonly minThreshold: number
  readonly maxAntecedent: number
  readonly maxConsequent: number
  /** By item, 1 = may stand there; null = any may. */
  readonly antecedents: Uint8Array | null
  readonly consequents: Uint8Array | null
}

/**
 * The thresholds that a table of rules was made with.
 *
 * @param codeOf number of each label in the baskets
 */
export function thresholdsOf(facts: RuleFacts, codeOf: ReadonlyMap<string, number>): RuleThresholds {
  return {
    metric: facts.metric,
    minThreshold: facts.minThreshold,
    maxAntecedent: facts.maxAntecedent ?? Infinity,
    maxConsequent: facts.maxConsequent ?? Infinity,
    antecedents: allowed(facts.antecedents, codeOf),
    consequents: allowed(facts.consequents, codeOf),
  }
}

function allowed(labels: readonly string[] | null, codeOf: ReadonlyMap<string, number>): Uint8Array | null {
  if (labels === null) return null
  const items = new Uint8Array(codeOf.size)
  for (const label of labels) {
    const code = codeOf.get(label)
    if (code !== undefined) items[code] = 1
  }
  return items
}

/** The search of rules with these thresholds among the rows of `sets`, which is complete. */
export function kernelSearch(
  { metric, minThreshold, maxAntecedent, maxConsequent, antecedents, consequents }: RuleThresholds,
  sets: Lattice,
): RuleSearch {
  return {
    score: scoreOf(metric, sets),
    threshold: signOf(metric) * minThreshold,
    isConfidence: metric === 'confidence',
    maxAntecedent,
    maxConsequent,
    antecedents,
    consequents,
  }
}

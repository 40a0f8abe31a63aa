/**
 * What a table of rules was asked for, in its schema's metadata: a test of the rules asks shuffled baskets the same.
 */
import type { MeasureName } from './measures.js'

/** Thresholds and templates of rules. */
export interface RuleFacts {
  readonly metric: MeasureName
  readonly minThreshold: number
  /** Most items of a side, or null for any number. */
  readonly maxAntecedent: number | null
  readonly maxConsequent: number | null
  /** Labels that may stand on a side, or null for all. */
  readonly antecedents: readonly string[] | null
  readonly consequents: readonly string[] | null
}

const KEYS = {
  metric: 'bodkin.metric',
  minThreshold: 'bodkin.min_threshold',
  maxAntecedent: 'bodkin.max_antecedent',
  maxConsequent: 'bodkin.max_consequent',
  antecedents: 'bodkin.antecedents',
  consequents: 'bodkin.consequents',
} as const

/** The facts as the texts of a schema; what any number or all labels may be is left out. */
export function toRuleMetadata(facts: RuleFacts): Record<string, string> {
  const { metric, minThreshold, maxAntecedent, maxConsequent, antecedents, consequents } = facts
  return {
    [KEYS.metric]: metric,
    [KEYS.minThreshold]: String(minThreshold),
    ...(maxAntecedent === null ? {} : { [KEYS.maxAntecedent]: String(maxAntecedent) }),
    ...(maxConsequent === null ? {} : { [KEYS.maxConsequent]: String(maxConsequent) }),
    ...(antecedents === null ? {} : { [KEYS.antecedents]: JSON.stringify(antecedents) }),
    ...(consequents === null ? {} : { [KEYS.consequents]: JSON.stringify(consequents) }),
  }
}

/** What `toRuleMetadata` wrote; every rule there is where it wrote nothing. */
export function fromRuleMetadata(metadata: ReadonlyMap<string, string>): RuleFacts {
  const limit = (key: string): number | null => (metadata.has(key) ? Number(metadata.get(key)) : null)
  const labels = (key: string): readonly string[] | null =>
    metadata.has(key) ? (JSON.parse(metadata.get(key) as string) as string[]) : null
  return {
    metric: (metadata.get(KEYS.metric) ?? 'confidence') as MeasureName,
    minThreshold: limit(KEYS.minThreshold) ?? 0,
    maxAntecedent: limit(KEYS.maxAntecedent),
    maxConsequent: limit(KEYS.maxConsequent),
    antecedents: labels(KEYS.antecedents),
    consequents: labels(KEYS.consequents),
  }
}

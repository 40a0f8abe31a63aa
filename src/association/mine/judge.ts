/**
 * Which rules may be published, and why the others may not.
 */
import type { GateSettings } from './mine-options.js'
import { holdsLater, type Replication } from './replicate.js'

/** Why a rule was refused; the last three are reasons of the whole run. */
export type RefusalCode =
  | 'RARE'
  | 'NOT_SIGNIFICANT'
  | 'WEAK'
  | 'REDUNDANT'
  | 'NOT_REPLICATED'
  | 'BEYOND_MAX_RULES'
  | 'TOO_FEW_BASKETS'
  | 'TRUNCATED'

/** What is known of each rule. */
export interface RuleRecord {
  readonly count: Int32Array
  readonly q: Float64Array
  readonly adjustedLiftLower: Float64Array
  readonly improvement: Float64Array
  /** 1 = a rule about categories says the same. */
  readonly explained: Uint8Array | null
  readonly replication: Replication | null
}

/** The rules' fate. */
export interface Judgement {
  /** Rows that may be published, best first. */
  readonly published: Int32Array
  /** All other rows, best first, and the reasons of each. */
  readonly refused: Int32Array
  readonly reasons: readonly (readonly RefusalCode[])[]
}

/**
 * Judge every rule. Best first: smallest q, then largest lower bound, then the order of the rules.
 *
 * @param gate null = everything may be published
 * @param runReasons what keeps the whole run from being published
 */
export function judge(
  record: RuleRecord,
  gate: GateSettings | null,
  maxRules: number,
  runReasons: readonly RefusalCode[],
): Judgement {
  const { q, adjustedLiftLower } = record
  const order = Array.from(q.keys()).sort((a, b) => q[a] - q[b] || adjustedLiftLower[b] - adjustedLiftLower[a] || a - b)
  const published: number[] = []
  const refused: number[] = []
  const reasons: RefusalCode[][] = []
  for (const rule of order) {
    const own = gate === null ? [] : [...reasonsOf(record, rule, gate), ...runReasons]
    if (own.length === 0 && published.length < maxRules) {
      published.push(rule)
      continue
    }
    refused.push(rule)
    reasons.push(own.length === 0 ? ['BEYOND_MAX_RULES'] : own)
  }
  return { published: Int32Array.from(published), refused: Int32Array.from(refused), reasons }
}

function reasonsOf(
  { count, q, adjustedLiftLower, improvement, explained, replication }: RuleRecord,
  rule: number,
  gate: GateSettings,
): RefusalCode[] {
  // written so that a number that is missing fails
  const checks: [RefusalCode, boolean][] = [
    ['RARE', count[rule] >= gate.minCount],
    ['NOT_SIGNIFICANT', q[rule] <= gate.fdr],
    ['WEAK', adjustedLiftLower[rule] > gate.minAdjustedLift],
    ['REDUNDANT', improvement[rule] > gate.minImprovement && explained?.[rule] !== 1],
    ['NOT_REPLICATED', !gate.replicate || replication === null || holdsLater(replication, rule)],
  ]
  return checks.flatMap(([code, passed]) => (passed ? [] : [code]))
}

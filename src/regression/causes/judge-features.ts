/**
 * The features of a group: p-values from its tests, q-values over them, and which may be published.
 *
 * Of features that say the same, each has the larger of its joint and its conditional p-value if some of them is significant by itself
 * among rows in which the others are alike. If none is, nobody can tell which one it is: then the one that the held-out errors miss most
 * stands for all of them with the joint p-value, and its text says so.
 */
import { benjaminiHochberg } from '../../numeric/false-discovery.js'
import type { Associations } from './associated.js'
import type { Importances } from './held-out-importance.js'
import type { PlannedTest } from './plan-tests.js'

/** Why a feature is not published. */
type FeatureCode = 'NOT_SIGNIFICANT' | 'UNSTABLE'

/** A feature's part in the answer. */
export interface JudgedFeature {
  readonly feature: number
  readonly pValue: number
  readonly qValue: number
  /** Features that it cannot be told apart from, itself included. */
  readonly members: readonly number[]
  /** Whether it stands for all of them because none is significant by itself. */
  readonly standsForAll: boolean
  /** Null where nothing speaks against it. */
  readonly code: FeatureCode | null
}

/** Share of the fold models that must rank a feature alike. */
const STABLE = 0.5

/** Judge all features; in their order. */
export function judgeFeatures(
  tests: readonly PlannedTest[],
  pValues: readonly number[],
  { group }: Associations,
  { importance, stability }: Importances,
  alpha: number,
): JudgedFeature[] {
  const count = group.length
  const joint = new Float64Array(count)
  const own = new Float64Array(count).fill(NaN)
  tests.forEach(({ kind, features }, i) => {
    if (kind === 'conditional') own[features[0]] = pValues[i]
    else for (const f of features) joint[f] = pValues[i]
  })
  const members = Array.from(group, (id) => Array.from(group.keys()).filter((f) => group[f] === id))
  const apart = members.map((of) => of.length === 1 || of.some((f) => own[f] <= alpha))
  const leads = members.map((of, f) => of.every((other) => other === f || precedes(f, other, importance)))
  const pValue = Float64Array.from(joint, (p, f) => {
    if (members[f].length === 1 || (!apart[f] && leads[f])) return p
    return Math.max(p, own[f])
  })
  const qValue = benjaminiHochberg(pValue)
  return members.map((of, feature) => ({
    feature,
    pValue: pValue[feature],
    qValue: qValue[feature],
    members: of,
    standsForAll: !apart[feature] && leads[feature],
    code: codeOf(qValue[feature], importance[feature], stability[feature], alpha),
  }))
}

function precedes(f: number, other: number, importance: Float64Array): boolean {
  return importance[f] > importance[other] || (importance[f] === importance[other] && f < other)
}

function codeOf(q: number, importance: number, stability: number, alpha: number): FeatureCode | null {
  if (!(q <= alpha)) return 'NOT_SIGNIFICANT'
  return importance > 0 && stability >= STABLE ? null : 'UNSTABLE'
}

/**
 * What rules may still be hoped for: the bound of branch and bound.
 *
 * A rule of an itemset Z with count c, or of any larger one, has both ≤ c, nA ≥ both, nC ≥ both. Most measures are largest, for a given
 * `both`, when neither side occurs without the other, nA = nC = both; then the best rule below Z has at most
 *
 *   bound(c) = max over k ≤ c of measure(k, k, k, n), with the largest such k as its count
 *
 * which grows with c. So "can no longer be among the k best" is a least count, as in frequent itemsets, that rises with every good rule found.
 * Measures for which another margin may be best have no bound, and every itemset has to be looked at.
 * Webb, Efficient Search for Association Rules, KDD 2000 (OPUS_AR); Morishita & Sese, PODS 2000, for bounds from counts.
 */
import type { Measure } from './measures-core.js'
import { measureOf, signOf, type MeasureName } from './measures.js'

/** Measures that other margins than nA = nC = both may maximise. */
const UNBOUNDED: ReadonlySet<MeasureName> = new Set<MeasureName>([
  'antecedent_support',
  'consequent_support',
  'coverage',
  'imbalance_ratio',
  'gini',
  'j_measure',
  'lift_lower',
  'lift_upper',
])

/** The rule to beat. */
export interface Goal {
  /** More is better. */
  readonly score: number
  readonly count: number
  /** Items of both sides. */
  readonly length: number
}

/** Best score of rules with up to c baskets, and the count at which it is reached; index c. */
export interface Bound {
  readonly scores: Float64Array
  readonly counts: Float64Array
}

/** The bound for counts up to `most`. */
export function boundOf(metric: MeasureName, most: number, transactions: number): Bound {
  const scores = new Float64Array(most + 1).fill(-Infinity)
  const counts = new Float64Array(most + 1)
  if (UNBOUNDED.has(metric)) return { scores: scores.fill(Infinity), counts: counts.fill(Infinity) }
  const measure = boundingMeasure(metric)
  const sign = signOf(metric)
  for (let count = 1; count <= most; count++) {
    const score = sign * measure(count, count, count, transactions)
    // NaN where the measure is undefined: no rule of that count has a value either
    const isBest = score >= scores[count - 1]
    scores[count] = isBest ? score : scores[count - 1]
    counts[count] = isBest ? count : counts[count - 1]
  }
  return { scores, counts }
}

/** An improvement is at most the added value: the empty antecedent is one of the sub-rules. */
function boundingMeasure(metric: MeasureName): Measure {
  return measureOf(metric === 'improvement' ? 'added_value' : metric)
}

/**
 * The least count of an itemset below which no rule of `length` items or more can come before the goal, or level with it.
 */
export function leastCount({ scores, counts }: Bound, goal: Goal, length: number): number {
  let low = 1
  let high = scores.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (mayReach(scores[middle], counts[middle])) high = middle
    else low = middle + 1
  }
  return low

  function mayReach(score: number, count: number): boolean {
    if (score !== goal.score) return score > goal.score
    return count === goal.count ? length <= goal.length : count > goal.count
  }
}

/**
 * Fisher's exact test of every rule, for comparison: each basket is taken to be equally likely to hold an item, whatever its size.
 *
 *   E = nA nC / n       V = nA nC (n − nA)(n − nC) / (n² (n − 1))       z = (nAC − E) / √V,  0 where V = 0
 *   p = P(X ≥ nAC) for hypergeometric X: nC draws of n baskets, nA of which hold the antecedent
 *
 * Fisher, The Logic of Inductive Inference (1935); on rules: Hahsler & Hornik (2007).
 */
import { hypergeometricUpper } from '../../numeric/hypergeometric.js'
import type { RuleStatistics } from './statistic.js'

/** Counts of rules. */
export interface RuleCounts {
  readonly both: Int32Array
  readonly antecedent: Int32Array
  readonly consequent: Int32Array
}

/** E, V, z and p of rules among n baskets. */
export function fisherTests(
  { both, antecedent, consequent }: RuleCounts,
  n: number,
): RuleStatistics & { readonly p: Float64Array } {
  const of = (value: (rule: number) => number): Float64Array =>
    Float64Array.from({ length: both.length }, (_, rule) => value(rule))
  const expected = of((rule) => (antecedent[rule] * consequent[rule]) / n)
  const variance = of((rule) =>
    n === 1 ? 0 : (expected[rule] * (n - antecedent[rule]) * (n - consequent[rule])) / (n * (n - 1)),
  )
  return {
    expected,
    variance,
    z: of((rule) => (variance[rule] > 0 ? (both[rule] - expected[rule]) / Math.sqrt(variance[rule]) : 0)),
    p: of((rule) => hypergeometricUpper(both[rule], n, antecedent[rule], consequent[rule])),
  }
}

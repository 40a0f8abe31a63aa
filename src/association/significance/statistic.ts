/**
 * The statistic of a rule A → C: what it counts beyond what basket sizes explain.
 *
 * Baskets fall into strata g of like size s. A basket that holds A has only s − |A| slots left for C, so with (x)_k = x (x − 1) … (x − k + 1),
 *
 *   E_g = nA_g · nC_g / n_g · f_g        E = Σ_g E_g          f_g = (s − |A|)_|C| / (s)_|C|
 *   V   = Σ_g E_g (1 − nA_g / n_g)(1 − nC_g / n_g)            z = (nAC − E) / √V,  0 where V = 0: the item is everywhere
 *
 * f is the same for A → C and C → A. A stratum of several sizes takes n_g Σ(s)_(|A|+|C|) / (Σ(s)_|A| Σ(s)_|C|) over its baskets, which is f
 * where they have one size, and for pairs of a single stratum the neutral lift (E[s²] − E[s]) / E[s]². nA_g is the antecedent's own count, so
 * {a, b} → c says nothing where only a and b belong together.
 *
 * Where items are values of things that a basket has once each, they take no places from each other: f = 1.
 *
 * expected lift = E n / (nA nC) · adjusted lift = nAC / E · its one-sided 95 % lower bound exp(ln(nAC / E) − 1.645 √V / nAC).
 * A Cochran–Mantel–Haenszel statistic (Mantel & Haenszel 1959) with the slots taken into account.
 */
import type { SizedBaskets } from './size-strata.js'

/** One-sided 95 % point of the normal distribution. */
const NORMAL_95 = 1.6448536269514722

/** The factors f_g of antecedents and consequents of given lengths, one a stratum; kept once worked out. */
export type SlotFactors = (antecedent: number, consequent: number) => Float64Array

/** Slot factors of baskets. O(n · length) for each pair of lengths, once. */
export function slotFactors({
  offsets,
  stratumOf,
  stratumCounts,
  groupOf,
}: Pick<SizedBaskets, 'offsets' | 'stratumOf' | 'stratumCounts' | 'groupOf'>): SlotFactors {
  const strata = stratumCounts.length
  if (groupOf !== null) {
    const ones = new Float64Array(strata).fill(1)
    return () => ones
  }
  const largest = new Float64Array(strata)
  for (let b = 0; b < stratumOf.length; b++) largest[stratumOf[b]] = offsets[b + 1] - offsets[b]
  const sums: Float64Array[] = []
  const known: Float64Array[][] = []

  /** Σ over the stratum's baskets of (s)_k / (largest s)^k; the powers cancel in f. */
  const fallingSums = (k: number): Float64Array => {
    sums[k] ??= (() => {
      const out = new Float64Array(strata)
      for (let b = 0; b < stratumOf.length; b++) {
        const g = stratumOf[b]
        let product = 1
        for (let used = 0; used < k; used++) product *= (offsets[b + 1] - offsets[b] - used) / largest[g]
        out[g] += product
      }
      return out
    })()
    return sums[k]
  }

  return (antecedent, consequent) => {
    known[antecedent] ??= []
    known[antecedent][consequent] ??= (() => {
      const together = fallingSums(antecedent + consequent)
      const alone = fallingSums(antecedent)
      const other = fallingSums(consequent)
      return together.map((sum, g) => (sum === 0 ? 0 : (stratumCounts[g] * sum) / (alone[g] * other[g])))
    })()
    return known[antecedent][consequent]
  }
}

/** Counts of itemsets by stratum: itemset i has `byStratum[i · strata + g]` baskets in stratum g. */
export interface StratumCounts {
  readonly byStratum: Int32Array
  readonly strata: number
}

/** Rules as positions of their parts among itemsets. */
export interface RuleParts {
  readonly count: number
  readonly antecedent: Int32Array
  readonly consequent: Int32Array
  /** Antecedent and consequent together. */
  readonly union: Int32Array
}

/** What is found for each rule. */
export interface RuleStatistics {
  /** E: baskets that would hold antecedent and consequent. */
  readonly expected: Float64Array
  /** V. */
  readonly variance: Float64Array
  readonly z: Float64Array
}

/** E, V and z of rules. O(rules · strata). */
export function ruleStatistics(
  rules: RuleParts,
  itemsets: { readonly offsets: Int32Array; readonly counts: Int32Array },
  { byStratum, strata }: StratumCounts,
  stratumCounts: Int32Array,
  factors: SlotFactors,
): RuleStatistics {
  const { offsets, counts } = itemsets
  const expected = new Float64Array(rules.count)
  const variance = new Float64Array(rules.count)
  const z = new Float64Array(rules.count)
  for (let rule = 0; rule < rules.count; rule++) {
    const a = rules.antecedent[rule]
    const c = rules.consequent[rule]
    const factor = factors(offsets[a + 1] - offsets[a], offsets[c + 1] - offsets[c])
    let sum = 0
    let spread = 0
    for (let g = 0; g < strata; g++) {
      const shareA = byStratum[a * strata + g] / stratumCounts[g]
      const shareC = byStratum[c * strata + g] / stratumCounts[g]
      // in this order A → C and C → A agree to the last bit
      const e = stratumCounts[g] * (shareA * shareC) * factor[g]
      sum += e
      spread += e * (1 - shareA) * (1 - shareC)
    }
    expected[rule] = sum
    variance[rule] = spread
    z[rule] = spread > 0 ? (counts[rules.union[rule]] - sum) / Math.sqrt(spread) : 0
  }
  return { expected, variance, z }
}

/** Lower end of the adjusted lift: one-sided 95 %. */
export function adjustedLiftLower(count: number, expected: number, variance: number): number {
  return (count / expected) * Math.exp((-NORMAL_95 * Math.sqrt(variance)) / count)
}

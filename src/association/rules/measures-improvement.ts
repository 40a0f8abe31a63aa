/**
 * Improvement: what the last word of an antecedent adds. conf(A → C) − max over all proper subsets A' ⊂ A of conf(A' → C), the empty one
 * (confidence sC) included; at most 0 when some shorter rule is at least as good. Over every sub-rule, whatever thresholds the rules
 * had to pass; arules looks only at those in its set and never at the empty antecedent.
 *
 * Subsets are walked by the links of the lattice, A' and A' ∪ C side by side: 2^|A| steps a rule.
 * Bayardo, Agrawal & Gunopulos, Constraint-Based Rule Mining in Large, Dense Databases, ICDE 1999.
 */
import type { Lattice } from './rules-lattice.js'

/** Improvement of a rule by the rows of A ∪ C, A and C. */
export function improvement(sets: Lattice, whole: number, antecedent: number, consequent: number): number {
  const { offsets, items, parts, counts, transactions } = sets
  let best = counts[consequent] / transactions
  /** Leave out one more item, from those before `end` of the antecedent. */
  const visit = (all: number, left: number, end: number): void => {
    const start = offsets[left]
    if (offsets[left + 1] - start === 1) return
    let place = offsets[all + 1] - 1
    for (let k = end - 1; k >= 0; k--) {
      const item = items[start + k]
      while (items[place] !== item) place--
      const smaller = parts[place]
      const shorter = parts[start + k]
      const value = counts[smaller] / counts[shorter]
      if (value > best) best = value
      visit(smaller, shorter, k)
    }
  }
  visit(whole, antecedent, offsets[antecedent + 1] - offsets[antecedent])
  return counts[whole] / counts[antecedent] - best
}

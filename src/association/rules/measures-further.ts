/**
 * Further measures of a rule A → C, computed on request. Notation as in measures-core.ts; the cells of the 2×2 table besides `both`:
 *
 *   ac̄ = nA − both   baskets with A without C          āc = nC − both   with C without A          āc̄ = n − nA − nC + both   with neither
 *
 * Logarithms are natural, 0·ln 0 = 0. Definitions as in arules (Hahsler, A Probabilistic Comparison of Commonly Used Interest Measures for
 * Association Rules) unless said otherwise; where its formulas give NaN for an empty cell, the limit stands here.
 */
import { chiSquaredUpper } from '../../numeric/chi-squared.js'
import { hypergeometricLower, hypergeometricQuantile, hypergeometricUpper } from '../../numeric/hypergeometric.js'
import type { Measure } from './measures-core.js'

/** both / √(nA·nC) in (0, 1]. Tan, Kumar & Srivastava, KDD 2002. */
export const cosine: Measure = (both, a, c) => both / Math.sqrt(a * c)

/** Pearson's correlation of the two events, in [−1, 1]: (n·both − nA·nC) / √(nA·nC·(n − nA)(n − nC)); undefined where a side is in every basket. */
export const phi: Measure = (both, a, c, n) => (n * both - a * c) / (Math.sqrt(a * c) * Math.sqrt((n - a) * (n - c)))

/** both·āc̄ / (ac̄·āc) in [0, ∞]. Mosteller, JASA 63 (1968). */
export const oddsRatio: Measure = (both, a, c, n) => (both * (n - a - c + both)) / ((a - both) * (c - both))

/** The odds ratio with ½ added to each cell, which is finite always. Haldane (1940), Anscombe (1956). */
export const correctedOddsRatio: Measure = (both, a, c, n) =>
  ((both + 0.5) * (n - a - c + both + 0.5)) / ((a - both + 0.5) * (c - both + 0.5))

/** Pearson's χ² without continuity correction, n·φ², in [0, n]; large for avoidance too. */
export const chiSquared: Measure = (both, a, c, n) => n * phi(both, a, c, n) ** 2

/** P(χ² with one degree of freedom > chi_squared): two-sided test of independence, of one rule. */
export const chiSquaredP: Measure = (both, a, c, n) => chiSquaredUpper(chiSquared(both, a, c, n))

/** P(X ≥ both), X hypergeometric (nC of n, nA drawn): Fisher's exact test, one-sided for attraction, of one rule. */
export const fisherP: Measure = (both, a, c, n) => hypergeometricUpper(both, n, Math.max(a, c), Math.min(a, c))

/** both / Q₀.₉₉(X), X as for fisher_p; ∞ where the quantile is 0. Hahsler & Hornik, Intelligent Data Analysis 11 (2007). */
export const hyperLift: Measure = (both, a, c, n) =>
  both / hypergeometricQuantile(0.99, n, Math.max(a, c), Math.min(a, c))

/** P(X < both), X as for fisher_p. Hahsler & Hornik, Intelligent Data Analysis 11 (2007). */
export const hyperConfidence: Measure = (both, a, c, n) =>
  hypergeometricLower(both - 1, n, Math.max(a, c), Math.min(a, c))

/** s·ln(conf/sC) + (sA − s)·ln((1 − conf)/(1 − sC)) in [0, ∞). Smyth & Goodman, 1991. */
export const jMeasure: Measure = (both, a, c, n) => information(both, a, c, n) + information(a - both, a, n - c, n)

/** The mutual information of the two events over the smaller of their entropies, in [0, 1]. Tan, Kumar & Srivastava, KDD 2002. */
export const mutualInformation: Measure = (both, a, c, n) =>
  (information(both, a, c, n) +
    information(a - both, a, n - c, n) +
    information(c - both, n - a, c, n) +
    information(n - a - c + both, n - a, n - c, n)) /
  Math.min(entropy(a, n), entropy(c, n))

/** Gini's impurity of the consequent less the one that is left when the antecedent is known, in [0, 1/2]. Tan, Kumar & Srivastava, KDD 2002. */
export const gini: Measure = (both, a, c, n) => {
  // all four terms of the definition share this factor: 2·sA/(1 − sA)·(conf − sC)²
  const added = both / a - c / n
  return a === n ? 0 : 2 * (a / (n - a)) * added * added
}

/** |nA − nC| / (nA + nC − both) in [0, 1): 0 for sides of equal size. Wu, Chen & Han, Data Mining and Knowledge Discovery 21 (2010). */
export const imbalanceRatio: Measure = (both, a, c) => Math.abs(a - c) / (a + c - both)

/** both / max(nA, nC) in (0, 1]: the smaller of the confidences of both directions. Wu, Chen & Han (2010), after Omiecinski (2003). */
export const allConfidence: Measure = (both, a, c) => both / Math.max(a, c)

/** both / min(nA, nC) in (0, 1]: the larger of the confidences of both directions. Wu, Chen & Han (2010). */
export const maxConfidence: Measure = (both, a, c) => both / Math.min(a, c)

/** conf − sC in (−1, 1). Tan, Kumar & Srivastava, KDD 2002. */
export const addedValue: Measure = (both, a, c, n) => both / a - c / n

/** conf over the confidence of ā → C: (both/nA) / (āc/(n − nA)) in [0, ∞]; undefined where the antecedent is in every basket. */
export const relativeRisk: Measure = (both, a, c, n) => both / a / ((c - both) / (n - a))

/** (OR − 1) / (OR + 1) of the odds ratio, in [−1, 1]. Yule, 1900. */
export const yuleQ: Measure = (both, a, c, n) => {
  const product = both * (n - a - c + both)
  const cross = (a - both) * (c - both)
  return (product - cross) / (product + cross)
}

/** (√OR − 1) / (√OR + 1) of the odds ratio, in [−1, 1]. Yule, 1912. */
export const yuleY: Measure = (both, a, c, n) => {
  const product = Math.sqrt(both * (n - a - c + both))
  const cross = Math.sqrt((a - both) * (c - both))
  return (product - cross) / (product + cross)
}

/** nA / n, under the name it has in arules. */
export const coverage: Measure = (_both, a, _c, n) => a / n

/** Difference of confidence, conf(A → C) − conf(ā → C), in [−1, 1]; undefined where the antecedent is in every basket. Hofmann & Wilhelm, 2001. */
export const differenceOfConfidence: Measure = (both, a, c, n) => both / a - (c - both) / (n - a)

/**
 * Where the lift lies between the least, max(sA + sC − 1, 1/n)/(sA·sC), and the most, 1/max(sA, sC), that its margins allow: in [0, 1]; 1
 * where they allow one value only. Uncorrected for thresholds. McNicholas, Murphy & O'Regan, Computational Statistics & Data Analysis 52 (2008).
 */
export const standardisedLift: Measure = (both, a, c, n) => {
  const least = Math.max(a + c - n, 1)
  const most = Math.min(a, c)
  return most === least ? 1 : (both - least) / (most - least)
}

/** cell/n · ln(n·cell / (row·column)). */
function information(cell: number, row: number, column: number, n: number): number {
  return cell === 0 ? 0 : (cell / n) * Math.log((cell / row) * (n / column))
}

/** Entropy of an event that k of n baskets have. */
function entropy(k: number, n: number): number {
  return k === n ? 0 : -(k / n) * Math.log(k / n) - ((n - k) / n) * Math.log((n - k) / n)
}

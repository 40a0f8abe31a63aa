/**
 * The measures that every table of rules holds, from the 2×2 table of a rule A → C.
 *
 * Notation: n baskets, nA with the antecedent, nC with the consequent, `both` with both (≥ 1); shares sA = nA/n, sC = nC/n, s = both/n;
 * conf = both/nA. Each takes (both, nA, nC, n) and costs a few operations. Computed from the counts, so one rounding an operation is all
 * that separates them from the fractions; mlxtend starts from rounded supports, which differs in the last digits. ∞ where the measure
 * grows without bound, NaN where it is undefined.
 */

/** A measure of a rule: numbers of baskets with both sides, with the antecedent, with the consequent, and of all. */
export type Measure = (both: number, antecedent: number, consequent: number, transactions: number) => number

/** nA / n in (0, 1]. */
export const antecedentSupport: Measure = (_both, a, _c, n) => a / n

/** nC / n in (0, 1]. */
export const consequentSupport: Measure = (_both, _a, c, n) => c / n

/** both / n in (0, 1]. Agrawal, Imieliński & Swami, SIGMOD 1993. */
export const support: Measure = (both, _a, _c, n) => both / n

/** both / nA in (0, 1]: of the baskets with the antecedent, the share with the consequent. Agrawal, Imieliński & Swami, SIGMOD 1993. */
export const confidence: Measure = (both, a) => both / a

/** n·both / (nA·nC) in (0, ∞): 1 for independence. Brin, Motwani, Ullman & Tsur, SIGMOD 1997 (interest). */
export const lift: Measure = (both, a, c, n) => (n * both) / (a * c)

/** 1: the share of baskets for which the items of the rule are known, which is all of them. Ragel & Crémilleux, PAKDD 1998. */
export const representativity: Measure = () => 1

/** s − sA·sC in [−1/4, 1/4]: baskets beyond independence, as a share. Piatetsky-Shapiro, 1991. */
export const leverage: Measure = (both, a, c, n) => both / n - (a / n) * (c / n)

/** (1 − sC) / (1 − conf) in [0, ∞]; ∞ for confidence 1. Brin, Motwani, Ullman & Tsur, SIGMOD 1997. */
export const conviction: Measure = (both, a, c, n) => (both === a ? Infinity : ((n - c) / n) * (a / (a - both)))

/** leverage / max(s(1 − sA), sA(sC − s)) in [−1, 1]; 0 for 0/0. Yan, Zhang & Zhang, Expert Systems with Applications 36 (2009). */
export const zhangsMetric: Measure = (both, a, c, n) => {
  const most = Math.max(both * (n - a), a * (c - both))
  return most === 0 ? 0 : (n * both - a * c) / most
}

/** s / (sA + sC − s) in (0, 1]. Jaccard, 1901. */
export const jaccard: Measure = (both, a, c) => both / (a + c - both)

/** (conf − sC) / (1 − sC), at most 1; 0 where the consequent is in every basket. Shortliffe & Buchanan, Mathematical Biosciences 23 (1975). */
export const certainty: Measure = (both, a, c, n) => (c === n ? 0 : (n * both - a * c) / (a * (n - c)))

/** ½(both/nA + both/nC) in (0, 1]. Kulczyński, 1927. */
export const kulczynski: Measure = (both, a, c) => (both / a + both / c) / 2

/**
 * Rules out of itemsets: every split of an itemset Z into antecedent A and consequent C, both non-empty, that reaches a threshold.
 *
 * Consequents of Z grow depth first, one item further back at a time. Moving an item from A to C can only lower the count's share
 * both/nA, so below a consequent that misses a threshold of confidence there is nothing to look for (ap-genrules); for other measures all
 * 2^|Z| − 2 splits are tried. What may stand on a side and how long it may be prunes in the same walk.
 *
 * Each split costs one link to its antecedent and one look-up of its consequent (rules-lattice.ts).
 * Agrawal & Srikant, Fast Algorithms for Mining Association Rules, VLDB 1994, §3.
 */
import { BodkinError } from '../../errors.js'
import { rowWith, type Lattice } from './rules-lattice.js'

/** Which splits to take. */
export interface RuleSearch {
  /** Value of a split by the rows of Z, A and C; NaN is never taken. More is better. */
  readonly score: (whole: number, antecedent: number, consequent: number) => number
  /** Least value to take. */
  readonly threshold: number
  /** Whether the score is the confidence, so that it may prune. */
  readonly isConfidence: boolean
  readonly maxAntecedent: number
  readonly maxConsequent: number
  /** By item, 1 = may stand there; null = any may. */
  readonly antecedents: Uint8Array | null
  readonly consequents: Uint8Array | null
}

/** Rules as rows of a lattice. Arrays may be longer than `count`. */
export interface RuleRows {
  count: number
  /** Rows of A ∪ C, of A, and of C. */
  wholes: Int32Array
  antecedents: Int32Array
  consequents: Int32Array
  /** Value of each rule by the search's score. */
  scores: Float64Array
}

/** More rules than that have no use, and their columns fill the memory. */
const MOST_RULES = 50_000_000

/** No rules yet. */
export function ruleRows(): RuleRows {
  const size = 1024
  return {
    count: 0,
    wholes: new Int32Array(size),
    antecedents: new Int32Array(size),
    consequents: new Int32Array(size),
    scores: new Float64Array(size),
  }
}

/**
 * Take the rules of rows `from` … `to` − 1.
 * @throws BodkinError `LIMIT` beyond 50 million rules
 */
export function searchRules(
  sets: Lattice,
  { score, threshold, isConfidence, maxAntecedent, maxConsequent, antecedents, consequents }: RuleSearch,
  from: number,
  to: number,
  out: RuleRows,
): void {
  const { offsets, items, parts, counts } = sets

  const searchWhole = (whole: number): void => {
    const start = offsets[whole]
    const size = offsets[whole + 1] - start
    const least = Math.max(1, size - maxAntecedent)
    const most = Math.min(size - 1, maxConsequent)
    if (least > most) return
    // items that may not stand on the left have to end up on the right
    let misplaced = 0
    for (let k = start; k < start + size; k++) {
      if (antecedents === null || antecedents[items[k]] === 1) continue
      if (consequents !== null && consequents[items[k]] === 0) return
      misplaced++
    }
    if (misplaced > most) return

    /** Consequents that are `consequent`, of `moved` items, and one item at `first` or behind it. */
    const extend = (antecedent: number, consequent: number, moved: number, misfits: number, first: number): void => {
      for (let k = first; k < size; k++) {
        const item = items[start + k]
        if (consequents !== null && consequents[item] === 0) continue
        // all moved items stood before this one
        const left = parts[offsets[antecedent] + k - moved]
        if (isConfidence && !(counts[whole] / counts[left] >= threshold)) continue
        const right = rowWith(sets, consequent, item)
        const rest = misfits - (antecedents !== null && antecedents[item] === 0 ? 1 : 0)
        if (rest === 0 && moved + 1 >= least) {
          const value = score(whole, left, right)
          if (value >= threshold) take(out, whole, left, right, value)
        }
        if (moved + 1 < most) extend(left, right, moved + 1, rest, k + 1)
      }
    }
    extend(whole, -1, 0, misplaced, 0)
  }

  for (let row = from; row < to; row++) searchWhole(row)
}

function take(out: RuleRows, whole: number, antecedent: number, consequent: number, score: number): void {
  if (out.count === out.wholes.length) grow(out)
  const at = out.count++
  out.wholes[at] = whole
  out.antecedents[at] = antecedent
  out.consequents[at] = consequent
  out.scores[at] = score
}

function grow(out: RuleRows): void {
  if (out.count >= MOST_RULES) {
    const message =
      `the itemsets give more than ${MOST_RULES.toLocaleString('en')} rules: raise minThreshold, set maxConsequent or maxAntecedent, ` +
      'or name the consequents that are of interest'
    throw new BodkinError('LIMIT', message, { limit: MOST_RULES })
  }
  const size = Math.min(2 * out.count, MOST_RULES)
  const integers = (values: Int32Array): Int32Array => {
    const larger = new Int32Array(size)
    larger.set(values)
    return larger
  }
  out.wholes = integers(out.wholes)
  out.antecedents = integers(out.antecedents)
  out.consequents = integers(out.consequents)
  const scores = new Float64Array(size)
  scores.set(out.scores)
  out.scores = scores
}

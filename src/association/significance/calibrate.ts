/**
 * False discovery rate and p-values of rules by what shuffles give, where every association is false.
 *
 * Notation: R real rules, B shuffles, each mined with the thresholds of the real rules, so that a shuffle's rules went through the same
 * selection; V(t) = rules of all shuffles together with z ≥ t, R(t) = real rules with z ≥ t.
 *
 *   FDR(t) = (1 + V(t)) / ((B + 1) R(t))          q of a rule = min over t ≤ its z of FDR(t), at most 1
 *   p of a rule = (1 + V_k(z)) / (1 + max(N_k, B R_k))
 *
 * V / B is the mean number of rules that a shuffle lets through; the ones keep q above 0, as if one more shuffle had given one more rule.
 * p counts only rules of like expected count (stratum k: N_k rules of shuffles, R_k real ones), because small counts are skewed. Where
 * shuffles give fewer rules than there are real ones (N_k < B R_k), those that a shuffle did not give count as not reaching z; so among R
 * real rules on average no more than R u false ones have p ≤ u, which is what Holm's and Benjamini & Hochberg's corrections need. The rank
 * of a rule among its own B shuffles would be no smaller than 1 / (B + 1), which no correction over thousands of rules survives.
 * O(log R) a rule of a shuffle. Storey & Tibshirani, Statistical significance for genomewide studies (2003), on pooled null counts.
 */

/** Rules of like expected count share a stratum of at least so many. */
const LEAST_RULES = 100
const MOST_STRATA = 10

/** The real rules, sorted so that a rule of a shuffle finds its place among them. */
export interface RealRules {
  /** z of all, ascending. */
  readonly z: Float64Array
  /** Largest expected count of each stratum, ascending; the last is Infinity. */
  readonly bounds: Float64Array
  /** Stratum k has `zByStratum[starts[k]]` to `zByStratum[starts[k + 1] − 1]`, ascending. */
  readonly starts: Int32Array
  readonly zByStratum: Float64Array
}

/** Rules of shuffles by how many real ones they reach; tallies of several shuffles add up. */
export interface Tally {
  /** `reached[m]`: rules whose z is as large as that of exactly m real rules; R + 1 numbers. */
  readonly reached: Int32Array
  /** The same within strata: stratum k has R_k + 1 numbers from `starts[k] + k` on. */
  readonly reachedByStratum: Int32Array
}

/** Sort the real rules. */
export function sortRealRules(z: Float64Array, expected: Float64Array): RealRules {
  const bounds = stratumBounds(expected)
  const strata = Array.from(bounds, (): number[] => [])
  for (let rule = 0; rule < z.length; rule++) strata[firstAtLeast(bounds, expected[rule])].push(z[rule])
  const starts = new Int32Array(bounds.length + 1)
  const zByStratum = new Float64Array(z.length)
  strata.forEach((values, k) => {
    zByStratum.set(Float64Array.from(values).sort(), starts[k])
    starts[k + 1] = starts[k] + values.length
  })
  return { z: z.slice().sort(), bounds, starts, zByStratum }
}

/** Ends of strata with like numbers of rules. */
function stratumBounds(expected: Float64Array): Float64Array {
  const sorted = expected.slice().sort()
  const strata = Math.max(1, Math.min(MOST_STRATA, Math.floor(sorted.length / LEAST_RULES)))
  const ends = Array.from({ length: strata }, (_, k) =>
    k === strata - 1 ? Infinity : sorted[Math.floor(((k + 1) * sorted.length) / strata) - 1],
  )
  return Float64Array.from(new Set(ends))
}

/** An empty tally. */
export function emptyTally({ z, bounds }: RealRules): Tally {
  return { reached: new Int32Array(z.length + 1), reachedByStratum: new Int32Array(z.length + bounds.length) }
}

/** Count the rules of one shuffle in. */
export function tallyShuffle(
  { z, bounds, starts, zByStratum }: RealRules,
  shuffle: { readonly z: Float64Array; readonly expected: Float64Array },
  { reached, reachedByStratum }: Tally,
): void {
  for (let rule = 0; rule < shuffle.z.length; rule++) {
    const value = shuffle.z[rule]
    reached[firstAbove(z, value, 0, z.length)]++
    const k = firstAtLeast(bounds, shuffle.expected[rule])
    reachedByStratum[firstAbove(zByStratum, value, starts[k], starts[k + 1]) + k]++
  }
}

/** Add one tally to another. */
export function addTally(sum: Tally, part: Tally): void {
  for (let m = 0; m < sum.reached.length; m++) sum.reached[m] += part.reached[m]
  for (let m = 0; m < sum.reachedByStratum.length; m++) sum.reachedByStratum[m] += part.reachedByStratum[m]
}

/** p and q of the real rules, in the order of `z`. */
export function calibrate(
  real: RealRules,
  { reached, reachedByStratum }: Tally,
  shuffles: number,
  { z, expected }: { readonly z: Float64Array; readonly expected: Float64Array },
): { p: Float64Array; q: Float64Array } {
  const rules = real.z.length
  const beyond = suffixSums(reached)
  const rate = new Float64Array(rules)
  let least = 1
  for (let i = 0; i < rules; i++) {
    // of equal z the first has all of them at or above it
    if (i === 0 || real.z[i] > real.z[i - 1])
      least = Math.min(least, (1 + beyond[i + 1]) / ((shuffles + 1) * (rules - i)))
    rate[i] = least
  }
  const { bounds, starts, zByStratum } = real
  const beyondByStratum = new Float64Array(reachedByStratum.length)
  for (let k = 0; k < bounds.length; k++) {
    const from = starts[k] + k
    beyondByStratum.set(suffixSums(reachedByStratum.subarray(from, starts[k + 1] + k + 1)), from)
  }
  const p = new Float64Array(rules)
  const q = new Float64Array(rules)
  for (let rule = 0; rule < rules; rule++) {
    q[rule] = rate[firstAtLeast(real.z, z[rule])]
    const k = firstAtLeast(bounds, expected[rule])
    const place = firstAbove(zByStratum, z[rule], starts[k], starts[k + 1]) - 1
    const drawn = Math.max(beyondByStratum[starts[k] + k], shuffles * (starts[k + 1] - starts[k]))
    p[rule] = (1 + beyondByStratum[place + k + 1]) / (1 + drawn)
  }
  return { p, q }
}

/** `out[m]` = values[m] + values[m + 1] + … */
function suffixSums(values: Int32Array): Float64Array {
  const out = new Float64Array(values.length)
  let sum = 0
  for (let m = values.length - 1; m >= 0; m--) out[m] = sum += values[m]
  return out
}

/** First position in [from, to) whose value lies above; `to` when there is none. */
function firstAbove(sorted: Float64Array, value: number, from: number, to: number): number {
  while (from < to) {
    const middle = (from + to) >>> 1
    if (sorted[middle] <= value) from = middle + 1
    else to = middle
  }
  return from
}

/** First position whose value is at least `value`. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (sorted[middle] < value) from = middle + 1
    else to = middle
  }
  return from
}

/**
 * Have the chains converged, and what are their draws worth? Rank-normalised split R-hat and bulk effective sample size.
 *
 *   z = Φ⁻¹((rank − 3/8) / (S + 1/4))       ranks over the S draws of all chains, ties averaged
 *   R-hat = √(((n − 1)/n · W + B) / W)      W mean variance within the half chains (n draws each), B variance of their means;
 *                                           the larger one of z and of z of |x − median|, which sees unequal spread
 *   ESS = S / (1 + 2 Σ ρ_t)                 ρ_t autocorrelation at lag t of z over the half chains, summed over Geyer's initial monotone sequence
 *
 * Every chain is cut in two halves, so that a chain that drifts disagrees with itself. O(S log S + S·lags).
 *
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner, Rank-normalization, folding, and localization: an improved R-hat, Bayesian Analysis 16
 * (2021), 667–718. Tested against ArviZ.
 */
import { normalQuantile } from './normal.js'
import { quantileInPlace } from './quantile.js'

/** What the chains say about one parameter. */
export interface Convergence {
  /** R-hat: near 1 when the chains agree; above 1.01 they have not run long enough. */
  readonly rHat: number
  /** Bulk effective sample size: how many independent draws would know the centre of the distribution as well. */
  readonly ess: number
}

/**
 * R-hat and effective sample size of one parameter.
 *
 * @param draws chain after chain, `draws.length / chains` each
 * @returns NaN for draws that are all equal and for chains of fewer than 4 draws
 */
export function convergence(draws: Float64Array, chains: number): Convergence {
  const halves = splitChains(draws, chains)
  if (halves === undefined) return { rHat: NaN, ess: NaN }
  const { values, length } = halves
  const scores = normalScores(values)
  const median = quantileInPlace(Float64Array.from(values), 0.5)
  const folded = values.map((value) => Math.abs(value - median))
  // draws on two values fold to one: nothing left to disagree about
  const spread = folded.every((value) => value === folded[0]) ? 1 : plainRHat(normalScores(folded), length)
  return { rHat: Math.max(plainRHat(scores, length), spread), ess: plainEffectiveSize(scores, length) }
}

/** First and last halves of the chains, one after the other; the middle draw of an odd number is left out. */
function splitChains(draws: Float64Array, chains: number): { values: Float64Array; length: number } | undefined {
  const each = draws.length / chains
  const length = Math.floor(each / 2)
  if (length < 2 || draws.every((value) => value === draws[0])) return undefined
  const values = new Float64Array(2 * chains * length)
  for (let c = 0; c < chains; c++) {
    values.set(draws.subarray(c * each, c * each + length), 2 * c * length)
    values.set(draws.subarray((c + 1) * each - length, (c + 1) * each), (2 * c + 1) * length)
  }
  return { values, length }
}

/** Φ⁻¹ of the ranks' shares; equal values share their mean rank. */
function normalScores(values: Float64Array): Float64Array {
  const count = values.length
  const sorted = Float64Array.from(values).sort()
  // where a run of equal values begins stands the score of all of them
  const scores = new Float64Array(count)
  for (let from = 0, to = 0; from < count; from = to) {
    while (to < count && sorted[to] === sorted[from]) to++
    scores[from] = normalQuantile(((from + 1 + to) / 2 - 0.375) / (count + 0.25))
  }
  return values.map((value) => scores[firstAt(sorted, value)])
}

/** Index of the first entry of ascending `sorted` that is not below `value`. */
function firstAt(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

function plainRHat(values: Float64Array, length: number): number {
  const { within, between } = variances(values, length)
  return Math.sqrt((((length - 1) / length) * within + between) / within)
}

/** Mean variance within chains of `length` draws, and the variance of the chains' means (both with n − 1); the means themselves. */
function variances(values: Float64Array, length: number): { within: number; between: number; means: Float64Array } {
  const chains = values.length / length
  const means = new Float64Array(chains)
  let within = 0
  let grand = 0
  for (let c = 0; c < chains; c++) {
    for (let i = c * length; i < (c + 1) * length; i++) means[c] += values[i] / length
    for (let i = c * length; i < (c + 1) * length; i++) within += (values[i] - means[c]) ** 2
    grand += means[c] / chains
  }
  let between = 0
  for (const mean of means) between += (mean - grand) ** 2
  return { within: within / (chains * (length - 1)), between: between / (chains - 1), means }
}

function plainEffectiveSize(values: Float64Array, length: number): number {
  const { within, between, means } = variances(values, length)
  const total = ((length - 1) / length) * within + between
  const correlation = (lag: number): number => 1 - (within - autocovariance(values, length, means, lag)) / total
  // Geyer: sums of neighbouring correlations are positive and fall; noise begins where they do not
  const rho = [1, correlation(1)]
  let [even, odd] = rho
  let t = 1
  for (; t < length - 3 && even + odd > 0; t += 2) {
    even = correlation(t + 1)
    odd = correlation(t + 2)
    if (even + odd >= 0) rho.push(even, odd)
  }
  const last = t - 2
  let sum = 0
  let before = Infinity
  for (let lag = 0; lag < last; lag += 2) {
    before = Math.min(before, rho[lag] + rho[lag + 1])
    sum += before
  }
  // the even lag that follows still counts when it is positive
  const tail = Math.max(0, even)
  const time = Math.max(-1 + 2 * sum + tail, 1 / Math.log10(values.length))
  return values.length / time
}

/** Mean over the chains of Σ (x_i − mean)(x_{i+lag} − mean) / n. */
function autocovariance(values: Float64Array, length: number, means: Float64Array, lag: number): number {
  let sum = 0
  for (let c = 0; c < means.length; c++) {
    const mean = means[c]
    const end = (c + 1) * length - lag
    for (let i = c * length; i < end; i++) sum += (values[i] - mean) * (values[i + lag] - mean)
  }
  return sum / (means.length * length)
}

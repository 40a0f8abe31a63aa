/**
 * The hypergeometric distribution: X of `draws` things drawn at once from `population` are among its `successes`.
 *
 *   P(X = x) = C(K, x) C(N − K, m − x) / C(N, m),   max(0, m + K − N) ≤ x ≤ min(m, K)        N population, K successes, m draws
 *
 * One probability is three binomial ones by Loader's saddle-point expansion, in which no large logarithms of factorials cancel:
 * b(x; K, p) b(m − x; N − K, p) / b(m; N, p) with p = m/N. Tails are sums of it by the ratio of neighbours, begun at the edge that lies
 * in the tail, so that small probabilities keep their digits: relative error below 1e-12 for populations up to 10⁸. A sum takes about the
 * standard deviation of X in steps, 8·√m at most.
 *
 * Loader, Fast and Accurate Computation of Binomial Probabilities (2000). Tested against exact fractions.
 */

/**
 * P(X ≥ x): Fisher's exact test of more successes than chance, one-sided.
 *
 * @param x any integer
 * @param population things there are, N ≥ 1
 * @param successes those that count, 0 ≤ K ≤ N
 * @param draws things drawn, 0 ≤ m ≤ N
 * @example
 * hypergeometricUpper(3, 10, 4, 5)   // 66/252 = 0.26190476…: C(4,3)C(6,2) + C(4,4)C(6,1) of C(10,5)
 */
export function hypergeometricUpper(x: number, population: number, successes: number, draws: number): number {
  if (x <= Math.max(0, draws + successes - population)) return 1
  if (x > Math.min(draws, successes)) return 0
  if (x > (draws / population) * successes) return sumUp(x, population, successes, draws)
  return 1 - sumDown(x - 1, population, successes, draws)
}

/**
 * P(X ≤ x). Arguments as `hypergeometricUpper`.
 *
 * @example
 * hypergeometricLower(2, 10, 4, 5)   // 186/252 = 0.73809523…
 */
export function hypergeometricLower(x: number, population: number, successes: number, draws: number): number {
  if (x < Math.max(0, draws + successes - population)) return 0
  if (x >= Math.min(draws, successes)) return 1
  if (x < (draws / population) * successes) return sumDown(x, population, successes, draws)
  return 1 - sumUp(x + 1, population, successes, draws)
}

/** Room for rounding when a probability is compared with the share asked for, as R's `qhyper` leaves it. */
const FUZZ = 2.2e-13

/**
 * The smallest x with P(X ≤ x) ≥ p.
 *
 * @param p share in (0, 1)
 * @example
 * hypergeometricQuantile(0.99, 10, 4, 5)   // 4: P(X ≤ 3) is 246/252 = 0.976
 */
export function hypergeometricQuantile(p: number, population: number, successes: number, draws: number): number {
  const low = Math.max(0, draws + successes - population)
  const high = Math.min(draws, successes)
  const above = 1 - p * (1 - FUZZ)
  const share = draws / population
  const spread = Math.sqrt((share * successes * (1 - share) * (population - successes)) / Math.max(1, population - 1))
  let x = Math.min(high, Math.max(low, Math.round(share * successes + 2 * spread)))
  while (x < high && hypergeometricUpper(x + 1, population, successes, draws) > above) x++
  while (x > low && hypergeometricUpper(x, population, successes, draws) <= above) x--
  return x
}

/** P(X = x) + P(X = x + 1) + …, for x above the mean: terms fall. */
function sumUp(x: number, population: number, successes: number, draws: number): number {
  const rest = population - successes - draws
  let term = 1
  let sum = 1
  for (let k = x; term > sum * 1e-17; k++) {
    term *= ((successes - k) / (k + 1)) * ((draws - k) / (rest + k + 1))
    sum += term
  }
  return Math.min(1, sum * probability(x, population, successes, draws))
}

/** P(X = x) + P(X = x − 1) + …, for x below the mean: terms fall. */
function sumDown(x: number, population: number, successes: number, draws: number): number {
  const rest = population - successes - draws
  let term = 1
  let sum = 1
  for (let k = x; term > sum * 1e-17; k--) {
    term *= (k / (successes - k + 1)) * ((rest + k) / (draws - k + 1))
    sum += term
  }
  return Math.min(1, sum * probability(x, population, successes, draws))
}

/** P(X = x) for x in its range. */
function probability(x: number, population: number, successes: number, draws: number): number {
  if (draws === 0 || draws === population) return 1
  const share = draws / population
  const rest = (population - draws) / population
  return Math.exp(
    logBinomial(x, successes, share, rest) +
      logBinomial(draws - x, population - successes, share, rest) -
      logBinomial(draws, population, share, rest),
  )
}

/** ln b(x; n, p), q = 1 − p. */
function logBinomial(x: number, n: number, p: number, q: number): number {
  if (x === 0) return n === 0 ? 0 : n * (p < 0.5 ? Math.log1p(-p) : Math.log(q))
  if (x === n) return n * (q < 0.5 ? Math.log1p(-q) : Math.log(p))
  const correction = stirlingError(n) - stirlingError(x) - stirlingError(n - x)
  return correction - deviance(x, n * p) - deviance(n - x, n * q) - 0.5 * Math.log(2 * Math.PI * x * ((n - x) / n))
}

/** x ln(x/μ) + μ − x without cancellation where x is near μ. */
function deviance(x: number, mean: number): number {
  const difference = x - mean
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference
  const v = difference / (x + mean)
  let sum = difference * v
  let term = 2 * x * v
  for (let j = 1; ; j++) {
    term *= v * v
    const next = sum + term / (2 * j + 1)
    if (next === sum) return sum
    sum = next
  }
}

const EXACT_UP_TO = 18
const HALF_LOG_TWO_PI = 0.9189385332046728

/** ln n! − ln(√(2πn) (n/e)^n). */
function stirlingError(n: number): number {
  if (n > EXACT_UP_TO) {
    const square = n * n
    return (
      (1 / 12 -
        (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) / square) /
      n
    )
  }
  let factorial = 1
  for (let k = 2; k <= n; k++) factorial *= k
  return Math.log(factorial) - HALF_LOG_TWO_PI - (n + 0.5) * Math.log(n) + n
}

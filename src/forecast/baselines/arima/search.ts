/**
 * The order search of auto.arima for given differences, by AICc.
 *
 * Stepwise: begin with (2,2)(1,1), (0,0)(0,0), (1,0)(1,0), (0,1)(0,1), each with a constant where d + D ≤ 1, and (0,0)(0,0) without; then
 * from the best one try P, Q, p, q one up and down, P and Q together, p and q together, and the constant switched, and move at once to
 * whatever is better, until nothing is. Exhaustive: all orders with p + q + P + Q ≤ maxOrder. A model whose polynomials have a root at the
 * unit circle (see `isWellBehaved`), or with no row left over for its parameters, does not count.
 *
 * auto.arima scores long series by conditional sums of squares. Here the first rows are filtered exactly, then the steady recursion takes
 * over, which costs as little and comes near the exact likelihood; a long history is searched on its last rows only; the winner is estimated
 * exactly on all of it. R judges seasonal polynomials by the
 * s-th root of their coefficients, which at s = 12 forbids those above 0.89; here they are judged in their own lag.
 *
 * Hyndman & Khandakar, Automatic time series forecasting: the forecast package for R (Journal of Statistical Software 27, 2008).
 */
import { estimateArima, estimateRoughly, isWellBehaved, type ArimaEstimate } from './estimate.js'
import type { ArimaOrder } from './polynomials.js'
import { arimaProblem, type ArimaProblem } from './problem.js'

/** How far the search may go; integers ≥ 0. */
export interface SearchLimits {
  readonly stepwise: boolean
  readonly maxP: number
  readonly maxQ: number
  readonly maxSeasonalP: number
  readonly maxSeasonalQ: number
  /** Largest p + q + P + Q of the exhaustive search. */
  readonly maxOrder: number
}

/** What the search starts from: the series, its differences and regressors. */
export interface SearchSpace {
  readonly y: Float64Array
  readonly d: number
  readonly D: number
  readonly season: number
  readonly harmonics: number
}

/** A model and the problem it was estimated on. */
export interface Candidate {
  readonly problem: ArimaProblem
  readonly estimate: ArimaEstimate
}

type Orders = readonly [p: number, q: number, P: number, Q: number, constant: boolean]

const MOST_MODELS = 94
/** Orders are searched on so many of the last rows (and seasons) of a long history; the winner is estimated on all of it. */
const LATEST_ROWS = 2000
const LATEST_SEASONS = 12
const SHORT = 10
/** How many of the best are tried when the full estimation takes a root of the winner too near to the unit circle; then the winner stands. */
const FINALISTS = 10

/** Neighbours in the order in which they are tried: changes of p, q, P, Q. */
const NEIGHBOURS: readonly (readonly [number, number, number, number])[] = [
  [0, 0, -1, 0],
  [0, 0, 0, -1],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
  [0, 0, -1, -1],
  [0, 0, -1, 1],
  [0, 0, 1, -1],
  [0, 0, 1, 1],
  [-1, 0, 0, 0],
  [0, -1, 0, 0],
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [-1, -1, 0, 0],
  [-1, 1, 0, 0],
  [1, -1, 0, 0],
  [1, 1, 0, 0],
]

/** The model with the smallest AICc that the search meets, fully estimated. */
export function searchOrder(space: SearchSpace, limits: SearchLimits): Candidate {
  const { y, d, D, season, harmonics } = space
  const most = mostOrders(space, limits)
  const mayHaveConstant = d + D <= 1
  const problemOf = (rows: Float64Array, constant: boolean): ArimaProblem =>
    arimaProblem(rows, { d, D, season, constant }, harmonics)
  const latest = y.subarray(Math.max(0, y.length - Math.max(LATEST_ROWS, LATEST_SEASONS * season)))
  const problems = [problemOf(latest, false), problemOf(latest, true)]
  const scored = new Map<string, Candidate & { readonly score: number }>()
  let best: (Candidate & { readonly score: number }) | undefined
  let current: Orders = [0, 0, 0, 0, mayHaveConstant]

  const orderOf = ([p, q, P, Q, constant]: Orders): ArimaOrder => ({ p, d, q, P, D, Q, season, constant })
  const improves = (orders: Orders): boolean => {
    const key = orders.join()
    if (scored.has(key) || scored.size >= MOST_MODELS) return false
    const problem = problems[orders[4] ? 1 : 0]
    const estimate = estimateRoughly(problem, orderOf(orders), best?.estimate)
    const usable = problem.rows - estimate.parameters - 1 > 0 && isWellBehaved(estimate)
    const candidate = { problem, estimate, score: usable && Number.isFinite(estimate.aicc) ? estimate.aicc : Infinity }
    scored.set(key, candidate)
    if (!(candidate.score < (best?.score ?? Infinity))) return false
    best = candidate
    current = orders
    return true
  }

  if (problems[1].flat || (!mayHaveConstant && problems[0].flat)) {
    improves(current)
  } else if (limits.stepwise) {
    const short = y.length < SHORT
    const first = short ? [1, 1, 0, 0] : [2, 2, 1, 1]
    const one = most.map((limit) => Math.min(1, limit))
    improves([
      ...(first.map((start, i) => Math.min(start, most[i])) as [number, number, number, number]),
      mayHaveConstant,
    ])
    improves([0, 0, 0, 0, mayHaveConstant])
    improves([one[0], 0, one[2], 0, mayHaveConstant])
    improves([0, one[1], 0, one[3], mayHaveConstant])
    if (mayHaveConstant) improves([0, 0, 0, 0, false])
    while (improvesNearby(current, most, mayHaveConstant, improves));
  } else {
    for (let P = 0; P <= most[2]; P++) {
      for (let Q = 0; Q <= most[3]; Q++) {
        for (let p = 0; p <= most[0]; p++) {
          for (let q = 0; q <= most[1] && p + q + P + Q <= limits.maxOrder; q++) {
            improves([p, q, P, Q, false])
            if (mayHaveConstant) improves([p, q, P, Q, true])
          }
        }
      }
    }
  }

  const finalists = [...scored.values()].filter(({ score }) => score < Infinity).sort((a, b) => a.score - b.score)
  const whole = (constant: boolean): ArimaProblem =>
    latest.length === y.length ? problems[constant ? 1 : 0] : problemOf(y, constant)
  let first: Candidate | undefined
  for (const { estimate } of finalists.slice(0, FINALISTS)) {
    const problem = whole(estimate.order.constant)
    const refined = { problem, estimate: estimateArima(problem, estimate.order, estimate) }
    if (isWellBehaved(refined.estimate)) return refined
    first ??= refined
  }
  if (first !== undefined) return first
  const constant = d + D === 0 || (d + D === 1 && problems[1].flat)
  const problem = whole(constant)
  return { problem, estimate: estimateArima(problem, orderOf([0, 0, 0, 0, constant])) }
}

/** Largest p, q, P, Q: the caller's, a third of the rows (of the seasons), and below the season. */
function mostOrders({ y, season }: SearchSpace, limits: SearchLimits): readonly number[] {
  const third = Math.floor(y.length / 3)
  const seasons = season > 1 ? Math.floor(third / season) : 0
  const belowSeason = season > 1 ? season - 1 : Infinity
  return [
    Math.min(limits.maxP, third, belowSeason),
    Math.min(limits.maxQ, third, belowSeason),
    Math.min(limits.maxSeasonalP, seasons),
    Math.min(limits.maxSeasonalQ, seasons),
  ]
}

/** Try the neighbours of `orders` until one improves. */
function improvesNearby(
  orders: Orders,
  most: readonly number[],
  mayHaveConstant: boolean,
  improves: (orders: Orders) => boolean,
): boolean {
  const [p, q, P, Q, constant] = orders
  for (const change of NEIGHBOURS) {
    const next = [p + change[0], q + change[1], P + change[2], Q + change[3]] as const
    if (next.some((order, i) => order < 0 || order > most[i])) continue
    if (improves([...next, constant])) return true
  }
  return mayHaveConstant && improves([p, q, P, Q, !constant])
}

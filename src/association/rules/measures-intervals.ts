/**
 * 95 % intervals for the confidence and the lift of a rule, each end a measure of its own. Notation as in measures-core.ts, z = 1.95996….
 *
 * Confidence, a share of nA baskets: Wilson's score interval, which stays inside [0, 1] and has a width for shares of 0 and 1 as well,
 *
 *   (both + z²/2 ± z·√(both(nA − both)/nA + z²/4)) / (nA + z²)            Wilson, JASA 22 (1927)
 *
 * Lift: on the scale of its logarithm, by the delta method over the four cells of a multinomial table,
 *
 *   lift · exp(±z·√V),   V = 1/both − 1/nA − 1/nC + (2·lift − 1)/n
 *
 * (gradient of ln lift: 1/s − 1/sA − 1/sC for the cell of both, −1/sA and −1/sC for its neighbours; their mean is −1). For independent sides
 * V is the known (1 − sA)(1 − sC)/(n·sA·sC). arules lacks a term of V and is wider: 1.25 against 1 times 1/n where all cells are equal.
 */
import { normalQuantile } from '../../numeric/normal.js'
import { lift, type Measure } from './measures-core.js'

/** Standard errors to either side. */
const Z = normalQuantile(0.975)

/** Lower end for the confidence. */
export const confidenceLower: Measure = (both, a) => wilson(both, a, -Z)

/** Upper end for the confidence. */
export const confidenceUpper: Measure = (both, a) => wilson(both, a, Z)

/** Lower end for the lift. */
export const liftLower: Measure = (both, a, c, n) =>
  lift(both, a, c, n) * Math.exp(-Z * Math.sqrt(logLiftVariance(both, a, c, n)))

/** Upper end for the lift. */
export const liftUpper: Measure = (both, a, c, n) =>
  lift(both, a, c, n) * Math.exp(Z * Math.sqrt(logLiftVariance(both, a, c, n)))

/** Variance of ln lift; 0 for a rule of items that are in every basket. */
export const logLiftVariance: Measure = (both, a, c, n) =>
  // rounding may leave a little less than 0
  Math.max(0, 1 / both - 1 / a - 1 / c + (2 * lift(both, a, c, n) - 1) / n)

function wilson(hits: number, trials: number, z: number): number {
  const square = z * z
  const spread = z * Math.sqrt((hits * (trials - hits)) / trials + square / 4)
  return Math.min(1, Math.max(0, (hits + square / 2 + spread) / (trials + square)))
}

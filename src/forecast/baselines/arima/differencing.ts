/**
 * How often to difference: seasonally when the season is strong, then plainly until a KPSS test no longer rejects a stationary level.
 *
 *   D = 1 when the STL strength of the season exceeds 0.64, else 0;  d = 0, 1 or 2
 *
 * A series that has become constant is not differenced further. Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed.,
 * 2021), §9.1; the threshold is that of R's `forecast::nsdiffs`.
 */
import { kpssLags, kpssStatistic, KPSS_CRITICAL } from './kpss.js'
import { differences } from './polynomials.js'
import { roundingOf } from './problem.js'
import { seasonalStrength } from './stl.js'

const STRONG_SEASON = 0.64
const MOST_DIFFERENCES = 2

/** D for a series of more than two seasons of `season` rows; 0 when `season` is 1. */
export function seasonalDifferences(y: Float64Array, season: number): 0 | 1 {
  if (season === 1 || isConstant(y, 0)) return 0
  return seasonalStrength(y, season) > STRONG_SEASON ? 1 : 0
}

/** d for a series that is differenced D times seasonally already. */
export function plainDifferences(y: Float64Array, D: number, season: number): number {
  for (let d = 0; d < MOST_DIFFERENCES; d++) {
    const w = differences(y, { d, D, season })
    if (w.length < 3 || isConstant(w, roundingOf(y, { d, D }))) return d
    if (kpssStatistic(w, kpssLags(w.length)) <= KPSS_CRITICAL) return d
  }
  return MOST_DIFFERENCES
}

function isConstant(y: Float64Array, rounding: number): boolean {
  for (const value of y) if (Math.abs(value - y[0]) > rounding) return false
  return true
}

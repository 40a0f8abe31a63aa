/**
 * Diebold–Mariano: is one forecast better than another, or was it luck?
 *
 *   d_f = loss of the rival − loss of the forecast in fold f,   H₀: E d ≤ 0
 *   statistic = d̄ / √(V/K) · √((K + 1 − 2h + h(h − 1)/K)/K),   V = γ₀ + 2 Σ_{k<h} γ_k     against Student's t with K − 1 degrees of freedom
 *
 * K folds in time order; neighbours whose windows overlap are correlated, up to lag h − 1, h = how many folds share a row. The factor and
 * Student's t are the small-sample correction of Harvey, Leybourne & Newbold. Where the sum V is not positive, γ₀ alone stands for it. O(K·h).
 *
 * Diebold & Mariano, Comparing predictive accuracy, J. Business & Economic Statistics 13 (1995); Harvey, Leybourne & Newbold, Testing the
 * equality of prediction mean squared errors, Int. J. Forecasting 13 (1997).
 */
import { average } from '../../numeric/average.js'
import { studentTUpper } from '../../numeric/student-t.js'

/** The statistic and the probability of one as large under H₀. */
export interface Comparison {
  readonly statistic: number
  readonly pValue: number
}

/**
 * Compare two forecasts.
 *
 * @param gains d by fold in time order, K ≥ 2 finite numbers
 * @param overlap h ≥ 1: 1 when no two windows share a row
 * @returns statistic ∞ (p 0) when every d is the same positive number; statistic 0 and p 1 when every d is 0
 * @example
 * dieboldMariano(Float64Array.of(1, 2, 3), 1)   // { statistic: 3.46…, pValue: 0.037… }: the plain t test
 */
export function dieboldMariano(gains: Float64Array, overlap: number): Comparison {
  const folds = gains.length
  const centre = average(gains)
  const own = autocovariance(gains, centre, 0)
  let sum = own
  const lags = Math.min(overlap, folds) - 1
  for (let lag = 1; lag <= lags; lag++) sum += 2 * autocovariance(gains, centre, lag)
  const variance = sum > 0 ? sum : own
  const h = lags + 1
  const factor = (folds + 1 - 2 * h + (h * (h - 1)) / folds) / folds
  if (variance === 0)
    return centre > 0 ? { statistic: Infinity, pValue: 0 } : { statistic: Math.min(0, centre), pValue: 1 }
  const statistic = (centre / Math.sqrt(variance / folds)) * Math.sqrt(Math.max(0, factor))
  return { statistic, pValue: studentTUpper(statistic, folds - 1) }
}

/** γ_lag, divided by K. */
function autocovariance(values: Float64Array, centre: number, lag: number): number {
  let sum = 0
  for (let f = lag; f < values.length; f++) sum += (values[f] - centre) * (values[f - lag] - centre)
  return sum / values.length
}

/**
 * The ranks that make intervals cover.
 *
 * n calibration values, coverage 1 − α. Among n + 1 exchangeable values the last one is at most the k-th smallest of the others with
 * probability ≥ k / (n + 1), so
 *   k⁺ = ⌈(1 − α)(n + 1)⌉   upper rank; above n there is no such value: +∞
 *   k⁻ = ⌊α(n + 1)⌋         lower rank; 0: −∞;  k⁻ = n + 1 − k⁺
 * Infinite exactly when n < 1/α − 1. Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World (2005).
 */
import { select } from '../../../numeric/quantile.js'

/** Rounding of (1 − α)(n + 1): 0.8 · 10 is 8, not 8.000000000000002. */
const ROUNDING = 1e-9

/** k⁺, from 1 to n + 1. */
export function upperRank(n: number, coverage: number): number {
  return Math.max(1, Math.ceil(coverage * (n + 1) - ROUNDING))
}

/** The k⁺-th smallest value, +∞ when there is none. Reorders `values`. */
export function upperOrderStatistic(values: Float64Array, coverage: number): number {
  const rank = upperRank(values.length, coverage)
  return rank > values.length ? Infinity : select(values, rank - 1, 0, values.length - 1)
}

/** The k⁻-th smallest value, −∞ when there is none. Reorders `values`. */
export function lowerOrderStatistic(values: Float64Array, coverage: number): number {
  const rank = values.length + 1 - upperRank(values.length, coverage)
  return rank < 1 ? -Infinity : select(values, rank - 1, 0, values.length - 1)
}

/**
 * A fitted seasonal ARIMA model: what `fitArima` returns and `forecastArima` reads.
 */
import type { ArimaOrder } from './polynomials.js'

/** A fitted model: plain data, all that forecasts need. */
export interface ArimaState {
  readonly order: ArimaOrder
  /** φ₁ … φ_p. */
  readonly ar: Float64Array
  /** θ₁ … θ_q. */
  readonly ma: Float64Array
  /** Φ₁ … Φ_P. */
  readonly seasonalAr: Float64Array
  /** Θ₁ … Θ_Q. */
  readonly seasonalMa: Float64Array
  /** The mean (d + D = 0), or the drift a row: the mean of the differenced series over season^D. 0 without a constant. */
  readonly constant: number
  /** Fourier pairs of the season among the regressors. */
  readonly harmonicPairs: number
  /** Their coefficients, sine before cosine, in the unit of y. */
  readonly harmonic: Float64Array
  /** Standard deviation of the shocks, with the coefficients counted against the rows. */
  readonly sigma: number
  readonly aicc: number
  readonly logLikelihood: number
  /** Rows of the history, T. */
  readonly rows: number
  /** The last d + season·D values of the history without its harmonics. */
  readonly tail: Float64Array
  /** The filter's state behind the last row: entry h − 1 is what the differenced series' forecast h takes from the history. */
  readonly state: Float64Array
  /** One-step forecasts within the history, length T; NaN in the first d + season·D rows. */
  readonly fitted: Float64Array
}

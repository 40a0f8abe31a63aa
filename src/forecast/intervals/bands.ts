/** What every kind of interval takes and gives; all in the model's scale, all arrays with one entry a row. */

export interface IntervalInput {
  /** Scaled time; the history ends at 1. */
  readonly t: Float64Array
  readonly trend: Float64Array
  readonly yhat: Float64Array
  /** How much yhat moves when the trend moves by 1: 1 + multiplicative terms. */
  readonly gain: Float64Array
  /** Standard deviation of the noise. */
  readonly sigma: number
  /** Expected number of bends per unit of scaled time: the number of changepoints. */
  readonly bendRate: number
  /** Mean absolute size of a bend. */
  readonly bendScale: number
  /** Probability mass between the bounds, (0, 1). */
  readonly width: number
}

export interface Bands {
  readonly yhatLower: Float64Array
  readonly yhatUpper: Float64Array
  readonly trendLower: Float64Array
  readonly trendUpper: Float64Array
}

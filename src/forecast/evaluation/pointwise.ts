/**
 * How wrong each forecast is: one number a row, by the name of the metric.
 *
 *   e = y − ŷ      mse e² (rmse its root, after averaging) · mae |e| · mape, mdape |e/y| · smape |e|/((|y| + |ŷ|)/2), 0/0 = 0 ·
 *   coverage 1 when lower ≤ y ≤ upper, else 0 · mase |e|/scale · bias ŷ − y · mean_width upper − lower ·
 *   interval_score (upper − lower) + (2/α)·(lower − y)⁺ + (2/α)·(y − upper)⁺, α = 1 − interval_width (Winkler 1972)
 *
 * NaN where a metric has no value (no bounds, a scale of 0). Hyndman & Koehler, Another look at measures of forecast accuracy (2006);
 * Gneiting & Raftery, Strictly proper scoring rules (2007).
 */

/** The metrics, in the order of the table's columns. */
export const METRICS = [
  'mse',
  'rmse',
  'mae',
  'mape',
  'mdape',
  'smape',
  'coverage',
  'mase',
  'bias',
  'mean_width',
  'interval_score',
] as const

export type MetricName = (typeof METRICS)[number]

/** Forecasts beside what came; all arrays have one entry a row. */
export interface Scored {
  readonly y: Float64Array
  readonly yhat: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** The unit of MASE. */
  readonly scale: Float64Array
  /** Probability mass that the bounds claim. */
  readonly intervalWidth: Float64Array
}

/** A metric of each row; of rmse the square, whose mean is rooted by the caller. */
export function pointwise(metric: MetricName, { y, yhat, lower, upper, scale, intervalWidth }: Scored): Float64Array {
  switch (metric) {
    case 'mse':
    case 'rmse':
      return y.map((value, i) => (value - yhat[i]) ** 2)
    case 'mae':
      return y.map((value, i) => Math.abs(value - yhat[i]))
    case 'mape':
    case 'mdape':
      return y.map((value, i) => Math.abs((value - yhat[i]) / value))
    case 'smape':
      return y.map((value, i) => {
        const size = (Math.abs(value) + Math.abs(yhat[i])) / 2
        return size === 0 ? 0 : Math.abs(value - yhat[i]) / size
      })
    case 'coverage':
      return y.map((value, i) =>
        Number.isNaN(lower[i]) || Number.isNaN(upper[i]) ? NaN : Number(value >= lower[i] && value <= upper[i]),
      )
    case 'mase':
      return y.map((value, i) => (scale[i] > 0 ? Math.abs(value - yhat[i]) / scale[i] : NaN))
    case 'bias':
      return y.map((value, i) => yhat[i] - value)
    case 'mean_width':
      return upper.map((value, i) => value - lower[i])
    case 'interval_score':
      return y.map((value, i) => {
        const outside = Math.max(0, lower[i] - value) + Math.max(0, value - upper[i])
        return upper[i] - lower[i] + (2 / (1 - intervalWidth[i])) * outside
      })
  }
}

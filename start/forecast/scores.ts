/**
 * How far a forecast was from what happened, over held-out rows.
 *
 *   MAE = mean |y − ŷ| · RMSE = √ mean (y − ŷ)² · coverage = share of rows with lower ≤ y ≤ upper · width = mean (upper − lower)
 */

/** What was predicted for the held-out rows, all of one length. */
export interface Predicted {
  readonly yhat: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Scores in the unit of y; coverage is a share in [0, 1]. NaN wherever a predicted number is not finite. */
export interface Scores {
  readonly mae: number
  readonly rmse: number
  readonly coverage: number
  readonly width: number
}

/** Score predictions against `y` (length ≥ 1). */
export function score(y: Float64Array, { yhat, lower, upper }: Predicted): Scores {
  let absolute = 0
  let squared = 0
  let width = 0
  let covered = 0
  y.forEach((value, i) => {
    absolute += Math.abs(value - yhat[i])
    squared += (value - yhat[i]) ** 2
    width += upper[i] - lower[i]
    if (value >= lower[i] && value <= upper[i]) covered++
  })
  const n = y.length
  return { mae: absolute / n, rmse: Math.sqrt(squared / n), coverage: covered / n, width: width / n }
}

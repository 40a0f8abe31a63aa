/**
 * Intervals from residuals of rows that their model has not seen. n rows, R_i = |y_i − ŷ_i|, coverage 1 − α.
 *
 *   split       one model μ:               μ(x) ± the ⌈(1 − α)(n + 1)⌉-th smallest R                      covers with probability ≥ 1 − α
 *   jackknife+  models μ₋ᵢ without row i:  [ k⁻-th smallest of μ₋ᵢ(x) − Rᵢ ,  k⁺-th smallest of μ₋ᵢ(x) + Rᵢ ]                 ≥ 1 − 2α
 *   cv+         models without fold k(i), in the same place                                       ≥ 1 − 2α − min(2(1 − 1/K)/(n/K + 1), (1 − K/n)/(K + 1))
 *
 * In practice all three cover about 1 − α. Exchangeable rows (or units) are all that is assumed of the data, nothing of the model.
 * A table's row costs O(models) predictions and O(n) for the order statistics.
 * Vovk, Gammerman & Shafer (2005); Barber, Candès, Ramdas & Tibshirani, Predictive inference with the jackknife+ (2021), theorems 1 and 4.
 */
import { lowerOrderStatistic, upperOrderStatistic } from './order-statistics.js'

/** Residuals of n rows and which model made each. */
export interface Residuals {
  /** |y − ŷ| of each row. */
  readonly sizes: Float64Array
  /** Position of the model that has not seen the row. */
  readonly models: Int32Array
}

/** Bounds of each row. */
export interface Bounds {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Bounds around the predictions of one model. */
export function splitBounds(yhat: Float32Array, sizes: Float64Array, coverage: number): Bounds {
  const radius = upperOrderStatistic(sizes.slice(), coverage)
  return {
    lower: Float64Array.from(yhat, (value) => value - radius),
    upper: Float64Array.from(yhat, (value) => value + radius),
  }
}

/**
 * Bounds from the predictions of all models.
 *
 * @param predictions `predictions[model][row]`
 */
export function plusBounds(
  predictions: readonly Float32Array[],
  { sizes, models }: Residuals,
  coverage: number,
): Bounds {
  const rows = predictions[0].length
  const lower = new Float64Array(rows)
  const upper = new Float64Array(rows)
  const ends = new Float64Array(sizes.length)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < sizes.length; i++) ends[i] = predictions[models[i]][row] - sizes[i]
    lower[row] = lowerOrderStatistic(ends, coverage)
    for (let i = 0; i < sizes.length; i++) ends[i] = predictions[models[i]][row] + sizes[i]
    upper[row] = upperOrderStatistic(ends, coverage)
  }
  return { lower, upper }
}

/**
 * How often intervals cover rows that had no part in them: each part's residuals against the radius that the other parts give.
 *
 * @param parts part of each row
 * @returns share of the rows
 */
export function achievedCoverage(sizes: Float64Array, parts: Int32Array, count: number, coverage: number): number {
  let covered = 0
  for (let part = 0; part < count; part++) {
    const radius = upperOrderStatistic(
      sizes.filter((_, i) => parts[i] !== part),
      coverage,
    )
    for (let i = 0; i < sizes.length; i++) if (parts[i] === part && sizes[i] <= radius) covered++
  }
  return covered / sizes.length
}

/** What theory promises for any data and any model. `models`: folds of 'cv+', K. */
export function guaranteeOf(
  method: 'split' | 'cv+' | 'jackknife+',
  n: number,
  models: number,
  coverage: number,
): number {
  if (method === 'split') return coverage
  const plain = 2 * coverage - 1
  if (method === 'jackknife+') return Math.max(0, plain)
  const slack = Math.min((2 * (1 - 1 / models)) / (n / models + 1), (1 - models / n) / (models + 1))
  return Math.max(0, plain - slack)
}

/**
 * Ridge regression by the normal equations.
 *
 *   minimise  Σ w (y − b − x·β)² + λ Σ βⱼ²        x n×p row-major, y and w of length n, the intercept b without a penalty
 *   (XᵀWX + λI) β = XᵀWy  with columns and y centred at their weighted means,  b = ȳ − x̄·β
 *
 * Without a penalty columns may depend on each other: one that is a combination of earlier ones gets 0 and leaves them its part, as R's lm
 * does (there NA). O(n·p² + p³), small p. Hoerl & Kennard, Ridge Regression (1970). scikit-learn's Ridge(alpha = λ) gives the same.
 */
import { choleskyFactor, choleskySolve } from '../../numeric/cholesky.js'

/** A pivot below this share of its diagonal is a combination of the columns before. */
const DEPENDENT = 1e-10

/** A fitted line: `intercept` + x·`slopes`. */
export interface Line {
  readonly intercept: number
  readonly slopes: Float64Array
}

/**
 * @param x n×p row-major, finite
 * @param w weights ≥ 0, or null for 1
 * @param lambda ≥ 0
 */
export function fitRidge(x: Float64Array, y: Float64Array, w: Float64Array | null, p: number, lambda: number): Line {
  const n = y.length
  const centre = new Float64Array(p)
  let [total, mean] = [0, 0]
  for (let i = 0; i < n; i++) {
    const each = w === null ? 1 : w[i]
    total += each
    mean += each * y[i]
    for (let j = 0; j < p; j++) centre[j] += each * x[i * p + j]
  }
  mean /= total
  for (let j = 0; j < p; j++) centre[j] /= total

  const gram = new Float64Array(p * p)
  const moment = new Float64Array(p)
  const row = new Float64Array(p)
  for (let i = 0; i < n; i++) {
    const each = w === null ? 1 : w[i]
    if (each === 0) continue
    for (let j = 0; j < p; j++) row[j] = x[i * p + j] - centre[j]
    for (let j = 0; j < p; j++) {
      const scaled = each * row[j]
      moment[j] += scaled * (y[i] - mean)
      for (let k = 0; k <= j; k++) gram[j * p + k] += scaled * row[k]
    }
  }
  for (let j = 0; j < p; j++) gram[j * p + j] += lambda
  const slopes = solveIndependent(gram, moment, p)
  let intercept = mean
  for (let j = 0; j < p; j++) intercept -= centre[j] * slopes[j]
  return { intercept, slopes }
}

/** Solve by Cholesky; columns that depend on earlier ones are taken out, one by one. */
function solveIndependent(gram: Float64Array, moment: Float64Array, p: number): Float64Array {
  const slopes = new Float64Array(p)
  let kept = Int32Array.from({ length: p }, (_, j) => j)
  for (;;) {
    const size = kept.length
    const factor = new Float64Array(size * size)
    for (let j = 0; j < size; j++) for (let k = 0; k <= j; k++) factor[j * size + k] = gram[kept[j] * p + kept[k]]
    const bad = choleskyFactor(factor, size, DEPENDENT)
    if (bad >= 0) {
      kept = kept.filter((_, place) => place !== bad)
      continue
    }
    const solution = Float64Array.from(kept, (j) => moment[j])
    choleskySolve(factor, size, solution)
    kept.forEach((j, place) => (slopes[j] = solution[place]))
    return slopes
  }
}

/**
 * Minimum of a smooth function of a few variables by BFGS, the gradient from forward differences.
 *
 *   step   s = −H·g, shortened to length `maxStep`, then cut by five until f falls enough (Armijo: by 1e-4 of what the slope promises)
 *   update H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ,  ρ = 1/(yᵀs), y the change of the gradient; left out where yᵀs ≤ 0
 *
 * n variables: n + 1 evaluations an iteration besides the line search, O(n²) for the rest; nothing is allocated inside the loop. The function
 * may answer ∞ or NaN where it is not defined: the step is cut until it is. The variables should be of order one and the curvature too: H
 * begins as the identity, and goes back to it once when a direction fails.
 *
 * Nocedal & Wright, Numerical Optimization (2nd ed., 2006), §6.1 and §8.1; the line search as in Nash's variable-metric method.
 */

/** What `minimiseSmooth` may be told. */
export interface BfgsOptions {
  /** Stop when an iteration, begun again along the gradient, lowers f by less than this, > 0. */
  readonly tolerance: number
  /** Iterations at most, integer ≥ 1. */
  readonly maxIterations: number
  /** Longest step, in the units of the variables, > 0. */
  readonly maxStep: number
}

/** A point, and the function there. */
export interface Minimum {
  readonly point: Float64Array
  readonly value: number
  readonly iterations: number
  readonly evaluations: number
}

/** Width of the forward difference: √ of the rounding error of a function of order one that sums many terms. */
const DIFFERENCE = 1e-6

/**
 * Minimise `objective` from `start` (finite there, not changed).
 *
 * @example
 * minimiseSmooth(([a, b]) => (a - 1) ** 2 + 10 * (b - a) ** 2, new Float64Array(2), { tolerance: 1e-12, maxIterations: 50, maxStep: 1 })
 * // point ≈ [1, 1], value ≈ 0
 */
export function minimiseSmooth(
  objective: (point: Float64Array) => number,
  start: Float64Array,
  { tolerance, maxIterations, maxStep }: BfgsOptions,
): Minimum {
  const n = start.length
  const point = Float64Array.from(start)
  const trial = new Float64Array(n)
  const gradient = new Float64Array(n)
  const before = new Float64Array(n)
  const step = new Float64Array(n)
  const change = new Float64Array(n)
  const inverse = new Float64Array(n * n)
  let value = objective(point)
  let evaluations = 1
  let iterations = 0
  let fresh = true
  resetToIdentity(inverse, n)
  if (n > 0) {
    differentiate(objective, point, value, gradient)
    evaluations += n
  }
  while (n > 0 && iterations < maxIterations) {
    iterations++
    let slope = direction(inverse, gradient, step, maxStep)
    if (!(slope < 0)) {
      if (fresh) break
      resetToIdentity(inverse, n)
      fresh = true
      slope = direction(inverse, gradient, step, maxStep)
      if (!(slope < 0)) break
    }
    let length = 1
    let next = Infinity
    while (length > 1e-9) {
      for (let i = 0; i < n; i++) trial[i] = point[i] + length * step[i]
      next = objective(trial)
      evaluations++
      if (next <= value + 1e-4 * length * slope) break
      length *= 0.2
    }
    if (!(next < value)) {
      if (fresh) break
      resetToIdentity(inverse, n)
      fresh = true
      continue
    }
    const gain = value - next
    point.set(trial)
    value = next
    before.set(gradient)
    differentiate(objective, point, value, gradient)
    evaluations += n
    for (let i = 0; i < n; i++) {
      step[i] *= length
      change[i] = gradient[i] - before[i]
    }
    if (gain < tolerance) {
      if (fresh) break
      resetToIdentity(inverse, n)
      fresh = true
    } else {
      update(inverse, step, change, trial)
      fresh = false
    }
  }
  return { point, value, iterations, evaluations }
}

/** Forward differences; where the function is not defined ahead, the difference behind. */
function differentiate(
  objective: (point: Float64Array) => number,
  point: Float64Array,
  value: number,
  gradient: Float64Array,
): void {
  for (let i = 0; i < point.length; i++) {
    const centre = point[i]
    const width = DIFFERENCE * Math.max(1, Math.abs(centre))
    point[i] = centre + width
    let slope = (objective(point) - value) / (point[i] - centre)
    if (!Number.isFinite(slope)) {
      point[i] = centre - width
      slope = (objective(point) - value) / (point[i] - centre)
    }
    point[i] = centre
    gradient[i] = Number.isFinite(slope) ? slope : 0
  }
}

/** step = −H·g, no longer than `maxStep`; returns the slope along it. */
function direction(inverse: Float64Array, gradient: Float64Array, step: Float64Array, maxStep: number): number {
  const n = gradient.length
  let slope = 0
  let square = 0
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < n; j++) sum -= inverse[i * n + j] * gradient[j]
    step[i] = sum
    slope += sum * gradient[i]
    square += sum * sum
  }
  const length = Math.sqrt(square)
  if (!(length > maxStep)) return slope
  const factor = maxStep / length
  for (let i = 0; i < n; i++) step[i] *= factor
  return slope * factor
}

/** The BFGS update of the inverse Hessian from a step and the change of the gradient along it; `image` is room for H·change. */
function update(inverse: Float64Array, step: Float64Array, change: Float64Array, image: Float64Array): void {
  const n = step.length
  let curvature = 0
  let quadratic = 0
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < n; j++) sum += inverse[i * n + j] * change[j]
    image[i] = sum
    curvature += step[i] * change[i]
    quadratic += change[i] * sum
  }
  if (!(curvature > 0)) return
  const weight = (1 + quadratic / curvature) / curvature
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i * n + j] += weight * step[i] * step[j] - (step[i] * image[j] + image[i] * step[j]) / curvature
    }
  }
}

function resetToIdentity(matrix: Float64Array, n: number): void {
  matrix.fill(0)
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1
}

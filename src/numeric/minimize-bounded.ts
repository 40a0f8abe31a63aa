/**
 * Minimise a smooth function of a few variables within a box, from its value and gradient.
 *
 *   minimise f(x), lower ≤ x ≤ upper          x of length n ≤ some tens; bounds may be ±∞; f may be +∞ outside its domain
 *
 * Projected quasi-Newton: variables that rest on a bound with the gradient pushing outwards are held, the others take the Newton step of
 * a BFGS model B of the Hessian (dense, factored on the free variables each time, n³/6), and the step is cut back along its projection
 * onto the box until f falls enough (Armijo). A start B near the true Hessian (Gauss–Newton, say) saves most of the iterations. After the
 * step the model is updated by BFGS with Powell's damping, so that B stays positive definite.
 *
 * Bertsekas, Projected Newton methods for optimization problems with simple constraints, SIAM J. Control Optim. 20 (1982);
 * Nocedal & Wright, Numerical Optimization (2nd ed., 2006), §6.1, 18.3. No allocation inside the loop.
 */
import { choleskyFactor, choleskySolve } from './cholesky.js'

/** A function to minimise. `gradient` writes into `g` and is called only at the last point that `value` was called at. */
export interface BoundedProblem {
  readonly size: number
  readonly lower: Float64Array
  readonly upper: Float64Array
  value(x: Float64Array): number
  gradient(x: Float64Array, g: Float64Array): void
}

/** Share of the predicted fall that a step must deliver. */
const SUFFICIENT = 1e-4
/** Steps are not cut below this share of the full one. */
const SHORTEST = 1e-10

/**
 * Minimise in place: `x` is the start (inside the box, f finite) and becomes the solution.
 *
 * @param hessian start model of the Hessian, n×n row-major, positive definite up to rounding; overwritten
 * @param tolerance stop when the model promises a fall of less than this, in units of f
 * @returns the value at `x`
 */
export function minimizeBounded(
  problem: BoundedProblem,
  x: Float64Array,
  hessian: Float64Array,
  { tolerance, iterations }: { tolerance: number; iterations: number },
): number {
  const { size: n, lower, upper } = problem
  const gradient = new Float64Array(n)
  const before = new Float64Array(n)
  const step = new Float64Array(n)
  const trial = new Float64Array(n)
  const free = new Int32Array(n)
  const factor = new Float64Array(n * n)
  const product = new Float64Array(n)

  let value = problem.value(x)
  problem.gradient(x, gradient)
  for (let iteration = 0; iteration < iterations; iteration++) {
    const promised = newtonStep()
    if (!(promised > tolerance)) return value
    const next = search(promised)
    if (next === undefined) {
      // the model misleads: forget it once, keep its diagonal; if that already failed, this is the bottom to rounding
      if (!forget()) return value
      continue
    }
    value = next
    before.set(gradient)
    problem.gradient(trial, gradient)
    for (let i = 0; i < n; i++) step[i] = trial[i] - x[i]
    x.set(trial)
    update()
  }
  return value

  /** Fill `step` with the Newton step of the free variables; returns half the fall that its slope promises. */
  function newtonStep(): number {
    let count = 0
    for (let i = 0; i < n; i++) {
      const held = (x[i] <= lower[i] && gradient[i] > 0) || (x[i] >= upper[i] && gradient[i] < 0)
      step[i] = 0
      if (!held) free[count++] = i
    }
    let largest = 0
    for (let a = 0; a < count; a++) largest = Math.max(largest, hessian[free[a] * n + free[a]])
    for (let ridge = 0; ; ridge = ridge === 0 ? 1e-10 * largest || 1 : ridge * 100) {
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++) factor[a * count + b] = hessian[free[a] * n + free[b]]
        factor[a * count + a] += ridge
        product[a] = -gradient[free[a]]
      }
      if (choleskyFactor(factor, count, 1e-13) < 0) break
      if (!(ridge < Infinity)) return 0
    }
    choleskySolve(factor, count, product)
    let slope = 0
    for (let a = 0; a < count; a++) {
      step[free[a]] = product[a]
      slope -= product[a] * gradient[free[a]]
    }
    return slope / 2
  }

  /** Walk along the projected step into `trial`; the new value, or undefined when no length lowers f. */
  function search(promised: number): number | undefined {
    let length = 1
    while (length > SHORTEST) {
      let slope = 0
      for (let i = 0; i < n; i++) {
        trial[i] = Math.min(upper[i], Math.max(lower[i], x[i] + length * step[i]))
        slope += gradient[i] * (trial[i] - x[i])
      }
      const reached = problem.value(trial)
      if (slope < 0 && reached <= value + SUFFICIENT * slope) return reached
      // the minimum of the parabola through the value, the slope and the trial, kept within a tenth and a half
      const parabola = (length * promised) / (reached - value + 2 * promised * length)
      length *= reached < Infinity && length * promised > 0 ? Math.min(0.5, Math.max(0.1, parabola)) : 0.1
    }
    return undefined
  }

  /** Drop the off-diagonal part of the model; false when there is none left. */
  function forget(): boolean {
    let dropped = false
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (i === j || hessian[i * n + j] === 0) continue
        hessian[i * n + j] = 0
        dropped = true
      }
    }
    return dropped
  }

  /** BFGS with Powell's damping, from `step` and the gradients before and after it. */
  function update(): void {
    let curvature = 0
    let modelled = 0
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum += hessian[i * n + j] * step[j]
      product[i] = sum
      modelled += sum * step[i]
      curvature += (gradient[i] - before[i]) * step[i]
    }
    if (!(modelled > 0)) return
    const share = curvature >= 0.2 * modelled ? 1 : (0.8 * modelled) / (modelled - curvature)
    const damped = share * curvature + (1 - share) * modelled
    for (let i = 0; i < n; i++) before[i] = share * (gradient[i] - before[i]) + (1 - share) * product[i]
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        hessian[i * n + j] += (before[i] * before[j]) / damped - (product[i] * product[j]) / modelled
      }
    }
  }
}

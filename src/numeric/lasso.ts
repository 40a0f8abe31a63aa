/**
 * Small dense quadratic problems with absolute values, solved exactly by active sets.
 *
 *   minimise ½ xᵀM x − cᵀx + Σ w_j |x_j|          M n×n symmetric positive definite (row-major), c and w of length n, w > 0
 *
 * Within one pattern of signs the problem is a plain linear system M_AA x_A = c_A − w_A s_A. Walk towards its solution; where a
 * coordinate would change sign, stop there and drop it; when the pattern holds, let the coordinate that breaks the optimality
 * conditions most (|c_j − (Mx)_j| > w_j) enter. Every step lowers the objective, so no pattern returns. O(n³) a pattern, few patterns
 * from a warm start. The idea: Lee, Battle, Raina & Ng, Efficient sparse coding algorithms, NIPS 2006 (feature-sign search).
 */
import { choleskyFactor, choleskySolve } from './cholesky.js'

/** The problem; arrays are read, never written. */
export interface LassoProblem {
  readonly size: number
  readonly matrix: Float64Array
  readonly linear: Float64Array
  readonly weights: Float64Array
  /** For problems that are costly to write down whole, both of these; without them `matrix` and `linear` are complete. */
  readonly lazy?: LazyEntries
}

/** A problem whose matrix is filled in as coordinates enter: most never do. */
export interface LazyEntries {
  /** Fill in `linear[j]` and the entries of `matrix` between j and all coordinates that entered before. */
  readonly enter: (j: number) => void
  /** Mx − c at x, for all coordinates, into `gradient`. */
  readonly gradient: (x: Float64Array, gradient: Float64Array) => void
}

/** Room for the solver, made once for problems of one size. */
export interface LassoWorkspace {
  readonly factor: Float64Array
  readonly target: Float64Array
  readonly gradient: Float64Array
  readonly active: Int32Array
  readonly sign: Float64Array
}

export function lassoWorkspace(size: number): LassoWorkspace {
  return {
    factor: new Float64Array(size * size),
    target: new Float64Array(size),
    gradient: new Float64Array(size),
    active: new Int32Array(size),
    sign: new Float64Array(size),
  }
}

/** How far a coordinate at zero may break its condition, relative to its weight. */
const SLACK = 1e-11
/** A column whose pivot falls below this share of its diagonal depends on the active ones and stays out. */
const DEPENDENT = 1e-14

/** Solve in place: `x` is the start (its signs are the first pattern) and becomes the solution. */
export function solveLasso(problem: LassoProblem, x: Float64Array, work: LassoWorkspace): void {
  const { size: n, weights } = problem
  const { gradient, active, sign } = work
  for (let j = 0; j < n; j++) {
    sign[j] = Math.sign(x[j])
    if (sign[j] !== 0) problem.lazy?.enter(j)
  }
  const barred = new Uint8Array(n)
  let newcomer = -1
  for (let step = 0; step < 50 * n + 50; step++) {
    let count = 0
    for (let j = 0; j < n; j++) if (sign[j] !== 0) active[count++] = j
    if (!solvePattern(problem, work, count)) {
      // the columns of the pattern depend on each other: without the newcomer they did not
      const out = newcomer >= 0 ? newcomer : active[count - 1]
      barred[out] = 1
      sign[out] = 0
      x[out] = 0
      newcomer = -1
      continue
    }
    const standing = newcomer >= 0 && x[newcomer] === 0
    if (!advance(x, work, count)) {
      // rounding alone turns a newcomer back before its first step: it is at its optimum, zero
      if (standing && sign[newcomer] === 0) barred[newcomer] = 1
      continue
    }
    newcomer = -1
    let worst = 0
    fillGradient(problem, x, work, count)
    for (let j = 0; j < n; j++) {
      if (sign[j] !== 0 || barred[j] === 1) continue
      const excess = Math.abs(gradient[j]) - weights[j] * (1 + SLACK)
      if (excess > worst) {
        worst = excess
        newcomer = j
      }
    }
    if (newcomer < 0) return
    problem.lazy?.enter(newcomer)
    sign[newcomer] = -Math.sign(gradient[newcomer])
  }
}

/** Mx − c. */
function fillGradient(
  { size: n, matrix, linear, lazy }: LassoProblem,
  x: Float64Array,
  { gradient, active }: LassoWorkspace,
  count: number,
): void {
  if (lazy !== undefined) return lazy.gradient(x, gradient)
  for (let j = 0; j < n; j++) {
    gradient[j] = -linear[j]
    for (let a = 0; a < count; a++) gradient[j] += matrix[j * n + active[a]] * x[active[a]]
  }
}

/** Solve M_AA t_A = c_A − w_A s_A for the active pattern; false when M_AA is not numerically positive definite. */
function solvePattern(
  { size: n, matrix, linear, weights }: LassoProblem,
  work: LassoWorkspace,
  count: number,
): boolean {
  const { factor, target, active, sign } = work
  for (let a = 0; a < count; a++) {
    const row = active[a]
    for (let b = 0; b <= a; b++) factor[a * count + b] = matrix[row * n + active[b]]
    target[a] = linear[row] - weights[row] * sign[row]
  }
  if (choleskyFactor(factor, count, DEPENDENT) >= 0) return false
  choleskySolve(factor, count, target)
  return true
}

/** Move x to the pattern's solution; or, if a coordinate would change its sign on the way, to where the first one reaches zero, which then leaves (false). */
function advance(x: Float64Array, { target, active, sign }: LassoWorkspace, count: number): boolean {
  let share = 1
  let leaving = -1
  for (let a = 0; a < count; a++) {
    const j = active[a]
    if (target[a] * sign[j] > 0) continue
    const reach = x[j] === target[a] ? 0 : x[j] / (x[j] - target[a])
    if (reach < share || leaving < 0) {
      share = Math.min(share, reach)
      leaving = j
    }
  }
  for (let a = 0; a < count; a++) {
    const j = active[a]
    x[j] = leaving < 0 ? target[a] : x[j] + share * (target[a] - x[j])
  }
  if (leaving < 0) return true
  x[leaving] = 0
  sign[leaving] = 0
  return false
}

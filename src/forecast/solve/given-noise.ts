/**
 * The best coefficients when the noise is known: a ridge problem with absolute values, solved exactly.
 *
 *   h(λ) = min_θ  λ·SSE(θ) + ½ Σ d_j (θ_j − c_j)² + Σ w_j |θ_j|          λ = 1/(2σ²)
 *
 * The ridge columns (k, m, β) are eliminated by one Cholesky factor; what is left is a lasso in δ alone (a few dozen columns), solved by
 * active sets from a warm start, for which only the columns that enter are eliminated; one step of iterative refinement on the residual
 * moments removes the rounding. O(r³/6 + a r²/2 + p²) for r ridge columns, a of p columns entering. By the envelope theorem h′(λ) = SSE at the solution.
 */
import { choleskyFactor, choleskySolve, solveLower, solveLowerTransposed } from '../../numeric/cholesky.js'
import { lassoWorkspace, solveLasso, type LassoProblem } from '../../numeric/lasso.js'
import { penaltyAt, sumOfSquares, type Moments, type Penalty } from './moments.js'

/** The solution for one λ. */
export interface GivenNoise {
  readonly lambda: number
  readonly theta: Float64Array
  readonly sse: number
  /** h(λ) */
  readonly value: number
}

/** Prepare the solver for one set of moments; the function returned may be called for many λ, `start` being a nearby solution. */
export function givenNoiseSolver(
  moments: Moments,
  penalty: Penalty,
): (lambda: number, start?: Float64Array) => GivenNoise {
  const { size: p, gram, cross, origin } = moments
  const { precision, centre, weight } = penalty
  const ridge = columnsWhere(p, (j) => weight[j] === 0)
  const lasso = columnsWhere(p, (j) => weight[j] > 0 && gram[j * p + j] > 0)
  const r = ridge.length
  const s = lasso.length
  const target = new Float64Array(p)
  for (let i = 0; i < p; i++) {
    target[i] = cross[i]
    for (let j = 0; j < p; j++) target[i] += gram[i * p + j] * origin[j]
  }
  const factor = new Float64Array(r * r)
  const coupling = new Float64Array(s * r)
  const weights = Float64Array.from(lasso, (j) => weight[j])
  const matrix = new Float64Array(s * s)
  const linear = new Float64Array(s)
  const forward = new Float64Array(r)
  const ridgePart = new Float64Array(r)
  const entered = new Int32Array(s)
  const workspace = lassoWorkspace(s)
  const shift = new Float64Array(p)
  const image = new Float64Array(p)

  /** Factor the ridge block. */
  function factorRidge(lambda: number): void {
    const scale = 2 * lambda
    // collinear columns under a tiny σ leave a pivot that rounding eats: lift the diagonal by as little as helps
    for (let lift = 0; ; lift = Math.max(1e-15, lift * 10)) {
      for (let a = 0; a < r; a++) {
        for (let b = 0; b <= a; b++) factor[a * r + b] = scale * gram[ridge[a] * p + ridge[b]]
        factor[a * r + a] = factor[a * r + a] * (1 + lift) + precision[ridge[a]]
      }
      if (choleskyFactor(factor, r) < 0 || lift > 1) break
    }
  }

  /** The lasso problem that is left, the Schur complement, written down for the columns that enter. */
  function reducedProblem(lambda: number): LassoProblem {
    const scale = 2 * lambda
    let count = 0
    for (let a = 0; a < r; a++) forward[a] = scale * target[ridge[a]] + precision[ridge[a]] * centre[ridge[a]]
    solveLower(factor, r, forward)
    const known = new Uint8Array(s)
    const enter = (i: number): void => {
      if (known[i] === 1) return
      known[i] = 1
      entered[count++] = i
      for (let a = 0; a < r; a++) coupling[i * r + a] = scale * gram[lasso[i] * p + ridge[a]]
      solveLower(factor, r, coupling, i * r)
      linear[i] = scale * target[lasso[i]] - dot(coupling, i * r, forward, 0, r)
      for (let e = 0; e < count; e++) {
        const j = entered[e]
        const value = scale * gram[lasso[i] * p + lasso[j]] - dot(coupling, i * r, coupling, j * r, r)
        matrix[i * s + j] = value
        matrix[j * s + i] = value
      }
    }
    const gradient = (delta: Float64Array, out: Float64Array): void => {
      ridgePart.set(forward)
      backSubstitute(ridgePart, delta)
      for (let i = 0; i < s; i++) {
        const row = lasso[i] * p
        let sum = -target[lasso[i]]
        for (let a = 0; a < r; a++) sum += gram[row + ridge[a]] * ridgePart[a]
        for (let e = 0; e < count; e++) sum += gram[row + lasso[entered[e]]] * delta[entered[e]]
        out[i] = scale * sum
      }
    }
    return { size: s, matrix, linear, weights, lazy: { enter, gradient } }
  }

  /** Ridge coefficients for given lasso ones: L⁻ᵀ(forward − Σ coupling_j δ_j). */
  function backSubstitute(forward: Float64Array, delta: Float64Array): void {
    for (let i = 0; i < s; i++) {
      if (delta[i] === 0) continue
      for (let a = 0; a < r; a++) forward[a] -= coupling[i * r + a] * delta[i]
    }
    solveLowerTransposed(factor, r, forward)
  }

  /** One Newton step on the free coordinates from the residual moments; kept only while no sign changes. */
  function refine(lambda: number, theta: Float64Array): void {
    sumOfSquares(moments, theta, shift, image)
    const downhill = (j: number): number =>
      2 * lambda * (cross[j] - image[j]) - precision[j] * (theta[j] - centre[j]) - weight[j] * Math.sign(theta[j])
    const forward = Float64Array.from(ridge, downhill)
    solveLower(factor, r, forward)
    const active = columnsWhere(s, (i) => theta[lasso[i]] !== 0)
    const count = active.length
    const block = new Float64Array(count * count)
    const step = new Float64Array(count)
    for (let a = 0; a < count; a++) {
      for (let b = 0; b <= a; b++) block[a * count + b] = matrix[active[a] * s + active[b]]
      step[a] = downhill(lasso[active[a]]) - dot(coupling, active[a] * r, forward, 0, r)
    }
    if (choleskyFactor(block, count) >= 0) return
    choleskySolve(block, count, step)
    const delta = new Float64Array(s)
    for (let a = 0; a < count; a++) {
      const j = lasso[active[a]]
      if (Math.sign(theta[j] + step[a]) !== Math.sign(theta[j])) return
      delta[active[a]] = step[a]
    }
    backSubstitute(forward, delta)
    for (let a = 0; a < r; a++) theta[ridge[a]] += forward[a]
    for (let i = 0; i < s; i++) theta[lasso[i]] += delta[i]
  }

  return (lambda, start) => {
    factorRidge(lambda)
    const delta = Float64Array.from(lasso, (j) => start?.[j] ?? 0)
    solveLasso(reducedProblem(lambda), delta, workspace)
    backSubstitute(forward, delta)
    const theta = new Float64Array(p)
    for (let a = 0; a < r; a++) theta[ridge[a]] = forward[a]
    for (let i = 0; i < s; i++) theta[lasso[i]] = delta[i]
    refine(lambda, theta)
    const sse = sumOfSquares(moments, theta, shift, image)
    return { lambda, theta, sse, value: lambda * sse + penaltyAt(penalty, theta) }
  }
}

function columnsWhere(count: number, keep: (j: number) => boolean): Int32Array {
  const columns: number[] = []
  for (let j = 0; j < count; j++) if (keep(j)) columns.push(j)
  return Int32Array.from(columns)
}

function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += a[fromA + i] * b[fromB + i]
  return sum
}

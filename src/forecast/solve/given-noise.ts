/**
 * The best coefficients when the noise is known: a ridge problem with absolute values, solved exactly.
 *
 *   h(λ) = min_θ  λ·SSE(θ) + ½ Σ d_j (θ_j − c_j)² + Σ w_j |θ_j|          λ = 1/(2σ²)
 *
 * The ridge columns (k, m, β) are eliminated by one Cholesky factor; what is left is a lasso in δ alone (a few dozen columns), solved by
 * active sets from a warm start; one step of iterative refinement on the residual moments removes the rounding of the elimination.
 * O(r³/6 + r²s/2 + rs²/2) for r ridge and s lasso columns. By the envelope theorem h′(λ) = SSE at the solution.
 */
import { choleskyFactor, choleskySolve, solveLower, solveLowerTransposed } from '../../numeric/cholesky.js'
import { lassoWorkspace, solveLasso } from '../../numeric/lasso.js'
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
  const reduced = {
    size: s,
    matrix: new Float64Array(s * s),
    linear: new Float64Array(s),
    weights: Float64Array.from(lasso, (j) => weight[j]),
  }
  const workspace = lassoWorkspace(s)
  const shift = new Float64Array(p)
  const image = new Float64Array(p)

  /** Factor the ridge block and form the lasso's matrix, the Schur complement. */
  function eliminate(lambda: number): void {
    const scale = 2 * lambda
    // collinear columns under a tiny σ leave a pivot that rounding eats: lift the diagonal by as little as helps
    for (let lift = 0; ; lift = Math.max(1e-15, lift * 10)) {
      for (let a = 0; a < r; a++) {
        for (let b = 0; b <= a; b++) factor[a * r + b] = scale * gram[ridge[a] * p + ridge[b]]
        factor[a * r + a] = factor[a * r + a] * (1 + lift) + precision[ridge[a]]
      }
      if (choleskyFactor(factor, r) < 0 || lift > 1) break
    }
    for (let i = 0; i < s; i++) {
      for (let a = 0; a < r; a++) coupling[i * r + a] = scale * gram[lasso[i] * p + ridge[a]]
      solveLower(factor, r, coupling, i * r)
      for (let j = 0; j <= i; j++) {
        const value = scale * gram[lasso[i] * p + lasso[j]] - dot(coupling, i * r, coupling, j * r, r)
        reduced.matrix[i * s + j] = value
        reduced.matrix[j * s + i] = value
      }
    }
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
      for (let b = 0; b <= a; b++) block[a * count + b] = reduced.matrix[active[a] * s + active[b]]
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
    eliminate(lambda)
    const forward = Float64Array.from(ridge, (j) => 2 * lambda * target[j] + precision[j] * centre[j])
    solveLower(factor, r, forward)
    for (let i = 0; i < s; i++) reduced.linear[i] = 2 * lambda * target[lasso[i]] - dot(coupling, i * r, forward, 0, r)
    const delta = Float64Array.from(lasso, (j) => start?.[j] ?? 0)
    solveLasso(reduced, delta, workspace)
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

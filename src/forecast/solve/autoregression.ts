/**
 * Autoregressive errors: what the rows just before still say about the next one.
 *
 *   y_t = f_t(θ) + e_t,   e_t = Σ φ_i e_{t−i} + ε_t,   ε_t ~ Normal(0, σ)          i = 1 … p, t counted in rows
 *
 * Generalised least squares by turns (Cochrane & Orcutt 1949): given φ, filter y and every column, z*_t = z_t − Σ φ_i z_{t−i}, and solve
 * the filtered problem as if its errors were independent; given θ, estimate φ from the residuals. The first p rows are conditioned on.
 * φ comes from Burg's recursion (Burg 1968), which is stationary by construction and gives the residual variance of every order at once, so
 * that 'auto' chooses the order by AIC at no cost. O(T·p) for φ.
 */

/** Reflection-coefficient recursion: AR coefficients of the order with the least AIC up to `order`, or of exactly that order. */
export function estimateAutoregression(residuals: Float64Array, order: number | 'auto'): Float64Array {
  const rows = residuals.length
  const most =
    order === 'auto' ? Math.max(0, Math.min(10, Math.floor(rows / 10))) : Math.min(order, Math.floor(rows / 3))
  const forward = Float64Array.from(residuals)
  const backward = Float64Array.from(residuals)
  let variance = meanSquare(residuals)
  let phi = new Float64Array(0)
  let best = phi
  let bestScore = rows * Math.log(variance)
  for (let p = 1; p <= most && variance > 0; p++) {
    let product = 0
    let squares = 0
    for (let t = p; t < rows; t++) {
      product += forward[t] * backward[t - 1]
      squares += forward[t] ** 2 + backward[t - 1] ** 2
    }
    if (squares === 0) break
    const reflection = (2 * product) / squares
    const next = new Float64Array(p)
    for (let i = 0; i < p - 1; i++) next[i] = phi[i] - reflection * phi[p - 2 - i]
    next[p - 1] = reflection
    for (let t = rows - 1; t >= p; t--) {
      const ahead = forward[t]
      forward[t] = ahead - reflection * backward[t - 1]
      backward[t] = backward[t - 1] - reflection * ahead
    }
    variance *= 1 - reflection * reflection
    phi = next
    const score = rows * Math.log(variance) + 2 * p
    if (score < bestScore) {
      best = phi
      bestScore = score
    }
  }
  return order === 'auto' ? best : phi
}

function meanSquare(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return sum / values.length
}

/** z*_t = z_t − Σ φ_i z_{t−i} for t ≥ p: p rows shorter. */
export function filterRows(values: Float64Array, phi: Float64Array): Float64Array {
  const p = phi.length
  const filtered = values.slice(p)
  for (let i = 0; i < p; i++) {
    const weight = phi[i]
    for (let t = 0; t < filtered.length; t++) filtered[t] -= weight * values[t + p - 1 - i]
  }
  return filtered
}

/** Expected errors 1 … `steps` ahead, from the last errors (at least p, oldest first). */
export function expectedErrors(phi: Float64Array, last: Float64Array, steps: number): Float64Array {
  const p = phi.length
  const path = new Float64Array(p + steps)
  path.set(last.subarray(last.length - p))
  for (let t = p; t < path.length; t++) for (let i = 0; i < p; i++) path[t] += phi[i] * path[t - 1 - i]
  return path.subarray(p)
}

/** Standard deviation of the error 1 … `steps` ahead, in units of σ: √ of the running sum of squared ψ weights. */
export function errorDeviations(phi: Float64Array, steps: number): Float64Array {
  const psi = new Float64Array(steps)
  const deviations = new Float64Array(steps)
  let sum = 0
  for (let h = 0; h < steps; h++) {
    psi[h] = h === 0 ? 1 : 0
    for (let i = 0; i < Math.min(phi.length, h); i++) psi[h] += phi[i] * psi[h - 1 - i]
    sum += psi[h] ** 2
    deviations[h] = Math.sqrt(sum)
  }
  return deviations
}

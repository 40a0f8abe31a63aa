/**
 * What the solver sees of the data: second moments of the design, no rows.
 *
 *   SSE(θ) = ‖e‖² − 2 ψᵀ(Zᵀe) + ψᵀ(ZᵀZ)ψ       with ψ = θ − origin and e = y − Z·origin
 *
 * The moments are taken about an `origin`. With the origin at or near the solution nothing large cancels, so a series of values near
 * 6e8 with noise of 1 is solved as exactly as any other. Building ZᵀZ costs T·p² once; moving the origin costs T·p.
 */

/** Second moments of T rows and p columns about `origin`. */
export interface Moments {
  readonly rows: number
  readonly size: number
  /** ZᵀZ, p×p row-major. */
  readonly gram: Float64Array
  /** Zᵀ(y − Z·origin), length p. */
  readonly cross: Float64Array
  /** ‖y − Z·origin‖². */
  readonly square: number
  /** θ at which the residuals were taken, length p. */
  readonly origin: Float64Array
}

/** Quadratic and absolute penalties: ½ Σ precision_j (θ_j − centre_j)² + Σ weight_j |θ_j|; a column has one or the other. */
export interface Penalty {
  readonly precision: Float64Array
  /** Where the quadratic penalty is 0; not 0 for the level of a series that was centred. */
  readonly centre: Float64Array
  readonly weight: Float64Array
}

/** SSE at θ. `shift` (length p) receives ψ, `image` ZᵀZψ. */
export function sumOfSquares(moments: Moments, theta: Float64Array, shift: Float64Array, image: Float64Array): number {
  const { size: p, gram, cross, origin, square } = moments
  for (let j = 0; j < p; j++) shift[j] = theta[j] - origin[j]
  let sse = square
  for (let i = 0; i < p; i++) {
    let sum = 0
    for (let j = 0; j < p; j++) sum += gram[i * p + j] * shift[j]
    image[i] = sum
    sse += shift[i] * (sum - 2 * cross[i])
  }
  return Math.max(0, sse)
}

/** The penalty at θ. */
export function penaltyAt({ precision, centre, weight }: Penalty, theta: Float64Array): number {
  let sum = 0
  for (let j = 0; j < theta.length; j++)
    sum += 0.5 * precision[j] * (theta[j] - centre[j]) ** 2 + weight[j] * Math.abs(theta[j])
  return sum
}

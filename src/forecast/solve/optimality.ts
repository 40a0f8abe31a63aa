/** How far a point is from fulfilling the optimality conditions of the posterior's mode. */
import type { Penalty } from './moments.js'

/**
 * The largest violation, in nats per unit of a coefficient and per unit of ln σ.
 *
 * @param pull Jᵀe: the derivatives' products with the residuals, length p
 */
export function optimalityResidual(
  rows: number,
  pull: Float64Array,
  theta: Float64Array,
  sigma: number,
  sse: number,
  { precision, centre, weight }: Penalty,
): number {
  let worst = Math.abs(rows - sse / (sigma * sigma) + 4 * sigma * sigma)
  for (let j = 0; j < theta.length; j++) {
    const gradient = precision[j] * (theta[j] - centre[j]) - pull[j] / (sigma * sigma)
    const violation =
      theta[j] === 0
        ? Math.max(0, Math.abs(gradient) - weight[j])
        : Math.abs(gradient + weight[j] * Math.sign(theta[j]))
    worst = Math.max(worst, violation)
  }
  return worst
}

/**
 * The posterior near its mode as a Gaussian: component bounds of a model from `fit`, without draws.
 *
 *   objective = T ln σ + SSE/(2σ²) + 2σ² + ½ Σ d_j θ_j² + Σ |δ_s|/τ
 *   over the active coordinates a (k, m, β, and the δ that are not 0), which the objective is smooth in:
 *   H = Z_aᵀZ_a/σ² + D_a − h hᵀ/H_σσ      h = ∂²/∂θ∂σ = (2/σ)(D θ + sign δ/τ) at the mode,  H_σσ = −T/σ² + 3 SSE/σ⁴ + 4
 *   C = H⁻¹ on a, 0 elsewhere
 *
 * The subtraction leaves σ free (its Schur complement). A δ at 0 is taken as certain, so that trends come out too sure of themselves, and C is
 * used for the other components alone. T·p² for the moments, p³ for the inverse.
 *
 * Tierney & Kadane, Accurate approximations for posterior moments and marginal densities, JASA 81 (1986), 82–86.
 */
import { choleskyFactor, choleskySolve } from '../../numeric/cholesky.js'
import { trendSize } from '../additive/mean-function.js'
import type { AdditiveModel } from '../model.js'
import type { Covariance } from './covariance.js'
import { tangentAt } from './curved-mean.js'
import { coefficientsOf, meanOf, priorPrecision } from './problem.js'

/** C of a model at its mode whose mean is linear in the coefficients. */
export function laplaceCovariance(model: AdditiveModel): Covariance {
  const { settings, changepoints, fit } = model
  const { sigma } = fit
  const theta = coefficientsOf(model)
  const { rows, size, gram, square } = tangentAt(meanOf(model), theta)
  const precision = priorPrecision(model)
  const first = trendSize(settings.growth)
  const isBend = (j: number): boolean => j >= first && j < first + changepoints.length
  const active = Array.from(theta.keys()).filter((j) => !isBend(j) || theta[j] !== 0)
  const n = active.length
  const pull = active.map((j) =>
    isBend(j) ? Math.sign(theta[j]) / settings.changepointPriorScale : precision[j] * theta[j],
  )
  const noise = -rows / sigma ** 2 + (3 * square) / sigma ** 4 + 4
  const hessian = (lift: number): Float64Array => {
    const matrix = new Float64Array(n * n)
    active.forEach((i, a) => {
      active.forEach((j, b) => {
        matrix[a * n + b] = gram[i * size + j] / sigma ** 2 - ((4 / sigma ** 2) * pull[a] * pull[b]) / noise
      })
      matrix[a * n + a] = matrix[a * n + a] * (1 + lift) + precision[i]
    })
    return matrix
  }
  let factor = hessian(0)
  // collinear columns under a tiny σ leave a pivot that rounding eats: lift the diagonal by as little as helps
  for (let lift = 1e-15; choleskyFactor(factor, n) >= 0 && lift < 1; lift *= 10) factor = hessian(lift)
  const matrix = new Float64Array(size * size)
  for (let a = 0; a < n; a++) {
    const unit = new Float64Array(n)
    unit[a] = 1
    choleskySolve(factor, n, unit)
    active.forEach((j, b) => (matrix[active[a] * size + j] = unit[b]))
  }
  return { size, matrix }
}

/**
 * What early stopping watches: the mean loss of validation rows, weighted; XGBoost's metrics of the same names.
 *
 *   rmse √mean(z²) · mae mean|z| · mphe mean(δ²(√(1 + (z/δ)²) − 1)) · logloss −mean(y·ln p + (1 − y)·ln(1 − p)), p cut to [1e-16, 1 − 1e-16]
 *   auc: share of pairs of a 1 and a 0 in the right order, ties ½, NaN without a pair · quantile: pinball loss, mean over levels
 *   poisson-nloglik μ − y·ln μ + ln y! · gamma-nloglik y/μ + ln μ · gamma-deviance 2(ln(μ/y) + y/μ − 1)
 *   tweedie-nloglik −y·μ^(1−ρ)/(1−ρ) + μ^(2−ρ)/(2−ρ)
 * with z = y − p and p or μ the response.
 */
import { toResponses } from '../model/link.js'
import type { LossParameters } from './objectives.js'
import type { MetricName } from '../options.js'

/** Rows that are watched; `margins` are row-major, `outputs` a row. */
export interface WatchedRows {
  readonly labels: Float64Array
  readonly weights: Float64Array | null
  readonly margins: Float32Array
  readonly outputs: number
}

/** Whether a higher value is better. */
export function higherIsBetter(metric: MetricName): boolean {
  return metric === 'auc'
}

/** The metric of the rows. */
export function watchedMetric(metric: MetricName, rows: WatchedRows, loss: LossParameters): number {
  const { labels, weights, outputs } = rows
  const responses = rows.margins.slice()
  toResponses(loss.objective, responses)
  if (metric === 'auc') return areaUnderCurve(labels, weights, responses, outputs)
  let sum = 0
  let total = 0
  for (let row = 0; row < labels.length; row++) {
    const w = weights === null ? 1 : weights[row]
    total += w
    for (let k = 0; k < outputs; k++) sum += w * pointLoss(metric, labels[row], responses[row * outputs + k], loss, k)
  }
  const mean = sum / (total * outputs)
  return metric === 'rmse' ? Math.sqrt(mean) : mean
}

function pointLoss(metric: MetricName, y: number, p: number, loss: LossParameters, output: number): number {
  switch (metric) {
    case 'rmse':
      return (y - p) ** 2
    case 'mae':
      return Math.abs(y - p)
    case 'mphe':
      return loss.huberSlope ** 2 * (Math.sqrt(1 + ((y - p) / loss.huberSlope) ** 2) - 1)
    case 'quantile': {
      const level = loss.quantiles[output] ?? 0.5
      return y >= p ? level * (y - p) : (1 - level) * (p - y)
    }
    case 'logloss': {
      const share = Math.min(Math.max(p, 1e-16), 1 - 1e-16)
      return -(y * Math.log(share) + (1 - y) * Math.log(1 - share))
    }
    case 'poisson-nloglik': {
      const mean = Math.max(p, 1e-16)
      return mean - y * Math.log(mean) + logGamma(y + 1)
    }
    case 'gamma-nloglik':
      return y / Math.max(p, 1e-6) + Math.log(Math.max(p, 1e-6))
    case 'gamma-deviance':
      return 2 * (Math.log(Math.max(p, 1e-6) / Math.max(y, 1e-6)) + y / Math.max(p, 1e-6) - 1)
    case 'tweedie-nloglik': {
      const [one, two] = [1 - loss.tweediePower, 2 - loss.tweediePower]
      return -(y * p ** one) / one + p ** two / two
    }
    case 'auc':
      return NaN
  }
}

/** ln Γ(x) for x ≥ 1 by Stirling's series after raising x above 8; error below 1e-12. */
function logGamma(x: number): number {
  let shift = 0
  let z = x
  for (; z < 8; z++) shift += Math.log(z)
  const inverse = 1 / z
  const square = inverse * inverse
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
  return (z - 0.5) * Math.log(z) - z + 0.9189385332046727 + series - shift
}

/** Labels count as a share y of a positive row and 1 − y of a negative one. */
function areaUnderCurve(
  labels: Float64Array,
  weights: Float64Array | null,
  responses: Float32Array,
  outputs: number,
): number {
  const order = Int32Array.from(labels, (_, row) => row).sort((a, b) => responses[a * outputs] - responses[b * outputs])
  let [area, positives, negatives] = [0, 0, 0]
  for (let i = 0; i < order.length;) {
    const score = responses[order[i] * outputs]
    let [up, down] = [0, 0]
    for (; i < order.length && responses[order[i] * outputs] === score; i++) {
      const w = weights === null ? 1 : weights[order[i]]
      up += w * labels[order[i]]
      down += w * (1 - labels[order[i]])
    }
    area += up * (negatives + down / 2)
    positives += up
    negatives += down
  }
  const pairs = positives * negatives
  return pairs > 0 ? area / pairs : NaN
}

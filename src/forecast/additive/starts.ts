/**
 * Where the search for a mode begins when the mean is not linear in the coefficients.
 *
 * Multiplicative terms: (a) the exact solution with every term additive, its effects divided by the mean level; (b) the line through the
 * first and the last value. Logistic growth: the rate and offset (c) through the first and last value, and (d) from a least-squares line
 * through the logits of y/cap. (b) and (c) are Prophet's initial values.
 */
import { solveAdditive } from '../solve/additive.js'
import type { Penalty } from '../solve/moments.js'
import { linearise, trendSize } from './mean-function.js'
import type { Preparation } from './preparation.js'

/** Starting coefficients θ, each of the length of the penalty. */
export function startingPoints(prepared: Preparation, penalty: Penalty): Float64Array[] {
  const { input } = prepared
  if (input.cap !== undefined) return logisticStarts(prepared, penalty, input.cap)
  return [fromAdditive(prepared, penalty), throughEnds(prepared, penalty)]
}

function fromAdditive({ input, y, level }: Preparation, penalty: Penalty): Float64Array {
  const size = penalty.precision.length
  const first = size - input.features.length
  const additive = { ...input, multiplicative: input.features.map(() => false) }
  const { jacobian } = linearise(additive, new Float64Array(size))
  const { theta } = solveAdditive(jacobian, y, penalty, trendSize(input.growth) - 1)
  const gain = level === 0 ? 1 : level
  return theta.map((value, j) => (j >= first && input.multiplicative[j - first] ? value / gain : value))
}

function throughEnds({ input, y }: Preparation, penalty: Penalty): Float64Array {
  const theta = new Float64Array(penalty.precision.length)
  if (input.growth === 'flat') theta[0] = y.reduce((sum, value) => sum + value, 0) / y.length
  else {
    theta[0] = y[y.length - 1] - y[0]
    theta[1] = y[0]
  }
  return theta
}

function logisticStarts({ input, y }: Preparation, penalty: Penalty, cap: Float64Array): Float64Array[] {
  const { t } = input
  const last = y.length - 1
  const logit = (i: number, share: number): number => {
    const inside = Math.min(1 - share, Math.max(share, y[i] / cap[i]))
    return Math.log(inside / (1 - inside))
  }
  let [left, right] = [logit(0, 0.01), logit(last, 0.01)]
  if (Math.abs(Math.exp(-left) - Math.exp(-right)) <= 0.01) left -= 0.05
  const line = leastSquaresLine(
    t,
    Float64Array.from(t, (_, i) => logit(i, 0.02)),
  )
  return [fromLine(left, right - left, penalty), fromLine(line.start, line.rate, penalty)]
}

/** u = start + rate·t as k (t − m). */
function fromLine(start: number, rate: number, penalty: Penalty): Float64Array {
  const theta = new Float64Array(penalty.precision.length)
  const k = Math.abs(rate) < 1e-3 ? 1e-3 : rate
  theta[0] = k
  theta[1] = -start / k
  return theta
}

function leastSquaresLine(x: Float64Array, y: Float64Array): { start: number; rate: number } {
  const n = x.length
  let [sumX, sumY] = [0, 0]
  for (let i = 0; i < n; i++) {
    sumX += x[i]
    sumY += y[i]
  }
  let [sxx, sxy] = [0, 0]
  for (let i = 0; i < n; i++) {
    sxx += (x[i] - sumX / n) ** 2
    sxy += (x[i] - sumX / n) * y[i]
  }
  const rate = sxx === 0 ? 0 : sxy / sxx
  return { start: sumY / n - (rate * sumX) / n, rate }
}

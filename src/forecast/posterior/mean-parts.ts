/**
 * The point forecast of any additive model, part by part: at its mode, or for a model with draws the mean over them.
 *
 * What is linear in the coefficients has its mean at their means. Products (with the trend, or k·m in logistic growth) and the logistic curve
 * have not: there u, trend and yhat are averaged draw by draw, O(rows · draws · features).
 */
import { evaluate, type Parts } from '../additive/evaluate.js'
import type { Frame } from '../additive/frame.js'
import { trendOf } from '../intervals/bands.js'
import type { AdditiveModel } from '../model.js'
import { isLinear } from './problem.js'
import { scenariosOf } from './scenarios.js'

/** Numbers that a block of rows takes an array at most. */
const BLOCK_NUMBERS = 2 ** 18

/** As `evaluate`, but the posterior mean where there are draws. */
export function evaluateMean(model: AdditiveModel, frame: Frame, errors?: Float64Array): Parts {
  const parts = evaluate(model, frame, errors)
  const { posterior } = model
  if (posterior === undefined || isLinear(model)) return parts
  const { floor, clock } = parts
  const draws = posterior.k.length
  const { at } = scenariosOf(model, posterior, frame, clock, errors)(draws)
  const mean = new Float64Array(clock.length)
  const trend = new Float64Array(clock.length)
  const yhat = new Float64Array(clock.length)
  const block = Math.max(1, Math.floor(BLOCK_NUMBERS / draws))
  const order = Uint32Array.from(clock.keys())
  for (let from = 0; from < order.length; from += block) {
    const rows = order.subarray(from, from + block)
    const { argument: drawn, components } = at(rows)
    const [added, share] = ['additive_terms', 'multiplicative_terms'].map((name) => components.get(name)!)
    rows.forEach((row, r) => {
      let [sum, levels, values] = [0, 0, 0]
      for (let i = r * draws; i < (r + 1) * draws; i++) {
        const level = trendOf(parts, row, drawn[i])
        sum += drawn[i]
        levels += level
        values += (level - floor[row]) * (1 + share[i]) + added[i]
      }
      mean[row] = sum / draws
      trend[row] = levels / draws
      yhat[row] = floor[row] + values / draws
    })
  }
  return { ...parts, argument: mean, trend, yhat }
}

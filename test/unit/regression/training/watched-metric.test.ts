import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { treeSettings, type MetricName, type TreeOptions } from '../../../../src/regression/options.js'
import { watchedMetric } from '../../../../src/regression/training/watched-metric.js'

function metric(
  name: MetricName,
  y: readonly number[],
  margins: readonly number[],
  options: TreeOptions = {},
  w?: readonly number[],
): number {
  const rows = {
    labels: Float64Array.from(y),
    weights: w === undefined ? null : Float64Array.from(w),
    margins: Float32Array.from(margins),
    outputs: margins.length / y.length,
  }
  return watchedMetric(name, rows, treeSettings(options))
}

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-6, `${found}, expected ${expected}`)
}

describe('watchedMetric', () => {
  it('measures errors, by weight', () => {
    near(metric('rmse', [1, 2], [2, 4]), Math.sqrt(2.5))
    near(metric('rmse', [1, 2], [2, 4], {}, [3, 1]), Math.sqrt(7 / 4))
    near(metric('mae', [1, 2], [2, 4]), 1.5)
    near(metric('mphe', [0], [2], { huberSlope: 2 }), 4 * (Math.SQRT2 - 1))
  })

  it('averages the pinball loss over levels', () => {
    // level .1: y above by 1 → .1; level .9: y below by 2 → .1 · 2
    near(metric('quantile', [3], [2, 5], { objective: 'quantile', quantiles: [0.1, 0.9] }), (0.1 + 0.2) / 2)
  })

  it('takes responses for likelihoods', () => {
    near(metric('logloss', [1, 0], [0, 0], { objective: 'logistic' }), Math.LN2)
    near(metric('poisson-nloglik', [3], [1], { objective: 'poisson' }), Math.E - 3 + Math.log(6))
    near(metric('gamma-nloglik', [2], [1], { objective: 'gamma' }), 2 / Math.E + 1)
    near(metric('gamma-deviance', [2], [Math.log(2)], { objective: 'gamma' }), 0)
    near(metric('tweedie-nloglik', [1], [0], { objective: 'tweedie' }), 1 / 0.5 + 1 / 0.5)
  })

  it('counts the pairs in order for the area under the curve, ties half', () => {
    near(metric('auc', [1, 0, 1, 0], [3, 2, 1, 0], { objective: 'logistic' }), 3 / 4)
    near(metric('auc', [1, 0], [1, 1], { objective: 'logistic' }), 1 / 2)
    assert.ok(Number.isNaN(metric('auc', [1, 1], [1, 2], { objective: 'logistic' })), 'no pair of a 1 and a 0')
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { baseScores, fillGradients, type LossParameters } from '../../../../src/regression/training/objectives.js'
import { treeSettings } from '../../../../src/regression/options.js'

function gradient(loss: LossParameters, y: number, margin: number, weight: number | null = null): [number, number] {
  const pairs = new Float32Array(2)
  const weights = weight === null ? null : Float32Array.of(weight)
  fillGradients(pairs, { labels: Float32Array.of(y), margins: Float32Array.of(margin), weights }, loss, 0)
  return [pairs[0], pairs[1]]
}

/** The losses themselves, by label and margin. */
const losses: Readonly<Record<string, (y: number, m: number) => number>> = {
  squarederror: (y, m) => (m - y) ** 2 / 2,
  logistic: (y, m) => Math.log(1 + Math.exp(m)) - y * m,
  pseudohuber: (y, m) => 4 * (Math.sqrt(1 + ((m - y) / 2) ** 2) - 1),
  gamma: (y, m) => y * Math.exp(-m) + m,
  tweedie: (y, m) => (-y * Math.exp(-0.5 * m)) / -0.5 + Math.exp(0.5 * m) / 0.5,
}

describe('fillGradients', () => {
  for (const [name, loss] of Object.entries(losses)) {
    it(`${name}: g is the slope of the loss, h its curvature`, () => {
      const settings = treeSettings({ objective: name as 'gamma', huberSlope: 2 })
      for (const [y, m] of [
        [0.3, -0.5],
        [0.9, 0.8],
        [0.5, 0.1],
      ]) {
        const [g, h] = gradient(settings, y, m)
        const step = 1e-4
        const slope = (loss(y, m + step) - loss(y, m - step)) / (2 * step)
        const curvature = (loss(y, m + step) - 2 * loss(y, m) + loss(y, m - step)) / step ** 2
        assert.ok(Math.abs(g - slope) < 1e-4, `g ${g}, slope ${slope}`)
        assert.ok(Math.abs(h - curvature) < 1e-3, `h ${h}, curvature ${curvature}`)
      }
    })
  }

  it('poisson: the Hessian is that of a margin higher by maxDeltaStep', () => {
    const [g, h] = gradient(treeSettings({ objective: 'poisson' }), 3, 1)
    assert.ok(Math.abs(g - (Math.E - 3)) < 1e-6)
    assert.ok(Math.abs(h - Math.exp(1.7)) < 1e-5)
  })

  it('absolute error and quantiles know only the side', () => {
    const absolute = treeSettings({ objective: 'absoluteerror' })
    assert.deepEqual(gradient(absolute, 3, 5), [1, 1])
    assert.deepEqual(gradient(absolute, 3, 1, 2), [-2, 2])
    const quantile = treeSettings({ objective: 'quantile', quantiles: [0.25] })
    assert.deepEqual(gradient(quantile, 3, 5), [0.75, 1])
    assert.deepEqual(gradient(quantile, 3, 1, 2), [-0.5, 2])
  })
})

describe('baseScores', () => {
  const labels = Float32Array.of(1, 2, 6)
  it('takes the weighted mean of squared error', () => {
    assert.deepEqual(baseScores(labels, null, treeSettings()), [3])
    assert.deepEqual(baseScores(labels, Float32Array.of(1, 1, 2), treeSettings()), [3.75])
  })
  it('takes medians and quantiles', () => {
    assert.deepEqual(baseScores(labels, null, treeSettings({ objective: 'pseudohuber' })), [2])
    // positions .25 · 4 = 1 and .75 · 4 = 3 of three sorted values
    assert.deepEqual(baseScores(labels, null, treeSettings({ objective: 'quantile', quantiles: [0.25, 0.75] })), [1, 6])
    assert.deepEqual(baseScores(labels, Float32Array.of(1, 1, 3), treeSettings({ objective: 'absoluteerror' })), [6])
  })
  it('keeps the score of a logistic target of zeros inside (0, 1)', () => {
    assert.deepEqual(baseScores(Float32Array.of(0, 0), null, treeSettings({ objective: 'logistic' })), [
      Math.fround(1e-7),
    ])
  })
  it('obeys the option', () => {
    assert.deepEqual(baseScores(labels, null, treeSettings({ baseScore: 0.5 })), [0.5])
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bestSigma, negativeLogPosterior } from '../../../src/forecast/additive/likelihood.js'

const zero = {
  rows: 4,
  sse: 0,
  sigma: 1,
  k: 0,
  m: 0,
  delta: new Float64Array(2),
  beta: new Float64Array(2),
  changepointPriorScale: 0.05,
  priorScales: Float64Array.of(10, 0.5),
}

test('term by term: T ln σ + SSE/(2σ²) + 2σ² + (k² + m²)/50 + Σ|δ|/τ + Σ β²/(2s²)', () => {
  assert.equal(negativeLogPosterior(zero), 2)
  assert.equal(negativeLogPosterior({ ...zero, sigma: Math.E }), 4 + 2 * Math.E ** 2)
  assert.equal(negativeLogPosterior({ ...zero, sigma: 0.5, sse: 3 }), 4 * Math.log(0.5) + 6 + 0.5)
  assert.equal(negativeLogPosterior({ ...zero, k: 3, m: -1 }), 2 + 10 / 50)
  assert.ok(Math.abs(negativeLogPosterior({ ...zero, delta: Float64Array.of(0.1, -0.2) }) - (2 + 6)) < 1e-12)
  assert.equal(negativeLogPosterior({ ...zero, beta: Float64Array.of(20, 1) }), 2 + 2 + 2)
})

test('bestSigma is where the objective is least, in σ alone', () => {
  for (const rows of [2, 17, 3000]) {
    for (const sse of [1e-14, 1e-3, 1, 50, 1e6]) {
      const sigma = bestSigma(rows, sse)
      // the derivative by ln σ vanishes: T − SSE/σ² + 4σ²
      const slope = rows - sse / sigma ** 2 + 4 * sigma ** 2
      assert.ok(Math.abs(slope) < 1e-12 * (rows + sse / sigma ** 2), `T ${rows}, SSE ${sse}: slope ${slope}`)
      const at = negativeLogPosterior({ ...zero, rows, sse, sigma })
      for (const factor of [0.9, 0.999, 1.001, 1.1]) {
        assert.ok(negativeLogPosterior({ ...zero, rows, sse, sigma: sigma * factor }) > at)
      }
    }
  }
})

test('bestSigma does not cancel: for tiny SSE it is √(SSE/T) to rounding', () => {
  for (const sse of [1e-10, 1e-16, 1e-30, 1e-200]) {
    const relative = bestSigma(100, sse) / Math.sqrt(sse / 100) - 1
    assert.ok(Math.abs(relative) < 4 * sse + 4e-16, `${sse}: ${relative}`)
  }
  assert.equal(bestSigma(100, 0), 0)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  achievedCoverage,
  guaranteeOf,
  plusBounds,
  splitBounds,
} from '../../../../../src/regression/evaluation/conformal/calibration.js'
import {
  lowerOrderStatistic,
  upperOrderStatistic,
  upperRank,
} from '../../../../../src/regression/evaluation/conformal/order-statistics.js'

const of = (...values: number[]): Float64Array => Float64Array.from(values)

test('ranks: ⌈(1 − α)(n + 1)⌉, without the rounding of 0.8 · 10', () => {
  assert.deepEqual(
    [
      [9, 0.8],
      [10, 0.8],
      [4, 0.8],
      [3, 0.8],
      [99, 0.95],
      [18, 0.95],
      [5, 0.01],
    ].map(([n, coverage]) => upperRank(n, coverage)),
    [8, 9, 4, 4, 95, 19, 1],
  )
})

test('infinite exactly when n < 1/α − 1', () => {
  for (const [coverage, least] of [
    [0.8, 4],
    [0.9, 9],
    [0.95, 19],
    [0.99, 99],
  ]) {
    const values = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i)
    assert.equal(upperOrderStatistic(values(least - 1), coverage), Infinity)
    assert.equal(lowerOrderStatistic(values(least - 1), coverage), -Infinity)
    assert.equal(upperOrderStatistic(values(least), coverage), least - 1)
    assert.equal(lowerOrderStatistic(values(least), coverage), 0)
  }
})

test('split: the prediction ± one radius', () => {
  // 9 residuals, coverage .8: the 8th smallest
  const { lower, upper } = splitBounds(Float32Array.of(10, 20), of(5, 3, 9, 1, 2, 8, 7, 6, 4), 0.8)
  assert.deepEqual([...lower], [2, 12])
  assert.deepEqual([...upper], [18, 28])
})

test('plus: order statistics of every prediction ± the residual of its model', () => {
  // 4 rows, 2 models, coverage .6: upper rank ⌈.6 · 5⌉ = 3, lower rank 2
  const predictions = [Float32Array.of(10), Float32Array.of(20)]
  const residuals = { sizes: of(1, 2, 3, 4), models: Int32Array.of(0, 0, 1, 1) }
  // upper: 11 12 23 24 → 23; lower: 9 8 17 16 → 8 9 16 17 → 9
  const { lower, upper } = plusBounds(predictions, residuals, 0.6)
  assert.deepEqual([lower[0], upper[0]], [9, 23])
})

test('achieved: each part against the radius of the others', () => {
  // parts {1, 2, 3, 4} and {10, 1, 1, 1}, coverage .8 of 4: the largest of the other part
  const sizes = of(1, 2, 3, 4, 10, 1, 1, 1)
  const parts = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1)
  assert.equal(achievedCoverage(sizes, parts, 2, 0.8), (4 + 3) / 8)
})

test('guarantees: 1 − α, 1 − 2α, and for cv+ a little less', () => {
  assert.equal(guaranteeOf('split', 100, 1, 0.9), 0.9)
  assert.equal(guaranteeOf('jackknife+', 50, 50, 0.9), 0.8)
  // 100 rows, 10 folds: min(2 · .9 / 11, .9 / 11) = .0818
  assert.ok(Math.abs(guaranteeOf('cv+', 100, 10, 0.9) - (0.8 - 0.9 / 11)) < 1e-12)
  assert.equal(guaranteeOf('jackknife+', 50, 50, 0.4), 0)
})

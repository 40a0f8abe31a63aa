import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dieboldMariano } from '../../../../src/forecast/auto/diebold-mariano.js'

test('without overlap it is the t test of the mean gain', () => {
  // mean 2, variance with K: 2/3; statistic 2/√(2/9)·√(2/3) = 2/(1/√3) = 2√3, the t of mean 2, s 1, n 3
  const { statistic, pValue } = dieboldMariano(Float64Array.of(1, 2, 3), 1)
  assert.ok(Math.abs(statistic - 2 * Math.sqrt(3)) < 1e-14)
  // two degrees of freedom: ½ − t/(2√(2 + t²)) = ½ − 2√3/(2√14)
  assert.ok(Math.abs(pValue - (0.5 - Math.sqrt(3 / 14))) < 1e-14)
})

test('overlapping windows count their covariance, and the correction shrinks the statistic', () => {
  // gains 1 2 3 2: mean 2, γ₀ = 2/4, γ₁ = (0 + 0 + 0)/4 = 0 → V = ½; factor (5 − 4 + 2/4)/4 = 0.375
  const { statistic } = dieboldMariano(Float64Array.of(1, 2, 3, 2), 2)
  assert.ok(Math.abs(statistic - (2 / Math.sqrt(0.5 / 4)) * Math.sqrt(0.375)) < 1e-14)
})

test('where the covariances leave no variance, the variance alone stands for it', () => {
  // gains 2 0 2 0: mean 1, γ₀ = 1, γ₁ = −3/4 → V = 1 − 1.5 < 0 → 1; factor (5 − 4 + 0.5)/4
  const { statistic } = dieboldMariano(Float64Array.of(2, 0, 2, 0), 2)
  assert.ok(Math.abs(statistic - (1 / Math.sqrt(1 / 4)) * Math.sqrt(0.375)) < 1e-14)
})

test('the same gain everywhere is certain, no gain anywhere is none', () => {
  assert.deepEqual(dieboldMariano(Float64Array.of(1, 1, 1), 1), { statistic: Infinity, pValue: 0 })
  assert.deepEqual(dieboldMariano(Float64Array.of(0, 0, 0), 1), { statistic: 0, pValue: 1 })
  assert.equal(dieboldMariano(Float64Array.of(-1, -1, -1), 1).pValue, 1)
})

test('a worse forecast has a p-value above one half', () => {
  assert.ok(dieboldMariano(Float64Array.of(-1, -2, 1, -3), 1).pValue > 0.5)
})

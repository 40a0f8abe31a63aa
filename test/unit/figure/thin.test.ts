import assert from 'node:assert/strict'
import { test } from 'node:test'
import { corners, intoSteps, rowsPerStep, typicalStep } from '../../../src/figure/thin.js'

const day = 86_400_000

test('rows are put together only where pixels are short, in whole weeks of days and whole days of hours', () => {
  assert.equal(rowsPerStep(1000, 800, day), 1)
  assert.equal(rowsPerStep(5479, 840, day), 7)
  assert.equal(rowsPerStep(5479, 292, day), 21)
  assert.equal(rowsPerStep(8760, 840, day / 24), 24)
  assert.equal(rowsPerStep(5479, 840, 31 * day), 7)
})

test('a step keeps the lowest, the highest and the mean of its rows', () => {
  const steps = intoSteps(Float64Array.of(0, 1, 2, 3, 4), Float64Array.of(1, 5, 3, 8, 2), 0, 3)
  assert.deepEqual([...steps.mean], [3, 5])
  assert.deepEqual([...steps.low], [1, 2])
  assert.deepEqual([...steps.high], [5, 8])
})

test('a step without rows stays empty, and a missing value is left out of its step', () => {
  const steps = intoSteps(Float64Array.of(0, 1, 7), Float64Array.of(4, Number.NaN, 6), 0, 3)
  assert.deepEqual([...steps.mean], [4, Number.NaN, 6])
})

test('the typical step is the median, so a gap does not move it', () => {
  assert.equal(typicalStep(Float64Array.of(0, day, 2 * day, 9 * day, 10 * day)), day)
  assert.equal(typicalStep(Float64Array.of(5)), 0)
})

test('corners stay, points on the line go', () => {
  assert.deepEqual(corners(Float64Array.of(0, 1, 2, 3), Float64Array.of(0, 1, 2, 0), 0.001), [0, 2, 3])
  assert.deepEqual(corners(Float64Array.of(0, 1, 2), Float64Array.of(7, 7, 7), 0.001), [0, 2])
})

test('no dropped point lies further from the drawn line than allowed', () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => i)
  const y = x.map((value) => Math.sin(value / 40) * 3)
  const kept = corners(x, y, 0.01)
  assert.ok(kept.length < 200)
  for (let s = 0; s + 1 < kept.length; s++) {
    const [a, b] = [kept[s], kept[s + 1]]
    for (let i = a; i <= b; i++) {
      const line = y[a] + ((y[b] - y[a]) * (i - a)) / (b - a)
      assert.ok(Math.abs(y[i] - line) <= 0.01 * 6 + 1e-9)
    }
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minimiseSmooth } from '../../../src/numeric/bfgs.js'

const options = { tolerance: 1e-14, maxIterations: 300, maxStep: 1 }

test('a quadratic bowl is left at its bottom', () => {
  const { point, value } = minimiseSmooth(
    ([a, b]) => (a - 1) ** 2 + 10 * (b + 2) ** 2 + 3,
    new Float64Array(2),
    options,
  )
  assert.ok(Math.abs(point[0] - 1) < 1e-5 && Math.abs(point[1] + 2) < 1e-5, String(point))
  assert.ok(value - 3 < 1e-9)
})

test('the bottom of Rosenbrock’s valley is found around its bend', () => {
  const { point, evaluations } = minimiseSmooth(
    ([a, b]) => (1 - a) ** 2 + 100 * (b - a * a) ** 2,
    Float64Array.of(-1.2, 1),
    options,
  )
  assert.ok(Math.abs(point[0] - 1) < 1e-3 && Math.abs(point[1] - 1) < 2e-3, String(point))
  assert.ok(evaluations < 400, String(evaluations))
})

test('a wall of infinity is not crossed', () => {
  const { point } = minimiseSmooth(([a]) => (a > 0 ? a - Math.log(a) : Infinity), Float64Array.of(0.01), options)
  assert.ok(Math.abs(point[0] - 1) < 1e-4, String(point))
})

test('a step is never longer than it may be, and the start is left alone', () => {
  const start = Float64Array.of(0)
  let farthest = 0
  const { iterations } = minimiseSmooth(
    ([a]) => {
      farthest = Math.max(farthest, a)
      return -a
    },
    start,
    { tolerance: 1e-12, maxIterations: 5, maxStep: 0.5 },
  )
  assert.equal(iterations, 5)
  assert.ok(Math.abs(farthest - 2.5) < 1e-5, String(farthest))
  assert.equal(start[0], 0)
})

test('a function of no variables has its value', () => {
  assert.deepEqual(
    minimiseSmooth(() => 7, new Float64Array(0), options),
    {
      point: new Float64Array(0),
      value: 7,
      iterations: 0,
      evaluations: 1,
    },
  )
})

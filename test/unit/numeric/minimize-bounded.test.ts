import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minimizeBounded, type BoundedProblem } from '../../../src/numeric/minimize-bounded.js'

const OPTIONS = { tolerance: 1e-14, iterations: 500 }

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
}

/** Rosenbrock's valley, minimum 0 at (1, 1), within a box. */
function rosenbrock(lower: number[], upper: number[]): BoundedProblem {
  return {
    size: 2,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    value: ([a, b]) => (1 - a) ** 2 + 100 * (b - a * a) ** 2,
    gradient([a, b], g) {
      g[0] = -2 * (1 - a) - 400 * a * (b - a * a)
      g[1] = 200 * (b - a * a)
    },
  }
}

test('finds the bottom of a curved valley', () => {
  const x = Float64Array.of(-1.2, 1)
  const value = minimizeBounded(rosenbrock([-Infinity, -Infinity], [Infinity, Infinity]), x, identity(2), OPTIONS)
  assert.ok(value < 1e-12)
  assert.ok(Math.abs(x[0] - 1) < 1e-5 && Math.abs(x[1] - 1) < 1e-5)
})

test('stops at the best point of the box when the bottom lies outside', () => {
  // a ≤ ½: the best b is a² = ¼, the value (1 − ½)²
  const x = Float64Array.of(-1.2, 1)
  const value = minimizeBounded(rosenbrock([-2, -2], [0.5, 2]), x, identity(2), OPTIONS)
  assert.ok(Math.abs(value - 0.25) < 1e-10)
  assert.ok(x[0] === 0.5 && Math.abs(x[1] - 0.25) < 1e-5)
})

test('leaves a bound that it started on', () => {
  const x = Float64Array.of(0.5, 2)
  minimizeBounded(rosenbrock([-2, -2], [2, 2]), x, identity(2), OPTIONS)
  assert.ok(Math.abs(x[0] - 1) < 1e-4)
})

test('an exact Hessian solves a quadratic in one step', () => {
  const matrix = Float64Array.of(4, 1, 1, 3)
  let gradients = 0
  const problem: BoundedProblem = {
    size: 2,
    lower: new Float64Array(2).fill(-Infinity),
    upper: new Float64Array(2).fill(Infinity),
    value: ([a, b]) => 2 * a * a + a * b + 1.5 * b * b - a - 2 * b,
    gradient([a, b], g) {
      gradients++
      g[0] = 4 * a + b - 1
      g[1] = a + 3 * b - 2
    },
  }
  const x = new Float64Array(2)
  minimizeBounded(problem, x, matrix, { tolerance: 1e-12, iterations: 50 })
  assert.ok(Math.abs(x[0] - 1 / 11) < 1e-12 && Math.abs(x[1] - 7 / 11) < 1e-12)
  assert.equal(gradients, 2)
})

test('backs off from where the function is not defined', () => {
  const problem: BoundedProblem = {
    size: 1,
    lower: Float64Array.of(-Infinity),
    upper: Float64Array.of(Infinity),
    value: ([a]) => (a > 0 ? a - Math.log(a) : Infinity),
    gradient([a], g) {
      g[0] = 1 - 1 / a
    },
  }
  const x = Float64Array.of(5)
  minimizeBounded(problem, x, Float64Array.of(0.01), OPTIONS)
  assert.ok(Math.abs(x[0] - 1) < 1e-6)
})

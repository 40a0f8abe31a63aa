import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lassoWorkspace, solveLasso } from '../../../src/numeric/lasso.js'

function solve(matrix: number[], linear: number[], weights: number[], start?: number[]): number[] {
  const size = linear.length
  const x = Float64Array.from(start ?? linear.map(() => 0))
  solveLasso(
    {
      size,
      matrix: Float64Array.from(matrix),
      linear: Float64Array.from(linear),
      weights: Float64Array.from(weights),
    },
    x,
    lassoWorkspace(size),
  )
  return [...x]
}

/** Equal to rounding: factors go through square roots. */
function assertClose(actual: number[], expected: number[]): void {
  assert.equal(actual.length, expected.length)
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12, `${actual} against ${expected}`))
}

test('in one dimension it is the soft threshold: x = sign(c)·max(|c| − w, 0)/M', () => {
  assertClose(solve([2], [5], [1]), [2])
  assertClose(solve([2], [-5], [1]), [-2])
  assertClose(solve([2], [0.75], [1]), [0])
  assertClose(solve([2], [1], [1]), [0])
})

test('an uncoupled problem is solved coordinate by coordinate', () => {
  assert.deepEqual(solve([1, 0, 0, 4], [3, -1], [1, 2]), [2, 0])
  assert.deepEqual(solve([1, 0, 0, 4], [3, -10], [1, 2]), [2, -2])
})

test('two coupled coordinates by hand', () => {
  // both active, both positive: [[2, 1], [1, 2]]·x = (4, 5) − (1, 1) = (3, 4), x = (2/3, 5/3)
  const [a, b] = solve([2, 1, 1, 2], [4, 5], [1, 1])
  assert.ok(Math.abs(a - 2 / 3) < 1e-15 && Math.abs(b - 5 / 3) < 1e-15, `${a}, ${b}`)
  // second alone: x₂ = (5 − 1)/2 = 2; first stays out because |2 − 1·2| = 0 ≤ 1
  assertClose(solve([2, 1, 1, 2], [2, 5], [1, 1]), [0, 2])
  assert.equal(solve([2, 1, 1, 2], [2, 5], [1, 1])[0], 0)
})

test('a start with wrong signs ends at the same solution', () => {
  for (const start of [
    [-3, -3],
    [3, -3],
    [-3, 0],
    [0, -1e-300],
    [1e9, 1e9],
  ]) {
    const [a, b] = solve([2, 1, 1, 2], [4, 5], [1, 1], start)
    assert.ok(Math.abs(a - 2 / 3) < 1e-12 && Math.abs(b - 5 / 3) < 1e-12, `${start}: ${a}, ${b}`)
  }
})

test('two equal columns are not both needed: the fit is the same, the sum of sizes smallest', () => {
  const [a, b] = solve([1, 1, 1, 1], [3, 3], [1, 1])
  assert.ok(Math.abs(a + b - 2) < 1e-12, `${a} + ${b}`)
  assert.ok(a >= 0 && b >= 0)
})

test('a problem without unknowns is solved', () => {
  assert.deepEqual(solve([], [], []), [])
})

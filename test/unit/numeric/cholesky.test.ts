import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choleskyFactor, choleskySolve, solveLower, solveLowerTransposed } from '../../../src/numeric/cholesky.js'

// A = [[4, 2, 2], [2, 5, 3], [2, 3, 6]] = L·Lᵀ with L = [[2, 0, 0], [1, 2, 0], [1, 1, 2]]
const A = [4, 2, 2, 2, 5, 3, 2, 3, 6]

function lower(factor: Float64Array, n: number): number[] {
  return [...factor].filter((_, i) => i % n <= Math.floor(i / n))
}

test('factors a 3×3 matrix by hand', () => {
  const factor = Float64Array.from(A)
  assert.equal(choleskyFactor(factor, 3), -1)
  assert.deepEqual(lower(factor, 3), [2, 1, 2, 1, 1, 2])
})

test('reads and writes the lower triangle only', () => {
  const factor = Float64Array.from([4, 99, 98, 2, 5, 97, 2, 3, 6])
  assert.equal(choleskyFactor(factor, 3), -1)
  assert.deepEqual([factor[1], factor[2], factor[5]], [99, 98, 97])
})

test('names the first pivot that is not positive', () => {
  assert.equal(choleskyFactor(Float64Array.from([0, 0, 0, 1]), 2), 0)
  assert.equal(choleskyFactor(Float64Array.from([1, 1, 1, 1]), 2), 1)
  assert.equal(choleskyFactor(Float64Array.from([1, 0, 2, 1]), 2), 1)
  assert.equal(choleskyFactor(Float64Array.from([NaN]), 1), 0)
})

test('a tolerance refuses a pivot that lost its digits: 1 + 1e-10 − 1 against 1e-8', () => {
  const nearly = [1, 1, 1, 1 + 1e-10]
  assert.equal(choleskyFactor(Float64Array.from(nearly), 2), -1)
  assert.equal(choleskyFactor(Float64Array.from(nearly), 2, 1e-8), 1)
})

test('solves L·x = b, Lᵀ·x = b and A·x = b by hand', () => {
  const factor = Float64Array.from(A)
  choleskyFactor(factor, 3)
  const forward = Float64Array.from([2, 5, 7])
  solveLower(factor, 3, forward)
  assert.deepEqual([...forward], [1, 2, 2])
  const backward = Float64Array.from([5, 6, 4])
  solveLowerTransposed(factor, 3, backward)
  assert.deepEqual([...backward], [0.5, 2, 2])
  const both = Float64Array.from([8, 10, 11]) // A·(1, 1, 1)
  choleskySolve(factor, 3, both)
  assert.deepEqual([...both], [1, 1, 1])
})

test('solveLower works inside a longer array from an offset', () => {
  const factor = Float64Array.from(A)
  choleskyFactor(factor, 3)
  const b = Float64Array.from([9, 2, 5, 7, 9])
  solveLower(factor, 3, b, 1)
  assert.deepEqual([...b], [9, 1, 2, 2, 9])
})

test('a system of no unknowns is solved', () => {
  assert.equal(choleskyFactor(new Float64Array(0), 0), -1)
  choleskySolve(new Float64Array(0), 0, new Float64Array(0))
})

/** Tails of the hypergeometric distribution and of χ², and erfc: cases that counting settles, and the ends of the ranges. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chiSquaredUpper } from '../../../src/numeric/chi-squared.js'
import { erfc } from '../../../src/numeric/erfc.js'
import {
  hypergeometricLower,
  hypergeometricQuantile,
  hypergeometricUpper,
} from '../../../src/numeric/hypergeometric.js'

function near(got: number, expected: number): void {
  assert.ok(Math.abs(got - expected) <= 1e-14 * Math.max(expected, 1e-3), `${got} against ${expected}`)
}

test('3 or more of 4 successes among 5 of 10 drawn: 66 of 252 ways', () => {
  near(hypergeometricUpper(3, 10, 4, 5), 66 / 252) // C(4,3)C(6,2) + C(4,4)C(6,1)
  near(hypergeometricLower(2, 10, 4, 5), 186 / 252)
})

test('outside of the range nothing is left to chance', () => {
  // 8 drawn of 10 with 5 successes: 3 to 5 of them
  assert.deepEqual(
    [2, 3, 6].map((x) => hypergeometricUpper(x, 10, 5, 8)),
    [1, 1, 0],
  )
  assert.deepEqual(
    [2, 5, 6].map((x) => hypergeometricLower(x, 10, 5, 8)),
    [0, 1, 1],
  )
  assert.equal(hypergeometricUpper(5, 10, 5, 10), 1)
  assert.equal(hypergeometricUpper(1, 10, 0, 5), 0)
})

test('successes and draws change places', () => {
  near(hypergeometricUpper(7, 100, 20, 15), hypergeometricUpper(7, 100, 15, 20))
})

test('a far tail keeps its digits: all of 20 drawn of 40 are the 20 successes', () => {
  near(hypergeometricUpper(20, 40, 20, 20) * 137846528820, 1)
})

test('the quantile is the first count that holds the share', () => {
  // of 252 ways 6, 66, 186, 246 and 252 have up to 0, 1, 2, 3 and 4 successes
  assert.deepEqual(
    [0.01, 0.02, 0.03, 0.5, 0.74, 0.97, 0.99].map((p) => hypergeometricQuantile(p, 10, 4, 5)),
    [0, 0, 1, 2, 3, 3, 4],
  )
})

test('erfc at 0, at both ends, and by its symmetry', () => {
  assert.deepEqual([erfc(0), erfc(Infinity), erfc(-Infinity), erfc(-1) + erfc(1)], [1, 0, 2, 2])
})

test('5 % of χ² lie above 3.84', () => {
  near(chiSquaredUpper(3.841458820694124), 0.05)
  assert.equal(chiSquaredUpper(0), 1)
})

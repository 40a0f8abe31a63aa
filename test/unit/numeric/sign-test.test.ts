import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signTest } from '../../../src/numeric/sign-test.js'

test('a sign test is twice the tail of a fair coin', () => {
  assert.equal(signTest(5, 0), 2 / 32)
  assert.equal(signTest(8, 2), (2 * (45 + 10 + 1)) / 1024)
  assert.equal(signTest(2, 8), signTest(8, 2))
})

test('no differences, or as many each way, say nothing', () => {
  for (const count of [0, 1, 7, 5000]) assert.equal(signTest(count, count), 1)
})

test('many differences agree with scipy.stats.binomtest', () => {
  const cases: [number, number, number][] = [
    [560, 440, 0.00016504987055045286],
    [30, 3, 1.4011748135089874e-6],
    [1200, 1000, 2.1817026407914194e-5],
    [5000, 5200, 0.04878796312682234],
  ]
  for (const [one, other, p] of cases) assert.ok(Math.abs(signTest(one, other) / p - 1) < 1e-11, `${one}, ${other}`)
  assert.equal(signTest(2000, 10), 0)
})

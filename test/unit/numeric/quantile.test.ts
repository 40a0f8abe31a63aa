import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quantileInPlace } from '../../../src/numeric/quantile.js'
import { randomStream } from '../../../src/numeric/random.js'

function quantile(values: number[], q: number): number {
  return quantileInPlace(Float64Array.from(values), q)
}

test('the median of four is half way between the middle two', () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5)
})

test('type 7: position (n − 1)·q, linear in between', () => {
  assert.equal(quantile([10, 20, 30, 40, 50], 0.1), 14)
  assert.equal(quantile([10, 20, 30, 40, 50], 0.9), 46)
  assert.equal(quantile([10, 20, 30, 40, 50], 0.25), 20)
})

test('the ends are the smallest and the largest', () => {
  assert.equal(quantile([3, -1, 2], 0), -1)
  assert.equal(quantile([3, -1, 2], 1), 3)
})

test('one value is every quantile, no value is NaN', () => {
  assert.equal(quantile([7], 0.3), 7)
  assert.ok(Number.isNaN(quantile([], 0.3)))
})

test('works on a part of the array and leaves the rest alone', () => {
  const values = Float64Array.from([100, 3, 1, 2, -100])
  assert.equal(quantileInPlace(values, 0.5, 1, 4), 2)
  assert.deepEqual([values[0], values[4]], [100, -100])
})

test('agrees with a sort, with ties and infinities too', () => {
  const random = randomStream(5)
  for (let n = 1; n <= 60; n++) {
    const values = Array.from({ length: n }, () => random.below(1 + (n % 9)) - 4)
    if (n % 5 === 0) values[0] = Infinity
    const sorted = values.toSorted((a, b) => a - b)
    for (const q of [0, 0.1, 0.37, 0.5, 0.9, 1]) {
      const position = (n - 1) * q
      const low = sorted[Math.floor(position)]
      const share = position - Math.floor(position)
      const expected = share === 0 ? low : low + share * (sorted[Math.floor(position) + 1] - low)
      assert.equal(quantile(values, q), expected, `n = ${n}, q = ${q}`)
    }
  }
})

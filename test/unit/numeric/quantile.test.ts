import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quantileInPlace } from '../../../src/numeric/quantile.js'
import { quantileBounds } from '../../../src/numeric/quantile-bounds.js'
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

test('the bounds of a sample are its two quantiles, to the bit, and the sample stays as it is', () => {
  const random = randomStream(7, 'bounds')
  const samples: [string, (i: number) => number][] = [
    ['normal', () => random.normal()],
    ['mostly one value', (i) => (i % 9 === 0 ? random.normal() : 3)],
    ['one value', () => 3],
    ['few values', () => random.below(4)],
    ['one far out', (i) => (i === 5 ? 1e200 : random.uniform())],
    ['a range beyond division', (i) => (i % 2 === 0 ? -1e308 : 1e308) * random.uniform()],
    ['denormal', () => 5e-324 * random.below(9)],
  ]
  for (const [name, value] of samples) {
    for (const size of [1, 2, 3, 10, 1000]) {
      const values = Float64Array.from({ length: size + 4 }, (_, i) => value(i))
      const before = values.slice()
      for (const [low, high] of [
        [0.1, 0.9],
        [0, 1],
        [0.5, 0.5],
        [0.003, 0.2],
      ]) {
        const expected = [low, high].map((q) => quantileInPlace(before.slice(2, 2 + size), q))
        assert.deepEqual(
          quantileBounds(size, low, high)(values, 2),
          expected,
          `${name}, ${size} values, ${low} and ${high}`,
        )
      }
      assert.deepEqual(values, before)
    }
  }
})

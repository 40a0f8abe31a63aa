import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { randomStream } from '../../../src/numeric/random.js'
import { sortFloats } from '../../../src/numeric/sort-floats.js'

describe('sortFloats', () => {
  it('orders like the engine, over all magnitudes, with zeros of both signs and infinities', () => {
    const stream = randomStream(2)
    for (const length of [0, 1, 511, 512, 5000]) {
      const values = Float32Array.from({ length }, () => stream.normal() * 10 ** (60 * stream.uniform() - 30))
      values.set([0, -0, Infinity, -Infinity, 0].slice(0, length))
      const expected = values.slice().sort()
      const sorted = sortFloats(values)
      assert.equal(sorted, values)
      assert.ok(
        expected.every((value, i) => Object.is(value, sorted[i])),
        `${length} values`,
      )
    }
  })

  it('sorts a part of a longer array in its place', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => -i)
    sortFloats(values.subarray(100, 800))
    assert.deepEqual([values[99], values[100], values[799], values[800]], [-99, -799, -100, -800])
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderBy, rankValues } from '../../../src/numeric/counting-order.js'

test('positions are sorted by their keys, equal ones in the order that they had', () => {
  assert.deepEqual([...orderBy(Int32Array.of(0, 1, 2, 3), Int32Array.of(1, 0, 1, 0), 2)], [1, 3, 0, 2])
  assert.deepEqual([...orderBy(Int32Array.of(3, 1, 0), Int32Array.of(1, 0, 9, 1), 10)], [1, 3, 0])
})

test('values are ranked among the different ones', () => {
  const { ranks, distinct } = rankValues(Float64Array.of(7, -3, 7, 0.5))
  assert.deepEqual([...ranks], [2, 0, 2, 1])
  assert.deepEqual([...distinct], [-3, 0.5, 7])
})

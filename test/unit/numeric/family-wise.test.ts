import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holm } from '../../../src/numeric/family-wise.js'

test('the smallest of three p-values is multiplied by three, the next by two, and none falls below the one before', () => {
  // .01·3 = .03, .03·2 = .06, .04·1 = .04 → .06
  assert.deepEqual([...holm(Float64Array.of(0.01, 0.04, 0.03))], [0.03, 0.06, 0.06])
})

test('adjusted p-values end at 1', () => {
  assert.deepEqual([...holm(Float64Array.of(0.5, 0.9))], [1, 1])
  assert.deepEqual([...holm(new Float64Array(0))], [])
})

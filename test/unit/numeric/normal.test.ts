import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalQuantile } from '../../../src/numeric/normal.js'

test('well-known quantiles', () => {
  assert.equal(normalQuantile(0.5), 0)
  assert.equal(normalQuantile(0.975).toFixed(12), '1.959963984540')
  assert.equal(normalQuantile(0.9).toFixed(12), '1.281551565545')
})

test('is odd about one half', () => {
  for (const p of [0.375, 0.25, 0.0625, 0.03125]) assert.equal(normalQuantile(p), -normalQuantile(1 - p), String(p))
})

test('the ends are infinite, outside is NaN', () => {
  assert.equal(normalQuantile(0), -Infinity)
  assert.equal(normalQuantile(1), Infinity)
  for (const p of [-0.1, 1.1, NaN, Infinity]) assert.ok(Number.isNaN(normalQuantile(p)), String(p))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { studentTUpper } from '../../../src/numeric/student-t.js'

test('one degree of freedom is the Cauchy distribution: ½ − atan(t)/π', () => {
  for (const t of [0, 0.3, 1, 5]) assert.ok(Math.abs(studentTUpper(t, 1) - (0.5 - Math.atan(t) / Math.PI)) < 1e-15)
})

test('two degrees of freedom have a closed form: ½ − t/(2√(2 + t²))', () => {
  for (const t of [-3, -0.5, 0.5, 3]) {
    assert.ok(Math.abs(studentTUpper(t, 2) - (0.5 - t / (2 * Math.sqrt(2 + t * t)))) < 1e-15)
  }
})

test('both tails together are 1, and infinity has none', () => {
  assert.equal(studentTUpper(1.7, 9) + studentTUpper(-1.7, 9), 1)
  assert.equal(studentTUpper(Infinity, 3), 0)
  assert.equal(studentTUpper(-Infinity, 3), 1)
})

test('what is no number, and no degrees of freedom, give NaN', () => {
  assert.ok(Number.isNaN(studentTUpper(NaN, 3)))
  assert.ok(Number.isNaN(studentTUpper(1, 0)))
})

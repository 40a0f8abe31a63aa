import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benjaminiHochberg } from '../../../src/numeric/false-discovery.js'

function qOf(...p: number[]): number[] {
  return Array.from(benjaminiHochberg(Float64Array.from(p)), (q) => Number(q.toPrecision(12)))
}

test('q is p times tests over rank, and never falls with p', () => {
  // sorted .01 .02 .03 .04 .5 → ·5/1 ·5/2 ·5/3 ·5/4 ·5/5 = .05 .05 .05 .05 .5
  assert.deepEqual(qOf(0.04, 0.01, 0.5, 0.03, 0.02), [0.05, 0.05, 0.5, 0.05, 0.05])
  // .001·4/1 = .004, .02·4/2 = .04, .03·4/3 = .04, .9
  assert.deepEqual(qOf(0.001, 0.02, 0.03, 0.9), [0.004, 0.04, 0.04, 0.9])
})

test('a single test keeps its p, equal ones share a q, and nothing exceeds 1', () => {
  assert.deepEqual(qOf(0.03), [0.03])
  assert.deepEqual(qOf(0.02, 0.02, 0.02), [0.02, 0.02, 0.02])
  assert.deepEqual(qOf(0.9, 1), [1, 1])
  assert.deepEqual(qOf(), [])
})

test('what was not tested stays NaN and does not count', () => {
  assert.deepEqual(qOf(0.01, NaN, 0.04), [0.02, NaN, 0.04])
})

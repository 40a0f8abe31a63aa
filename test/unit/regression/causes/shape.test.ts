import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Part } from '../../../../src/regression/causes/feature-profile.js'
import { describeShape, signed, type Shape } from '../../../../src/regression/causes/shape.js'
import type { FeatureColumn } from '../../../../src/regression/columns.js'

const number: FeatureColumn = { name: 'temperature', kind: 'numeric', values: new Float32Array(0), labels: [] }

/** Parts of equal shares by their smallest and largest values. */
function parts(...ranges: readonly (readonly [from: number, to: number])[]): Part[] {
  return ranges.map(([from, to], bin) => ({ from, to, value: from, bin, share: 1 / ranges.length }))
}

function shape(column: FeatureColumn, of: readonly Part[], ...effects: number[]): Shape {
  return describeShape(column, of, Float64Array.from(effects), 1)
}

const degrees = parts([4.1, 12.7], [13.2, 19.4], [20.3, 26.4], [27.3, 33])

test('one step: what lies above it against what lies below', () => {
  // −2.4 above, the mean of .7, .8, .9 below; between 26.4 and 27.3 the roundest number is 27
  assert.deepEqual(shape(number, degrees, 0.7, 0.8, 0.9, -2.4), { direction: 'down', text: 'above 27: −3.2' })
})

test('two steps: the outer parts against the mean of all', () => {
  assert.deepEqual(shape(number, degrees, -2, 1.5, 1.5, -1), {
    direction: 'mixed',
    text: 'below 13: −2; 13 to 27: +1.5; above 27: −1',
  })
})

test('whole numbers: above 0 means one or more', () => {
  assert.equal(shape(number, parts([0, 0], [1, 1], [2, 5]), -0.2, 0.2, 0.25).text, 'above 0: +0.43')
})

test('labels, the largest effect first, without those that hardly matter', () => {
  const label: FeatureColumn = { ...number, kind: 'category', labels: ['Brest', 'Lyon', 'Nice'] }
  const of = parts([0, 0], [1, 1], [2, 2])
  assert.deepEqual(shape(label, of, 0.1, -5, 1.25), { direction: 'by label', text: 'Lyon: −5; Nice: +1.3' })
})

test('no effect beyond rounding errors is none', () => {
  assert.deepEqual(shape(number, degrees, 1e-9, -1e-9, 0, 0), { direction: 'none', text: 'no effect' })
  assert.deepEqual(shape(number, parts([1, 1]), 0), { direction: 'none', text: 'no effect' })
})

test('signs are read as signs', () => {
  assert.deepEqual([-3.14, 0.0312, 0].map(signed), ['−3.1', '+0.031', '+0'])
})

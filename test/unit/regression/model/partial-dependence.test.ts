import assert from 'node:assert/strict'
import { test } from 'node:test'
import { partialDependence } from '../../../../src/regression/model/partial-dependence.js'
import { category, modelByHand, numeric } from '../models-for-tests.js'

// below 5 → 0; else 10 in Lyon, 2 in Aix
const model = modelByHand(
  [...numeric('x'), category('place', 'Aix', 'Lyon')],
  [{ on: 0, below: 5, left: 0, right: { on: 1, codes: [1], left: 2, right: 10 } }],
)
const table = { x: [0, 1, 9, 10], place: ['Aix', 'Aix', 'Aix', 'Lyon'] }
const rows = (options: Parameters<typeof partialDependence>[2]): unknown[] =>
  partialDependence(model, table, options)
    .toArray()
    .map((row) => row!.toJSON())

test('a category takes each label in all rows', () => {
  // as Aix: 0, 0, 2, 2; as Lyon: 0, 0, 10, 10
  assert.deepEqual(rows({ feature: 'place', intervalWidth: 0.5 }), [
    { value: 'Aix', mean: 1, lower: 0, upper: 2 },
    { value: 'Lyon', mean: 5, lower: 0, upper: 10 },
  ])
})

test('a number takes evenly spaced quantiles of its own values', () => {
  // at 10 the rows are 2, 2, 2, 10
  assert.deepEqual(rows({ feature: 'x', points: 2, intervalWidth: 0.5 }), [
    { value: 0, mean: 0, lower: 0, upper: 0 },
    { value: 10, mean: 4, lower: 2, upper: 4 },
  ])
  const values = (points: number): unknown[] =>
    rows({ feature: 'x', points }).map((row) => (row as { value: number }).value)
  assert.deepEqual(values(3), [0, 5, 10])
  // all of them where they are no more than the points, and nothing in between
  assert.deepEqual(values(4), [0, 1, 9, 10])
  assert.deepEqual(values(20), [0, 1, 9, 10])
})

test('bad input', () => {
  assert.throws(() => rows({ feature: 'plce' }), {
    code: 'OPTION',
    message: 'option "feature" must be a feature of the model, got "plce": did you mean "place"?',
  })
  assert.throws(() => partialDependence(model, { x: [], place: [] }, { feature: 'x' }), {
    code: 'DATA',
    message: 'partialDependence needs at least one row, got no rows',
  })
  assert.throws(() => partialDependence(model, { x: [null], place: ['Aix'] }, { feature: 'x' }), {
    code: 'DATA',
    message: 'column "x": must have a value, got only nulls',
  })
  assert.throws(() => rows({ feature: 'x', points: 1 }), {
    code: 'OPTION',
    message: 'option "points" must be an integer in [2, 10000], got 1',
  })
})

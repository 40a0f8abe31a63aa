import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableLike } from '../../../../src/arrow/table-like.js'
import { linearBaseline, type LinearBaselineOptions } from '../../../../src/regression/evaluation/linear-baseline.js'

/** Coefficients by term, rounded to 12 decimals. */
function terms(table: TableLike, options: LinearBaselineOptions): Record<string, number> {
  const { coefficients } = linearBaseline(table, options)
  assert.deepEqual(
    coefficients.schema.fields.map(({ name }) => name),
    ['term', 'feature', 'coefficient'],
  )
  return Object.fromEntries(
    coefficients.toArray().map(({ term, coefficient }) => [term, Math.round(coefficient * 1e12) / 1e12 + 0]),
  )
}

test('a line is found, in the units of the table', () => {
  const table = { hours: [1, 2, 3], cost: [5, 7, 9] }
  assert.deepEqual(terms(table, { target: 'cost', ridge: 0 }), { intercept: 3, hours: 2 })
  assert.deepEqual(
    [...linearBaseline(table, { target: 'cost', ridge: 0 }).predict({ hours: [10] })].map(
      (p) => Math.round(p * 1e9) / 1e9,
    ),
    [23],
  )
})

test('the penalty shrinks the slope of the standardised number: n / (n + ridge) with one of them', () => {
  // three rows, ridge 3: half the slope; the line still goes through the means (2, 7)
  assert.deepEqual(terms({ hours: [1, 2, 3], cost: [5, 7, 9] }, { target: 'cost', ridge: 3 }), {
    intercept: 5,
    hours: 1,
  })
})

test('labels shrink towards the mean, those with fewer rows further', () => {
  // centred one-hot columns of 2 labels, 3 rows and 1: means 1 and 5
  const table = { town: ['A', 'A', 'A', 'B'], y: [1, 1, 1, 5] }
  const { predict } = linearBaseline(table, { target: 'y', ridge: 1 })
  const [a, b, unknown] = predict({ town: ['A', 'B', 'C'] })
  // intercept b, effects u and v = −u: 3 (1 − b − u)= u and (5 − b + u) = −u, 3 (1 − b − u) + (5 − b + u) = 0
  assert.ok(Math.abs(a - 1.4) < 1e-12 && Math.abs(b - 3.8) < 1e-12, `${a} ${b}`)
  assert.ok(Math.abs(unknown - (a + b) / 2) < 1e-12, 'an unknown label has no effect')
})

test('columns that depend on each other get 0 without a penalty', () => {
  const table = { x: [1, 2, 3, 4], twice: [2, 4, 6, 8], y: [1, 3, 5, 7] }
  assert.deepEqual(terms(table, { target: 'y', ridge: 0 }), { intercept: -1, x: 2, twice: 0 })
})

test('a null is a value of its own', () => {
  const table = { x: [1, 2, 3, null], town: ['A', null, 'A', null], y: [1, 2, 3, 9] }
  assert.deepEqual(terms(table, { target: 'y', features: ['x'], ridge: 0 }), { intercept: 0, x: 1, 'x is null': 7 })
  assert.deepEqual(terms(table, { target: 'y', features: ['town'], ridge: 0 }), {
    intercept: 5.5,
    'town = A': -3.5,
    'town is null': 0,
  })
})

test('a constant column changes nothing', () => {
  assert.deepEqual(terms({ x: [1, 2, 3], one: [4, 4, 4], y: [2, 4, 6] }, { target: 'y', ridge: 0 }), {
    intercept: 0,
    x: 2,
    one: 0,
  })
})

const table = { x: [1, 2, 3], y: [1, 2, 4] }
const bad: [unknown, unknown, string, string][] = [
  [{ x: [], y: [] }, { target: 'y' }, 'DATA', 'linearBaseline needs at least one row, got no rows'],
  [table, { target: 'z' }, 'COLUMN', 'table has no column "z": it has "x", "y"'],
  [
    table,
    { target: 'y', features: [] },
    'OPTION',
    'option "features" must name at least one column, got an empty array',
  ],
  [
    table,
    { target: 'y', features: ['x', 'y'] },
    'OPTION',
    'option "features" must name different columns without another part, got "y"',
  ],
  [table, { target: 'y', ridge: -1 }, 'OPTION', 'option "ridge" must be a number of at least 0, got -1'],
  [table, { target: 'y', rigde: 1 }, 'OPTION', 'unknown option "rigde": did you mean "ridge"?'],
  [{ y: [1] }, { target: 'y' }, 'DATA', 'table has no column left for a feature'],
  [{ ...table, y: [1, null, 2] }, { target: 'y' }, 'DATA', 'column "y", row 1: must be finite, got null'],
  [
    { ...table, w: [1, -1, 2] },
    { target: 'y', weight: 'w' },
    'DATA',
    'column "w", row 1: must be a finite weight of at least 0, got -1',
  ],
  [
    { ...table, x: [1, Infinity, 2] },
    { target: 'y' },
    'DATA',
    'column "x", row 1: must be finite in single precision, got Infinity',
  ],
]
for (const [given, options, code, message] of bad) {
  test(message, () => {
    assert.throws(() => linearBaseline(given as TableLike, options as LinearBaselineOptions), {
      name: 'BodkinError',
      code,
      message,
    })
  })
}

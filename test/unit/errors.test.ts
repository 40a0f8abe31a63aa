import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BodkinError, didYouMean, nearest, show } from '../../src/errors.js'

test('an error carries its code, its facts and its cause', () => {
  const cause = new TypeError('inner')
  const error = new BodkinError('DATA', 'column "y", row 3: must be finite', { column: 'y', row: 3 }, cause)
  assert.ok(error instanceof Error)
  assert.equal(error.name, 'BodkinError')
  assert.equal(error.code, 'DATA')
  assert.deepEqual(error.details, { column: 'y', row: 3 })
  assert.equal(error.cause, cause)
  assert.equal(String(error), 'BodkinError: column "y", row 3: must be finite')
})

test('without facts or cause the details are empty and there is no cause', () => {
  const error = new BodkinError('OPTION', 'no')
  assert.deepEqual(error.details, {})
  assert.equal('cause' in error, false)
})

const shown: [unknown, string][] = [
  ['text', '"text"'],
  ['x'.repeat(61), `"${'x'.repeat(57)}…"`],
  [1.5, '1.5'],
  [NaN, 'NaN'],
  [5n, '5n'],
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [Symbol('s'), 'Symbol(s)'],
  [() => 1, 'a function'],
  [[], 'an empty array'],
  [[1, 2, 3], 'an array of 3'],
  [new Float64Array(2), 'a Float64Array of 2'],
  [{}, 'an empty object'],
  [{ a: 1, b: 2 }, 'an object with a, b'],
  [{ a: 1, b: 2, c: 3, d: 4 }, 'an object with a, b, c, …'],
  [new Date('2024-01-31T10:00:00Z'), '2024-01-31T10:00:00.000Z'],
  [new Date(NaN), 'an invalid Date'],
]
for (const [value, text] of shown) {
  test(`a message shows ${text}`, () => assert.equal(show(value), text))
}

const near: [string, string[], string | undefined][] = [
  ['horizn', ['horizon', 'period'], 'horizon'],
  ['Horizon', ['horizon'], 'horizon'],
  ['changepointPirorScale', ['changepointPriorScale', 'changepointRange'], 'changepointPriorScale'],
  ['seasonality', ['holidays', 'growth'], undefined],
  ['anything', [], undefined],
]
for (const [name, candidates, expected] of near) {
  test(`nearest to "${name}" is ${expected ?? 'nothing'}`, () => assert.equal(nearest(name, candidates), expected))
}

test('the first of two equally near names wins', () => {
  assert.equal(nearest('cat', ['bat', 'rat']), 'bat')
})

test('the tail of a message names the nearest or nothing', () => {
  assert.equal(didYouMean('horizn', ['horizon']), ': did you mean "horizon"?')
  assert.equal(didYouMean('zzz', ['horizon']), '')
})

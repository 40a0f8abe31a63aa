import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bool, vectorFromArray } from 'apache-arrow'
import { booleanColumn } from '../../../src/arrow/boolean-column.js'
import { readTable } from '../../../src/arrow/read-table.js'

function booleans(open: unknown): number[] {
  return [...booleanColumn(readTable({ open: open as boolean[] }), 'open')]
}

test('booleans and numbers that are 0 or 1 are read, and nulls are 255', () => {
  assert.deepEqual(booleans([true, false, null, 1, 0, 1n, undefined, NaN]), [1, 0, 255, 1, 0, 1, 255, 255])
  assert.deepEqual(booleans(Int8Array.of(0, 1)), [0, 1])
  assert.deepEqual(booleans(vectorFromArray([true, null, false], new Bool())), [1, 255, 0])
})

test('the bits of a slice start where the slice does', () => {
  const values = Array.from({ length: 40 }, (_, i) => (i % 7 === 0 ? null : i % 3 === 0))
  const column = vectorFromArray(values, new Bool())
  for (const [from, to] of [
    [0, 40],
    [3, 20],
    [8, 16],
    [13, 14],
  ]) {
    const expected = values.slice(from, to).map((value) => (value === null ? 255 : Number(value)))
    assert.deepEqual(booleans(column.slice(from, to)), expected)
  }
})

test('a number that is neither 0 nor 1 is an error with its row', () => {
  assert.throws(() => booleans([0, 1, 2]), {
    code: 'DATA',
    message: 'column "open", row 2: must be true, false, 0 or 1, got 2',
  })
})

test('text is an error', () => {
  assert.throws(() => booleans(['yes']), { code: 'COLUMN', message: /row 0: must be a number, got "yes"/ })
})

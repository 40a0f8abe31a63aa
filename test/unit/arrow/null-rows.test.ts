import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Dictionary, Int32, Utf8, tableFromArrays, vectorFromArray } from 'apache-arrow'
import { from } from 'arquero'
import { nullRows } from '../../../src/arrow/null-rows.js'
import { readTable } from '../../../src/arrow/read-table.js'

test('null and undefined are null, an empty list is not', () => {
  assert.deepEqual(nullRows(readTable({ items: [['a'], null, [], undefined] }), 'items'), Uint8Array.of(0, 1, 0, 1))
})

test('Arrow columns of any kind, sliced, and behind dictionaries', () => {
  const text = tableFromArrays({ a: ['x', null, 'y', null] })
  assert.deepEqual(nullRows(readTable(text), 'a'), Uint8Array.of(0, 1, 0, 1))
  assert.deepEqual(nullRows(readTable(text.slice(1, 3)), 'a'), Uint8Array.of(1, 0))
  const dictionary = vectorFromArray(['x', null, 'x'], new Dictionary(new Utf8(), new Int32()))
  assert.deepEqual(nullRows(readTable({ a: dictionary }), 'a'), Uint8Array.of(0, 1, 0))
  assert.deepEqual(nullRows(readTable({ a: vectorFromArray([null, null]) }), 'a'), Uint8Array.of(1, 1))
})

test('a selection of rows is obeyed', () => {
  const rows = from([{ a: 1 }, { a: null }, { a: 3 }]).slice(1)
  assert.deepEqual(nullRows(readTable(rows), 'a'), Uint8Array.of(1, 0))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listColumn } from '../../../src/arrow/list-column.js'
import { readTable } from '../../../src/arrow/read-table.js'
import { copies } from './copies.js'

const { arrow } = copies[0]

function lists(items: unknown): { offsets: number[]; codes: number[]; labels: readonly string[] } {
  const { offsets, codes, labels } = listColumn(readTable({ items: items as string[][] }), 'items')
  return { offsets: [...offsets], codes: [...codes], labels }
}

test('plain lists may be arrays, Sets, typed arrays or null', () => {
  assert.deepEqual(lists([['milk', 'bread'], null, new Set(['milk']), undefined, [], Int8Array.of(3)]), {
    offsets: [0, 2, 2, 3, 3, 3, 4],
    codes: [0, 1, 0, 2],
    labels: ['milk', 'bread', '3'],
  })
})

test('lists that were taken out of an Arrow table row by row are lists', () => {
  const column = arrow.vectorFromArray([['a'], ['b', 'a']], new arrow.List(new arrow.Field('item', new arrow.Utf8())))
  assert.deepEqual(lists([column.get(0), column.get(1)]), { offsets: [0, 1, 3], codes: [0, 1, 0], labels: ['a', 'b'] })
})

test('null items are −1', () => {
  assert.deepEqual(lists([['a', null], [undefined]]), { offsets: [0, 2, 3], codes: [0, -1, -1], labels: ['a'] })
})

test('a null list is empty even when it points at items, and those items leave no label', () => {
  const child = arrow.vectorFromArray(['a', 'hidden', 'b'], new arrow.Utf8()).data[0]
  const type = new arrow.List(new arrow.Field('item', new arrow.Utf8()))
  const column = arrow.makeVector(
    arrow.makeData({
      type,
      length: 3,
      valueOffsets: Int32Array.of(0, 1, 2, 3),
      child,
      nullBitmap: Uint8Array.of(0b101),
    }),
  )
  assert.deepEqual(lists(column), { offsets: [0, 1, 1, 2], codes: [0, 1], labels: ['a', 'b'] })
})

test('a slice starts inside the items and keeps only its own labels', () => {
  const column = arrow.vectorFromArray(
    [['a'], ['b', 'c'], ['c'], ['d']],
    new arrow.List(new arrow.Field('item', new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()))),
  )
  assert.deepEqual(lists(column.slice(1, 3)), { offsets: [0, 2, 3], codes: [0, 1, 1], labels: ['b', 'c'] })
})

test('a dictionary of lists gives each row its list', () => {
  const type = new arrow.List(new arrow.Field('item', new arrow.Utf8()))
  const dictionary = arrow.vectorFromArray([['x'], ['a', 'b'], null], type)
  const column = arrow.makeVector(
    arrow.makeData({
      type: new arrow.Dictionary(type, new arrow.Int32()),
      length: 4,
      data: Int32Array.of(1, 2, -1, 1),
      dictionary,
      nullBitmap: Uint8Array.of(0b1011),
    }),
  )
  assert.deepEqual(lists(column), { offsets: [0, 2, 2, 2, 4], codes: [0, 1, 0, 1], labels: ['a', 'b'] })
})

const bad: readonly (readonly [string, unknown, string])[] = [
  ['text', ['milk, bread'], 'column "items", row 0: must be a list (array or Set), got "milk, bread"'],
  ['objects', [{ a: 1 }], 'column "items", row 0: must be a list (array or Set), got an object with a'],
  [
    'lists of Dates',
    [['a'], [new Date(0)]],
    'column "items", row 1: must be a label (text, number or boolean), got 1970-01-01T00:00:00.000Z',
  ],
  [
    'Utf8',
    arrow.vectorFromArray(['a'], new arrow.Utf8()),
    'column "items": must hold lists of labels (text, numbers or booleans), got Utf8',
  ],
  [
    'lists of timestamps',
    arrow.vectorFromArray([[0]], new arrow.List(new arrow.Field('item', new arrow.TimestampMillisecond()))),
    'column "items": must hold lists of labels (text, numbers or booleans), got List<Timestamp<ms>>',
  ],
]

for (const [name, column, message] of bad) {
  test(`${name} given as lists: ${message}`, () => {
    assert.throws(() => lists(column), { name: 'BodkinError', code: 'COLUMN', message })
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnFromArray, dictionary as flechetteDictionary, tableFromColumns, utf8 } from '@uwdata/flechette'
import { categoryColumn } from '../../../src/arrow/category-column.js'
import { readTable } from '../../../src/arrow/read-table.js'
import { copies, type Arrow } from './copies.js'

const { arrow } = copies[0]

function categories(shop: unknown): { codes: number[]; labels: readonly string[] } {
  const { codes, labels } = categoryColumn(readTable({ shop: shop as string[] }), 'shop')
  return { codes: [...codes], labels }
}

test('decimals are labels with all their digits', () => {
  const values = [10n ** 37n + 1n, 12500n, -50n, 0n, -1000n]
  const data = Uint32Array.from(
    values.flatMap((value) => [0n, 32n, 64n, 96n].map((bits) => Number((value >> bits) & 0xffffffffn))),
  )
  const column = (scale: number) =>
    arrow.makeVector(arrow.makeData({ type: new arrow.Decimal(scale, 38, 128), length: values.length, data }))
  assert.deepEqual(categories(column(3)).labels, [`1${'0'.repeat(34)}.001`, '12.5', '-0.05', '0', '-1'])
  assert.deepEqual(categories(column(0)).labels, values.map(String))
  assert.deepEqual(
    categories(column(-2)).labels,
    values.map((value) => String(value * 100n)),
  )
})

/** A dictionary column of given codes and labels; null labels are null dictionary values. */
function dictionary(arrow: Arrow, codes: readonly number[], labels: readonly (string | null)[], present?: number) {
  const values = arrow.vectorFromArray(labels, new arrow.Utf8())
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())
  const nulls = present === undefined ? { nullCount: 0 } : { nullBitmap: Uint8Array.of(present) }
  const data = Int32Array.from(codes)
  return arrow.makeVector(arrow.makeData({ type, length: codes.length, data, dictionary: values, ...nulls }))
}

test('labels stand in order of first appearance, and null, undefined and NaN are −1', () => {
  assert.deepEqual(categories(['b', null, 'a', 'b', undefined, NaN]), {
    codes: [0, -1, 1, 0, -1, -1],
    labels: ['b', 'a'],
  })
})

test('numbers and booleans are labels by their text, 64-bit integers with all digits', () => {
  assert.deepEqual(categories([7, 7n, true, 0.5]), { codes: [0, 0, 1, 2], labels: ['7', 'true', '0.5'] })
  const big = [2n ** 63n - 1n, -(2n ** 63n), 5n]
  assert.deepEqual(categories(arrow.vectorFromArray(big, new arrow.Int64())).labels, big.map(String))
  assert.deepEqual(categories(arrow.vectorFromArray([2n ** 64n - 1n], new arrow.Uint64())).labels, [
    '18446744073709551615',
  ])
})

for (const { name, arrow } of copies) {
  test(`a dictionary of ${name} may hold unused, equal and null labels`, () => {
    const column = dictionary(arrow, [3, 0, 2, 1, 3], ['b', null, 'a', 'a', 'unused'])
    assert.deepEqual(categories(column), { codes: [0, 1, 0, -1, 0], labels: ['a', 'b'] })
  })

  test(`chunks of ${name} may bring different dictionaries`, () => {
    const column = dictionary(arrow, [0, 1], ['a', 'b']).concat(dictionary(arrow, [0, 1], ['b', 'c']))
    assert.deepEqual(categories(column), { codes: [0, 1, 1, 2], labels: ['a', 'b', 'c'] })
  })
}

test('codes of null rows may be anything', () => {
  assert.deepEqual(categories(dictionary(arrow, [0, -5, 99, 1], ['a', 'b'], 0b1001)), {
    codes: [0, -1, -1, 1],
    labels: ['a', 'b'],
  })
})

test('a code outside the dictionary is an error', () => {
  for (const code of [2, -1]) {
    assert.throws(() => categories(dictionary(arrow, [0, code], ['a', 'b'])), {
      code: 'DATA',
      message: `column "shop": must have dictionary codes below 2, got ${code}`,
    })
  }
})

test('a dictionary in several pieces is read across them', () => {
  const values = arrow
    .vectorFromArray(['a', 'b'], new arrow.Utf8())
    .concat(arrow.vectorFromArray(['c'], new arrow.Utf8()))
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Uint8())
  const column = arrow.makeVector(
    arrow.makeData({ type, length: 3, data: Uint8Array.of(2, 0, 1), nullCount: 0, dictionary: values }),
  )
  assert.deepEqual(categories(column), { codes: [0, 1, 2], labels: ['c', 'a', 'b'] })
})

test('text that starts with a byte order mark keeps it, which get() drops', () => {
  const column = arrow.vectorFromArray(['\uFEFFa', 'a'], new arrow.Utf8())
  assert.deepEqual(categories(column), { codes: [0, 1], labels: ['\uFEFFa', 'a'] })
})

test('more distinct texts than the cache has slots are told apart', () => {
  const texts = Array.from({ length: 9000 }, (_, i) => `item ${(i * 7919) % 6000}`)
  const { codes, labels } = categories(arrow.vectorFromArray(texts, new arrow.Utf8()))
  assert.deepEqual(
    codes.map((code) => labels[code]),
    texts,
  )
  assert.equal(labels.length, 6000)
})

test('flechette dictionaries with nulls are read', () => {
  const column = columnFromArray(['a', null, 'b', 'a'], flechetteDictionary(utf8()))
  const { codes, labels } = categoryColumn(readTable(tableFromColumns({ shop: column })), 'shop')
  assert.deepEqual(
    [[...codes], labels],
    [
      [0, -1, 1, 0],
      ['a', 'b'],
    ],
  )
})

const bad: readonly (readonly [string, unknown, string])[] = [
  [
    'Dates',
    ['a', new Date(0)],
    'column "shop", row 1: must be a label (text, number or boolean), got 1970-01-01T00:00:00.000Z',
  ],
  ['arrays', [['a']], 'column "shop", row 0: must be a label (text, number or boolean), got an array of 1'],
  [
    'timestamps',
    arrow.vectorFromArray([0], new arrow.TimestampSecond()),
    'column "shop": must hold labels (text, numbers or booleans), got Timestamp<s>',
  ],
  [
    'binary',
    arrow.vectorFromArray([Uint8Array.of(1)], new arrow.Binary()),
    'column "shop": must hold labels (text, numbers or booleans), got Binary',
  ],
]

for (const [name, column, message] of bad) {
  test(`${name} given as labels: ${message}`, () => {
    assert.throws(() => categories(column), { name: 'BodkinError', code: 'COLUMN', message })
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { table as arqueroTable } from 'arquero'
import { keyColumns } from '../../../src/arrow/key-columns.js'
import { readTable } from '../../../src/arrow/read-table.js'
import { writeTable } from '../../../src/arrow/write-table.js'
import { copies } from './copies.js'

const { arrow } = copies[0]

/** The groups of a table, and the keys of all groups written as a table. */
function grouped(table: object, names: readonly string[]) {
  const keys = keyColumns(readTable(table as Record<string, string[]>), names)
  const written = writeTable(keys.columns(Int32Array.from({ length: keys.count }, (_, group) => group)))
  return {
    groups: [...keys.groups],
    types: written.schema.fields.map(({ type }) => String(type)),
    rows: written.toArray().map((row) => Object.values(row.toJSON())),
    described: Array.from({ length: keys.count }, (_, group) => keys.describe(group)),
  }
}

test('groups are numbered by ascending key, not by appearance, and null comes last', () => {
  assert.deepEqual(grouped({ shop: ['Nice', null, 'Lyon', 'Nice'] }, ['shop']), {
    groups: [1, 2, 0, 1],
    types: ['Dictionary<Int32, Utf8>'],
    rows: [['Lyon'], ['Nice'], [null]],
    described: ['shop "Lyon"', 'shop "Nice"', 'shop null'],
  })
})

test('several columns: the first decides, then the second; only pairs that occur are groups', () => {
  const table = { shop: ['b', 'a', 'b', 'a', 'a'], machine: Int32Array.of(10, 9, 2, 9, 10) }
  assert.deepEqual(grouped(table, ['shop', 'machine']), {
    groups: [3, 0, 2, 0, 1],
    types: ['Dictionary<Int32, Utf8>', 'Int32'],
    rows: [
      ['a', 9],
      ['a', 10],
      ['b', 2],
      ['b', 10],
    ],
    described: ['shop "a", machine 9', 'shop "a", machine 10', 'shop "b", machine 2', 'shop "b", machine 10'],
  })
})

test('many possible pairs and few rows give the same groups', () => {
  const a = Array.from({ length: 300 }, (_, i) => (i * 7) % 150)
  const b = Array.from({ length: 300 }, (_, i) => (i * 11) % 149)
  const { groups, rows } = grouped({ a, b }, ['a', 'b'])
  const sorted = (rows as number[][]).toSorted((x, y) => x[0] - y[0] || x[1] - y[1])
  assert.deepEqual(rows, sorted)
  assert.deepEqual(
    groups.map((group) => rows[group]),
    a.map((value, i) => [value, b[i]]),
  )
})

test('no column makes one group of all rows, and none of no rows', () => {
  assert.deepEqual(grouped({ y: [5, 6] }, []).groups, [0, 0])
  assert.equal(keyColumns(readTable({ y: [5, 6] }), []).count, 1)
  assert.equal(keyColumns(readTable({ y: [] }), []).count, 0)
  assert.equal(keyColumns(readTable({ y: [] }), ['y']).count, 0)
})

const big = 2n ** 60n
const kinds: readonly (readonly [string, ArrayLike<unknown> | object, string, unknown[]])[] = [
  ['8-bit integers', Int8Array.of(3, -1, 3), 'Int8', [-1, 3]],
  ['clamped bytes', Uint8ClampedArray.of(3, 1), 'Uint8', [1, 3]],
  ['unsigned 16-bit integers', arrow.vectorFromArray([7, null, 2], new arrow.Uint16()), 'Uint16', [2, 7, null]],
  ['unsigned 32-bit integers', Uint32Array.of(4e9, 2), 'Uint32', [2, 4e9]],
  ['64-bit integers', BigInt64Array.of(5n, -2n), 'Int64', [-2n, 5n]],
  ['64-bit integers beyond doubles', [big + 1n, big, null, big - 1n], 'Int64', [big - 1n, big, big + 1n, null]],
  ['unsigned 64-bit integers', BigUint64Array.of(2n ** 64n - 1n, 1n), 'Uint64', [1n, 2n ** 64n - 1n]],
  [
    'a dictionary of integers',
    arrow.vectorFromArray([9, 4, 9], new arrow.Dictionary(new arrow.Int16(), new arrow.Int8())),
    'Int16',
    [4, 9],
  ],
  ['numbers', [2.5, -0, 0, NaN], 'Float64', [0, 2.5, null]],
  ['32-bit floats', arrow.vectorFromArray([2.5, 1], new arrow.Float32()), 'Float64', [1, 2.5]],
  ['booleans', [true, null, false], 'Bool', [false, true, null]],
  ['an Arrow Bool', arrow.vectorFromArray([true, false], new arrow.Bool()), 'Bool', [false, true]],
  ['Dates', [new Date(86_400_000), new Date(0)], 'Timestamp<MILLISECOND>', [0, 86_400_000]],
  [
    'Arrow days',
    arrow.vectorFromArray([new Date(86_400_000)], new arrow.DateDay()),
    'Timestamp<MILLISECOND>',
    [86_400_000],
  ],
  ['text', arrow.vectorFromArray(['b', 'a'], new arrow.Utf8()), 'Dictionary<Int32, Utf8>', ['a', 'b']],
  ['numbers among text', [7, 'a', true], 'Dictionary<Int32, Utf8>', ['7', 'a', 'true']],
  ['nothing but nulls', [null, null], 'Dictionary<Int32, Utf8>', [null]],
]
for (const [name, column, type, keys] of kinds) {
  test(`${name} come back as ${type}`, () => {
    const { types, rows } = grouped({ key: column }, ['key'])
    assert.deepEqual(types, [type])
    assert.deepEqual(rows.flat(), keys)
  })
}

test('keys describe themselves in the words of their kind', () => {
  const describe = (key: unknown[]): string => grouped({ key }, ['key']).described[0]
  assert.deepEqual([[1.5], [true], [new Date(0)], [3n], [null]].map(describe), [
    'key 1.5',
    'key true',
    'key 1970-01-01T00:00:00.000Z',
    'key 3',
    'key null',
  ])
})

test("an arquero table's order and filter are obeyed", () => {
  const table = arqueroTable({ shop: ['c', 'a', 'b'], n: [1, 2, 3] })
    .filter((row: { n: number }) => row.n < 3)
    .orderby('n')
  assert.deepEqual(grouped(table, ['shop']).groups, [1, 0])
})

const bad: readonly (readonly [string, unknown[], string])[] = [
  ['lists', [['a']], 'column "key", row 0: must be a label (text, number or boolean), got an array of 1'],
  [
    'times among numbers',
    [1, new Date(0)],
    'column "key", row 1: must be a label (text, number or boolean), got 1970-01-01T00:00:00.000Z',
  ],
]
for (const [name, key, message] of bad) {
  test(`${name} given as keys: ${message}`, () => {
    assert.throws(() => grouped({ key }, ['key']), { name: 'BodkinError', code: 'COLUMN', message })
  })
}

test('a column that is not there is named', () => {
  assert.throws(() => grouped({ shop: ['a'] }, ['shp']), {
    code: 'COLUMN',
    message: 'table has no column "shp": did you mean "shop"?',
  })
})

test('whole numbers near each other and far from each other are ranked alike, in any order', () => {
  const near = [7, -3, 7, NaN, 0, 12, -3]
  const far = near.map((value) => value * 1e7)
  const [one, other] = [near, far].map((key) => keyColumns(readTable({ key: Float64Array.from(key) }), ['key']))
  assert.deepEqual([...one.groups], [2, 0, 2, 4, 1, 3, 0])
  assert.deepEqual([one.groups, one.count], [other.groups, other.count])
  assert.deepEqual([one.describe(0), one.describe(4)], ['key -3', 'key null'])
  assert.equal(keyColumns(readTable({ key: Float64Array.of(NaN, NaN) }), ['key']).count, 1)
})

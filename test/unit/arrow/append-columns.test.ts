import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as arrow from 'apache-arrow'
import * as old from 'apache-arrow-17'
import { tableFromArrays as flechetteTable, tableFromIPC as flechetteFromIPC } from '@uwdata/flechette'
import { appendColumns } from '../../../src/arrow/append-columns.js'
import { readTable } from '../../../src/arrow/read-table.js'
import type { TableLike } from '../../../src/arrow/table-like.js'
import { int32 } from '../../../src/arrow/write-table.js'

/** The table with a column `added` of 10, 11, … behind it, through a stream and back. */
function appended(table: TableLike): arrow.Table {
  const source = readTable(table)
  const added = int32(Int32Array.from({ length: source.rows }, (_, i) => 10 + i))
  const result = appendColumns(source, [['added', added]], { note: 'yes' })
  const back = arrow.tableFromIPC(arrow.tableToIPC(result, 'stream'))
  assert.equal(back.schema.metadata.get('note'), 'yes')
  assert.deepEqual(
    [...(back.getChild('added') ?? [])],
    Array.from({ length: source.rows }, (_, i) => 10 + i),
  )
  return back
}

const struct = new arrow.Struct([
  new arrow.Field('a', new arrow.Int32(), true),
  new arrow.Field('b', new arrow.Utf8(), true),
])
const vectors: [string, arrow.Vector][] = [
  ['Int8', arrow.vectorFromArray([1, null, -3], new arrow.Int8())],
  ['Uint64', arrow.vectorFromArray([1n, null, 2n ** 60n], new arrow.Uint64())],
  ['Float32', arrow.vectorFromArray([1.5, null, -3], new arrow.Float32())],
  ['Bool', arrow.vectorFromArray([true, null, false], new arrow.Bool())],
  ['Utf8', arrow.vectorFromArray(['é', null, ''], new arrow.Utf8())],
  ['LargeUtf8', arrow.vectorFromArray(['é', null, ''], new arrow.LargeUtf8())],
  ['Binary', arrow.vectorFromArray([Uint8Array.of(1, 2), null, Uint8Array.of()], new arrow.Binary())],
  [
    'FixedSizeBinary',
    arrow.vectorFromArray([Uint8Array.of(1, 2), null, Uint8Array.of(3, 4)], new arrow.FixedSizeBinary(2)),
  ],
  ['Date<day>', arrow.vectorFromArray([new Date(0), null, new Date(86_400_000)], new arrow.DateDay())],
  ['Timestamp<us, UTC>', arrow.vectorFromArray([0, null, 5000], new arrow.TimestampMicrosecond('UTC'))],
  ['Time<s>', arrow.vectorFromArray([1, null, 3], new arrow.TimeSecond())],
  ['Duration', arrow.vectorFromArray([1n, null, 3n], new arrow.DurationMillisecond())],
  [
    'Decimal',
    arrow.vectorFromArray([Uint32Array.of(125, 0, 0, 0), null, Uint32Array.of(7, 0, 0, 0)], new arrow.Decimal(2, 10)),
  ],
  ['List', arrow.vectorFromArray([[1, 2], null, []], new arrow.List(new arrow.Field('item', new arrow.Int32(), true)))],
  ['Struct', arrow.vectorFromArray([{ a: 1, b: 'x' }, null, { a: null, b: 'y' }], struct)],
  ['dictionary', arrow.vectorFromArray(['x', null, 'x'])],
]
for (const [what, vector] of vectors) {
  test(`${what} keeps its type and its values, whole and sliced`, () => {
    const table = new arrow.Table({ v: vector, w: vector })
    const whole = appended(table)
    assert.equal(String(whole.getChild('v')?.type), String(vector.type))
    assert.equal(String(whole.getChild('v')), String(vector))
    const twice = table.concat(table).slice(1, 6)
    assert.equal(String(appended(twice).getChild('w')), String(twice.getChild('w')))
  })
}

test('a table of another copy of apache-arrow, and of flechette', () => {
  const theirs = new old.Table({ n: old.vectorFromArray([1, null, 3]), s: old.vectorFromArray(['x', null, 'y']) })
  const ours = appended(theirs as TableLike)
  assert.deepEqual([...(ours.getChild('n') ?? [])], [1, null, 3])
  assert.deepEqual([...(ours.getChild('s') ?? [])], ['x', null, 'y'])
  const made = flechetteTable({ n: [1, null, 3], s: ['x', null, 'y'], d: [new Date(0), null, new Date(5)] })
  const fromFlechette = appended(made as unknown as TableLike)
  assert.deepEqual([...(fromFlechette.getChild('s') ?? [])], ['x', null, 'y'])
  assert.deepEqual([...(fromFlechette.getChild('n') ?? [])], [1, null, 3])
  const read = flechetteFromIPC(arrow.tableToIPC(new arrow.Table({ l: vectors[13][1], t: vectors[9][1] })))
  assert.equal(String(appended(read as unknown as TableLike).getChild('l')), String(vectors[13][1]))
})

test('plain columns get the type of their values', () => {
  const table = {
    number: [1, null, 2.5],
    integer: Int16Array.of(1, 2, 3),
    big: [2n ** 60n, null, 1n],
    flag: [true, null, false],
    text: ['x', null, 'x'],
    mixed: ['x', 1, true],
    at: [new Date(0), null, new Date(5)],
    items: [['a', 'b'], null, []],
    nothing: [null, null, undefined],
    7: [7, 8, 9],
  }
  const result = appended(table)
  const types = Object.fromEntries(result.schema.fields.map(({ name, type }) => [name, String(type)]))
  assert.deepEqual(types, {
    number: 'Float64',
    integer: 'Int16',
    big: 'Int64',
    flag: 'Bool',
    text: 'Dictionary<Int32, Utf8>',
    mixed: 'Dictionary<Int32, Utf8>',
    at: 'Timestamp<MILLISECOND>',
    items: 'List<Dictionary<Int32, Utf8>>',
    nothing: 'Dictionary<Int32, Utf8>',
    7: 'Float64',
    added: 'Int32',
  })
  assert.deepEqual([...(result.getChild('big') ?? [])], [2n ** 60n, null, 1n])
  assert.deepEqual([...(result.getChild('mixed') ?? [])], ['x', '1', 'true'])
  // an object lists names like numbers first, and so does the result
  assert.equal(result.schema.fields[0].name, '7')
})

test('values without an Arrow type are refused by name', () => {
  for (const values of [[{ a: 1 }], [new Date(0), 5]]) {
    assert.throws(() => appended({ odd: values.length === 1 ? [...values] : values }), {
      code: 'COLUMN',
      message: 'column "odd": holds values that have no Arrow type and cannot be carried into the result: leave it out',
    })
  }
})

test('chunks with dictionaries of their own are encoded anew', () => {
  const one = arrow.vectorFromArray(['x', 'y'])
  const two = arrow.vectorFromArray(['y', 'z'])
  const both = appended(new arrow.Table({ s: new arrow.Vector([...one.data, ...two.data] as never) }))
  assert.deepEqual([...(both.getChild('s') ?? [])], ['x', 'y', 'y', 'z'])
})

test('no rows', () => {
  const table = new arrow.Table({ v: arrow.vectorFromArray(['x']), n: arrow.vectorFromArray([1]) }).slice(0, 0)
  const result = appended(table)
  assert.equal(result.numRows, 0)
  assert.deepEqual(result.schema.names, ['v', 'n', 'added'])
})

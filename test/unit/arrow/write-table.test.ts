import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableFromIPC as flechetteFromIPC } from '@uwdata/flechette'
import { tableToIPC } from 'apache-arrow'
import fc from 'fast-check'
import { booleanColumn } from '../../../src/arrow/boolean-column.js'
import { categoryColumn } from '../../../src/arrow/category-column.js'
import { listColumn } from '../../../src/arrow/list-column.js'
import { numericColumn } from '../../../src/arrow/numeric-column.js'
import { readTable } from '../../../src/arrow/read-table.js'
import { timeColumn } from '../../../src/arrow/time-column.js'
import {
  boolean,
  category,
  float64,
  int32,
  list,
  text,
  time,
  timeList,
  writeTable,
} from '../../../src/arrow/write-table.js'
import { copies } from './copies.js'

const table = writeTable(
  {
    ds: time(Float64Array.of(0, NaN, -1.5e12, 1.7e12)),
    y: float64(Float64Array.of(1.5, 2, NaN, -Infinity)),
    count: int32(Int32Array.of(1, -2, 3, 4)),
    open: boolean(Uint8Array.of(0, 1, 255, 1)),
    shop: category(Int32Array.of(1, -1, 0, 1), ['Nice', 'Orléans']),
    note: text(['a', null, 'b', 'a']),
    items: list(Int32Array.of(0, 2, 2, 3, 5), Int32Array.of(0, 1, 1, -1, 0), ['x', 'ÿ']),
    seen: timeList(Int32Array.of(0, 1, 1, 1, 3), Float64Array.of(5, NaN, 1.7e12)),
  },
  { 'bodkin.transactions': '4', note: 'été' },
)

const rows = [
  { ds: 0, y: 1.5, count: 1, open: false, shop: 'Orléans', note: 'a', items: ['x', 'ÿ'], seen: [5] },
  { ds: null, y: 2, count: -2, open: true, shop: null, note: null, items: [], seen: [] },
  { ds: -1.5e12, y: null, count: 3, open: null, shop: 'Nice', note: 'b', items: ['ÿ'], seen: [] },
  {
    ds: 1.7e12,
    y: -Infinity,
    count: 4,
    open: true,
    shop: 'Orléans',
    note: 'a',
    items: [null, 'x'],
    seen: [null, 1.7e12],
  },
]

/** Rows as plain values, lists as arrays. */
function plainRows(table: { toArray(): { toJSON(): Record<string, unknown> }[] }): unknown[] {
  return table.toArray().map((row) =>
    Object.fromEntries(
      Object.entries(row.toJSON()).map(([name, value]) => {
        const isList = typeof value === 'object' && value !== null
        return [name, isList ? [...(value as Iterable<unknown>)] : value]
      }),
    ),
  )
}

test('every kind of column is written with its nulls and in order', () => {
  assert.deepEqual(plainRows(table), rows)
  assert.deepEqual(
    table.schema.fields.map(({ name, type, nullable }) => `${name}: ${type}, ${nullable}`),
    [
      'ds: Timestamp<MILLISECOND>, true',
      'y: Float64, true',
      'count: Int32, true',
      'open: Bool, true',
      'shop: Dictionary<Int32, Utf8>, true',
      'note: Dictionary<Int32, Utf8>, true',
      'items: List<Dictionary<Int32, Utf8>>, true',
      'seen: List<Timestamp<MILLISECOND>>, true',
    ],
  )
})

for (const format of ['stream', 'file'] as const) {
  for (const { name, arrow } of copies) {
    test(`${name} reads the table back from a ${format}, with its metadata`, () => {
      const read = arrow.tableFromIPC(tableToIPC(table, format))
      assert.deepEqual(plainRows(read), rows)
      assert.deepEqual(
        [...read.schema.metadata],
        [
          ['bodkin.transactions', '4'],
          ['note', 'été'],
        ],
      )
    })
  }
}

test('flechette reads the table back', () => {
  const read = flechetteFromIPC(tableToIPC(table))
  assert.deepEqual(
    read.toArray().map((row) => ({ ...row, seen: [...row.seen] })),
    rows,
  )
})

test('slices of a written table are written right', () => {
  const read = copies[3].arrow.tableFromIPC(tableToIPC(table.slice(2, 4)))
  assert.deepEqual(plainRows(read), rows.slice(2))
})

test('times are rounded to whole milliseconds, before and after 1970', () => {
  const { ds } = { ds: writeTable({ ds: time(Float64Array.of(0.6, -0.6, 1.7e12 + 0.25, -(2 ** 32), 8.64e15)) }) }
  assert.deepEqual([...ds.getChildAt(0)!], [1, -1, 1.7e12, -(2 ** 32), 8.64e15])
})

test('names that look like integers keep their place in a list of pairs', () => {
  const columns = ['b', '1', 'a', '0', '__proto__'].map((name) => [name, int32(Int32Array.of(1))] as const)
  const names = ['b', '1', 'a', '0', '__proto__']
  assert.deepEqual(
    writeTable(columns).schema.fields.map(({ name }) => name),
    names,
  )
  assert.deepEqual(readTable(writeTable(columns)).names, names)
})

test('tables without rows or without columns are written', () => {
  const empty = writeTable({
    y: float64(new Float64Array(0)),
    shop: text([]),
    items: list(Int32Array.of(0), new Int32Array(0), []),
  })
  const read = copies[2].arrow.tableFromIPC(tableToIPC(empty))
  assert.deepEqual([read.numRows, read.schema.fields.length], [0, 3])
  assert.equal(writeTable({}).numRows, 0)
})

test('the codes of null rows are written as 0, for readers that check them all', () => {
  const codes = Int32Array.of(1, -1)
  const written = writeTable({ shop: category(codes, ['a', 'b']) })
  assert.deepEqual([...written.getChildAt(0)!.data[0].values], [1, 0])
  assert.deepEqual([...codes], [1, -1])
})

test('columns may share memory: one array twice, neighbouring parts of one buffer, offsets beside codes', () => {
  const values = Float64Array.of(1, 2, 3, 4)
  const whole = Int32Array.of(0, 1, 2, 1, 0)
  const written = writeTable({
    a: float64(values.subarray(0, 2)),
    b: float64(values.subarray(2)),
    c: float64(values.subarray(0, 2)),
    items: list(whole.subarray(0, 3), whole.subarray(3), ['x', 'y']),
  })
  for (const { arrow } of copies) {
    assert.deepEqual(plainRows(arrow.tableFromIPC(tableToIPC(written))), [
      { a: 1, b: 3, c: 1, items: ['y'] },
      { a: 2, b: 4, c: 2, items: ['x'] },
    ])
  }
})

test('columns of different lengths are an error', () => {
  assert.throws(() => writeTable({ a: int32(Int32Array.of(1)), b: int32(Int32Array.of(1, 2)) }), {
    code: 'DATA',
    message: 'the columns of a table must have one length, got 1 rows in "a" and 2 in "b"',
  })
})

test('half of a character at the end of a label does not join the next label', () => {
  const labels = ['\ud83d', '\ude00']
  const read = categoryColumn(readTable(writeTable({ c: category(Int32Array.of(0, 1), labels) })), 'c')
  assert.deepEqual(read, { codes: Int32Array.of(0, 0), labels: ['\ufffd'] })
})

test('what is written and read back is the same, for random columns', () => {
  const number = fc.option(fc.double(), { nil: NaN })
  const ms = fc.option(fc.integer({ min: -6e13, max: 6e13 }), { nil: NaN })
  const row = fc.tuple(
    number,
    ms,
    fc.constantFrom(0, 1, 255),
    fc.option(fc.string()),
    fc.array(fc.string({ maxLength: 2 }), { maxLength: 3 }),
  )
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 70 }), (rows) => {
      const y = Float64Array.from(rows, ([value]) => value)
      const ds = Float64Array.from(rows, ([, value]) => value)
      const open = Uint8Array.from(rows, ([, , value]) => value)
      const texts = rows.map(([, , , value]) => value)
      const items = listColumn(readTable({ items: rows.map(([, , , , value]) => value) }), 'items')
      const written = writeTable({
        y: float64(y.slice()),
        ds: time(ds),
        open: boolean(open),
        text: text(texts),
        items: list(items.offsets, items.codes, items.labels),
      })
      const source = readTable(copies[1].arrow.tableFromIPC(tableToIPC(written)))
      assert.deepEqual(numericColumn(source, 'y').values, y)
      assert.deepEqual(timeColumn(source, 'ds'), ds)
      assert.deepEqual(booleanColumn(source, 'open'), open)
      assert.deepEqual(categoryColumn(source, 'text'), categoryColumn(readTable({ text: texts }), 'text'))
      assert.deepEqual(listColumn(source, 'items'), items)
    }),
    { seed: 1, numRuns: 60 },
  )
})

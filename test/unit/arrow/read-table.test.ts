import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnFromArray, tableFromColumns, tableFromIPC as flechetteFromIPC } from '@uwdata/flechette'
import { tableFromIPC, tableToIPC } from 'apache-arrow'
import * as aq from 'arquero'
import { categoryColumn } from '../../../src/arrow/category-column.js'
import { listColumn } from '../../../src/arrow/list-column.js'
import { numericColumn } from '../../../src/arrow/numeric-column.js'
import { readTable } from '../../../src/arrow/read-table.js'
import { columnError } from '../../../src/arrow/source-column.js'
import type { TableLike } from '../../../src/arrow/table-like.js'
import { timeColumn } from '../../../src/arrow/time-column.js'
import { category, float64, list, time, writeTable } from '../../../src/arrow/write-table.js'
import { copies } from './copies.js'

const DAY = 86_400_000

/** What a small sales table holds, however it was given. */
function contents(table: TableLike): unknown {
  const source = readTable(table)
  const { codes, labels } = categoryColumn(source, 'shop')
  return {
    rows: source.rows,
    ds: [...timeColumn(source, 'ds')].map((ms) => ms / DAY),
    y: [...numericColumn(source, 'y').values],
    shop: Array.from(codes, (code) => labels[code] ?? null),
  }
}

const expected = { rows: 3, ds: [0, 1, 2], y: [5, NaN, 7], shop: ['Lyon', null, 'Nice'] }
const plain = {
  ds: ['1970-01-01', '1970-01-02', '1970-01-03'],
  y: [5, null, 7],
  shop: ['Lyon', null, 'Nice'],
}
const written = writeTable({
  ds: time(new Float64Array([0, DAY, 2 * DAY])),
  y: float64(new Float64Array([5, NaN, 7])),
  shop: category(new Int32Array([0, -1, 1]), ['Lyon', 'Nice']),
})
const bytes = tableToIPC(written)
const rows = plain.ds.map((ds, i) => ({ ds, y: plain.y[i], shop: plain.shop[i] }))

for (const { name, arrow } of copies) {
  test(`a table of ${name} is read`, () => assert.deepEqual(contents(arrow.tableFromIPC(bytes)), expected))
}

test('a flechette table is read, with numbers or with dates for times', () => {
  assert.deepEqual(contents(flechetteFromIPC(bytes)), expected)
  assert.deepEqual(contents(flechetteFromIPC(bytes, { useDate: true, useBigInt: true })), expected)
  assert.deepEqual(
    contents(
      tableFromColumns({
        ds: columnFromArray(plain.ds.map((day) => new Date(day))),
        y: columnFromArray(plain.y),
        shop: columnFromArray(plain.shop),
      }),
    ),
    expected,
  )
})

test('columns by name are read, as arrays, typed arrays or Arrow columns', () => {
  assert.deepEqual(contents(plain), expected)
  assert.deepEqual(contents({ ...plain, y: Float32Array.of(5, NaN, 7) }), expected)
  assert.deepEqual(contents({ ...plain, ds: written.getChild('ds')! }), expected)
  assert.deepEqual(contents({ ...plain, y: { length: 3, 0: 5, 2: 7 } }), expected)
})

test('row objects are read, and so are the row proxies of Arrow', () => {
  assert.deepEqual(contents(rows), expected)
  assert.deepEqual(contents(written.toArray().map((row) => ({ ...row, ds: new Date(row.ds) }))), expected)
  assert.deepEqual([...numericColumn(readTable(written.toArray()), 'y').values], expected.y)
})

test('an arquero table is read, made of arrays or from Arrow', () => {
  assert.deepEqual(contents(aq.table(plain)), expected)
  assert.deepEqual(contents(aq.fromArrow(bytes)), expected)
  assert.deepEqual(
    contents(aq.fromArrow(flechetteFromIPC(bytes) as unknown as Parameters<typeof aq.fromArrow>[0])),
    expected,
  )
})

test("an arquero table's filter and order are obeyed, and what they leave out may be anything", () => {
  const table = aq
    .table({ ds: ['rubbish', ...plain.ds], y: [-1, ...plain.y], shop: ['Paris', ...plain.shop] })
    .filter((row: { y: number | null }) => row.y === null || row.y > 0)
  assert.deepEqual(contents(table), expected)
  assert.deepEqual(contents(table.orderby(aq.desc('ds'))), {
    rows: 3,
    ds: [2, 1, 0],
    y: [7, NaN, 5],
    shop: ['Nice', null, 'Lyon'],
  })
})

test('a filtered arquero table over Arrow columns keeps only the labels that are left', () => {
  const table = writeTable({
    k: float64(Float64Array.of(1, 2, 3)),
    shop: category(new Int32Array([0, 1, 2]), ['a', 'b', 'c']),
    items: list(new Int32Array([0, 1, 3, 4]), new Int32Array([0, 1, 0, 2]), ['x', 'y', 'z']),
  })
  const left = aq
    .fromArrow(table as unknown as Parameters<typeof aq.fromArrow>[0])
    .filter((row: { k: number }) => row.k > 1)
    .orderby(aq.desc('k'))
  assert.deepEqual(categoryColumn(readTable(left), 'shop'), { codes: new Int32Array([0, 1]), labels: ['c', 'b'] })
  assert.deepEqual(listColumn(readTable(left), 'items'), {
    offsets: new Int32Array([0, 1, 3]),
    codes: new Int32Array([0, 1, 2]),
    labels: ['z', 'y', 'x'],
  })
})

test('times as text behind a filter are checked only where the filter lets them through', () => {
  const { vectorFromArray, Table, Utf8, Float64 } = copies[0].arrow
  const table = new Table({
    ds: vectorFromArray(['rubbish', '1970-01-02', 'waste'], new Utf8()),
    k: vectorFromArray([0, 1, 2], new Float64()),
  })
  const arquero = aq.fromArrow(table as unknown as Parameters<typeof aq.fromArrow>[0])
  const good = arquero.filter((row: { k: number }) => row.k === 1)
  assert.deepEqual([...timeColumn(readTable(good), 'ds')], [DAY])
  const bad = arquero.filter((row: { k: number }) => row.k >= 1)
  assert.throws(() => timeColumn(readTable(bad), 'ds'), { code: 'DATA', message: /row 1: .* got "waste"$/ })
})

test('a danfo DataFrame is read', () => {
  const frame = {
    columns: Object.keys(plain),
    shape: [3, 3],
    values: rows.map((row) => Object.values(row)),
    column: (name: string) => ({ values: plain[name as keyof typeof plain].map((value) => value ?? NaN) }),
  }
  assert.deepEqual(contents(frame), expected)
})

test('the columns of row objects are the union of their keys in order of first appearance, and what is missing is null', () => {
  const source = readTable([{ b: 1 }, { a: 2, b: 3 }, {}])
  assert.deepEqual(source.names, ['b', 'a'])
  assert.deepEqual([...numericColumn(source, 'a').values], [NaN, 2, NaN])
  assert.deepEqual(numericColumn(source, 'b'), { values: Float64Array.of(1, 3, NaN), nulls: 1 })
})

test('objects without a prototype, with getters, and with names that objects inherit are read by their own keys', () => {
  const row = Object.create(null) as Record<string, unknown>
  row['constructor'] = 1
  const getter = {
    get toString() {
      return 2
    },
  }
  const source = readTable([row, getter as unknown as object])
  assert.deepEqual(source.names, ['constructor', 'toString'])
  assert.deepEqual([...numericColumn(source, 'constructor').values], [1, NaN])
  assert.deepEqual([...numericColumn(source, 'toString').values], [NaN, 2])
  const columns = Object.assign(Object.create(null) as Record<string, number[]>, { y: [1] })
  assert.deepEqual([...numericColumn(readTable(columns), 'y').values], [1])
})

test('tables without rows are tables', () => {
  assert.deepEqual([readTable([]).rows, readTable([]).names], [0, []])
  assert.equal(readTable({ y: [] }).rows, 0)
  assert.equal(numericColumn(readTable({ y: [] }), 'y').values.length, 0)
  const empty = tableFromIPC(tableToIPC(written.slice(0, 0)))
  assert.deepEqual(contents(empty), { rows: 0, ds: [], y: [], shop: [] })
})

test('has tells whether a column is there', () => {
  assert.equal(readTable(plain).has('ds'), true)
  assert.equal(readTable(plain).has('toString'), false)
})

test('what was read never shares memory with the table', () => {
  const y = Float64Array.of(1, 2)
  numericColumn(readTable({ y }), 'y').values[0] = 9
  numericColumn(readTable(writeTable({ y: float64(y) })), 'y').values[1] = 9
  assert.deepEqual([...y], [1, 2])
})

const mustBeTable = 'history must be a table (Arrow, arquero, danfo, columns or rows), got '
const unusable: readonly (readonly [string, unknown, string])[] = [
  ['undefined', undefined, `${mustBeTable}undefined`],
  ['null', null, `${mustBeTable}null`],
  ['a number', 3, `${mustBeTable}3`],
  ['text', 'sales.csv', `${mustBeTable}"sales.csv"`],
  ['a function', () => [], `${mustBeTable}a function`],
  ['an empty object', {}, `${mustBeTable}an empty object`],
  ['a promise', Promise.resolve([]), `${mustBeTable}an empty object`],
  ['a Map', new Map([['y', [1]]]), `${mustBeTable}an empty object`],
  ['a typed array', new Float64Array(2), `${mustBeTable}a Float64Array of 2`],
  ['rows that are numbers', [{ y: 1 }, 2], 'history, row 1: must be an object, got 2'],
  ['rows that are arrays', [[1, 2]], 'history, row 0: must be an object, got an array of 2'],
  ['rows with a hole', new Array(1), 'history, row 0: must be an object, got undefined'],
  [
    'columns that are text',
    { ds: 'abc' },
    'column "ds": must be an array, a typed array or an Arrow column, got "abc"',
  ],
  ['columns that are numbers', { y: 3 }, 'column "y": must be an array, a typed array or an Arrow column, got 3'],
  [
    'columns of different lengths',
    { ds: [1, 2, 3], y: [1, 2] },
    'history must have columns of one length, got 3 rows in "ds" and 2 in "y"',
  ],
]

for (const [name, table, message] of unusable) {
  test(`${name} given as a table: ${message}`, () => {
    assert.throws(() => readTable(table as TableLike, 'history'), { name: 'BodkinError', code: 'DATA', message })
  })
}

test('two columns of one name are an error, because no one can say which is meant', () => {
  const { schema, numRows } = written
  const table = {
    schema: { fields: [...schema.fields, schema.fields[1]] },
    numRows,
    getChildAt: (i: number) => written.getChildAt(i % 3),
  }
  assert.throws(() => readTable(table, 'history'), {
    code: 'DATA',
    message: 'history has two columns named "y": rename one of them',
  })
})

test('an Arrow table whose column is shorter than the table is an error', () => {
  const table = { schema: written.schema, numRows: 3, getChildAt: () => written.getChildAt(0)!.slice(0, 2) }
  assert.throws(() => timeColumn(readTable(table), 'ds'), {
    code: 'DATA',
    message: 'table must have columns of one length, got 2 rows in "ds" of a table of 3',
  })
})

test('a missing column is an error that names the nearest one, or the ones there are', () => {
  const source = readTable(plain, 'history')
  assert.throws(() => source.column('dss'), {
    code: 'COLUMN',
    message: 'history has no column "dss": did you mean "ds"?',
    details: { table: 'history', column: 'dss' },
  })
  assert.throws(() => source.column('temperature'), {
    message: 'history has no column "temperature": it has "ds", "y", "shop"',
  })
  assert.throws(() => readTable([]).column('y'), { message: 'table has no column "y": it has no columns' })
})

test('messages name the table when it is not the main one of a call', () => {
  const [main, other] = ['history', 'holidays'].map((role) => readTable(plain, role).column('ds'))
  assert.equal(columnError('DATA', main, 'must be so', 3).message, 'column "ds", row 3: must be so')
  const error = columnError('DATA', other, 'must be so', 3)
  assert.equal(error.message, 'column "ds" of holidays, row 3: must be so')
  assert.deepEqual(error.details, { table: 'holidays', column: 'ds', row: 3 })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableFromIPC as flechetteFromIPC } from '@uwdata/flechette'
import type { DataType, Table, Vector } from 'apache-arrow'
import fc from 'fast-check'
import { booleanColumn } from '../../src/arrow/boolean-column.js'
import { categoryColumn } from '../../src/arrow/category-column.js'
import { listColumn } from '../../src/arrow/list-column.js'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import type { TableLike } from '../../src/arrow/table-like.js'
import { timeColumn } from '../../src/arrow/time-column.js'
import { copies, type Arrow } from '../unit/arrow/copies.js'

/** How a column is read here, and what that has to be by Arrow's own `get(i)`. */
interface Reading {
  readonly read: (table: TableLike) => unknown[]
  readonly expected: (value: unknown) => unknown
}

const numeric: Reading = {
  read: (table) => {
    const { values, nulls } = numericColumn(readTable(table), 'c')
    assert.equal(nulls, values.filter((value) => Number.isNaN(value)).length)
    return [...values]
  },
  expected: (value) => (value === null ? NaN : Number(value)),
}
const time: Reading = {
  read: (table) => [...timeColumn(readTable(table), 'c')],
  expected: (value) => (value === null ? NaN : Number(value)),
}
const isoTime: Reading = { read: time.read, expected: (value) => (value === null ? NaN : Date.parse(value as string)) }
const boolean: Reading = {
  read: (table) => [...booleanColumn(readTable(table), 'c')],
  expected: (value) => (value === null ? 255 : Number(value)),
}
const category: Reading = {
  read: (table) => {
    const { codes, labels } = categoryColumn(readTable(table), 'c')
    assertFirstAppearance(codes, labels)
    return Array.from(codes, (code) => labels[code] ?? null)
  },
  expected: (value) => (value === null || Number.isNaN(value) ? null : String(value)),
}
const lists: Reading = {
  read: (table) => {
    const { offsets, codes, labels } = listColumn(readTable(table), 'c')
    assertFirstAppearance(codes, labels)
    assert.equal(offsets[0], 0)
    assert.equal(offsets.at(-1), codes.length)
    return Array.from({ length: offsets.length - 1 }, (_, row) =>
      Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) => labels[code] ?? null),
    )
  },
  expected: (value) =>
    value === null ? [] : [...(value as Iterable<unknown>)].map((item) => (item === null ? null : String(item))),
}

function assertFirstAppearance(codes: Int32Array, labels: readonly string[]): void {
  const seen = [...new Set(codes)].filter((code) => code !== -1)
  assert.deepEqual(
    seen,
    labels.map((_, code) => code),
    'labels are used and stand in order of first appearance',
  )
  assert.equal(new Set(labels).size, labels.length, 'labels are distinct')
}

interface Kind {
  readonly name: string
  readonly type: (arrow: Arrow) => DataType
  readonly value: fc.Arbitrary<unknown>
  readonly readings: readonly Reading[]
  /** First version of apache-arrow that knows the type. */
  readonly since?: 21
}

const label = fc.constantFrom(
  '',
  'a',
  'b',
  'été',
  'twelve bytes',
  'a label beyond twelve bytes',
  '漢字と仮名まじりの文',
  '😀',
)
const seconds = fc.integer({ min: -6e10, max: 6e10 })
const milliseconds = seconds.map((value) => value * 1000 + 7)
const iso = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString())
const items = (item: fc.Arbitrary<unknown>) => fc.array(fc.option(item, { freq: 5 }), { maxLength: 4 })
const field = (arrow: Arrow, type: DataType) => new arrow.Field('item', type, true)

const kinds: readonly Kind[] = [
  ...([8, 16, 32] as const).flatMap((bits): Kind[] => [
    {
      name: `Int${bits}`,
      type: (a) => new a[`Int${bits}`](),
      value: fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }),
      readings: [numeric, category],
    },
    {
      name: `Uint${bits}`,
      type: (a) => new a[`Uint${bits}`](),
      value: fc.integer({ min: 0, max: 2 ** bits - 1 }),
      readings: [numeric, category],
    },
  ]),
  {
    name: 'Int64',
    type: (a) => new a.Int64(),
    value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    readings: [numeric, category],
  },
  {
    name: 'Uint64',
    type: (a) => new a.Uint64(),
    value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    readings: [numeric, category],
  },
  {
    name: 'Float16',
    type: (a) => new a.Float16(),
    value: fc.constantFrom(0, 1, -1.5, 65504, 2 ** -24, 0.1, Infinity),
    readings: [numeric, category],
  },
  { name: 'Float32', type: (a) => new a.Float32(), value: fc.float(), readings: [numeric, category] },
  { name: 'Float64', type: (a) => new a.Float64(), value: fc.double(), readings: [numeric, category] },
  { name: 'Bool', type: (a) => new a.Bool(), value: fc.boolean(), readings: [numeric, boolean, category] },
  {
    name: 'Null',
    type: (a) => new a.Null(),
    value: fc.constant(null),
    readings: [numeric, time, boolean, category, lists],
  },
  {
    name: 'Date<day>',
    type: (a) => new a.DateDay(),
    value: fc.integer({ min: -1e6, max: 1e6 }).map((day) => new Date(day * 86_400_000)),
    readings: [time],
  },
  {
    name: 'Date<ms>',
    type: (a) => new a.DateMillisecond(),
    value: milliseconds.map((ms) => new Date(ms)),
    readings: [time],
  },
  { name: 'Timestamp<s>', type: (a) => new a.TimestampSecond(), value: seconds.map((s) => s * 1000), readings: [time] },
  { name: 'Timestamp<ms>', type: (a) => new a.TimestampMillisecond(), value: milliseconds, readings: [time] },
  { name: 'Timestamp<us>', type: (a) => new a.TimestampMicrosecond('UTC'), value: milliseconds, readings: [time] },
  {
    name: 'Timestamp<ns>',
    type: (a) => new a.TimestampNanosecond('Europe/Paris'),
    value: milliseconds.map((ms) => ms % 9e12),
    readings: [time],
  },
  { name: 'Utf8', type: (a) => new a.Utf8(), value: label, readings: [category] },
  { name: 'LargeUtf8', type: (a) => new a.LargeUtf8(), value: label, readings: [category] },
  { name: 'Utf8View', type: (a) => new a.Utf8View(), value: label, readings: [category], since: 21 },
  { name: 'Utf8 of times', type: (a) => new a.Utf8(), value: iso, readings: [isoTime, category] },
  {
    name: 'Dictionary<Utf8, Int32>',
    type: (a) => new a.Dictionary(new a.Utf8(), new a.Int32()),
    value: label,
    readings: [category],
  },
  {
    name: 'Dictionary<Utf8, Uint8>',
    type: (a) => new a.Dictionary(new a.Utf8(), new a.Uint8()),
    value: label,
    readings: [category],
  },
  {
    name: 'Dictionary of times',
    type: (a) => new a.Dictionary(new a.Utf8(), new a.Int16()),
    value: iso,
    readings: [isoTime],
  },
  {
    name: 'Dictionary<Float64>',
    type: (a) => new a.Dictionary(new a.Float64(), new a.Int32()),
    value: fc.integer(),
    readings: [numeric, category],
  },
  {
    name: 'Dictionary<Int64>',
    type: (a) => new a.Dictionary(new a.Int64(), new a.Int32()),
    value: fc.bigInt({ min: 0n, max: 99n }),
    readings: [numeric, category],
  },
  {
    name: 'Dictionary<Timestamp>',
    type: (a) => new a.Dictionary(new a.TimestampMillisecond(), new a.Int32()),
    value: milliseconds,
    readings: [time],
  },
  { name: 'List<Utf8>', type: (a) => new a.List(field(a, new a.Utf8())), value: items(label), readings: [lists] },
  {
    name: 'List<Int32>',
    type: (a) => new a.List(field(a, new a.Int32())),
    value: items(fc.integer()),
    readings: [lists],
  },
  {
    name: 'List<Dictionary>',
    type: (a) => new a.List(field(a, new a.Dictionary(new a.Utf8(), new a.Int32()))),
    value: items(label),
    readings: [lists],
  },
  {
    name: 'LargeList<Utf8>',
    type: (a) => new a.LargeList(field(a, new a.Utf8())),
    value: items(label),
    readings: [lists],
    since: 21,
  },
  {
    name: 'FixedSizeList<Utf8>',
    type: (a) => new a.FixedSizeList(2, field(a, new a.Utf8())),
    value: fc.array(label, { minLength: 2, maxLength: 2 }),
    readings: [lists],
  },
  {
    name: 'Dictionary<List<Utf8>>',
    type: (a) => new a.Dictionary(new a.List(field(a, new a.Utf8())), new a.Int8()),
    value: items(label),
    readings: [lists],
  },
]

/** Some pieces of rows, and cuts (as shares of the length) that are made one after the other. */
function tables(value: fc.Arbitrary<unknown>) {
  const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100)
  return fc.record({
    pieces: fc.array(fc.array(fc.option(value, { freq: 4 }), { maxLength: 20 }), { minLength: 1, maxLength: 4 }),
    cuts: fc.array(fc.tuple(share, share), { maxLength: 2 }),
  })
}

function build(
  arrow: Arrow,
  type: DataType,
  pieces: readonly (readonly unknown[])[],
  cuts: readonly (readonly [number, number])[],
): Table {
  const vectors = pieces.map((piece) => arrow.vectorFromArray(piece, type) as Vector)
  let table = new arrow.Table({ c: vectors.reduce((all, next) => all.concat(next)) })
  for (const [a, b] of cuts) {
    const [from, to] = [Math.min(a, b), Math.max(a, b)].map((share) => Math.round(share * table.numRows))
    table = table.slice(from, to)
  }
  return table
}

function check(table: Table, readings: readonly Reading[]): void {
  const vector = table.getChildAt(0) as Vector
  for (const { read, expected } of readings) {
    assert.deepEqual(
      read(table),
      Array.from({ length: table.numRows }, (_, i) => expected(vector.get(i) ?? null)),
    )
  }
}

for (const { name, version, arrow } of copies) {
  for (const kind of kinds.filter(({ since = 17 }) => since <= version)) {
    test(`${kind.name} of ${name}, in chunks and slices, is what get(i) says`, () => {
      const type = kind.type(arrow)
      fc.assert(
        fc.property(tables(kind.value), ({ pieces, cuts }) => check(build(arrow, type, pieces, cuts), kind.readings)),
        { numRuns: 12, seed: 1 },
      )
    })
  }
}

for (const kind of kinds) {
  test(`${kind.name} reads the same from a stream, whichever library opened it`, () => {
    const writer = copies[0].arrow
    const type = kind.type(writer)
    fc.assert(
      fc.property(tables(kind.value), ({ pieces, cuts }) => {
        const bytes = writer.tableToIPC(build(writer, type, pieces, cuts), 'stream')
        for (const { version, arrow } of copies) {
          if ((kind.since ?? 17) <= version) check(arrow.tableFromIPC(bytes), kind.readings)
        }
        // A dictionary without values is left out of a stream, and flechette cannot open it then.
        if (!pieces.flat(2).some((value) => value !== null)) return
        const [first, second] = [copies[0].arrow.tableFromIPC(bytes), flechetteFromIPC(bytes)]
        for (const { read } of kind.readings) assert.deepEqual(read(second), read(first))
      }),
      { numRuns: 5, seed: 2 },
    )
  })
}

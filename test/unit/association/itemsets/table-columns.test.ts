/** Any column in, the same column out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow'
import { float64, integers, timeList, writeTable } from '../../../../src/arrow/write-table.js'
import { pickRows, pickTable } from '../../../../src/association/itemsets/table-columns.js'

const rows = [
  { id: 1n, text: 'a', flag: true, at: new Date('2024-01-01'), list: ['x', 'y'], value: 0.5 },
  { id: 2n, text: null, flag: null, at: null, list: [], value: null },
  { id: 3n, text: 'b', flag: false, at: new Date('2024-02-01'), list: ['y'], value: -1 },
]

test('rows are picked in the order asked for, with columns of every kind and their nulls', () => {
  const table = pickTable(rows, Int32Array.of(2, 1, 2), 'table')
  assert.deepEqual(
    table.schema.fields.map((field) => `${field.name} ${field.type}`),
    [
      'id Int64',
      'text Dictionary<Int32, Utf8>',
      'flag Bool',
      'at Timestamp<MILLISECOND>',
      'list List<Dictionary<Int32, Utf8>>',
      'value Float64',
    ],
  )
  const [first, second] = table.toArray().map((row: { toJSON: () => Record<string, unknown> }) => row.toJSON())
  assert.deepEqual(
    { ...first, list: [...(first.list as Iterable<string>)] },
    {
      id: 3n,
      text: 'b',
      flag: false,
      at: Date.parse('2024-02-01'),
      list: ['y'],
      value: -1,
    },
  )
  assert.deepEqual([second.text, second.flag, second.at, second.value], [null, null, null, null])
})

test('a table from a file keeps its metadata and the width of its integers', () => {
  const given = tableFromArrays({ small: Int8Array.of(1, 2), wide: Float64Array.of(1.5, 2.5) })
  given.schema.metadata.set('who', 'me')
  const picked = pickTable(tableFromIPC(tableToIPC(given)), Int32Array.of(1), 'table')
  assert.equal(picked.schema.metadata.get('who'), 'me')
  assert.deepEqual(
    picked.schema.fields.map((field) => `${field.name} ${field.type}`),
    ['small Int8', 'wide Float64'],
  )
  assert.deepEqual({ ...picked.get(0) }, { small: 2, wide: 2.5 })
})

test('columns that are written already can be picked from: 64-bit integers with nulls, lists of times', () => {
  const wide = pickRows(integers(BigInt64Array.of(2n ** 60n, 5n), Uint8Array.of(1, 0)), Int32Array.of(1, 0))
  const times = pickRows(timeList(Int32Array.of(0, 2, 3), Float64Array.of(1000, 2000, 3000)), Int32Array.of(1, 0))
  const values = pickRows(float64(Float64Array.of(1, 2)), Int32Array.of(1, 1))
  const table = writeTable({ wide, times, values })
  assert.deepEqual([...(table.getChild('wide') ?? [])], [null, 2n ** 60n])
  assert.deepEqual([...(table.getChild('values') ?? [])], [2, 2])
  assert.deepEqual([...(table.getChild('times')?.get(1) ?? [])], [1000, 2000])
})

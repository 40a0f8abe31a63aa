/** Columns that share memory are written apart. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableFromIPC, tableToIPC } from 'apache-arrow'
import { category, float64, int32, list, writeTable } from '../../../src/arrow/write-table.js'

test('columns made from one typed array survive a round trip through IPC', () => {
  const values = new Float64Array([1, 2, 3, 4, 5])
  const codes = new Int32Array([0, 1, 0, 1, 0])
  const offsets = new Int32Array([0, 1, 2, 3, 4, 5])
  const table = writeTable({
    value: float64(values),
    lower: float64(values),
    upper: float64(values.subarray(0, 5)),
    first: category(codes, ['x', 'y']),
    second: category(codes, ['p', 'q']),
    code: int32(codes),
    items: list(offsets, codes, ['m', 'n']),
    more: list(offsets, codes, ['m', 'n']),
  })
  const back = tableFromIPC(tableToIPC(table))
  const rows = (of: typeof table): string => JSON.stringify(of.toArray())
  assert.equal(rows(back), rows(table))
  assert.deepEqual(back.getChild('upper')?.toArray(), values)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { booleanColumn } from '../../../src/arrow/boolean-column.js'
import { categoryColumn } from '../../../src/arrow/category-column.js'
import { numericColumn } from '../../../src/arrow/numeric-column.js'
import { readTable } from '../../../src/arrow/read-table.js'
import { joinRows, rowSlices } from '../../../src/arrow/row-slices.js'
import type { TableLike } from '../../../src/arrow/table-like.js'
import { timeColumn } from '../../../src/arrow/time-column.js'
import { copies } from './copies.js'

/** 23 rows of every kind that can be cut, in two chunks that begin inside their buffers. */
function tableOf(arrow: (typeof copies)[number]['arrow']): TableLike {
  const rows = Array.from({ length: 40 }, (_, i) => i)
  const everyThird = <T>(value: (i: number) => T): (T | null)[] => rows.map((i) => (i % 3 === 0 ? null : value(i)))
  const vectors = {
    int8: arrow.vectorFromArray(
      everyThird((i) => i),
      new arrow.Int8(),
    ),
    int64: arrow.vectorFromArray(
      everyThird((i) => BigInt(i) * 10n ** 12n),
      new arrow.Int64(),
    ),
    float32: arrow.vectorFromArray(
      everyThird((i) => i / 2),
      new arrow.Float32(),
    ),
    float64: arrow.vectorFromArray(
      everyThird((i) => i / 3),
      new arrow.Float64(),
    ),
    bool: arrow.vectorFromArray(
      everyThird((i) => i % 2 === 0),
      new arrow.Bool(),
    ),
    text: arrow.vectorFromArray(
      everyThird((i) => `text ${i}`),
      new arrow.Utf8(),
    ),
    label: arrow.vectorFromArray(
      everyThird((i) => `label ${i % 4}`),
      new arrow.Dictionary(new arrow.Utf8(), new arrow.Int16()),
    ),
    day: arrow.vectorFromArray(
      everyThird((i) => new Date(i * 86_400_000)),
      new arrow.DateDay(),
    ),
    stamp: arrow.vectorFromArray(
      everyThird((i) => i * 1e12),
      new arrow.TimestampMicrosecond(),
    ),
  }
  const whole = new arrow.Table(vectors)
  return whole.slice(3, 17).concat(whole.slice(20, 29)) as TableLike
}

const readers = {
  int8: numericColumn,
  int64: numericColumn,
  float32: numericColumn,
  float64: numericColumn,
  bool: booleanColumn,
  day: timeColumn,
  stamp: timeColumn,
} as const

for (const { name, arrow } of copies) {
  test(`slices hold the rows of the table, and join to them again: ${name}`, () => {
    const source = readTable(tableOf(arrow))
    assert.equal(source.rows, 23)
    for (const size of [1, 5, 8, 22]) {
      const slices = rowSlices(source, source.names, size)
      assert.equal(slices.length, Math.ceil(23 / size))
      assert.deepEqual(
        slices.map(({ rows }) => rows).reduce((a, b) => a + b),
        23,
      )
      for (const [column, read] of Object.entries(readers)) {
        const values = (of: typeof source): number[] => {
          const found = read(of, column)
          return Array.from('values' in found ? (found.values as Float64Array) : found)
        }
        assert.deepEqual(slices.flatMap(values), values(source))
        assert.deepEqual(values(joinRows(slices)), values(source))
      }
      for (const column of ['text', 'label']) {
        const labels = (of: typeof source): (string | undefined)[] => {
          const found = categoryColumn(of, column)
          return Array.from(found.codes, (code) => found.labels[code])
        }
        assert.deepEqual(slices.flatMap(labels), labels(source))
        assert.deepEqual(labels(joinRows(slices)), labels(source))
      }
    }
  })
}

test('what is short, or cannot be cut, stays whole', () => {
  const [{ arrow }] = copies
  const short = readTable({ y: arrow.vectorFromArray([1, 2, 3], new arrow.Float64()) })
  assert.deepEqual(rowSlices(short, ['y'], 3), [short])
  const plain = readTable({ y: [1, 2, 3] })
  assert.deepEqual(rowSlices(plain, ['y'], 2), [plain])
  const mixed = readTable({ x: arrow.vectorFromArray([1, 2, 3], new arrow.Float64()), y: [1, 2, 3] })
  assert.deepEqual(rowSlices(mixed, ['x', 'y'], 2), [mixed])
  assert.equal(rowSlices(mixed, ['x'], 2).length, 2)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Dictionary, Int8, Utf8, vectorFromArray } from 'apache-arrow'
import { numericColumn } from '../../../src/arrow/numeric-column.js'
import { readTable } from '../../../src/arrow/read-table.js'
import type { RefuseValue } from '../../../src/arrow/source-column.js'
import { timeColumn } from '../../../src/arrow/time-column.js'

/** Collects refused rows with their messages, with the row and without. */
function collector(): { refuse: RefuseValue; seen: [number, string, string][] } {
  const seen: [number, string, string][] = []
  return { refuse: (row, error) => void seen.push([row, error(row).message, error().message]), seen }
}

test('a number that cannot be read counts as null, and the rest is read on', () => {
  const { refuse, seen } = collector()
  const { values } = numericColumn(readTable({ y: [1, 'x', 3] }), 'y', refuse)
  assert.deepEqual([...values], [1, NaN, 3])
  const rule = 'must be a number, got "x": text and times are never read as numbers'
  assert.deepEqual(seen, [[1, `column "y", row 1: ${rule}`, `column "y": ${rule}`]])
})

test('a time that cannot be read counts as null, in plain columns, text and dictionaries', () => {
  const texts = ['1970-01-02', 'soon', '1970-01-01', 'soon']
  const columns = [
    texts,
    vectorFromArray(texts, new Utf8()),
    vectorFromArray(texts, new Dictionary(new Utf8(), new Int8())),
  ]
  for (const ds of columns) {
    const { refuse, seen } = collector()
    assert.deepEqual([...timeColumn(readTable({ ds }), 'ds', refuse)], [86_400_000, NaN, 0, NaN])
    const rule = 'must be an ISO 8601 date or time such as "2024-01-31" or "2024-01-31T10:00:00Z", got "soon"'
    assert.deepEqual(
      seen,
      [1, 3].map((row) => [row, `column "ds", row ${row}: ${rule}`, `column "ds": ${rule}`]),
    )
  }
  const { refuse, seen } = collector()
  const odd = [new Date(NaN), 5, new Date(0)]
  assert.deepEqual([...timeColumn(readTable({ ds: odd }), 'ds', refuse)], [NaN, NaN, 0])
  assert.deepEqual(
    seen.map(([, message]) => message),
    [
      'column "ds", row 0: must be a valid time, got an invalid Date',
      'column "ds", row 1: must be a Date or ISO 8601 text, got 5: wrap numbers as times first (new Date(milliseconds))',
    ],
  )
})

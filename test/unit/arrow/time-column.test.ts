import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { vectorFromArray as anyVector } from 'apache-arrow'
import { readTable } from '../../../src/arrow/read-table.js'
import { timeColumn } from '../../../src/arrow/time-column.js'
import { copies, type Arrow } from './copies.js'

const { arrow } = copies[0]
const DAY = 86_400_000

function times(ds: unknown, role?: string): number[] {
  return [...timeColumn(readTable({ ds: ds as string[] }, role), 'ds')]
}

test('plain columns may mix Dates, ISO text and nulls', () => {
  assert.deepEqual(times([new Date(5), '1970-01-02', null, undefined, NaN, '1970-01-01 00:00:01Z']), [
    5,
    DAY,
    NaN,
    NaN,
    NaN,
    1000,
  ])
})

test('Dates of another realm are Dates', () => {
  assert.deepEqual(times([runInNewContext('new Date(7)')]), [7])
})

function timestamps(arrow: Arrow, type: 'TimestampMicrosecond' | 'TimestampNanosecond', values: readonly bigint[]) {
  const data = BigInt64Array.from(values)
  return arrow.makeVector(arrow.makeData({ type: new arrow[type](), length: data.length, data }))
}

for (const { name, arrow } of copies) {
  test(`micro- and nanoseconds of ${name} keep their fraction of a millisecond`, () => {
    const micro = timestamps(arrow, 'TimestampMicrosecond', [1n, -1n, 1_700_000_000_000_125n])
    assert.deepEqual(times(micro), [0.001, -0.001, 1_700_000_000_000.125])
    const nano = timestamps(arrow, 'TimestampNanosecond', [1n, -1n, 1_700_000_000_000_250_000n])
    assert.deepEqual(times(nano), [0.000001, -0.000001, 1_700_000_000_000.25])
  })
}

test('whole milliseconds counted in nanoseconds come out exact, though the count is no double', () => {
  const whole = Array.from({ length: 2000 }, (_, i) => 1_600_000_000_000 + i * 123_456_789)
  const column = timestamps(
    arrow,
    'TimestampNanosecond',
    whole.map((ms) => BigInt(ms) * 1_000_000n),
  )
  assert.deepEqual(times(column), whole)
  const before = whole.map((ms) => -ms)
  assert.deepEqual(
    times(
      timestamps(
        arrow,
        'TimestampNanosecond',
        before.map((ms) => BigInt(ms) * 1_000_000n),
      ),
    ),
    before,
  )
})

test('dates, zones and text are read: a zone changes nothing, no zone means UTC', () => {
  assert.deepEqual(times(arrow.vectorFromArray([new Date(3 * DAY), null], new arrow.DateDay())), [3 * DAY, NaN])
  assert.deepEqual(times(arrow.vectorFromArray([new Date(5)], new arrow.DateMillisecond())), [5])
  assert.deepEqual(times(arrow.vectorFromArray([5], new arrow.TimestampMillisecond('Asia/Tokyo'))), [5])
  assert.deepEqual(times(arrow.vectorFromArray(['1970-01-02', null], new arrow.Utf8())), [DAY, NaN])
  assert.deepEqual(times(anyVector(['1970-01-02', null, '1970-01-02'])), [DAY, NaN, DAY])
})

test('text of a dictionary that no row uses may be anything', () => {
  const column = anyVector(['rubbish', '1970-01-02'])
  assert.deepEqual(times(column.slice(1)), [DAY])
})

const iso = 'must be an ISO 8601 date or time such as "2024-01-31" or "2024-01-31T10:00:00Z"'
const wrap = ': wrap numbers as times first (new Date(milliseconds))'
const bad: readonly (readonly [string, unknown, 'COLUMN' | 'DATA', string])[] = [
  ['numbers', [new Date(0), 5], 'COLUMN', `column "ds", row 1: must be a Date or ISO 8601 text, got 5${wrap}`],
  ['bigints', [5n], 'COLUMN', `column "ds", row 0: must be a Date or ISO 8601 text, got 5n${wrap}`],
  ['booleans', [true], 'COLUMN', 'column "ds", row 0: must be a Date or ISO 8601 text, got true'],
  [
    'Float64',
    arrow.makeVector(Float64Array.of(1)),
    'COLUMN',
    `column "ds": must hold times (dates, timestamps or ISO 8601 text), got Float64${wrap}`,
  ],
  [
    'Bool',
    arrow.vectorFromArray([true], new arrow.Bool()),
    'COLUMN',
    'column "ds": must hold times (dates, timestamps or ISO 8601 text), got Bool',
  ],
  ['an invalid Date', [new Date(NaN)], 'DATA', 'column "ds", row 0: must be a valid time, got an invalid Date'],
  ['other text', ['1970-01-01', '31/01/2024'], 'DATA', `column "ds", row 1: ${iso}, got "31/01/2024"`],
  ['a date that does not exist', ['2024-02-30'], 'DATA', `column "ds", row 0: ${iso}, got "2024-02-30"`],
  ['empty text', [''], 'DATA', `column "ds", row 0: ${iso}, got ""`],
  [
    'another offset',
    ['2024-01-01', '2024-01-01T00:00:00+02:00'],
    'DATA',
    'column "ds", row 1: must be UTC, got "2024-01-01T00:00:00+02:00": convert to UTC first (new Date(text))',
  ],
  [
    'another offset in Arrow text',
    arrow.vectorFromArray([null, '2024-01-01 00:00-0530'], new arrow.LargeUtf8()),
    'DATA',
    'column "ds", row 1: must be UTC, got "2024-01-01 00:00-0530": convert to UTC first (new Date(text))',
  ],
  [
    'other text in a dictionary',
    anyVector(['1970-01-01', '1970-01-01', 'soon']),
    'DATA',
    `column "ds", row 2: ${iso}, got "soon"`,
  ],
  [
    'times beyond what a Date can hold',
    arrow.makeVector(
      arrow.makeData({ type: new arrow.TimestampMillisecond(), length: 1, data: BigInt64Array.of(2n ** 60n) }),
    ),
    'DATA',
    'column "ds", row 0: must be a time between the years -271821 and 275760, got 1152921504606847000 ms',
  ],
]

for (const [name, column, code, message] of bad) {
  test(`${name} given as times: ${message}`, () => {
    assert.throws(() => times(column, 'history'), { name: 'BodkinError', code, message })
  })
}

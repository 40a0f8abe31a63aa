import assert from 'node:assert/strict'
import { test } from 'node:test'
import { duration, halveSpan, multiplySpan, stepSpan, type Span } from '../../../src/options/duration.js'
import { readOptions } from '../../../src/options/rules.js'

const DAY = 86_400_000
const months = (count: number): Span => ({ kind: 'months', months: count })
const read = (value: unknown): Span => readOptions({ horizon: duration() }, { horizon: value }).horizon
const iso = (time: number): string => new Date(time).toISOString().slice(0, 16)
const at = (text: string): number => Date.parse(`${text}Z`)

const readings: readonly [unknown, Span][] = [
  [36, { kind: 'fixed', ms: 36 * DAY }],
  [0.5, { kind: 'fixed', ms: DAY / 2 }],
  ['36 days', { kind: 'fixed', ms: 36 * DAY }],
  ['1 day', { kind: 'fixed', ms: DAY }],
  ['1.5 days', { kind: 'fixed', ms: 1.5 * DAY }],
  ['6 hours', { kind: 'fixed', ms: 6 * 3_600_000 }],
  ['3 weeks', { kind: 'fixed', ms: 21 * DAY }],
  ['30 minutes', { kind: 'fixed', ms: 1_800_000 }],
  ['10 seconds', { kind: 'fixed', ms: 10_000 }],
  ['12 months', months(12)],
  ['2 years', months(24)],
]
for (const [value, span] of readings) {
  test(`${JSON.stringify(value)} is read as ${JSON.stringify(span)}`, () => assert.deepEqual(read(value), span))
}

const rule = 'a number of days above 0, or text such as "36 days", "6 hours", "12 months" or "2 years"'
const refusals: readonly [unknown, string][] = [
  ['soon', '"soon"'],
  ['12 parsecs', '"12 parsecs"'],
  ['1.5 months', '"1.5 months"'],
  ['-3 days', '"-3 days"'],
  ['3 DAYS', '"3 DAYS"'],
  ['999999999 years', '"999999999 years"'],
  ['', '""'],
  [0, '0'],
  ['0 days', '"0 days"'],
  [-1, '-1'],
  [NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [null, 'null'],
  [[30], 'an array of 1'],
]
for (const [value, shown] of refusals) {
  test(`${shown} is no duration`, () =>
    assert.throws(() => read(value), { code: 'OPTION', message: `option "horizon" must be ${rule}, got ${shown}` }))
}

test('zero is allowed where the option allows it', () => {
  const zero = duration('zero')
  assert.deepEqual(readOptions({ initial: zero }, { initial: 0 }).initial, { kind: 'fixed', ms: 0 })
  assert.throws(() => readOptions({ initial: zero }, { initial: -1 }), /must be a number of days of at least 0/)
})

const steps: readonly [string, Span, number, string][] = [
  ['2024-03-31T00:00', months(1), -1, '2024-02-29T00:00'],
  ['2023-03-31T00:00', months(1), -1, '2023-02-28T00:00'],
  ['2024-05-31T10:30', months(1), -1, '2024-04-30T10:30'],
  ['2024-02-29T00:00', months(12), 1, '2025-02-28T00:00'],
  ['2024-01-15T00:00', months(24), -1, '2022-01-15T00:00'],
  ['2024-01-15T00:00', months(1), -13, '2022-12-15T00:00'],
  ['2024-01-15T00:00', { kind: 'fixed', ms: DAY }, -15, '2023-12-31T00:00'],
]
for (const [from, span, count, to] of steps) {
  test(`${count} × ${JSON.stringify(span)} from ${from} is ${to}`, () =>
    assert.equal(iso(stepSpan(at(from), span, count)), to))
}

test('in a calendar of month ends months lead to month ends', () => {
  assert.equal(iso(stepSpan(at('2024-06-30T00:00'), months(1), -1, 'month end')), '2024-05-31T00:00')
})

test('years before 100 are not taken for the 1900s', () => {
  const time = new Date(0).setUTCFullYear(50, 2, 15)
  assert.equal(new Date(stepSpan(time, months(1), 1)).getUTCFullYear(), 50)
})

test('half of an odd number of months is rounded up, a month stays a month', () => {
  assert.deepEqual(
    [3, 1, 12].map((count) => halveSpan(months(count))),
    [months(2), months(1), months(6)],
  )
  assert.deepEqual(halveSpan({ kind: 'fixed', ms: 10 }), { kind: 'fixed', ms: 5 })
  assert.deepEqual(multiplySpan(months(2), 3), months(6))
})

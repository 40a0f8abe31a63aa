import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutoffs, type CutoffOptions } from '../../../../src/forecast/evaluation/cutoffs.js'
import { foldsAt, windowEnd } from '../../../../src/forecast/evaluation/folds.js'

const DAY = 86_400_000

/** Days from a date on. */
function days(start: string, count: number): Date[] {
  return Array.from({ length: count }, (_, i) => new Date(Date.parse(start) + i * DAY))
}

/** First days of months, or last ones. */
function monthly(year: number, count: number, day: 'first' | 'last'): Date[] {
  return Array.from(
    { length: count },
    (_, i) => new Date(Date.UTC(year, i + (day === 'last' ? 1 : 0), day === 'last' ? 0 : 1)),
  )
}

function cut(ds: Date[], options: CutoffOptions): string[] {
  return cutoffs({ ds, y: ds.map((_, i) => i % 5) }, options).map((date) => date.toISOString().slice(0, 10))
}

test('steps back from the horizon before the last day while the initial window is there', () => {
  // 100 days end 2024-04-09; less 10 days: 03-30; less 15: 03-15; less 15: 02-29, before 01-01 + 60 days = 03-01
  assert.deepEqual(cut(days('2024-01-01', 100), { horizon: 10, initial: 60, period: 15 }), ['2024-03-15', '2024-03-30'])
})

test('a cutoff exactly at the end of the initial window is kept', () => {
  assert.deepEqual(cut(days('2024-01-01', 100), { horizon: 10, initial: 59, period: 15 }).length, 3)
})

test('defaults are half the horizon and three horizons', () => {
  // 13 days: no weekly season. Last 01-13, less 2 days 01-11; then every day back to 01-01 + 6 days
  const expected = ['2024-01-07', '2024-01-08', '2024-01-09', '2024-01-10', '2024-01-11']
  assert.deepEqual(cut(days('2024-01-01', 13), { horizon: 2 }), expected)
})

test('the default initial window is at least the longest season of the history', () => {
  // 730 days switch on the yearly season: 365.25 days, of which half a day pushes the first cutoff on
  const ds = days('2022-01-01', 731)
  const found = cut(ds, { horizon: 2, period: 1 })
  assert.equal(found[0], '2023-01-02')
  assert.equal(found.at(-1), '2023-12-30')
})

test('calendar months are counted from the last row, so month ends do not drift', () => {
  // daily up to 31 May: one month before is 30 April, two are 31 March, three 29 February
  const ds = days('2023-06-01', 366)
  assert.equal(ds.at(-1)?.toISOString().slice(0, 10), '2024-05-31')
  const found = cut(ds, { horizon: '1 month', period: '1 month', initial: '8 months' })
  assert.deepEqual(found, ['2024-02-29', '2024-03-31', '2024-04-30'])
})

test('first days of months stay first days', () => {
  const found = cut(monthly(2020, 36, 'first'), { horizon: '3 months', initial: '2 years' })
  // last row 2022-12-01, less 3 months 09-01; half of 3 months is rounded up to 2: 07-01, 05-01, 03-01, 01-01
  assert.deepEqual(found, ['2022-01-01', '2022-03-01', '2022-05-01', '2022-07-01', '2022-09-01'])
})

test('last days of months stay last days', () => {
  const found = cut(monthly(2023, 18, 'last'), { horizon: '1 month', period: '1 month', initial: '13 months' })
  assert.deepEqual(found, ['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'])
})

test('years step over leap days', () => {
  const ds = days('2020-01-01', 366 + 365 + 365 + 365 + 60)
  assert.equal(ds.at(-1)?.toISOString().slice(0, 10), '2024-02-29')
  assert.deepEqual(cut(ds, { horizon: '1 year', period: '1 year', initial: '1 year' }), [
    '2021-02-28',
    '2022-02-28',
    '2023-02-28',
  ])
})

test('a window without data moves its cutoff to a horizon before the data in front of the gap', () => {
  // rows 01-01…01-20 and 03-01…03-10; horizon 5, period 5: 03-05, 02-29 (window 03-01…05), then 02-24 has none: 01-20 − 5 = 01-15
  const ds = [...days('2024-01-01', 20), ...days('2024-03-01', 10)]
  assert.deepEqual(cut(ds, { horizon: 5, period: 5, initial: 9 }), [
    '2024-01-10',
    '2024-01-15',
    '2024-02-29',
    '2024-03-05',
  ])
})

test('neither row order nor rows without a value change the cutoffs', () => {
  const ds = days('2024-01-01', 60)
  const y = ds.map((_, i) => i)
  const options = { horizon: 5, initial: 20 }
  const reversed = {
    ds: [...ds, ...days('2025-01-01', 9)].reverse(),
    y: [...y, ...new Array<null>(9).fill(null)].reverse(),
  }
  assert.deepEqual(cutoffs(reversed, options), cutoffs({ ds, y }, options))
})

test('other names of columns are read', () => {
  const ds = days('2024-01-01', 60)
  const found = cutoffs({ day: ds, sales: ds.map(Number) }, { horizon: 5, initial: 50, time: 'day', value: 'sales' })
  assert.equal(found.length, 2)
})

test('a fold learns up to its cutoff and is scored up to the horizon after it', () => {
  const ds = Float64Array.from(days('2024-01-01', 20), Number)
  const cutoff = Date.parse('2024-01-10')
  assert.deepEqual(foldsAt(ds, [cutoff], { kind: 'fixed', ms: 5 * DAY }), [{ cutoff, train: 10, end: 15 }])
})

test('the window of a month end ends at a month end, so that no clamped day falls out', () => {
  const end = (cutoff: string): string =>
    new Date(windowEnd(Date.parse(cutoff), { kind: 'months', months: 1 })).toISOString().slice(0, 10)
  assert.deepEqual(['2024-02-29', '2024-02-28', '2024-01-31', '2024-04-30'].map(end), [
    '2024-03-31',
    '2024-03-28',
    '2024-02-29',
    '2024-05-31',
  ])
})

const span = 'a number of days above 0, or text such as "36 days", "6 hours", "12 months" or "2 years"'
const zeroSpan = span.replace('above 0', 'of at least 0')
const refusals: readonly [string, unknown, string, string][] = [
  ['no horizon', {}, 'OPTION', `option "horizon" must be ${span}, got undefined`],
  ['no options', undefined, 'OPTION', 'option "options" must be an object, got undefined'],
  ['a period of 0', { horizon: 5, period: 0 }, 'OPTION', `option "period" must be ${span}, got 0`],
  ['a negative initial', { horizon: 5, initial: -1 }, 'OPTION', `option "initial" must be ${zeroSpan}, got -1`],
  ['a slip', { horizon: 5, perod: 3 }, 'OPTION', 'unknown option "perod": did you mean "period"?'],
  [
    'too long a horizon',
    { horizon: '2 years' },
    'DATA',
    'the history, 2024-01-01 to 2024-02-09, is shorter than one horizon: make "horizon" or "initial" shorter',
  ],
  [
    'too long an initial window',
    { horizon: 5, initial: 36 },
    'DATA',
    'the history, 2024-01-01 to 2024-02-09, is shorter than the initial window and one horizon: make "horizon" or "initial" shorter',
  ],
  [
    'too short a period',
    { horizon: 5, period: '1 second', initial: 5 },
    'LIMIT',
    'option "period" gives more than 100000 cutoffs between 2024-01-06 and 2024-02-09: give a longer one',
  ],
]
for (const [name, options, code, message] of refusals) {
  test(`${name} is an error`, () => {
    assert.throws(() => cut(days('2024-01-01', 40), options as CutoffOptions), { code, message })
  })
}

test('a history without values is an error', () => {
  assert.throws(() => cutoffs({ ds: days('2024-01-01', 3), y: [1, null, null] }, { horizon: 1 }), {
    code: 'DATA',
    message: 'cutoffs needs at least 2 rows with a value in "y", got 1 and 2 without',
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inferFrequency, parseFrequency, stepsAfter, stepsBetween } from '../../../src/forecast/frequency.js'
import { DAY, days } from './series-for-tests.js'

function times(...texts: string[]): Float64Array {
  return Float64Array.from(texts, (text) => Date.parse(text))
}

function after(last: string, frequency: string, periods: number): string[] {
  return Array.from(stepsAfter(Date.parse(last), periods, parseFrequency(frequency)), (ms) =>
    new Date(ms).toISOString().replace('T00:00:00.000Z', '').replace(':00.000Z', ''),
  )
}

const inferred: [string, Float64Array, string | null][] = [
  ['days', times('2024-01-01', '2024-01-02', '2024-01-03'), 'D'],
  ['days with gaps', times('2024-01-01', '2024-01-02', '2024-01-03', '2024-01-09', '2024-01-10'), 'D'],
  ['repeated days', times('2024-01-01', '2024-01-01', '2024-01-02', '2024-01-02', '2024-01-03'), 'D'],
  ['every second day', times('2024-01-01', '2024-01-03', '2024-01-05'), '2D'],
  ['weeks', times('2024-01-05', '2024-01-12', '2024-01-19'), 'W'],
  ['fortnights', times('2024-01-05', '2024-01-19', '2024-02-02'), '2W'],
  ['hours', times('2024-01-01T00:00Z', '2024-01-01T01:00Z', '2024-01-01T02:00Z'), 'h'],
  ['five minutes', times('2024-01-01T00:00Z', '2024-01-01T00:05Z', '2024-01-01T00:10Z'), '5min'],
  ['half hours', times('2024-01-01T00:00Z', '2024-01-01T00:30Z', '2024-01-01T01:00Z'), '30min'],
  ['ten seconds', times('2024-01-01T00:00:00Z', '2024-01-01T00:00:10Z', '2024-01-01T00:00:20Z'), '10s'],
  ['firsts of months', times('2024-01-01', '2024-02-01', '2024-03-01'), 'MS'],
  ['two firsts of months', times('2024-02-01', '2024-03-01'), 'MS'],
  ['firsts of months with a gap', times('2024-01-01', '2024-02-01', '2024-03-01', '2024-06-01'), 'MS'],
  ['firsts of quarters', times('2024-01-01', '2024-04-01', '2024-07-01'), 'QS'],
  ['firsts of every second month', times('2024-01-01', '2024-03-01', '2024-05-01'), '2MS'],
  ['firsts of years', times('2022-01-01', '2023-01-01', '2024-01-01'), 'YS'],
  ['ends of months over a leap February', times('2024-01-31', '2024-02-29', '2024-03-31'), 'M'],
  ['ends of months over a plain February', times('2023-01-31', '2023-02-28', '2023-03-31'), 'M'],
  [
    'Monday to Friday',
    Float64Array.from([0, 1, 2, 3, 4, 7, 8, 9, 10, 11], (d) => Date.parse('2024-01-01') + d * DAY),
    'B',
  ],
  ['days of one working week, which may go on on Saturday', times('2024-01-01', '2024-01-02', '2024-01-03'), 'D'],
  ['the 15th of months', times('2024-01-15', '2024-02-15', '2024-03-15'), 'MD'],
  ['the 15th of months, with a gap', times('2024-01-15', '2024-02-15', '2024-03-15', '2024-06-15'), 'MD'],
  ['the 28th of months at noon', times('2024-01-28T12:00Z', '2024-02-28T12:00Z', '2024-03-28T12:00Z'), 'MD'],
  ['the 10th of quarters', times('2024-01-10', '2024-04-10', '2024-07-10'), '3MD'],
  ['a day of the year', times('2022-06-30', '2023-06-30', '2024-06-30').map((time) => time - 5 * DAY), '12MD'],
  ['the 29th of months, which February rarely has', times('2024-01-29', '2024-02-29', '2024-03-29'), null],
  ['one day of months at two times of day', times('2024-01-15', '2024-02-15T06:00Z', '2024-03-15'), null],
  ['no two equal steps', times('2024-01-01', '2024-01-02', '2024-01-04', '2024-01-09'), null],
  ['one time', times('2024-01-01'), null],
  ['one time, repeated', times('2024-01-01', '2024-01-01'), null],
  ['milliseconds', Float64Array.of(0, 1.5, 3, 4.5), null],
]
for (const [name, ds, expected] of inferred) {
  test(`${name}: the frequency is ${expected ?? 'not inferred'}`, () => assert.equal(inferFrequency(ds), expected))
}

test('seven days a week are D even when they begin on a Monday', () => {
  assert.equal(inferFrequency(Float64Array.from(days('2024-01-01', 20), Number)), 'D')
})

const walked: [string, string, string, string[]][] = [
  ['5 minutes over midnight', '2024-02-28T23:55Z', '5min', ['2024-02-29', '2024-02-29T00:05']],
  ['hours', '2024-02-29T23:00Z', 'h', ['2024-03-01', '2024-03-01T01:00']],
  ['days over a leap February', '2024-02-28', 'D', ['2024-02-29', '2024-03-01']],
  ['business days over a weekend', '2024-03-01', 'B', ['2024-03-04', '2024-03-05']],
  ['business days from a Saturday', '2024-03-02', 'B', ['2024-03-04', '2024-03-05']],
  ['every second business day', '2024-03-01', '2B', ['2024-03-05', '2024-03-07']],
  ['weeks from the last row', '2024-02-27', 'W', ['2024-03-05', '2024-03-12']],
  ['firsts of months over the year', '2023-12-01', 'MS', ['2024-01-01', '2024-02-01']],
  ['from inside a month to the next first', '2024-01-15', 'MS', ['2024-02-01', '2024-03-01']],
  ['ends of months over a leap February', '2024-01-31', 'M', ['2024-02-29', '2024-03-31']],
  ['ends of months over a plain February', '2023-01-31', 'M', ['2023-02-28', '2023-03-31']],
  ['from inside a month to its end', '2024-02-15', 'M', ['2024-02-29', '2024-03-31']],
  ['a day of the month over the year', '2023-12-15', 'MD', ['2024-01-15', '2024-02-15']],
  ['a day that February does not have', '2023-12-31', '2MD', ['2024-02-29', '2024-04-30']],
  ['quarters', '2023-10-01', 'QS', ['2024-01-01', '2024-04-01']],
  ['from inside a quarter to the next', '2024-02-15', 'QS', ['2024-04-01', '2024-07-01']],
  ['years', '2023-01-01', 'YS', ['2024-01-01', '2025-01-01']],
  ['from inside a year to the next', '2023-06-15', 'YS', ['2024-01-01', '2025-01-01']],
  ['every third month from a first that is no quarter', '2024-02-01', '3MS', ['2024-05-01', '2024-08-01']],
  ['firsts keep their hour', '2024-01-01T06:00Z', 'MS', ['2024-02-01T06:00', '2024-03-01T06:00']],
  ['before 1970', '1968-02-28', 'D', ['1968-02-29', '1968-03-01']],
]
for (const [name, last, frequency, expected] of walked) {
  test(`${frequency}, ${name}`, () => assert.deepEqual(after(last, frequency, 2), expected))
}

const counted: [string, string, string, number][] = [
  ['D', '2024-02-28', '2024-03-01', 2],
  ['W', '2024-01-01', '2024-01-22', 3],
  ['B', '2024-03-01', '2024-03-04', 1],
  ['B', '2024-03-01', '2024-03-15', 10],
  ['MS', '2023-11-01', '2024-02-01', 3],
  ['QS', '2023-10-01', '2024-07-01', 3],
  ['YS', '2020-01-01', '2024-01-01', 4],
  ['MD', '2023-12-15', '2024-02-15', 2],
  ['5min', '2024-01-01T00:00Z', '2024-01-01T01:00Z', 12],
]
for (const [frequency, from, to, steps] of counted) {
  test(`${steps} steps of ${frequency} lie between ${from} and ${to}`, () => {
    assert.equal(stepsBetween(Date.parse(from), Date.parse(to), parseFrequency(frequency)), steps)
  })
}

test('stepping and counting agree, for every unit', () => {
  for (const frequency of ['7s', '5min', 'h', '6h', 'D', '3D', 'B', 'W', 'MS', 'M', 'MD', 'QS', 'YS']) {
    const step = parseFrequency(frequency)
    const start = Date.parse(frequency === 'M' ? '2023-12-31' : '2024-01-01')
    stepsAfter(start, 40, step).forEach((time, i) =>
      assert.equal(stepsBetween(start, time, step), i + 1, `${frequency}, ${i}`),
    )
  }
})

for (const value of ['', 'd', 'day', '0D', '-1D', '1.5D', '1000000D', 'D1', 7, null, undefined]) {
  test(`no frequency: ${JSON.stringify(value) ?? 'undefined'}`, () => {
    assert.throws(() => parseFrequency(value), {
      code: 'OPTION',
      message: `option "frequency" must be a unit of s, min, h, D, B, W, MS, M, MD, QS, YS, with a count in front as wanted (5min), got ${JSON.stringify(value) ?? 'undefined'}`,
    })
  })
}

test('a walk beyond what a Date can hold is an error', () => {
  assert.throws(() => stepsAfter(0, 300_000, parseFrequency('YS')), {
    code: 'OPTION',
    message: 'option "periods" must end before the year 275760, got 300000',
  })
})

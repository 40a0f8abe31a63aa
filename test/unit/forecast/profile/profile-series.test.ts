import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { History } from '../../../../src/forecast/history.js'
import { profileSeries } from '../../../../src/forecast/profile/profile-series.js'

const DAY = 86_400_000

function history(ds: readonly number[], y: readonly number[]): History {
  return { ds: Float64Array.from(ds), y: Float64Array.from(y), columns: {} }
}

/** Days since 1 January 2024 (a Monday) with values. */
function days(positions: readonly number[], value: (i: number) => number = (i) => i): History {
  const ds = positions.map((day) => Date.UTC(2024, 0, 1) + day * DAY)
  return history(
    ds,
    positions.map((_, i) => value(i)),
  )
}

/** Months from January 2018 on; a little noise that repeats nowhere. */
function months(count: number, value: (i: number) => number): History {
  return history(
    Array.from({ length: count }, (_, i) => Date.UTC(2018, i, 1)),
    Array.from({ length: count }, (_, i) => value(i) * (1 + 0.02 * Math.sin(i * i))),
  )
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

test('an even, complete series has nothing to note', () => {
  assert.deepEqual(profileSeries(days(upTo(28), (i) => 10 + (i % 7))), {
    frequency: 'D',
    rows: 28,
    start: '2024-01-01',
    end: '2024-01-28',
    duplicates: 0,
    gaps: { count: 0, missing: 0, longest: 0 },
    partialLast: null,
    zeros: 0,
    negatives: 0,
    constant: false,
    outliers: 0,
    seasons: [7],
    unmatchedHolidays: [],
    notes: [],
  })
})

test('gaps are counted in periods, in runs', () => {
  // days 3, 4 and 8 are missing
  const { gaps, notes } = profileSeries(days([0, 1, 2, 5, 6, 7, 9, 10], (i) => i + 1))
  assert.deepEqual(gaps, { count: 2, missing: 3, longest: 2 })
  assert.deepEqual(notes, ['3 periods have no row, in 2 runs, the longest of 2.'])
})

test('weekends are no gaps of business days', () => {
  const business = upTo(28).filter((day) => day % 7 < 5)
  const profile = profileSeries(days(business))
  assert.equal(profile.frequency, 'B')
  assert.deepEqual(profile.gaps, { count: 0, missing: 0, longest: 0 })
  assert.deepEqual(profile.seasons, [5])
})

test('the given frequency decides what is missing', () => {
  assert.deepEqual(profileSeries(days([0, 2, 4, 6]), 'D').gaps, { count: 3, missing: 3, longest: 1 })
  assert.equal(profileSeries(days([0, 2, 4, 6])).frequency, '2D')
})

test('rows at one time are duplicates, zeros a share, negatives a count', () => {
  const { duplicates, zeros, negatives, notes } = profileSeries(days([0, 1, 1, 2, 3], (i) => [0, -1, 2, 0, -3][i]))
  assert.deepEqual({ duplicates, zeros, negatives }, { duplicates: 1, zeros: 0.4, negatives: 2 })
  assert.deepEqual(notes, [
    '1 row shares the time of another row.',
    '40 % of the rows are zero.',
    '2 rows are negative.',
  ])
})

test('a constant, a single row and no rows have profiles too', () => {
  assert.deepEqual(profileSeries(days(upTo(9), () => 0)).notes, ['All rows have the same value.'])
  const one = profileSeries(days([0]))
  assert.deepEqual([one.frequency, one.rows, one.gaps, one.seasons], [null, 1, null, []])
  const none = profileSeries(days([]))
  assert.deepEqual([none.start, none.end, none.zeros, none.notes], [null, null, 0, ['There are no rows with a value.']])
})

test('irregular steps have no frequency and no gaps', () => {
  const { frequency, gaps, notes } = profileSeries(days([0, 1, 3, 7, 12, 14], (i) => i + 1))
  assert.deepEqual([frequency, gaps], [null, null])
  assert.deepEqual(notes, ['The steps between rows are too irregular to have a frequency.'])
})

test('seasons are those of which the history holds two', () => {
  assert.deepEqual(profileSeries(days(upTo(13))).seasons, [])
  assert.deepEqual(profileSeries(days(upTo(14))).seasons, [7])
  assert.deepEqual(profileSeries(days(upTo(730))).seasons, [7, 365])
  const hourly = history(
    upTo(24 * 14).map((hour) => hour * 3_600_000),
    upTo(24 * 14),
  )
  assert.deepEqual(profileSeries(hourly).seasons, [24, 168])
  assert.deepEqual(profileSeries(months(24, (i) => i + 1)).seasons, [12])
})

test('a spike is an outlier, and its neighbours a season away are not', () => {
  const weekly = (i: number): number => 100 + 10 * (i % 7) + Math.sin(i * i)
  assert.equal(profileSeries(days(upTo(70), weekly)).outliers, 0)
  assert.equal(profileSeries(days(upTo(70), (i) => weekly(i) + (i === 30 ? 50 : 0))).outliers, 1)
  assert.equal(profileSeries(days(upTo(70), (i) => weekly(i) - (i === 30 || i === 41 ? 50 : 0))).outliers, 2)
})

test('a gap does not shift the season that outliers are judged by', () => {
  const kept = upTo(70).filter((day) => day !== 20 && day !== 21)
  const series = history(
    kept.map((day) => day * DAY),
    kept.map((day) => 100 * (day % 7) + Math.sin(day * day)),
  )
  assert.equal(profileSeries(series).outliers, 0)
})

test('a last month of a third of its usual value is flagged as partial', () => {
  const seasonal = (i: number): number => 1000 * (1 + 0.3 * Math.sin((2 * Math.PI * i) / 12))
  assert.equal(profileSeries(months(48, seasonal)).partialLast, null)
  const { partialLast, notes } = profileSeries(months(48, (i) => (i === 47 ? seasonal(i) / 3 : seasonal(i))))
  assert.equal(partialLast?.ds, '2021-12-01')
  assert.ok(partialLast !== null && Math.abs(partialLast.share - 1 / 3) < 0.03, String(partialLast?.share))
  assert.match(
    notes[0],
    /^The last row \(2021-12-01\) holds 3\d % of what the rows before it lead to expect: its period may be incomplete\.$/,
  )
})

test('a low last value is not flagged among others as low, below zero, in days, or where the past is short', () => {
  const wild = (i: number): number => [900, 300, 1100, 250, 800][i % 5]
  assert.equal(profileSeries(months(48, wild)).partialLast, null)
  assert.equal(profileSeries(months(48, (i) => (i === 47 ? -5 : 100))).partialLast, null)
  assert.equal(profileSeries(days(upTo(48), (i) => (i === 47 ? 30 : 100 + Math.sin(i * i)))).partialLast, null)
  assert.equal(profileSeries(months(8, (i) => (i === 7 ? 30 : 100))).partialLast, null)
})

test('holidays that fall on no row of monthly data are told; on daily data only those without any row', () => {
  const day = (date: string): number => Date.parse(date) / DAY
  const monthly = months(24, (i) => i + 1)
  const newYear = { name: 'New Year', days: [[day('2018-01-01'), day('2019-01-01'), day('2030-01-01')]] }
  const easter = {
    name: 'Easter',
    days: [
      [day('2018-04-01'), day('2019-04-21')],
      [day('2018-04-02'), day('2019-04-22')],
    ],
  }
  const { unmatchedHolidays, notes } = profileSeries(monthly, 'MS', [newYear, easter])
  assert.deepEqual(unmatchedHolidays, [{ holiday: 'Easter', days: 4, unmatched: 3 }])
  assert.deepEqual(notes, ['3 of 4 days of holiday "Easter" inside the history match no row and have no effect there.'])
  const january = days([0, 1, 2, 4, 5])
  const some = { name: 'some', days: [[day('2024-01-03'), day('2024-01-04')]] }
  const none = { name: 'none', days: [[day('2024-01-04')]] }
  assert.deepEqual(
    profileSeries(january, 'D', [some, none]).unmatchedHolidays.map(({ holiday }) => holiday),
    ['none'],
  )
})

test('a holiday that matches by period is unmatched only where no row has the period', () => {
  // Mondays of 2024, without the one of 2024-01-22
  const weekly = days([0, 7, 14, 28, 35])
  const marked = [['2024-01-03', '2024-01-24', '2024-02-08'].map((date) => Date.parse(date) / DAY)]
  assert.deepEqual(profileSeries(weekly, 'W', [{ name: 'sale', days: marked, period: 'W' }]).unmatchedHolidays, [
    { holiday: 'sale', days: 3, unmatched: 1 },
  ])
  assert.deepEqual(profileSeries(weekly, 'W', [{ name: 'sale', days: marked }]).unmatchedHolidays, [
    { holiday: 'sale', days: 2, unmatched: 2 },
  ])
})

test('the profile is frozen and survives JSON', () => {
  const profile = profileSeries(months(30, (i) => i))
  assert.ok(Object.isFrozen(profile) && Object.isFrozen(profile.notes) && Object.isFrozen(profile.gaps))
  assert.deepEqual(JSON.parse(JSON.stringify(profile)), profile)
})

test('a frequency that is none is refused', () => {
  assert.throws(() => profileSeries(days([0, 1]), 'fortnight'), {
    code: 'OPTION',
    message: /^option "frequency" must be a unit of .*, got "fortnight"$/,
  })
})

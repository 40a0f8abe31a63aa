import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holidayColumns, type HolidayComponent } from '../../../src/forecast/additive/holidays.js'
import { crossValidate, fit, fromJSON, predict, toJSON, toProphet } from '../../../src/forecast/index.js'
import { bytes, daily, days, noise, numbers } from './series-for-tests.js'

const DAY = 86_400_000
const day = (text: string): number => Date.parse(text) / DAY

/** Rows that a holiday on `date` with window ±1 marks, by offset. */
function marked(period: string | null, date: string, rows: string[]): number[][] {
  const component: HolidayComponent = {
    kind: 'holiday',
    name: 'fair',
    priorScale: 10,
    mode: 'additive',
    offsets: [-1, 0, 1],
    days: [[day(date) - 1], [day(date)], [day(date) + 1]],
    period,
  }
  return holidayColumns(component, { ds: Float64Array.from(rows, Date.parse), columns: {} }).map((list) =>
    Array.from(list),
  )
}

const mondays = ['2024-03-04', '2024-03-11', '2024-03-18']
const cases: [string, string | null, string, string[], number[][]][] = [
  ['by date a Wednesday marks no Monday', null, '2024-03-13', mondays, [[], [], []]],
  ['by period it marks the week that holds it, with its whole window', 'W', '2024-03-13', mondays, [[1], [1], [1]]],
  ['a window over two weeks gives each its days', 'W', '2024-03-17', mondays, [[1], [1], [2]]],
  ['the first row starts its period: the day before belongs to none', 'W', '2024-03-04', mondays, [[], [0], [0]]],
  ['months from their first day', 'MS', '2024-02-29', ['2024-01-01', '2024-02-01', '2024-03-01'], [[1], [1], [2]]],
  ['months up to their last day', 'M', '2024-02-01', ['2024-01-31', '2024-02-29', '2024-03-31'], [[0], [1], [1]]],
  ['months from the 15th', 'MD', '2024-02-14', ['2024-01-15', '2024-02-15'], [[0], [0], [1]]],
  ['quarters', 'QS', '2024-03-31', ['2024-01-01', '2024-04-01'], [[0], [0], [1]]],
  ['years', 'YS', '2023-12-31', ['2023-01-01', '2024-01-01'], [[0], [0], [1]]],
  ['every second day', '2D', '2024-03-02', ['2024-03-01', '2024-03-03'], [[0], [0], [1]]],
  ['days match by date', 'D', '2024-03-02', ['2024-03-01', '2024-03-02', '2024-03-03'], [[0], [1], [2]]],
  ['hours match by date', 'h', '2024-03-01', ['2024-03-01T00:00Z', '2024-03-01T23:00Z'], [[], [0, 1], []]],
  ['business days match by date', 'B', '2024-03-02', ['2024-03-01', '2024-03-04'], [[0], [], []]],
]
for (const [name, period, date, rows, expected] of cases) {
  test(`${name}`, () => assert.deepEqual(marked(period, date, rows), expected))
}

const ds = days('2021-01-04', 150, 7)
const fairs = ['2021-06-09', '2022-06-15', '2023-06-14', '2024-06-12']
const holidays = { holiday: fairs.map(() => 'fair'), ds: fairs }
const inWeek = (monday: Date): boolean =>
  fairs.some((fair) => Date.parse(fair) >= Number(monday) && Date.parse(fair) < Number(monday) + 7 * DAY)
const y = noise(150).map((value, i) => 100 + value + (inWeek(ds[i]) ? 20 : 0))

test('on weekly rows a dated holiday is found and forecast by period, and not by date', () => {
  const [byDate, byPeriod] = (['date', 'period'] as const).map((holidayMatch) =>
    fit({ ds, y }, { holidays, holidayMatch, yearlySeasonality: false }),
  )
  const future = { ds: ['2024-06-03', '2024-06-10', '2024-06-17'] }
  assert.deepEqual(byDate.notes, [
    '"fair_delim_+0" has no row in the history: its effect is unknown and counts as 0 (with holidayMatch "period" a day marks the row whose period holds it)',
  ])
  assert.deepEqual(byPeriod.notes, [])
  const [before, on, after] = numbers(predict(byPeriod, future, { interval: 'none' }), 'fair')
  assert.ok(Math.abs(on - 20) < 2 && before === 0 && after === 0, String(on))
})

test('the match comes back from JSON, works in folds, and is none of Prophet’s', async () => {
  const options = { holidays, holidayMatch: 'period', yearlySeasonality: false } as const
  const model = fit({ ds, y }, options)
  assert.equal(bytes(predict(fromJSON(toJSON(model)), { periods: 60 })), bytes(predict(model, { periods: 60 })))
  const cv = await crossValidate({ ds, y }, options, { horizon: '8 weeks', cutoffs: ['2023-05-29'] })
  const [first, second, third] = numbers(cv, 'yhat')
  assert.ok(second - first > 15 && second - third > 15)
  assert.throws(() => toProphet(model), {
    code: 'OPTION',
    message: 'toProphet cannot write option "holidayMatch" ("period"): Prophet has none',
  })
})

test('without a regular step there is no period, and no other way to match is known', () => {
  const irregular = { ds: ['2024-01-01', '2024-01-03', '2024-01-04', '2024-01-09'], y: [1, 2, 4, 3] }
  assert.throws(() => fit(irregular, { holidays, holidayMatch: 'period' }), {
    code: 'OPTION',
    message:
      'option "holidayMatch": "period" needs a history with regular steps, got irregular ones from 2024-01-01 to 2024-01-09',
  })
  assert.throws(() => fit(daily(20), { holidayMatch: 'week' } as never), {
    code: 'OPTION',
    message: 'option "holidayMatch" must be "date" or "period", got "week"',
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit, predict, type AdditiveModel } from '../../../src/forecast/index.js'
import { daily, days, numbers } from './series-for-tests.js'

type Row = {
  holiday: string | null
  ds: string
  lower_window?: number
  upper_window?: number
  prior_scale?: number | null
}

function fitted(...holidays: Row[]): AdditiveModel {
  return fit(daily(60), { holidays, weeklySeasonality: false })
}

test('one column for each holiday and day of its window, sorted by name and offset', () => {
  const model = fitted(
    { holiday: 'zoo', ds: '2023-01-10' },
    { holiday: 'fair', ds: '2023-01-20', lower_window: -1, upper_window: 2 },
    { holiday: 'fair', ds: '2023-02-10', lower_window: -2, upper_window: 0 },
  )
  assert.deepEqual(model.fit.features, [
    'fair_delim_-2',
    'fair_delim_-1',
    'fair_delim_+0',
    'fair_delim_+1',
    'fair_delim_+2',
    'zoo_delim_+0',
  ])
})

test('the order of the table’s rows changes nothing', () => {
  const rows: Row[] = [
    { holiday: 'b', ds: '2023-01-10', prior_scale: 2 },
    { holiday: 'a', ds: '2023-01-20' },
    { holiday: 'b', ds: '2023-02-10', upper_window: 1, prior_scale: 2 },
  ]
  assert.deepEqual(fitted(...rows).fit, fitted(...rows.toReversed()).fit)
})

test('a prior scale belongs to its name; others have the option’s', () => {
  const holidays = [
    { holiday: 'a', ds: '2023-01-10', prior_scale: 0.3 },
    { holiday: 'a', ds: '2023-02-10', prior_scale: null },
    { holiday: 'b', ds: '2023-01-20', prior_scale: null },
  ]
  const model = fit(daily(60), { holidays, holidaysPriorScale: 7, weeklySeasonality: false })
  assert.deepEqual(
    model.components.map(({ name, priorScale }) => [name, priorScale]),
    [
      ['a', 0.3],
      ['b', 7],
    ],
  )
})

test('a row matches by its calendar date in UTC, at any hour', () => {
  const model = fitted({ holiday: 'a', ds: '2023-01-10T09:00Z' })
  const future = predict(model, { ds: ['2023-01-09T23:59Z', '2023-01-10', '2023-01-10T23:59Z', '2023-01-11'] })
  const effect = numbers(future, 'a')
  assert.ok(effect[1] !== 0 && effect[1] === effect[2])
  assert.deepEqual([effect[0], effect[3]], [0, 0])
})

test('an effect of 20 on one day is found; the days around keep theirs', () => {
  const { ds, y } = daily(60)
  y[9] += 20
  const model = fit(
    { ds, y },
    {
      holidays: [
        { holiday: 'a', ds: '2023-01-10' },
        { holiday: 'a', ds: '2024-01-10' },
      ],
    },
  )
  const effect = numbers(predict(model, { ds: ['2024-01-09', '2024-01-10'] }), 'a')
  assert.equal(effect[0], 0)
  assert.ok(Math.abs(effect[1] - 20) < 3, String(effect[1]))
})

test('the column holidays is the sum of all holidays', () => {
  const model = fitted({ holiday: 'a', ds: '2023-01-10' }, { holiday: 'b', ds: '2023-01-10', upper_window: 1 })
  const table = predict(model, { ds: days('2023-01-09', 4) })
  const [a, b, all, terms] = ['a', 'b', 'holidays', 'additive_terms'].map((name) => numbers(table, name))
  all.forEach((value, i) => assert.ok(Math.abs(value - a[i] - b[i]) < 1e-12))
  assert.deepEqual(all, terms)
})

test('a day of the window without a row in the history is named in the notes, its effect is 0', () => {
  const model = fitted({ holiday: 'a', ds: '2023-01-10', upper_window: 1 }, { holiday: 'later', ds: '2023-06-01' })
  assert.deepEqual(model.notes, ['"later_delim_+0" has no row in the history: its effect is unknown and counts as 0'])
  assert.deepEqual(numbers(predict(model, { ds: ['2023-06-01'] }), 'later'), [0])
})

const holiday = { holiday: 'a', ds: '2023-01-10' }
const bad: [string, Row[], string, string][] = [
  [
    'an upper window below 0',
    [{ ...holiday, upper_window: -1 }],
    'DATA',
    'column "upper_window", row 0: must be an integer of at least 0 (days, 3660 at most), got -1',
  ],
  [
    'a lower window above 0',
    [holiday, { ...holiday, lower_window: 1 }],
    'DATA',
    'column "lower_window", row 1: must be an integer of at most 0 (days, 3660 at most), got 1',
  ],
  [
    'a window of half a day',
    [{ ...holiday, upper_window: 0.5 }],
    'DATA',
    'column "upper_window", row 0: must be an integer of at least 0 (days, 3660 at most), got 0.5',
  ],
  [
    'a window of milliseconds',
    [{ ...holiday, upper_window: 86_400_000 }],
    'DATA',
    'column "upper_window", row 0: must be an integer of at least 0 (days, 3660 at most), got 86400000',
  ],
  [
    'a prior scale of 0',
    [{ ...holiday, prior_scale: 0 }],
    'DATA',
    'column "prior_scale", row 0: must be above 0 (1e-100 to 1e100), got 0',
  ],
  [
    'two prior scales of one name',
    [
      { ...holiday, prior_scale: 1 },
      { ...holiday, prior_scale: 2 },
    ],
    'DATA',
    'column "prior_scale", row 1: must be the same for all dates of "a", got 1 and 2',
  ],
  ['no name', [holiday, { ...holiday, holiday: null }], 'DATA', 'column "holiday", row 1: must have a name, got null'],
  [
    'a reserved name',
    [{ ...holiday, holiday: 'trend' }],
    'OPTION',
    'column "holiday", row 0: the name "trend" is reserved, choose another',
  ],
  [
    'the name of a built-in seasonality',
    [{ ...holiday, holiday: 'weekly' }],
    'OPTION',
    'column "holiday", row 0: the name "weekly" is reserved, choose another',
  ],
  [
    'a name with the separator',
    [{ ...holiday, holiday: 'a_delim_1' }],
    'OPTION',
    'column "holiday", row 0: a name must not contain "_delim_", got "a_delim_1"',
  ],
  [
    'a date that is none',
    [{ ...holiday, ds: '10.1.2023' }],
    'DATA',
    'column "ds" of holidays, row 0: must be an ISO 8601 date or time such as "2024-01-31" or "2024-01-31T10:00:00Z", got "10.1.2023"',
  ],
]
for (const [name, rows, code, message] of bad) {
  test(`refuses ${name}`, () => assert.throws(() => fitted(...rows), { code, message }))
}

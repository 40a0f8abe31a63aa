import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mean, naive, predict, seasonalNaive } from '../../../src/forecast/index.js'
import { normalQuantile } from '../../../src/numeric/normal.js'
import { days, numbers } from './series-for-tests.js'

const z = normalQuantile(0.9)
const near = (actual: number[], expected: number[]): void => {
  assert.equal(actual.length, expected.length)
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12, `${actual} against ${expected}`))
}

test('mean: the average, with variance s²(1 + 1/T)', () => {
  const model = mean({ ds: days('2024-01-01', 4), y: [1, 2, 3, 6] })
  const table = predict(model, { periods: 2 })
  assert.deepEqual(table.schema.names, ['ds', 'yhat', 'yhat_lower', 'yhat_upper'])
  assert.deepEqual(numbers(table, 'yhat'), [3, 3])
  // s² = (4 + 1 + 0 + 9)/3
  const reach = z * Math.sqrt((14 / 3) * (1 + 1 / 4))
  near(numbers(table, 'yhat_upper'), [3 + reach, 3 + reach])
  near(numbers(table, 'yhat_lower'), [3 - reach, 3 - reach])
})

test('naive: the last value, with variance σ²h', () => {
  const table = predict(naive({ ds: days('2024-01-01', 4), y: [1, 2, 4, 3] }), { periods: 3 })
  assert.deepEqual(numbers(table, 'yhat'), [3, 3, 3])
  // σ² = (1 + 4 + 1)/3 = 2
  near(
    numbers(table, 'yhat_upper'),
    [1, 2, 3].map((h) => 3 + z * Math.sqrt(2 * h)),
  )
})

test('repeats the last season', () => {
  const model = seasonalNaive({ ds: days('2024-01-01', 10), y: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, { season: 7 })
  assert.deepEqual(numbers(predict(model, { periods: 3 }), 'yhat'), [4, 5, 6])
})

test('a history shorter than a season is an error that says what to do', () => {
  assert.throws(() => seasonalNaive({ ds: days('2024-01-01', 5), y: [1, 2, 3, 4, 5] }, { season: 7 }), {
    code: 'DATA',
    message: 'seasonalNaive needs at least one season (7 rows), got 5: give a longer history or a shorter season',
  })
})

test('seasonalNaive: variance σ²⌈h/m⌉, and the season goes round', () => {
  const model = seasonalNaive({ ds: days('2024-01-01', 6), y: [1, 5, 2, 5, 4, 7] }, { season: 2 })
  const table = predict(model, { periods: 5 })
  assert.deepEqual(numbers(table, 'yhat'), [4, 7, 4, 7, 4])
  // differences two rows apart: 1, 0, 2, 2; σ² = 9/4
  near(
    numbers(table, 'yhat_upper'),
    [4, 7, 4, 7, 4].map((value, i) => value + z * 1.5 * Math.sqrt(Math.ceil((i + 1) / 2))),
  )
})

test('one season of history gives a forecast without bounds', () => {
  const table = predict(seasonalNaive({ ds: days('2024-01-01', 7), y: [1, 2, 3, 4, 5, 6, 7] }), { periods: 2 })
  assert.deepEqual(numbers(table, 'yhat'), [1, 2])
  assert.deepEqual(numbers(table, 'yhat_upper'), [NaN, NaN])
})

const seasons: [string, string[], number][] = [
  ['days', ['2024-01-01', '2024-01-02'], 7],
  ['weeks', ['2024-01-01', '2024-01-08'], 52],
  ['months', ['2024-01-01', '2024-02-01'], 12],
  ['quarters', ['2024-01-01', '2024-04-01'], 4],
  ['hours', ['2024-01-01T00:00Z', '2024-01-01T01:00Z'], 24],
]
for (const [name, [first, second], season] of seasons) {
  test(`the season of ${name} is ${season} rows`, () => {
    const start = Date.parse(first)
    const step = Date.parse(second) - start
    const ds = Array.from({ length: 120 }, (_, i) =>
      name === 'months' || name === 'quarters'
        ? new Date(Date.UTC(1980, i * (name === 'months' ? 1 : 3), 1))
        : new Date(start + i * step),
    )
    assert.equal(seasonalNaive({ ds, y: ds.map((_, i) => i) }).season, season)
  })
}

test('inside the history a row is what the baseline would have said one step before; before all rows nothing', () => {
  const history = { ds: days('2024-01-01', 5), y: [1, 2, 4, 8, 16] }
  const rows = { ds: ['2024-01-01', '2024-01-03', '2024-01-05', '2023-06-01'] }
  assert.deepEqual(numbers(predict(naive(history), rows), 'yhat'), [NaN, 2, 8, NaN])
  assert.deepEqual(numbers(predict(seasonalNaive(history, { season: 2 }), rows), 'yhat'), [NaN, 1, 4, NaN])
})

test('weekends are stepped over: business days ahead count the steps', () => {
  const ds = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08', '2024-01-09']
  const model = seasonalNaive({ ds, y: [1, 2, 3, 4, 5, 6, 7] })
  assert.equal(model.season, 5)
  const table = predict(model, { periods: 5 })
  assert.deepEqual(numbers(table, 'yhat'), [3, 4, 5, 6, 7])
})

test('interval none has no bounds; intervalWidth widens', () => {
  const model = naive({ ds: days('2024-01-01', 4), y: [1, 2, 4, 3] })
  assert.deepEqual(predict(model, { periods: 1 }, { interval: 'none' }).schema.names, ['ds', 'yhat'])
  const [upper] = numbers(predict(model, { periods: 1 }, { intervalWidth: 0.95 }), 'yhat_upper')
  assert.ok(Math.abs(upper - 3 - normalQuantile(0.975) * Math.SQRT2) < 1e-12)
})

test('other names of columns, rows in any order, rows without a value', () => {
  const history = { when: ['2024-01-03', '2024-01-01', '2024-01-02', '2024-01-04'], sold: [4, 1, 2, null] }
  const model = naive(history, { time: 'when', value: 'sold' })
  assert.deepEqual(numbers(predict(model, { periods: 1 }), 'yhat'), [4])
  assert.equal(model.history.y.length, 3)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changepoints, fit, mean, predict, type ForecastOptions } from '../../../src/forecast/index.js'
import { DAY, daily, dates, days, noise, numbers } from './series-for-tests.js'

/** Rows at which changepoints lie, for `count` daily rows. */
function rowsOf(count: number, options: ForecastOptions): number[] {
  const ds = days('2023-01-01', count)
  const model = fit({ ds, y: noise(count) }, { weeklySeasonality: false, ...options })
  return Array.from(model.changepoints, (time) => (time - Number(ds[0])) / DAY)
}

test('100 rows, 25 changepoints in 80 %: rows round(i·79/25), i = 1 … 25', () => {
  const expected = [3, 6, 9, 13, 16, 19, 22, 25, 28, 32, 35, 38, 41, 44, 47, 51, 54, 57, 60, 63, 66, 70, 73, 76, 79]
  assert.deepEqual(rowsOf(100, {}), expected)
})

test('halves are rounded to even: 10 rows in all, 2 and 6 changepoints', () => {
  // i·9/2 = 4.5, 9 → 4, 9; i·9/6 = 1.5, 3, 4.5, 6, 7.5, 9 → 2, 3, 4, 6, 8, 9
  assert.deepEqual(rowsOf(10, { changepointCount: 2, changepointRange: 1 }), [4, 9])
  assert.deepEqual(rowsOf(10, { changepointCount: 6, changepointRange: 1 }), [2, 3, 4, 6, 8, 9])
})

test('more changepoints than rows: one a row of the range, but for the first', () => {
  assert.deepEqual(rowsOf(10, { changepointCount: 1000 }), [1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual(rowsOf(5, {}), [1, 2, 3])
  assert.deepEqual(rowsOf(2, {}), [])
})

test('none: count 0, range 0, flat growth', () => {
  for (const options of [{ changepointCount: 0 }, { changepointRange: 0 }, { growth: 'flat' as const }]) {
    assert.deepEqual(rowsOf(50, options), [])
  }
})

test('changepoints lie at rows, not at times: a gap moves them', () => {
  const ds = [...days('2023-01-01', 5), ...days('2024-01-01', 5)]
  const model = fit({ ds, y: noise(10) }, { changepointCount: 3, changepointRange: 1, weeklySeasonality: false })
  assert.deepEqual(dates(changepoints(model)), ['2023-01-04', '2024-01-02', '2024-01-05'])
})

test('the caller’s own are sorted, may repeat and may be Dates or text', () => {
  const options = { changepoints: ['2023-02-10', new Date('2023-01-20'), '2023-02-10'] }
  const model = fit(daily(60), options)
  assert.deepEqual(dates(changepoints(model)), ['2023-01-20', '2023-02-10', '2023-02-10'])
  assert.equal(model.fit.certificate.kind, 'global')
  assert.ok(model.fit.certificate.kktResidual < 1e-8)
})

test('an empty list is none, an end of the history is inside', () => {
  assert.equal(changepoints(fit(daily(60), { changepoints: [] })).numRows, 0)
  assert.equal(changepoints(fit(daily(60), { changepoints: ['2023-01-01', '2023-03-01'] })).numRows, 2)
})

/** A trend that turns from +1 to −1 a day at row 60 of 120. */
function bent(): { ds: Date[]; y: number[] } {
  return { ds: days('2023-01-01', 120), y: noise(120).map((value, i) => Math.min(i, 120 - i) + 0.1 * value) }
}

test('the table: rate_after − rate_before = delta, rates chain, slopes are rates in y a day', () => {
  const model = fit(bent(), { weeklySeasonality: false })
  const table = changepoints(model)
  assert.deepEqual(table.schema.names, [
    'ds',
    'delta',
    'rate_before',
    'rate_after',
    'active',
    'slope_before',
    'slope_after',
  ])
  const [delta, before, after] = ['delta', 'rate_before', 'rate_after'].map((name) => numbers(table, name))
  assert.equal(before[0], model.fit.k)
  delta.forEach((size, s) => {
    assert.ok(Math.abs(after[s] - before[s] - size) < 1e-12)
    if (s > 0) assert.equal(before[s], after[s - 1])
  })
  assert.deepEqual(
    Array.from(table.getChild('active')!, Boolean),
    delta.map((size) => size !== 0),
  )
  const slopes = numbers(table, 'slope_after')
  slopes.forEach((slope, s) => assert.ok(Math.abs(slope - (after[s] * model.scale.y) / 119) < 1e-12 * Math.abs(slope)))
})

test('slopes are the trend’s: up 1 a day, then down 1 a day, and the forecast goes on with the last', () => {
  const model = fit(bent(), { weeklySeasonality: false, changepointPriorScale: 0.5 })
  const table = changepoints(model)
  assert.ok(Math.abs(numbers(table, 'slope_before')[0] - 1) < 0.05)
  const last = numbers(table, 'slope_after').at(-1)!
  assert.ok(Math.abs(last + 1) < 0.05, String(last))
  const trend = numbers(predict(model, { periods: 2 }, { interval: 'none' }), 'trend')
  assert.ok(Math.abs(trend[1] - trend[0] - last) < 1e-9)
})

test('flat growth has an empty table, a baseline none', () => {
  assert.equal(changepoints(fit(daily(40), { growth: 'flat' })).numRows, 0)
  assert.throws(() => changepoints(mean(daily(10))), {
    code: 'OPTION',
    message: 'changepoints needs an additive model (from fit), got a baseline of kind "mean"',
  })
})

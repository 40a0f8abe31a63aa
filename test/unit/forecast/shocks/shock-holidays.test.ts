import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit, predict } from '../../../../src/forecast/index.js'
import { detectShocks } from '../../../../src/forecast/shocks/detect-shocks.js'
import { shockEffect } from '../../../../src/forecast/shocks/shock-effect.js'
import { shockHolidays } from '../../../../src/forecast/shocks/shock-holidays.js'
import { daily, dates, numbers } from '../series-for-tests.js'

function rowsOf(shocks: Record<string, unknown[]>): [string, string, number, number][] {
  const table = shockHolidays(shocks)
  const ds = dates(table)
  const [lower, upper] = [numbers(table, 'lower_window'), numbers(table, 'upper_window')]
  return Array.from(table.getChild('holiday')!, (name: unknown, i) => [String(name), ds[i], lower[i], upper[i]])
}

test('a one-off shock is a holiday of one date that covers its days', () => {
  assert.deepEqual(rowsOf({ start: ['2021-05-28', '2020-03-14'], days: [14, 85], kind: ['one-off', 'one-off'] }), [
    ['shock 2020-03-14', '2020-03-14', 0, 84],
    ['shock 2021-05-28', '2021-05-28', 0, 13],
  ])
})

test('yearly shocks on near dates are one holiday, with the years between and five more', () => {
  const shocks = {
    start: ['2020-12-23', '2022-12-27', '2023-12-25'],
    days: [5, 3, 4],
    kind: ['yearly', 'yearly', 'yearly'],
  }
  assert.deepEqual(
    rowsOf(shocks),
    [
      '2020-12-23',
      '2021-12-25',
      '2022-12-27',
      '2023-12-25',
      '2024-12-25',
      '2025-12-25',
      '2026-12-25',
      '2027-12-25',
      '2028-12-25',
    ].map((ds) => ['yearly shock 12-25', ds, 0, 4]),
  )
})

test('dates on either side of new year are near', () => {
  const rows = rowsOf({ start: ['2020-12-30', '2022-01-02'], days: [3, 3], kind: ['yearly', 'yearly'] })
  assert.deepEqual(
    rows.slice(0, 3).map(([, ds]) => ds),
    ['2020-12-30', '2022-01-02', '2022-12-30'],
  )
  assert.equal(new Set(rows.map(([name]) => name)).size, 1)
})

test('no shocks, no holidays', () => assert.equal(shockHolidays(detectShocks(daily(60))).numRows, 0))

test('with the shocks as holidays the model follows them and forecasts as if they had not been', () => {
  const { ds, y } = daily(300)
  const shocked = { ds, y: y.map((value, i) => (i >= 270 && i < 290 ? value - 12 : value)) }
  const shocks = detectShocks(shocked)
  assert.equal(shocks.numRows, 1)
  const ahead = (model: ReturnType<typeof fit>): number[] =>
    numbers(predict(model, { periods: 30 }, { interval: 'none' }), 'yhat')
  const [calm, without, withShocks] = [
    ahead(fit({ ds, y })),
    ahead(fit(shocked)),
    ahead(fit(shocked, { holidays: shockHolidays(shocks) })),
  ]
  const off = (values: number[]): number => Math.max(...values.map((value, i) => Math.abs(value - calm[i])))
  assert.ok(off(withShocks) < 0.5, `${off(withShocks)}`)
  assert.ok(off(without) > 3 * off(withShocks), `${off(without)}`)
})

test('the effect of shocks: slope, bends, noise and width, before and after', () => {
  const { ds, y } = daily(300)
  const shocked = { ds, y: y.map((value, i) => (i >= 200 && i < 240 ? value - 30 : value)) }
  const table = shockEffect(shocked, detectShocks(shocked))
  assert.deepEqual(table.schema.names, ['measure', 'before', 'after'])
  const measures = Array.from(table.getChild('measure')!, String)
  assert.deepEqual(measures, ['slope', 'mean_abs_delta', 'sigma', 'interval_width'])
  const [before, after] = [numbers(table, 'before'), numbers(table, 'after')]
  // the series rises by 0.1 a day with noise 1: an interval of 80 % is 2.56 wide
  assert.ok(Math.abs(after[0] - 0.1) < 0.02, `${after[0]}`)
  assert.ok(Math.abs(before[0] - 0.1) > 2 * Math.abs(after[0] - 0.1), `${before[0]}`)
  assert.ok(after[1] < before[1], `${after[1]} ${before[1]}`)
  assert.ok(Math.abs(after[2] - 1) < 0.15 && before[2] > 3, `${after[2]} ${before[2]}`)
  assert.ok(Math.abs(after[3] - 2.56) < 0.4 && before[3] > 3 * after[3], `${after[3]} ${before[3]}`)
})

test('the effect is measured with regressors and holidays of the caller in both models', () => {
  const { ds, y } = daily(120)
  const price = ds.map((_, i) => i % 5)
  const shocked = {
    ds,
    price,
    y: y.map((value, i) => value - 2 * price[i] + (i >= 60 && i < 70 ? 20 : 0) + (i === 20 ? 9 : 0)),
  }
  const options = { regressors: [{ name: 'price' }], holidays: { holiday: ['fair'], ds: [ds[20]] } }
  const table = shockEffect(shocked, detectShocks(shocked, options), { ...options, periods: 7, frequency: 'D' })
  const [before, after] = [numbers(table, 'before'), numbers(table, 'after')]
  assert.ok(before[2] > 3 && after[2] < 1.2, `${before[2]} ${after[2]}`)
})

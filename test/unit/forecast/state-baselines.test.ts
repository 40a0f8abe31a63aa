/** drift, ets and theta as public models: predict, JSON, cross-validation. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  arima,
  crossValidate,
  drift,
  ets,
  fromJSON,
  metrics,
  predict,
  theta,
  toJSON,
  type ForecastModel,
} from '../../../src/forecast/index.js'

const months = (count: number): Date[] => Array.from({ length: count }, (_, i) => new Date(Date.UTC(2015, i, 1)))
// a level that grows by 1 every five months, a season of 12 and a little that neither explains
const sales = (count: number): number[] =>
  Array.from(
    { length: count },
    (_, i) => 100 + 0.2 * i + 20 * Math.sin((2 * Math.PI * i) / 12) + (((i * 7919) % 13) - 6) / 3,
  )
const history = { ds: months(72), y: sales(72) }
const values = (model: ForecastModel, periods: number, column = 'yhat'): number[] => [
  ...predict(model, { periods }).getChild(column)!,
]

test('drift continues the line through the first and the last value', () => {
  const model = drift({ ds: months(4), y: [1, 5, 2, 7] })
  assert.deepEqual(values(model, 2), [9, 11])
  // differences less the slope of 2: 2, −5, 3; σ² = (4 + 25 + 9)/2; variance at h = 1 is σ²·(1 + 1/3)
  const half = values(model, 1, 'yhat_upper')[0] - 9
  assert.ok(Math.abs(half - 1.2815515655446 * Math.sqrt((19 * 4) / 3)) < 1e-9)
})

for (const [name, model] of [
  ['ets', ets(history)],
  ['theta', theta(history)],
  ['arima', arima(history)],
] as const) {
  test(`${name} follows trend and season, within bounds that hold the truth`, () => {
    const truth = sales(84).slice(72)
    const [yhat, lower, upper] = ['yhat', 'yhat_lower', 'yhat_upper'].map((column) => values(model, 12, column))
    truth.forEach((value, i) => assert.ok(Math.abs(yhat[i] - value) < 12, `month ${i}: ${yhat[i]} for ${value}`))
    assert.ok(yhat.every((value, i) => lower[i] < value && value < upper[i]))
    assert.ok(upper[11] - lower[11] >= upper[0] - lower[0])
  })

  test(`${name} survives JSON with the same bytes`, () => {
    const back = fromJSON(toJSON(model))
    for (const column of ['yhat', 'yhat_lower', 'yhat_upper']) {
      assert.deepEqual(values(back, 24, column), values(model, 24, column))
    }
    assert.deepEqual(back, model)
  })

  test(`${name} inside its history says what it would have said one step before`, () => {
    const table = predict(model, { periods: 0, includeHistory: true })
    assert.equal(table.numRows, 72)
    const fitted = table.getChild('yhat')!.toArray() as Float64Array
    assert.deepEqual(fitted, model.state.fitted)
  })
}

test('baselines are cross-validated by name, and ets beats drift on a season', async () => {
  const error = async (model: 'ets' | 'theta' | 'drift'): Promise<number> => {
    const cv = await crossValidate(
      history,
      { model },
      { horizon: '6 months', period: '6 months', initial: '36 months' },
    )
    return metrics(cv, { rollingWindow: 1 }).getChild('mae')!.get(0) as number
  }
  const [smoothing, line] = [await error('ets'), await error('drift')]
  assert.ok(smoothing < line / 4, `${smoothing} against ${line}`)
  assert.ok(Number.isFinite(await error('theta')))
})

test('a fixed order is kept', () => {
  const order = { p: 1, d: 0, q: 0, P: 0, D: 1, Q: 0, season: 12, constant: true }
  assert.deepEqual(arima(history, { order }).state.order, order)
})

const refused: [string, () => unknown, string][] = [
  [
    'an unknown option',
    () => ets(history, { seasons: 12 } as never),
    'unknown option "seasons": did you mean "season"?',
  ],
  [
    'a form that is none',
    () => ets(history, { form: { error: 'X', trend: 'A', damped: false, season: 'N' } as never }),
    'option "form" must be "auto" or an object with error, trend, damped, season, got an object with error, trend, damped, …',
  ],
  [
    'an unknown method',
    () => theta(history, { method: 'quick' as never }),
    'option "method" must be "standard", "optimized", "dynamic-standard", "dynamic-optimized" or "auto", got "quick"',
  ],
  ['a negative order', () => arima(history, { maxP: -1 }), 'option "maxP" must be an integer in [0, 20], got -1'],
  ['a season of 0', () => theta(history, { season: 0 }), 'option "season" must be an integer in [1, 1000000], got 0'],
  ['one row', () => drift({ ds: months(1), y: [1] }), 'drift needs at least 2 rows with a value in "y", got 1'],
]
for (const [what, call, message] of refused) {
  test(`${what} is refused in one sentence`, () => assert.throws(call, { name: 'BodkinError', message }))
}

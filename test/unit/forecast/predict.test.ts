import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decompose, fit, mean, predict, type AdditiveModel, type PredictOptions } from '../../../src/forecast/index.js'
import { bytes, daily, dates, days, noise, notesOf, numbers } from './series-for-tests.js'

/** Daily model with a weekly season, two holidays and a regressor. */
function rich(): AdditiveModel {
  const { ds, y } = daily(100)
  const holidays = [
    { holiday: 'b', ds: '2023-02-01' },
    { holiday: 'a', ds: '2023-03-01' },
  ]
  return fit({ ds, y, x: noise(100, 2) }, { holidays, regressors: [{ name: 'x' }] })
}

const withBounds = (names: string[]): string[] => names.flatMap((name) => [name, `${name}_lower`, `${name}_upper`])
const columns = ['yhat', 'trend', 'weekly', 'a', 'b', 'holidays', 'x', 'additive_terms', 'multiplicative_terms']
const future = { ds: days('2023-04-11', 3), x: [0, 1, 2] }

test('columns come in the order of the contract', () => {
  assert.deepEqual(predict(rich(), future).schema.names, ['ds', ...withBounds(columns)])
  assert.deepEqual(predict(rich(), future, { interval: 'analytic' }).schema.names, ['ds', ...withBounds(columns)])
})

test('interval none has no bounds', () => {
  assert.deepEqual(predict(rich(), future, { interval: 'none' }).schema.names, ['ds', ...columns])
})

test('yhat = trend·(1 + multiplicative_terms) + additive_terms, additive_terms = the sum of the components', () => {
  const table = predict(rich(), future)
  const [yhat, trend, additive, multiplicative] = ['yhat', 'trend', 'additive_terms', 'multiplicative_terms'].map(
    (name) => numbers(table, name),
  )
  const parts = ['weekly', 'a', 'b', 'x'].map((name) => numbers(table, name))
  yhat.forEach((value, i) => {
    assert.ok(Math.abs(value - trend[i] * (1 + multiplicative[i]) - additive[i]) < 1e-9)
    assert.ok(Math.abs(additive[i] - parts.reduce((sum, part) => sum + part[i], 0)) < 1e-9)
  })
})

test('periods go on from the last row by the frequency of the history, or by the one given', () => {
  const model = fit(daily(40))
  assert.deepEqual(dates(predict(model, { periods: 2 })), ['2023-02-10', '2023-02-11'])
  assert.deepEqual(dates(predict(model, { periods: 2, frequency: 'MS' })), ['2023-03-01', '2023-04-01'])
  assert.deepEqual(dates(predict(model, { periods: 2, frequency: '12h' })), ['2023-02-09T12:00:00', '2023-02-10'])
})

test('no periods give no rows and the same columns', () => {
  const [none, some] = [0, 1].map((periods) => predict(fit(daily(40)), { periods }))
  assert.equal(none.numRows, 0)
  assert.deepEqual(none.schema.names, some.schema.names)
})

test('includeHistory puts each time of the history in front, once', () => {
  const { ds, y } = daily(20)
  const model = fit({ ds: [...ds, ...ds], y: [...y, ...y] })
  const table = predict(model, { periods: 2, includeHistory: true })
  assert.deepEqual(
    dates(table),
    days('2023-01-01', 22).map((date) => date.toISOString().slice(0, 10)),
  )
})

test('includeHistory without periods works for models with regressors too', () => {
  const table = predict(rich(), { periods: 0, includeHistory: true })
  assert.equal(table.numRows, 100)
  assert.deepEqual(numbers(table, 'yhat'), numbers(decompose(rich()), 'yhat'))
})

test('a table gives the rows as they are: any order, repeated, in the past', () => {
  const model = fit(daily(40))
  const table = predict(model, { ds: ['2023-03-01', '2022-12-01', '2023-03-01'] })
  assert.deepEqual(dates(table), ['2023-03-01', '2022-12-01', '2023-03-01'])
  const yhat = numbers(table, 'yhat')
  assert.equal(yhat[0], yhat[2])
})

test('rows before the history and far behind it are named in the metadata', () => {
  const model = fit(daily(40))
  assert.deepEqual(notesOf(predict(model, { periods: 39 })), [])
  assert.deepEqual(notesOf(predict(model, { periods: 40 })), [
    'rows up to 2023-03-21 lie further ahead than the history (2023-01-01 to 2023-02-09) is long',
  ])
  assert.deepEqual(notesOf(predict(model, { ds: ['2022-12-31'] })), [
    'rows from 2022-12-31 on lie before the history, which starts 2023-01-01',
  ])
  assert.equal(notesOf(predict(mean(daily(40)), { ds: ['2022-12-31', '2030-01-01'] })).length, 2)
})

const kinds: PredictOptions[] = [{ interval: 'simulation' }, { interval: 'analytic' }]
for (const options of kinds) {
  test(`${options.interval}: lower ≤ yhat ≤ upper; the trend’s bounds equal the trend inside the history`, () => {
    const model = fit(daily(120))
    const table = predict(model, { periods: 200, includeHistory: true }, options)
    const [yhat, low, high, trend, trendLow, trendHigh] = [
      'yhat',
      'yhat_lower',
      'yhat_upper',
      'trend',
      'trend_lower',
      'trend_upper',
    ].map((name) => numbers(table, name))
    yhat.forEach((value, i) => assert.ok(low[i] <= value && value <= high[i], `row ${i}`))
    assert.deepEqual(trendLow.slice(0, 120), trend.slice(0, 120))
    assert.deepEqual(trendHigh.slice(0, 120), trend.slice(0, 120))
    assert.ok(trendLow[319] < trend[319] && trend[319] < trendHigh[319])
    assert.ok(high[319] - low[319] > high[120] - low[120], 'further ahead is wider')
  })
}

test('a component’s bounds equal its value', () => {
  const table = predict(fit(daily(40)), { periods: 5 })
  assert.deepEqual(numbers(table, 'weekly_lower'), numbers(table, 'weekly'))
  assert.deepEqual(numbers(table, 'weekly_upper'), numbers(table, 'weekly'))
})

test('the same seed gives the same bytes, another seed others; the model’s seed is the default', () => {
  const history = daily(60)
  const model = fit(history)
  const run = (options?: PredictOptions, from: AdditiveModel = model): string =>
    bytes(predict(from, { periods: 20 }, options))
  assert.equal(run(), run())
  assert.equal(run(), run({ seed: 0 }))
  assert.notEqual(run(), run({ seed: 1 }))
  assert.equal(run({ seed: 7 }), run({}, fit(history, { seed: 7 })))
})

test('yhat, trend and components never depend on the seed', () => {
  const [a, b] = [1, 2].map((seed) => predict(fit(daily(60)), { periods: 20 }, { seed }))
  for (const name of ['yhat', 'trend', 'weekly']) assert.deepEqual(numbers(a, name), numbers(b, name))
})

test('intervalWidth widens; the option of predict wins over that of the model', () => {
  const model = fit(daily(60), { intervalWidth: 0.5 })
  const width = (options: PredictOptions): number => {
    const table = predict(model, { periods: 1 }, { interval: 'analytic', ...options })
    return numbers(table, 'yhat_upper')[0] - numbers(table, 'yhat_lower')[0]
  }
  assert.ok(width({}) < width({ intervalWidth: 0.8 }) && width({ intervalWidth: 0.8 }) < width({ intervalWidth: 0.99 }))
  assert.equal(width({}), width({ intervalWidth: 0.5 }))
})

test('decompose: trend + components + residual give y back; yhat is that of predict', () => {
  const model = rich()
  const table = decompose(model)
  assert.deepEqual(table.schema.names, [
    'ds',
    'y',
    'trend',
    'weekly',
    'a',
    'b',
    'holidays',
    'x',
    'additive_terms',
    'multiplicative_terms',
    'yhat',
    'residual',
  ])
  const [y, trend, terms, yhat, residual] = ['y', 'trend', 'additive_terms', 'yhat', 'residual'].map((name) =>
    numbers(table, name),
  )
  y.forEach((value, i) => {
    assert.ok(Math.abs(trend[i] + terms[i] - yhat[i]) < 1e-9)
    assert.ok(Math.abs(yhat[i] + residual[i] - value) < 1e-9)
  })
  const squares = residual.reduce((sum, value) => sum + (value / model.scale.y) ** 2, 0)
  assert.ok(Math.abs(Math.sqrt(squares / 100) / model.fit.sigma - 1) < 0.01, 'σ is the residuals’ size')
})

test('decompose at given rows has no y and no residual', () => {
  const model = rich()
  const table = decompose(model, future)
  assert.deepEqual(table.schema.names, [
    'ds',
    'trend',
    'weekly',
    'a',
    'b',
    'holidays',
    'x',
    'additive_terms',
    'multiplicative_terms',
    'yhat',
  ])
  assert.deepEqual(numbers(table, 'yhat'), numbers(predict(model, future), 'yhat'))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  crossValidate,
  decompose,
  fit,
  fromJSON,
  fromProphet,
  posterior,
  predict,
  sample,
  toJSON,
  toProphet,
  type AdditiveModel,
  type ForecastOptions,
} from '../../../src/forecast/index.js'
import { bytes, daily, days, noise, numbers } from './series-for-tests.js'

const { ds, y: plain } = daily(100)
const x = noise(100, 9).map((value, i) => 10 + 3 * Math.sin((2 * Math.PI * i) / 7) + value)
const y = plain.map((value, i) => value + 2 * x[i])
const history = { ds, y, x }
const future = days('2023-04-11', 5)
const near = (ours: number[], wanted: number[], tolerance = 1e-9): void =>
  ours.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) <= tolerance, `${i}: ${value} against ${wanted[i]}`))
const widths = (model: AdditiveModel, interval: 'simulation' | 'analytic', rows: object): number[] => {
  const table = predict(model, rows as never, { interval, draws: 20_000 })
  return numbers(table, 'yhat_upper').map((upper, i) => upper - numbers(table, 'yhat_lower')[i])
}

for (const mode of ['additive', 'multiplicative'] as const) {
  const model = fit(history, { regressors: [{ name: 'x', mode, predictor: { changepointCount: 5 } }] })
  const known = fit(history, { regressors: [{ name: 'x', mode }] })
  const own = fit({ ds, y: x }, { changepointCount: 5 })
  const forecast = numbers(predict(own, { ds: future }), 'yhat')

  test(`${mode}: the regressor's model is a fit to its column, and leaves the other fit as it is`, () => {
    assert.deepEqual(model.fit, known.fit)
    assert.deepEqual(model.predictors?.['x'].fit, own.fit)
  })

  test(`${mode}: what the future table lacks is forecast: the column, or single values; what it gives is taken`, () => {
    const wanted = numbers(predict(known, { ds: future, x: forecast }), 'yhat')
    assert.deepEqual(numbers(predict(model, { periods: 5 }), 'yhat'), wanted)
    assert.deepEqual(numbers(predict(model, { ds: future }), 'yhat'), wanted)
    const part = [forecast[0], 20, null, NaN, 0]
    const filled = [forecast[0], 20, forecast[2], forecast[3], 0]
    const table = predict(model, { ds: future, x: part }, { interval: 'none' })
    assert.deepEqual(numbers(table, 'yhat'), numbers(predict(known, { ds: future, x: filled }), 'yhat'))
    assert.deepEqual(
      bytes(predict(model, { ds: future, x: filled })),
      bytes(predict(known, { ds: future, x: filled })),
      'nothing is uncertain where all is given',
    )
  })

  test(`${mode}: a time of the history takes the history's value`, () => {
    const table = predict(model, { ds: [ds[7], ds[50]] }, { interval: 'none' })
    assert.deepEqual(numbers(table, 'x'), numbers(predict(known, { ds: [ds[7], ds[50]], x: [x[7], x[50]] }), 'x'))
    const all = predict(model, { periods: 2, includeHistory: true }, { interval: 'none' })
    assert.deepEqual(numbers(all, 'x').slice(0, 100), numbers(decompose(known), 'x'))
    assert.deepEqual(numbers(decompose(model, { ds: [ds[7]] }), 'x'), numbers(decompose(known), 'x').slice(7, 8))
  })

  test(`${mode}: bounds carry the forecast's uncertainty, simulated as in closed form`, () => {
    const given = widths(known, 'analytic', { ds: future, x: forecast })
    const analytic = widths(model, 'analytic', { periods: 5 })
    // y moves by the coefficient for a unit of x, whose own interval is as wide as its model says
    const spread = widths(own, 'analytic', { periods: 5 })
    const unit = known.components.at(-1) as { scale: number }
    const trend = numbers(predict(known, { ds: future, x: forecast }), 'trend')
    const weight = (known.fit.beta.at(-1)! / unit.scale) * (mode === 'additive' ? known.scale.y : 1)
    const wanted = given.map((width, i) => Math.hypot(width, weight * spread[i] * (mode === 'additive' ? 1 : trend[i])))
    near(analytic, wanted, 1e-8)
    near(widths(model, 'simulation', { periods: 5 }), analytic, 0.03 * analytic[0])
    assert.ok(analytic[0] > 1.5 * given[0])
  })

  test(`${mode}: sampled futures and totals carry it too`, () => {
    const spreadOf = (each: AdditiveModel, rows: object): number => {
      const values = numbers(sample(each, rows as never, { draws: 2000 }), 'yhat').filter((_, i) => i % 5 === 0)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    }
    assert.ok(spreadOf(model, { periods: 5 }) > 1.5 * spreadOf(known, { ds: future, x: forecast }))
    const total = (each: AdditiveModel, rows: object): number => {
      const table = predict(each, rows as never, { total: 'MS' })
      return numbers(table, 'yhat_upper')[0] - numbers(table, 'yhat_lower')[0]
    }
    assert.ok(total(model, { periods: 5 }) > 1.5 * total(known, { ds: future, x: forecast }))
  })

  test(`${mode}: a fold forecasts the regressor from its own past, and what came later is not looked at`, async () => {
    const options: ForecastOptions = { regressors: [{ name: 'x', mode, predictor: { changepointCount: 5 } }] }
    const run = { horizon: 5, cutoffs: ['2023-03-31'] }
    const cv = await crossValidate(history, options, run)
    const past = { ds: ds.slice(0, 90), y: y.slice(0, 90), x: x.slice(0, 90) }
    assert.deepEqual(numbers(cv, 'yhat'), numbers(predict(fit(past, options), { periods: 5 }), 'yhat'))
    const other = { ...history, x: x.map((value, i) => (i < 90 ? value : 1e6)) }
    assert.equal(bytes(await crossValidate(other, options, run)), bytes(cv))
    assert.equal(bytes(await crossValidate(history, options, { ...run, workers: 1 })), bytes(cv))
  })

  test(`${mode}: with draws of the posterior every future uses its own coefficient, and the component has bounds`, async () => {
    const run = { draws: 400, warmup: 200, chains: 2, thin: 1 }
    const drawn = await posterior(history, { regressors: [{ name: 'x', mode, predictor: {} }] }, run)
    const table = predict(drawn, { periods: 5 })
    const bounds = (name: string): number[] =>
      numbers(table, `${name}_upper`).map((upper, i) => upper - numbers(table, `${name}_lower`)[i])
    near(bounds('yhat'), widths(drawn, 'analytic', { periods: 5 }), 0.12 * bounds('yhat')[0])
    assert.ok(bounds('x').every((width) => width > 0))
  })

  test(`${mode}: the model and the regressor's come back from JSON with the same bytes`, () => {
    const text = toJSON(model)
    const copy = fromJSON(text)
    assert.equal(toJSON(copy), text)
    assert.equal(bytes(predict(copy, { periods: 6 })), bytes(predict(model, { periods: 6 })))
    assert.ok(Object.isFrozen((copy as AdditiveModel).predictors))
  })

  test(`${mode}: Prophet's document keeps the regressor without its model`, () => {
    const copy = fromProphet(toProphet(model))
    const rows = { ds: future, x: forecast }
    near(numbers(predict(copy, rows), 'yhat'), numbers(predict(known, rows), 'yhat'), 1e-7)
  })
}

test('a regressor’s model has options, transform, holidays and regressors of its own', () => {
  const open = ds.map((_, i) => i % 2)
  const predictor = {
    transform: 'log1p',
    regressors: [{ name: 'open' }],
    holidays: [{ holiday: 'fair', ds: '2023-02-03' }],
  } as const
  const model = fit({ ...history, open }, { regressors: [{ name: 'x', predictor }], seed: 5 })
  const own = fit({ ds, y: x, open }, predictor)
  const rows = { ds: future, open: [1, 0, 1, 0, 1] }
  const inner = model.predictors!['x']
  assert.deepEqual(inner.fit, own.fit)
  assert.deepEqual(Object.keys(inner.history.columns), ['open'])
  const known = predict(model, { ...rows, x: numbers(predict(own, rows), 'yhat') }, { interval: 'none' })
  assert.equal(bytes(predict(model, rows, { interval: 'none' })), bytes(known))
  assert.throws(() => predict(model, { periods: 5 }), {
    code: 'COLUMN',
    message: 'predict with "periods" cannot know the future of column "open": give a table with "ds" and "open"',
  })
})

const refused: [unknown, string, string][] = [
  [{ growht: 'flat' }, 'OPTION', 'unknown option "regressors[0].predictor.growht": did you mean "growth"?'],
  [
    { changepointCount: -1 },
    'OPTION',
    'option "regressors[0].predictor.changepointCount" must be an integer of at least 0, got -1',
  ],
  [
    { value: 'y' },
    'OPTION',
    'option "regressors[0].predictor.value" must be left out: a predictor reads the regressor’s own column, got "y"',
  ],
  [
    { growth: 'logistic' },
    'OPTION',
    'option "regressors[0].predictor.cap" is needed for logistic growth: a number, or the name of a column',
  ],
  [
    { regressors: [{ name: 'y' }] },
    'OPTION',
    'option "regressors[0].predictor.regressors[0].name": the name "y" is reserved, choose another',
  ],
  [
    { regressors: [{ name: 'z', predictor: {} }] },
    'OPTION',
    'unknown option "regressors[0].predictor.regressors[0].predictor"',
  ],
  [{ regressors: [{ name: 'z' }] }, 'COLUMN', 'history has no column "z": it has "ds", "y", "x"'],
  [
    { changepoints: ['soon'] },
    'OPTION',
    'option "regressors[0].predictor.changepoints[0]" must be a Date or ISO 8601 text in UTC such as "2024-01-31", got "soon"',
  ],
  [
    { changepoints: ['2020-01-01'] },
    'OPTION',
    'option "regressors[0].predictor.changepoints" must lie inside the history, 2023-01-01 to 2023-04-10, got 2020-01-01',
  ],
  [true, 'OPTION', 'option "regressors[0].predictor" must be an object, got true'],
]
for (const [predictor, code, message] of refused) {
  test(`a predictor that cannot be: ${message}`, () => {
    assert.throws(() => fit(history, { regressors: [{ name: 'x', predictor: predictor as never }] }), { code, message })
  })
}

test('values of the regressor outside the domain of its transform are refused with their date', () => {
  const bad = { ...history, x: x.map((value, i) => (i === 4 ? -2 : value)) }
  assert.throws(() => fit(bad, { regressors: [{ name: 'x', predictor: { transform: 'log1p' } }] }), {
    code: 'DATA',
    message: 'column "x", at 2023-01-05: must be above -1 for transform "log1p", got -2',
  })
})

/** A parsed document, to be damaged. */
interface Loose {
  kind: string
  history: { ds: number[]; y: number[] }
  predictors: unknown[] | { [name: string]: Loose }
}

function inner({ predictors }: Loose): Loose {
  return (predictors as { [name: string]: Loose })['x']
}

test('a damaged document: predictors of no regressor, of other times, of other values, of missing columns', () => {
  const text = toJSON(fit(history, { regressors: [{ name: 'x', predictor: {} }] }))
  const damage: [(model: Loose) => unknown, string][] = [
    [
      (model) => (model.predictors = { z: inner(model) }),
      '"model.predictors.z" must be named like a regressor of the settings, got "z"',
    ],
    [
      (model) => (inner(model).history.y[3] = 0),
      '"model.predictors.x.history.y" must be the regressor’s column, got a Float64Array of 100',
    ],
    [
      (model) => (inner(model).history.ds[3] += 1),
      '"model.predictors.x.history.ds" must be the times of the history, got a Float64Array of 100',
    ],
    [(model) => (inner(model).kind = 'mean'), '"model.predictors.x.kind" must be "additive", got "mean"'],
    [(model) => (inner(model).predictors = {}), 'unknown document "model.predictors.x.predictors"'],
    [(model) => (model.predictors = []), '"model.predictors" must be an object, got an empty array'],
  ]
  for (const [change, message] of damage) {
    const document = JSON.parse(text) as { model: Loose }
    change(document.model)
    assert.throws(
      () => fromJSON(JSON.stringify(document)),
      (error: Error & { code?: string }) => error.code === 'FORMAT' && error.message.includes(message),
      message,
    )
  }
})

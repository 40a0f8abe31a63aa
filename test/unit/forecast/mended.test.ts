/** Defects that users' odd data brought to light, each with its shortest case. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changepoints,
  crossValidate,
  decompose,
  fit,
  fromJSON,
  predict,
  theta,
  toJSON,
  type ForecastModel,
} from '../../../src/forecast/index.js'

const ds = Array.from({ length: 120 }, (_, i) => new Date(Date.UTC(2023, 0, 1 + i)))
const y = ds.map((day, i) => 100 + i / 2 + (day.getUTCDay() === 6 ? 40 : 0) + (((i * 7919) % 11) - 5))
const history = { ds, y }

test('writing into a result table leaves the model as it is', () => {
  const model = fit(history, { autoregression: 2 })
  const before = toJSON(model)
  for (const table of [decompose(model), changepoints(model), predict(model, { periods: 3, includeHistory: true })]) {
    for (const field of table.schema.fields) {
      const { values } = table.getChild(field.name)!.data[0]
      if (values instanceof Float64Array) values.fill(0)
    }
  }
  assert.equal(toJSON(model), before)
})

test('a regressor or a condition may be called __proto__', () => {
  const x = y.map((_, i) => Math.sin(i))
  const flags = ds.map((day) => day.getUTCMonth() === 1)
  const table = Object.fromEntries([...Object.entries(history), ['__proto__', x], ['x', x]])
  const beta = (name: string): number => fit(table, { regressors: [{ name }] }).fit.beta.at(-1)!
  assert.equal(beta('__proto__'), beta('x'))
  const flagged = Object.fromEntries([...Object.entries(history), ['__proto__', flags], ['c', flags]])
  const season = (condition: string): Float64Array =>
    fit(flagged, { seasonalities: [{ name: 's', period: 7, fourierOrder: 2, condition }] }).fit.beta
  assert.deepEqual(season('__proto__'), season('c'))
})

test('a component may not be named like the bound of another', () => {
  const holidays = { holiday: ['a', 'a_lower'], ds: [ds[3], ds[9]] }
  assert.throws(() => fit(history, { holidays }), {
    code: 'OPTION',
    message: 'the name "a_lower" must belong to one component, got a holiday and a holiday',
  })
})

test('a weekday that the history never has is noted', () => {
  const open = ds.map((day, i) => ({ ds: day, y: y[i] })).filter((row) => row.ds.getUTCDay() !== 0)
  assert.deepEqual(fit(open).notes, [
    'the history has no Sunday: the weekly season is unknown there, do not use forecasts of those days',
  ])
  assert.deepEqual(fit(history).notes, [])
})

test('theta refuses to look absurdly far ahead instead of hanging', () => {
  assert.throws(() => predict(theta(history), { periods: 10_001 }), {
    code: 'LIMIT',
    message: 'theta must forecast at most 10000 steps ahead, got 10001: use ets or arima',
  })
})

test('a model without its fit is no model', () => {
  const broken = { ...fit(history), fit: null } as unknown as ForecastModel
  assert.throws(() => predict(broken, { periods: 1 }), { code: 'OPTION', message: /^predict needs a model/ })
})

test('a document with numbers beyond sense is refused', () => {
  const document = JSON.parse(toJSON(fit(history))) as { model: { fit: { k: number } } }
  document.model.fit.k = 1e308
  assert.throws(() => fromJSON(JSON.stringify(document)), { code: 'FORMAT' })
})

test('options that are a Map, and workers without number, are refused', async () => {
  const run = { horizon: 7 }
  await assert.rejects(async () => crossValidate(history, new Map([['growth', 'flat']]) as never, run), {
    code: 'OPTION',
  })
  await assert.rejects(async () => crossValidate(history, {}, { ...run, workers: 1e9 }), {
    code: 'OPTION',
    message: 'option "workers" must be an integer in [0, 64], got 1000000000',
  })
})

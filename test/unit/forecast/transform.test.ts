import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  calibrate,
  crossValidate,
  decompose,
  fit,
  fromJSON,
  posterior,
  predict,
  sample,
  toJSON,
  tune,
  type AdditiveModel,
} from '../../../src/forecast/index.js'
import { backTransform, transformed } from '../../../src/forecast/transform/transform.js'
import { bytes, daily, noise, numbers } from './series-for-tests.js'

const { ds, y: plain } = daily(90)
/** z = 1 + 0.02 t + week + noise, in the scale of the transform. */
const z = plain.map((value) => (value - 45) / 8)
const positive = z.map((value) => Math.log1p(Math.exp(value)))
const grown = z.map(Math.expm1)

const curves: ['log1p' | 'softplus', number, number][] = [
  ['log1p', Math.E - 1, 1],
  ['log1p', -0.5, -Math.LN2],
  ['softplus', Math.LN2, 0],
  ['softplus', Math.log(1 + Math.E), 1],
]
for (const [transform, y, expected] of curves) {
  test(`${transform} takes ${y.toFixed(3)} to ${expected.toFixed(3)} and back`, () => {
    const [there] = transformed(Float64Array.of(y), transform)
    assert.ok(Math.abs(there - expected) < 1e-15)
    assert.ok(Math.abs(backTransform(transform)!(there) - y) < 1e-15)
  })
}

test('softplus keeps its digits at both ends: 1e-300 and 1e12 come back', () => {
  for (const y of [1e-300, 1e-9, 40, 1e12]) {
    const [there] = transformed(Float64Array.of(y), 'softplus')
    assert.ok(Number.isFinite(there))
    assert.ok(Math.abs(backTransform('softplus')!(there) / y - 1) < 1e-12, String(y))
  }
})

const cases: ['log1p' | 'softplus', number[]][] = [
  ['log1p', grown],
  ['softplus', positive],
]
for (const [transform, y] of cases) {
  const model = fit({ ds, y }, { transform })
  const inner = fit({ ds, y: Array.from(transformed(Float64Array.from(y), transform)) })
  const back = backTransform(transform)!
  const near = (ours: number[], wanted: number[]): void =>
    ours.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) <= 1e-12 * (1 + Math.abs(wanted[i])), `${i}`))

  test(`${transform}: the fit is that of the transformed series, its objective too, and the history stays as given`, () => {
    assert.equal(model.fit.objective, inner.fit.objective)
    assert.deepEqual(model.fit.beta, inner.fit.beta)
    assert.deepEqual(Array.from(model.history.y), y)
  })

  for (const interval of ['simulation', 'analytic'] as const) {
    test(`${transform}, ${interval}: yhat, trend and bounds are those of the transformed series brought back, components are its own`, () => {
      const [ours, theirs] = [model, inner].map((each) => predict(each, { periods: 30 }, { interval }))
      for (const name of ['yhat', 'yhat_lower', 'yhat_upper', 'trend', 'trend_lower', 'trend_upper'])
        near(numbers(ours, name), numbers(theirs, name).map(back))
      for (const name of ['weekly', 'additive_terms', 'multiplicative_terms'])
        assert.deepEqual(numbers(ours, name), numbers(theirs, name))
    })
  }

  test(`${transform}: sampled futures are brought back one by one`, () => {
    const [ours, theirs] = [model, inner].map((each) => sample(each, { periods: 5 }, { draws: 20 }))
    near(numbers(ours, 'yhat'), numbers(theirs, 'yhat').map(back))
    near(numbers(ours, 'trend'), numbers(theirs, 'trend').map(back))
  })

  test(`${transform}: a total is the median of the sums of futures, inside its bounds, with or without them`, () => {
    const total = predict(model, { periods: 28 }, { total: 'YS', draws: 400 })
    const futures = numbers(sample(model, { periods: 28 }, { draws: 400 }), 'yhat')
    const sums = Array.from({ length: 400 }, (_, d) =>
      futures.slice(28 * d, 28 * (d + 1)).reduce((sum, value) => sum + value, 0),
    ).sort((a, b) => a - b)
    const [yhat] = numbers(total, 'yhat')
    assert.ok(Math.abs(yhat - (sums[199] + sums[200]) / 2) < 1e-9)
    assert.ok(numbers(total, 'yhat_lower')[0] < yhat && yhat < numbers(total, 'yhat_upper')[0])
    const bare = predict(model, { periods: 28 }, { total: 'YS', draws: 400, interval: 'none' })
    assert.deepEqual(numbers(bare, 'yhat'), [yhat])
  })

  test(`${transform}: decompose gives y, trend, yhat and residual in units of y`, () => {
    const table = decompose(model)
    assert.deepEqual(numbers(table, 'y'), y)
    near(numbers(table, 'yhat'), numbers(decompose(inner), 'yhat').map(back))
    numbers(table, 'residual').forEach((value, i) => assert.equal(value, y[i] - numbers(table, 'yhat')[i]))
    const rows = { ds: ds.slice(0, 3) }
    near(numbers(decompose(model, rows), 'trend'), numbers(decompose(inner, rows), 'trend').map(back))
  })

  test(`${transform}: forecasts stay in the domain, however far the trend falls`, () => {
    const falling = fit({ ds, y: [...y].reverse() }, { transform })
    const lowest = Math.min(...numbers(predict(falling, { periods: 400 }), 'yhat_lower'))
    assert.ok(lowest >= (transform === 'log1p' ? -1 : 0), String(lowest))
  })

  test(`${transform}: folds, tuning and calibration work in units of y`, async () => {
    const cv = await crossValidate({ ds, y }, { transform }, { horizon: 7, initial: 60 })
    const first = numbers(cv, 'cutoff').filter((cutoff, _, all) => cutoff === all[0]).length
    const past = ds.filter((day) => Number(day) <= numbers(cv, 'cutoff')[0])
    const fold = fit({ ds: past, y: y.slice(0, past.length) }, { transform })
    near(numbers(cv, 'yhat').slice(0, first), numbers(predict(fold, { periods: first }), 'yhat'))
    const calibrated = calibrate(model, cv)
    const table = predict(calibrated, { periods: 3 }, { interval: 'conformal' })
    const half = calibrated.conformal!.halfWidth[0]
    numbers(table, 'yhat_upper').forEach((upper, i) => assert.equal(upper, numbers(table, 'yhat')[i] + half))
    const tuned = await tune(
      { ds, y },
      { transform },
      { horizon: 7, initial: 60, grid: { changepointPriorScale: [0.01, 0.1] } },
    )
    assert.equal(tuned.options.transform, transform)
  })

  test(`${transform}: the model comes back from JSON with the same bytes`, () => {
    const copy = fromJSON(toJSON(model))
    assert.equal(bytes(predict(copy, { periods: 9 })), bytes(predict(model, { periods: 9 })))
    assert.equal(bytes(decompose(copy)), bytes(decompose(model)))
  })

  test(`${transform}: draws of the posterior are those of the transformed series`, async () => {
    const run = { draws: 30, warmup: 20, chains: 1, thin: 1 }
    const [ours, theirs] = await Promise.all([
      posterior({ ds, y }, { transform }, run),
      posterior({ ds, y: Array.from(inner.history.y) }, {}, run),
    ])
    assert.deepEqual(ours.posterior, theirs.posterior)
    near(numbers(predict(ours, { periods: 4 }), 'yhat'), numbers(predict(theirs, { periods: 4 }), 'yhat').map(back))
  })

  test(`${transform}: autoregressive errors and a floor act on their own sides of the transform`, () => {
    const rough = y.map((value, i) => value + 0.3 * Math.abs(noise(90, 5)[Math.floor(i / 4)]))
    const errors = fit({ ds, y: rough }, { transform, autoregression: 1, floor: 1 })
    const same = fit({ ds, y: Array.from(transformed(Float64Array.from(rough), transform)) }, { autoregression: 1 })
    assert.deepEqual(errors.fit.autoregression, same.fit.autoregression)
    const wanted = numbers(predict(same, { periods: 5 }), 'yhat').map((value) => Math.max(1, back(value)))
    near(numbers(predict(errors, { periods: 5 }), 'yhat'), wanted)
  })
}

test('a damaged document: values outside the domain, and a transform beside logistic growth', () => {
  const document = JSON.parse(toJSON(fit({ ds, y: positive }, { transform: 'softplus' }))) as { model: AdditiveModel }
  const { model } = document
  const y = [...(model.history.y as unknown as number[])]
  y[3] = 0
  const damaged = { ...document, model: { ...model, history: { ...model.history, y } } }
  assert.throws(() => fromJSON(JSON.stringify(damaged)), {
    code: 'FORMAT',
    message: 'document "model.history.y[3]" must be in the domain of transform "softplus", got 0',
  })
  const settings = { ...model.settings, growth: 'logistic', cap: 9 }
  assert.throws(() => fromJSON(JSON.stringify({ ...document, model: { ...model, settings } })), {
    code: 'FORMAT',
    message: 'document "model.settings.transform" must be "none" for logistic growth, got "softplus"',
  })
})

const refused: [string, number[], string][] = [
  ['log1p', [1, -1, 2], 'column "y", row 1: must be above -1 for transform "log1p", got -1'],
  ['softplus', [1, 2, 0], 'column "y", row 2: must be above 0 for transform "softplus", got 0'],
]
for (const [transform, y, message] of refused) {
  test(message, async () => {
    const history = { ds: ds.slice(0, 3), y }
    assert.throws(() => fit(history, { transform } as never), { code: 'DATA', message })
    await assert.rejects(crossValidate(history, { transform } as never, { horizon: 1, initial: 0 }), {
      code: 'DATA',
      message,
    })
  })
}

test('a transform that is none, and one beside logistic growth, are refused', () => {
  assert.throws(() => fit({ ds, y: positive }, { transform: 'log' } as never), {
    code: 'OPTION',
    message: 'option "transform" must be "none", "log1p" or "softplus", got "log"',
  })
  assert.throws(() => fit({ ds, y: positive }, { transform: 'log1p', growth: 'logistic', cap: 9 }), {
    code: 'OPTION',
    message: 'option "transform" must be "none" for logistic growth, which has limits of its own, got "log1p"',
  })
})

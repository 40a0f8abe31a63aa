/** Histories that break solvers: few rows, exact ones, constants, huge offsets, tiny scales. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  fit,
  fromJSON,
  predict,
  toJSON,
  type AdditiveModel,
  type ForecastOptions,
} from '../../../src/forecast/index.js'
import { bytes, daily, days, noise, numbers } from './series-for-tests.js'

/** Everything finite, and the same bytes after a trip through JSON. */
function assertSane(model: AdditiveModel): number[] {
  const { objective, sigma, k, m, delta, beta, certificate } = model.fit
  for (const value of [objective, sigma, k, m, ...delta, ...beta, certificate.kktResidual])
    assert.ok(Number.isFinite(value))
  assert.ok(sigma > 0)
  const table = predict(model, { periods: 5 })
  for (const name of table.schema.names.slice(1))
    assert.ok(numbers(table, String(name)).every(Number.isFinite), String(name))
  assert.equal(bytes(predict(fromJSON(toJSON(model)), { periods: 5 })), bytes(table))
  return numbers(table, 'yhat')
}

const REPRODUCED =
  'the model can reproduce the history (its rows are few, or follow it exactly): the optimum is a local one, σ could shrink to 0'

for (const count of [15, 18, 21, 24, 27, 30, 33]) {
  test(`${count} days with a weekly season: a local optimum, a note, and a forecast near the data`, () => {
    const { ds, y } = daily(count, count)
    const model = fit({ ds, y })
    assert.equal(model.fit.certificate.kind, 'local')
    assert.deepEqual(model.notes, [REPRODUCED])
    assert.ok(model.fit.certificate.kktResidual < 1e-8)
    assert.ok(model.fit.sigma * model.scale.y > 0.2, `σ = ${model.fit.sigma * model.scale.y} of noise 1`)
    for (const value of assertSane(model)) assert.ok(value > 20 && value < 80, String(value))
  })
}

test('two rows: the line through them', () => {
  const model = fit({ ds: days('2023-01-01', 2), y: [1, 2] })
  assertSane(model).forEach((value, i) => assert.ok(Math.abs(value - 3 - i) < 1e-4, String(value)))
  assert.equal(model.fit.certificate.kind, 'local')
  assert.deepEqual(model.notes, [REPRODUCED])
})

test('three rows', () => {
  assertSane(fit({ ds: days('2023-01-01', 3), y: [1, 2, 4] }))
  assertSane(fit({ ds: days('2023-01-01', 3), y: [1, 2, 3] })).forEach((value, i) =>
    assert.ok(Math.abs(value - 4 - i) < 1e-4),
  )
})

test('two rows years apart, with every season switched on', () => {
  assertSane(
    fit(
      { ds: ['1970-01-01', '2024-01-01'], y: [1, 2] },
      { yearlySeasonality: true, weeklySeasonality: true, dailySeasonality: true },
    ),
  )
})

for (const count of [4, 10, 15, 33, 40, 200]) {
  test(`an exact line of ${count} rows goes on exactly`, () => {
    const y = Array.from({ length: count }, (_, i) => 3 + 2 * i)
    assertSane(fit({ ds: days('2023-01-01', count), y })).forEach((value, i) =>
      assert.ok(Math.abs(value - 3 - 2 * (count + i)) < 1e-3, String(value)),
    )
  })
}

const constants: [number, ForecastOptions][] = [
  [7.3, {}],
  [0, {}],
  [-0.1, {}],
  [7.3, { scaling: 'minmax' }],
  [1e15 / 3, {}],
  [1e-300, {}],
  [7.3, { growth: 'flat' }],
]
for (const [value, options] of constants) {
  test(`a constant ${value} ${JSON.stringify(options)} is forecast exactly, σ = 1e-9`, () => {
    const model = fit({ ds: days('2023-01-01', 60), y: new Array<number>(60).fill(value) }, options)
    assert.equal(model.fit.sigma, 1e-9)
    assert.deepEqual(model.notes, ['y is constant: the forecast is that constant'])
    assert.deepEqual(assertSane(model), new Array(5).fill(value))
  })
}

for (const offset of [6e8, 1e12, 1e15]) {
  test(`an offset of ${offset} costs nothing but its own last digits`, () => {
    const { ds, y } = daily(400)
    const plain = numbers(
      predict(fit({ ds, y }, { scaling: 'minmax' }), { periods: 20 }, { interval: 'analytic' }),
      'yhat',
    )
    const far = fit({ ds, y: y.map((value) => value + offset) }, { scaling: 'minmax' })
    const digits = 4 * offset * 2 ** -52
    numbers(predict(far, { periods: 20 }, { interval: 'analytic' }), 'yhat').forEach((value, i) =>
      assert.ok(
        Math.abs(value - offset - plain[i]) < 0.3 * digits + 3 * digits + 1e-6,
        `${value - offset} against ${plain[i]}`,
      ),
    )
    assert.equal(far.fit.certificate.kind, 'global')
    // the same with the default scale, where the noise is 1/offset: y to its last digit, σ to a percent
    const model = fit({ ds, y: noise(400).map((value) => offset + value) })
    const sigma = model.fit.sigma * model.scale.y
    assert.ok(sigma > 0.85 && sigma < 1.15, `σ = ${sigma}`)
    assert.equal(model.fit.certificate.kind, 'global')
    for (const value of assertSane(model)) assert.ok(Math.abs(value - offset) < 1.5, String(value - offset))
  })
}

for (const scale of [1e-300, 1e-12, 1e12, 1e148]) {
  test(`values of size ${scale}: the same scaled fit`, () => {
    const { ds, y } = daily(120)
    const [plain, scaled] = [fit({ ds, y }), fit({ ds, y: y.map((value) => value * scale) })]
    assert.ok(Math.abs(scaled.fit.objective - plain.fit.objective) < 1e-8)
    assertSane(scaled)
  })
}

test('a spike among zeros', () => {
  const y = new Array<number>(100).fill(0)
  y[50] = 1
  assertSane(fit({ ds: days('2023-01-01', 100), y }))
})

test('minmax is the absmax fit on shifted values, where the level’s prior hardly matters', () => {
  const { ds, y } = daily(200)
  const model = fit({ ds, y }, { scaling: 'minmax' })
  assert.equal(model.scale.floor, Math.min(...y))
  assert.equal(model.scale.y, Math.max(...y) - Math.min(...y))
  const other = numbers(predict(fit({ ds, y }), { periods: 5 }, { interval: 'none' }), 'yhat')
  numbers(predict(model, { periods: 5 }, { interval: 'none' }), 'yhat').forEach((value, i) =>
    assert.ok(Math.abs(value - other[i]) < 1),
  )
})

test('flat growth has no slope: the forecast is level plus season, k = 0', () => {
  const model = fit(daily(60), { growth: 'flat' })
  assert.equal(model.fit.k, 0)
  assert.equal(model.fit.delta.length, 0)
  const trend = numbers(predict(model, { periods: 9 }, { interval: 'none' }), 'trend')
  assert.ok(trend.every((value) => value === trend[0]))
})

test('repeated times are repeated observations: twice the rows, the same place, a narrower posterior', () => {
  const { ds, y } = daily(60)
  const model = fit(
    { ds: [...ds, ...ds], y: [...y.map((value) => value + 1), ...y.map((value) => value - 1)] },
    { changepointCount: 0 },
  )
  const once = fit({ ds, y }, { changepointCount: 0 })
  const [a, b] = [model, once].map((entry) => numbers(predict(entry, { periods: 3 }, { interval: 'none' }), 'yhat'))
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < 0.05, `${value} against ${b[i]}`))
  assert.ok(model.fit.sigma > once.fit.sigma)
})

const extremes: ForecastOptions[] = [
  { changepointPriorScale: 1e-100 },
  { changepointPriorScale: 1e100, seasonalityPriorScale: 1e100 },
  { seasonalityPriorScale: 1e-100 },
  { seasonalities: [{ name: 'a', period: 1e-300, fourierOrder: 3 }] },
  { seasonalities: [{ name: 'a', period: 1e300, fourierOrder: 3 }] },
  { seasonalities: [{ name: 'a', period: 7, fourierOrder: 3 }] },
  { weeklySeasonality: 60 },
]
for (const options of extremes) {
  test(`the ends of what may be asked for: ${JSON.stringify(options)}`, () => {
    assertSane(fit(daily(100), options))
  })
}

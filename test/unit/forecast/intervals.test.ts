import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit, predict, type AdditiveModel } from '../../../src/forecast/index.js'
import { normalQuantile } from '../../../src/numeric/normal.js'
import { DAY, daily, days, noise, numbers } from './series-for-tests.js'

/** A model whose trend bends often, so that its future is uncertain. */
function bending(): AdditiveModel {
  const wobble = noise(120, 9)
  let slope = 0
  let level = 100
  const y = wobble.map((value, i) => {
    if (i % 12 === 0) slope += value
    level += slope
    return level + 0.2 * wobble[(i * 7) % 120]
  })
  return fit({ ds: days('2023-01-01', 120), y }, { changepointPriorScale: 0.5, weeklySeasonality: false })
}

test('analytic bounds by hand: z·√(σ² + S·2b²·(t − 1)³/3)', () => {
  const model = bending()
  const table = predict(model, { periods: 30 }, { interval: 'analytic', intervalWidth: 0.9 })
  const z = normalQuantile(0.95)
  const b =
    (model.fit.delta.reduce((sum, size) => sum + Math.abs(size), 0) / model.fit.delta.length + 1e-8) * model.scale.y
  const ahead = (i: number): number => (i + 1) / 119
  const yhat = numbers(table, 'yhat')
  const trend = numbers(table, 'trend')
  numbers(table, 'trend_upper').forEach((value, i) => {
    const half = z * Math.sqrt((model.changepoints.length * 2 * b * b * ahead(i) ** 3) / 3)
    assert.ok(Math.abs(value - trend[i] - half) < 1e-9 * half + 1e-9)
  })
  numbers(table, 'yhat_lower').forEach((value, i) => {
    const variance =
      (model.fit.sigma * model.scale.y) ** 2 + (model.changepoints.length * 2 * b * b * ahead(i) ** 3) / 3
    assert.ok(Math.abs(yhat[i] - value - z * Math.sqrt(variance)) < 1e-9 * Math.abs(value))
  })
})

test('inside the history the simulated interval is that of the noise, within Monte-Carlo error', () => {
  const model = fit(daily(60))
  const rows = { ds: days('2023-01-10', 3) }
  const table = predict(model, rows, { draws: 50_000 })
  const z = normalQuantile(0.9) * model.fit.sigma * model.scale.y
  // standard error of a 90 % quantile: √(0.9·0.1/n)/φ(z₀.₉) = 0.0076 σ
  const error = 5 * 0.0077 * model.fit.sigma * model.scale.y
  const yhat = numbers(table, 'yhat')
  numbers(table, 'yhat_upper').forEach((value, i) => assert.ok(Math.abs(value - yhat[i] - z) < error))
  numbers(table, 'yhat_lower').forEach((value, i) => assert.ok(Math.abs(yhat[i] - value - z) < error))
})

test('simulated and analytic intervals are of one variance: 50,000 draws against the closed form', () => {
  const model = bending()
  // far ahead many bends add up, and the simulated distribution comes near the normal one
  const future = { ds: [new Date(model.time.end + 120 * DAY), new Date(model.time.end + 600 * DAY)] }
  const [simulated, analytic] = (['simulation', 'analytic'] as const).map((interval) =>
    predict(model, future, { interval, draws: 50_000 }),
  )
  const width = (table: typeof simulated): number[] => {
    const low = numbers(table, 'yhat_lower')
    return numbers(table, 'yhat_upper').map((value, i) => value - low[i])
  }
  const ratio = width(simulated).map((value, i) => value / width(analytic)[i])
  // the compound Poisson–Laplace distribution has heavier tails than the normal of its variance: its 80 % interval is a little narrower
  ratio.forEach((value) => assert.ok(value > 0.93 && value < 1.02, String(value)))
  const yhat = numbers(simulated, 'yhat')
  const middle = numbers(simulated, 'yhat_lower').map((low, i) => (low + numbers(simulated, 'yhat_upper')[i]) / 2)
  middle.forEach((value, i) => assert.ok(Math.abs(value - yhat[i]) < 0.03 * width(simulated)[i], 'symmetric'))
})

test('a model without bends keeps a trend that does not move', () => {
  const table = predict(fit(daily(60), { changepointCount: 0 }), { periods: 100 })
  assert.deepEqual(numbers(table, 'trend_lower'), numbers(table, 'trend'))
})

test('rows may come in any order: each row’s trend bounds are those of its time', () => {
  const model = bending()
  const ahead = days('2023-05-01', 5)
  const [forward, backward] = [ahead, ahead.toReversed()].map((ds) => predict(model, { ds }, { draws: 200 }))
  assert.deepEqual(numbers(backward, 'trend_upper').toReversed(), numbers(forward, 'trend_upper'))
})

test('one draw is enough; absurd horizons are a LIMIT that names the way out', () => {
  assert.equal(predict(bending(), { periods: 3 }, { draws: 1 }).numRows, 3)
  assert.throws(
    () => predict(bending(), { ds: ['9999-12-31'] }),
    (error: { code?: string; message?: string }) => {
      assert.equal(error.code, 'LIMIT')
      assert.match(
        error.message ?? '',
        /^simulated intervals \d+ histories ahead need about \d+ bends a draw: use interval "analytic" or a nearer future$/,
      )
      return true
    },
  )
})

test('analytic intervals reach as far as a Date', () => {
  const table = predict(bending(), { ds: ['9999-12-31'] }, { interval: 'analytic' })
  assert.ok(Number.isFinite(numbers(table, 'yhat_upper')[0]))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  fitArima,
  forecastArima,
  type ArimaOrder,
  type ArimaState,
} from '../../../src/forecast/baselines/arima/arima.js'
import { BodkinError } from '../../../src/errors.js'

const order = (p: number, d: number, q: number, constant = false): ArimaOrder => ({
  p,
  d,
  q,
  P: 0,
  D: 0,
  Q: 0,
  season: 1,
  constant,
})

/** Noise that is the same everywhere: a linear congruential generator, sums of twelve. */
function noise(rows: number, seed: number): Float64Array {
  let state = seed
  return Float64Array.from({ length: rows }, () => {
    let sum = -6
    for (let k = 0; k < 12; k++) {
      state = (state * 1664525 + 1013904223) % 4294967296
      sum += state / 4294967296
    }
    return sum
  })
}

function assertFinite(state: ArimaState, horizon = 12): void {
  const { yhat, deviation } = forecastArima(state, horizon)
  const numbers = [
    state.aicc,
    state.logLikelihood,
    state.sigma,
    state.constant,
    ...yhat,
    ...deviation,
    ...state.state,
    ...state.tail,
  ]
  assert.ok(numbers.every(Number.isFinite), JSON.stringify({ order: state.order, numbers }))
  assert.ok(deviation.every((value, h) => value >= 0 && (h === 0 || value >= deviation[h - 1] * (1 - 1e-12))))
  const first = state.order.d + state.order.D * state.order.season
  assert.ok(state.fitted.every((value, t) => (t < first ? Number.isNaN(value) : Number.isFinite(value))))
}

test('a random walk with drift goes on by the mean step, and its deviation grows with √h', () => {
  const y = Float64Array.of(1, 3, 2, 5, 4, 8)
  const state = fitArima(y, 1, { order: order(0, 1, 0, true) })
  // steps 2, −1, 3, −1, 4: mean 1.4, squares left 21.2 over 5 − 1 rows; σ² = 5.3
  const { yhat, deviation } = forecastArima(state, 3)
  ;[9.4, 10.8, 12.2].forEach((value, h) => assert.ok(Math.abs(yhat[h] - value) < 1e-12))
  ;[1, 2, 3].forEach((h) => assert.ok(Math.abs(deviation[h - 1] - Math.sqrt(5.3 * h)) < 1e-12))
  assert.ok(Math.abs(state.constant - 1.4) < 1e-13)
  assert.deepEqual(
    [...state.fitted].map((value) => Number(value.toFixed(9))),
    [NaN, 2.4, 4.4, 3.4, 6.4, 5.4],
  )
  // ln L = −5/2 (ln 2π + ln(21.2/5) + 1); AICc = −2 ln L + 2·2 + 2·2·3/(5 − 3)
  const logLikelihood = -2.5 * (Math.log(2 * Math.PI * 4.24) + 1)
  assert.ok(Math.abs(state.logLikelihood - logLikelihood) < 1e-12)
  assert.ok(Math.abs(state.aicc - (-2 * logLikelihood + 4 + 6)) < 1e-12)
})

test('a mean alone is the average, with the sample deviation', () => {
  const state = fitArima(Float64Array.of(2, 4, 9), 1, { order: order(0, 0, 0, true) })
  const { yhat, deviation } = forecastArima(state, 2)
  assert.deepEqual([...yhat], [5, 5])
  assert.ok(Math.abs(deviation[1] - Math.sqrt(13)) < 1e-12)
})

test('known coefficients are found again on a long series', () => {
  const shocks = noise(3000, 7)
  const y = new Float64Array(3000)
  for (let t = 0; t < 3000; t++) y[t] = shocks[t] + 0.4 * (shocks[t - 1] ?? 0) + 0.7 * ((y[t - 1] ?? 10) - 10) + 10
  const state = fitArima(y, 1, { order: order(1, 0, 1, true) })
  assert.ok(Math.abs(state.ar[0] - 0.7) < 0.05 && Math.abs(state.ma[0] - 0.4) < 0.06, `${state.ar} ${state.ma}`)
  assert.ok(Math.abs(state.constant - 10) < 0.5 && Math.abs(state.sigma - 1) < 0.05)
})

test('the forecast of an AR(1) returns to the mean by φ a step', () => {
  const y = noise(200, 3)
  for (let t = 1; t < 200; t++) y[t] += 0.8 * y[t - 1]
  const state = fitArima(y, 1, { order: order(1, 0, 0, true) })
  const { yhat, deviation } = forecastArima(state, 3)
  const away = y[199] - state.constant
  for (let h = 1; h <= 3; h++) assert.ok(Math.abs(yhat[h - 1] - state.constant - away * state.ar[0] ** h) < 1e-9)
  assert.ok(Math.abs(deviation[1] / state.sigma - Math.hypot(1, state.ar[0])) < 1e-12)
})

test('a seasonal walk repeats the last season, and with a constant adds its drift', () => {
  const y = Float64Array.from({ length: 24 }, (_, t) => [3, 9, 1, 5][t % 4] + (t >> 2) + (t % 3 === 0 ? 0.5 : 0))
  const seasonal = { ...order(0, 0, 0), D: 1, season: 4 }
  assert.deepEqual([...forecastArima(fitArima(y, 4, { order: seasonal }), 4).yhat], [...y.subarray(20)])
  const drifting = fitArima(y, 4, { order: { ...seasonal, constant: true } })
  const { yhat } = forecastArima(drifting, 4)
  for (let h = 0; h < 4; h++) assert.ok(Math.abs(yhat[h] - y[20 + h] - 4 * drifting.constant) < 1e-12)
})

test('the search keeps white noise white and finds a season', () => {
  const white = fitArima(noise(200, 11), 1)
  assert.deepEqual([white.order.p, white.order.d, white.order.q], [0, 0, 0])
  const shocks = noise(120, 5)
  const y = Float64Array.from(shocks, (shock, t) => 20 + 8 * Math.sin((2 * Math.PI * t) / 12) + shock)
  const state = fitArima(y, 12)
  assert.equal(state.order.D, 1)
  const { yhat } = forecastArima(state, 12)
  for (let h = 0; h < 12; h++) assert.ok(Math.abs(yhat[h] - 20 - 8 * Math.sin((2 * Math.PI * h) / 12)) < 1.5)
})

test('the exhaustive search is not beaten by the stepwise one', () => {
  const y = noise(80, 21)
  for (let t = 1; t < 80; t++) y[t] += 0.6 * y[t - 1]
  const limits = { maxP: 2, maxQ: 2, maxOrder: 4 }
  const exhaustive = fitArima(y, 1, { ...limits, stepwise: false })
  assert.ok(exhaustive.aicc <= fitArima(y, 1, limits).aicc + 0.01)
})

test('a long season enters as harmonics, and a history that is too short does without', () => {
  const y = Float64Array.from(noise(260, 9), (shock, t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 52) + shock)
  const state = fitArima(y, 52)
  assert.ok(state.harmonicPairs >= 1 && state.harmonicPairs <= 6, String(state.harmonicPairs))
  assert.equal(state.order.season, 52)
  const { yhat } = forecastArima(state, 52)
  for (let h = 0; h < 52; h++) assert.ok(Math.abs(yhat[h] - 50 - 10 * Math.sin((2 * Math.PI * h) / 52)) < 2.5)
  const short = fitArima(y.slice(0, 104), 52)
  assert.equal(short.order.season, 1)
  assert.equal(short.harmonicPairs, 0)
})

test('the unit of y changes nothing but the unit of the answers', () => {
  const y = Float64Array.from(noise(60, 13), (shock, t) => 30 + t / 3 + 4 * Math.sin(t) + shock)
  const base = fitArima(y, 4)
  const expected = forecastArima(base, 5)
  for (const unit of [1e-150, 1e-9, 1e6, 1e200]) {
    const state = fitArima(
      y.map((value) => value * unit),
      4,
    )
    assert.deepEqual(state.order, base.order)
    const { yhat, deviation } = forecastArima(state, 5)
    const rows = 60 - base.order.d - 4 * base.order.D
    for (let h = 0; h < 5; h++) {
      assert.ok(Math.abs(yhat[h] / unit / expected.yhat[h] - 1) < 1e-3)
      assert.ok(Math.abs(deviation[h] / unit / expected.deviation[h] - 1) < 1e-3)
    }
    assert.ok(Math.abs(state.logLikelihood + rows * Math.log(unit) - base.logLikelihood) < 1e-3)
  }
})

test('a huge level does not drown a small movement', () => {
  const small = Float64Array.from(noise(100, 17), (shock) => shock / 64)
  for (let t = 1; t < 100; t++) small[t] += 0.75 * small[t - 1]
  const low = fitArima(small, 1, { order: order(1, 0, 0, true) })
  const high = fitArima(
    small.map((value) => value + 6e8),
    1,
    { order: order(1, 0, 0, true) },
  )
  assert.ok(Math.abs(high.ar[0] - low.ar[0]) < 1e-4)
  assert.ok(Math.abs(high.sigma / low.sigma - 1) < 1e-4)
})

const straight = (rows: number): Float64Array => Float64Array.from({ length: rows }, (_, t) => 0.1 * t + 3)
const oddities: readonly (readonly [string, Float64Array, number])[] = [
  ['a constant', new Float64Array(50).fill(0.1), 7],
  ['zeros', new Float64Array(50), 12],
  ['a line', straight(60), 12],
  ['an exact season', Float64Array.from({ length: 60 }, (_, t) => (t % 6) / 3), 6],
  ['an exact season on a line', Float64Array.from({ length: 60 }, (_, t) => (t % 6) / 3 + t / 7), 6],
  ['a parabola', Float64Array.from({ length: 40 }, (_, t) => t * t), 1],
  ['a cubic', Float64Array.from({ length: 40 }, (_, t) => t ** 3), 4],
  ['an exponential', Float64Array.from({ length: 60 }, (_, t) => Math.exp(t / 2)), 1],
  ['one spike', Float64Array.from({ length: 80 }, (_, t) => (t === 40 ? 1000 : 0)), 7],
  ['a spike at the end', Float64Array.from({ length: 80 }, (_, t) => (t === 79 ? 1e6 : 0)), 7],
  ['a step', Float64Array.from({ length: 80 }, (_, t) => (t < 50 ? 1 : 5)), 12],
  ['an alternation', Float64Array.from({ length: 41 }, (_, t) => t % 2), 1],
  ['the smallest number', Float64Array.from({ length: 30 }, (_, t) => (t % 3 === 0 ? 5e-324 : 0)), 4],
  ['very large numbers', Float64Array.from({ length: 30 }, (_, t) => 1e300 * Math.sin(t)), 4],
  ['a long season over few rows', straight(40), 365],
  ['an exact long season', Float64Array.from({ length: 200 }, (_, t) => Math.sin((2 * Math.PI * t) / 60)), 60],
]

for (const [name, y, season] of oddities) {
  test(`${name} gives finite forecasts`, () => assertFinite(fitArima(y, season)))
}

test('constants and lines are continued exactly', () => {
  const level = forecastArima(fitArima(new Float64Array(20).fill(0.1), 4), 3)
  assert.deepEqual([...level.yhat], [0.1, 0.1, 0.1])
  assert.deepEqual([...level.deviation], [0, 0, 0])
  const { yhat, deviation } = forecastArima(fitArima(straight(60), 12), 3)
  yhat.forEach((value, h) => assert.ok(Math.abs(value - 0.1 * (60 + h) - 3) < 1e-9))
  assert.ok(deviation.every((value) => value < 1e-9))
})

test('histories of 2 to 10 rows give finite forecasts whatever the season', () => {
  for (let rows = 2; rows <= 10; rows++) {
    for (const season of [1, 2, 4, 12, 52]) {
      assertFinite(fitArima(noise(rows, rows), season))
      assertFinite(fitArima(straight(rows), season))
      assertFinite(fitArima(new Float64Array(rows), season))
    }
  }
})

test('any finite series gives finite forecasts', () => {
  const value = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.constantFrom(0, 1e-12, 1e9),
  )
  fc.assert(
    fc.property(fc.array(value, { minLength: 2, maxLength: 40 }), fc.constantFrom(1, 2, 4, 7), (values, season) => {
      assertFinite(fitArima(Float64Array.from(values), season))
    }),
    { numRuns: 60, seed: 4 },
  )
})

test('a fixed order that the rows cannot carry is an error that names both', () => {
  assert.throws(
    () => fitArima(Float64Array.of(1, 2, 3, 4, 5), 4, { order: { ...order(1, 0, 1, true), D: 1, season: 4 } }),
    (error: unknown) =>
      error instanceof BodkinError &&
      error.code === 'DATA' &&
      error.message === 'ARIMA (1,0,1)(0,1,0)[4] needs more than 7 rows, got 5',
  )
})

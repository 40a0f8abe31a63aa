import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decompose,
  fit,
  fromJSON,
  posterior,
  predict,
  regressorCoefficients,
  sample,
  toJSON,
  type ForecastOptions,
  type PosteriorOptions,
} from '../../../../src/forecast/index.js'
import type { Progress } from '../../../../src/parallel/run-options.js'
import { bytes, daily, days, noise, numbers } from '../series-for-tests.js'

const history = daily(60)
const short: PosteriorOptions = { draws: 200, warmup: 100, thin: 2, chains: 2 }
/** A trend without bends keeps the tests quick. */
const plain: ForecastOptions = { changepointCount: 3 }
const model = await posterior(history, plain, short)
const mode = fit(history, plain)

test('the diagnostics have a row a parameter, in order, and fit holds the means', () => {
  const { diagnostics, posterior: draws, fit: point } = model
  assert.deepEqual(diagnostics.schema.names, ['parameter', 'mean', 'sd', 'r_hat', 'ess'])
  const features = Array.from({ length: 6 }, (_, i) => `weekly_delim_${i + 1}`)
  const names = ['k', 'm', 'sigma', 'delta[0]', 'delta[1]', 'delta[2]', ...features]
  assert.deepEqual(Array.from(diagnostics.getChild('parameter') ?? []), names)
  const { k, m, sigma, delta, beta } = point
  assert.deepEqual(numbers(diagnostics, 'mean'), [k, m, sigma, ...delta, ...beta])
  assert.deepEqual([draws.chains, draws.k.length, draws.delta.length, draws.beta.length], [2, 400, 1200, 2400])
  const mean = draws.k.reduce((sum, value) => sum + value, 0) / 400
  assert.ok(Math.abs(mean - k) < 1e-12)
  assert.equal(point.objective, mode.fit.objective)
  assert.ok(numbers(diagnostics, 'ess').every((size) => size > 40 && size < 1000))
})

test('the posterior lies around the mode', () => {
  const sd = numbers(model.diagnostics, 'sd')
  const at = (values: Float64Array, first: number): void =>
    values.forEach((value, j) => assert.ok(Math.abs(value - model.fit.beta[j]) < 0.5 * sd[first + j]))
  at(mode.fit.beta, 6)
  assert.ok(Math.abs(mode.fit.sigma / model.fit.sigma - 1) < 0.2)
})

test('workers, and the order of the rows, change no byte; the seed does', async () => {
  const digest = async (run: PosteriorOptions, rows: { ds: Date[]; y: number[] } = history): Promise<string> =>
    toJSON(await posterior(rows, plain, { ...short, draws: 20, ...run }))
  const one = await digest({ workers: 0 })
  assert.equal(await digest({ workers: 1 }), one)
  assert.equal(await digest({ workers: 2 }), one)
  assert.equal(await digest({}, { ds: history.ds.toReversed(), y: history.y.toReversed() }), one)
  assert.notEqual(await digest({ seed: 1 }), one)
  const seeded = await posterior(history, { ...plain, seed: 1 }, { ...short, draws: 20 })
  assert.equal(toJSON(seeded).slice(-5000), (await digest({ seed: 1 })).slice(-5000))
})

test('this thread stays free while the chains run, and hears of each', async () => {
  const heard: Progress[] = []
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  await posterior(history, {}, { draws: 400, warmup: 100, thin: 4, chains: 2, onProgress: (p) => heard.push(p) })
  clearInterval(timer)
  assert.deepEqual(
    heard.map(({ done, total, label }) => [done, total, label]),
    [
      [1, 2, 'posterior'],
      [2, 2, 'posterior'],
    ],
  )
  assert.ok(turns > 3, `${turns} turns`)
})

for (const workers of [0, 2]) {
  test(`a signal stops the chains at once with workers: ${workers}`, async () => {
    const controller = new AbortController()
    const running = posterior(history, {}, { draws: 100_000, thin: 10, workers, signal: controller.signal })
    await new Promise((resolve) => setTimeout(resolve, 60))
    const raised = performance.now()
    controller.abort()
    await assert.rejects(running, { code: 'ABORTED', message: "stopped by the caller's signal" })
    assert.ok(performance.now() - raised < 1000)
  })
}

test('bounds of components hold the component, and are as wide as the draws say', () => {
  const table = predict(model, { periods: 10 }, { draws: 400 })
  const [weekly, lower, upper] = ['weekly', 'weekly_lower', 'weekly_upper'].map((name) => numbers(table, name))
  weekly.forEach((value, i) => assert.ok(lower[i] < value && value < upper[i]))
  // about 60/7 observations of each weekday, noise 1: sd near 1/√8.6 = .34, and 80 % lie within ±1.28 of it
  upper.forEach((value, i) => assert.ok(Math.abs((value - lower[i]) / (2 * 1.2816 * 0.34) - 1) < 0.35))
  const trend = predict(model, { ds: history.ds.slice(0, 5) }, { draws: 400 })
  const inside = numbers(trend, 'trend_upper').map((value, i) => value - numbers(trend, 'trend_lower')[i])
  assert.ok(
    inside.every((width) => width > 0.1),
    'the trend is uncertain inside the history too',
  )
})

test('closed-form bounds are near the simulated ones', () => {
  const simulated = predict(model, { periods: 10 }, { draws: 4000 })
  const analytic = predict(model, { periods: 10 }, { interval: 'analytic' })
  assert.deepEqual(analytic.schema.names, simulated.schema.names)
  for (const name of ['yhat', 'trend', 'weekly', 'additive_terms']) {
    assert.deepEqual(numbers(analytic, name), numbers(simulated, name))
    const width = numbers(simulated, `${name}_upper`).map((value, i) => value - numbers(simulated, `${name}_lower`)[i])
    for (const side of ['lower', 'upper']) {
      const exact = numbers(simulated, `${name}_${side}`)
      numbers(analytic, `${name}_${side}`).forEach((value, i) =>
        assert.ok(Math.abs(value - exact[i]) < 0.12 * width[i], `${name}_${side} ${value}, simulated ${exact[i]}`),
      )
    }
  }
})

test('without bounds, and in the decomposition, the forecast is the same', () => {
  const yhat = numbers(predict(model, { periods: 5 }), 'yhat')
  assert.deepEqual(numbers(predict(model, { periods: 5 }, { interval: 'none' }), 'yhat'), yhat)
  const rows = { ds: days('2023-03-02', 5) }
  assert.deepEqual(numbers(decompose(model, rows), 'yhat'), yhat)
})

test('futures start from draws: their spread holds the uncertainty of the trend', () => {
  const futures = sample(model, { ds: history.ds.slice(0, 1) }, { draws: 400 })
  const trend = numbers(futures, 'trend')
  assert.ok(new Set(trend).size > 390)
  assert.equal(new Set(numbers(sample(mode, { ds: history.ds.slice(0, 1) }, { draws: 400 }), 'trend')).size, 1)
})

test('totals rest on the draws', () => {
  const width = (of: typeof model | typeof mode): number => {
    const table = predict(of, { periods: 28 }, { total: 'MS', draws: 400 })
    return numbers(table, 'yhat_upper')[0] - numbers(table, 'yhat_lower')[0]
  }
  assert.ok(width(model) > 1.1 * width(mode))
})

const curved: [string, ForecastOptions][] = [
  ['multiplicative terms', { ...plain, seasonalityMode: 'multiplicative' }],
  ['multiplicative terms, errors autoregressive', { ...plain, seasonalityMode: 'multiplicative', autoregression: 1 }],
  ['logistic growth', { ...plain, growth: 'logistic', cap: 100, floor: 20 }],
]
for (const [name, options] of curved) {
  test(`${name}: yhat is the mean over the draws, and chains agree`, async () => {
    const bent = await posterior(history, options, { ...short, draws: 300 })
    assert.ok(numbers(bent.diagnostics, 'r_hat').every((value) => value < 1.1))
    const rows = { ds: history.ds.slice(20, 22) }
    const futures = sample(bent, rows, { draws: 600 })
    const table = predict(bent, rows, { draws: 600 })
    const average = (column: string, row: number): number =>
      numbers(futures, column)
        .filter((_, i) => i % 2 === row)
        .reduce((sum, value) => sum + value / 600, 0)
    for (const row of [0, 1]) {
      assert.ok(Math.abs(numbers(table, 'trend')[row] - average('trend', row)) < 1e-9)
      // noise of 1 over 600 draws
      assert.ok(Math.abs(numbers(table, 'yhat')[row] - average('yhat', row)) < 0.2)
    }
    const analytic = predict(bent, rows, { interval: 'analytic' })
    for (const side of ['yhat_lower', 'yhat_upper', 'weekly_lower', 'trend_upper']) {
      const scale = side.startsWith('weekly') ? Math.abs(numbers(table, 'weekly')[0]) + 0.02 : 3
      const gap = numbers(analytic, side)[0] - numbers(table, side)[0]
      assert.ok(Math.abs(gap) < 0.15 * scale, `${side} off by ${gap}`)
    }
    assert.equal(bytes(predict(fromJSON(toJSON(bent)), rows)), bytes(predict(bent, rows)))
  })
}

test('flat growth has no rate', async () => {
  const flat = await posterior(history, { growth: 'flat' }, { ...short, draws: 20 })
  assert.equal(flat.diagnostics.getChild('parameter')?.get(0), 'm')
  assert.deepEqual(new Set(flat.posterior.k), new Set([0]))
  assert.equal(predict(flat, { periods: 3 }).numRows, 3)
  assert.equal(predict(flat, { periods: 3 }, { interval: 'analytic' }).numRows, 3)
})

test('autoregressive errors are held at their estimate', async () => {
  const correlated = noise(120, 4)
  for (let i = 1; i < 120; i++) correlated[i] += 0.7 * correlated[i - 1]
  const rows = { ds: days('2023-01-01', 120), y: correlated.map((value) => 50 + value) }
  const options = { ...plain, autoregression: 1 }
  const [drawn, point] = [await posterior(rows, options, short), fit(rows, options)]
  assert.deepEqual(drawn.fit.autoregression, point.fit.autoregression)
  const table = predict(drawn, { periods: 5 })
  const narrow = predict(point, { periods: 5 })
  const width = (of: typeof table): number => numbers(of, 'yhat_upper')[4] - numbers(of, 'yhat_lower')[4]
  assert.ok(width(table) > width(narrow))
})

test('regressors get real bounds, and an effect that no row shows its prior', async () => {
  const x = noise(60, 8)
  const rows = { ds: history.ds, y: history.y.map((value, i) => value + 2 * x[i]), x }
  const drawn = await posterior(
    rows,
    {
      ...plain,
      regressors: [{ name: 'x', standardize: false }],
      holidays: [{ holiday: 'later', ds: '2023-03-05' }],
      holidaysPriorScale: 0.3,
    },
    { ...short, draws: 500 },
  )
  const table = regressorCoefficients(drawn)
  const [low, middle, high] = ['coef_lower', 'coef', 'coef_upper'].map((name) => numbers(table, name)[0])
  assert.ok(low < middle && middle < high)
  // 60 rows, noise 1, x of variance 1: sd near 1/√60
  assert.ok(Math.abs((high - low) / (2 * 1.2816 * 0.13) - 1) < 0.35)
  const ahead = predict(drawn, { ds: days('2023-03-04', 2), x: [0, 0] }, { draws: 1000 })
  // ± 1.2816 · .3 in units of the largest y
  const largest = Math.max(...rows.y.map(Math.abs))
  const reach = numbers(ahead, 'later_upper').map((value, i) => value - numbers(ahead, 'later_lower')[i])
  assert.equal(reach[0], 0)
  assert.ok(Math.abs(reach[1] / (2 * 1.2816 * 0.3 * largest) - 1) < 0.15)
  assert.ok(Math.abs(numbers(ahead, 'holidays_upper')[1] - numbers(ahead, 'later_upper')[1]) < 1e-9)
})

test('the model comes back from JSON with its draws and diagnostics', () => {
  const back = fromJSON(toJSON(model))
  assert.equal(back.kind, 'additive')
  assert.deepEqual('posterior' in back && back.posterior, model.posterior)
  assert.equal(
    'diagnostics' in back && back.diagnostics !== undefined && bytes(back.diagnostics),
    bytes(model.diagnostics),
  )
  assert.equal(toJSON(back), toJSON(model))
  assert.ok(!('posterior' in fromJSON(toJSON(mode))))
})

const damage: [string, (draws: Record<string, unknown>) => void, string][] = [
  [
    'a draw too few',
    (d) => (d['m'] as number[]).pop(),
    'document "model.posterior.m" must be 400 numbers, got an array of 399',
  ],
  [
    'chains that do not divide',
    (d) => (d['chains'] = 3),
    'document "model.posterior.k" must be at least one draw of each of 3 chains, got an array of 400',
  ],
  [
    'no noise',
    (d) => ((d['sigma'] as number[])[7] = 0),
    'document "model.posterior.sigma[7]" must be a number above 0, got 0',
  ],
  [
    'text for a number',
    (d) => ((d['beta'] as unknown[])[2] = 'x'),
    'document "model.posterior.beta[2]" must be a finite number, got "x"',
  ],
]
for (const [name, harm, message] of damage) {
  test(`damaged draws, ${name}: ${message}`, () => {
    const document = JSON.parse(toJSON(model))
    harm(document.model.posterior)
    assert.throws(() => fromJSON(JSON.stringify(document)), { code: 'FORMAT', message })
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auto, type AutoResult } from '../../../../src/forecast/auto/auto.js'
import type { AutoOptions } from '../../../../src/forecast/auto/auto-options.js'
import { randomStream } from '../../../../src/numeric/random.js'

const DAY = 86_400_000
const WEEK = [0, 1, 2, 1.5, 1, -2, -3.5]

type Rows = { readonly ds: Date[]; readonly y: number[] }

function daily(rows: number, value: (t: number, noise: number) => number): Rows {
  const random = randomStream(1)
  return {
    ds: Array.from({ length: rows }, (_, t) => new Date(Date.UTC(2023, 0, 2) + t * DAY)),
    y: Array.from({ length: rows }, (_, t) => value(t, random.normal())),
  }
}

const weekly = daily(120, (t, noise) => 50 + 4 * WEEK[t % 7] + noise)
type OneSeries = AutoOptions & { readonly by?: undefined }

const small: OneSeries = { horizon: 7, candidates: ['ets', 'seasonalNaive', 'additive', 'median'] }
const bytes = (result: object): string =>
  JSON.stringify(result, (_key, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value))
const tables = (result: AutoResult): string =>
  bytes({
    forecast: result.forecast.toArray(),
    history: result.history.toArray(),
    evaluation: result.evaluation.toArray(),
    verdict: result.verdict,
  })

test('a weekly pattern is forecast and published', async () => {
  const { forecast, history, model, members, verdict, evaluation, errors, shocks, profile } = await auto(weekly, small)
  assert.equal(verdict.publish, true, verdict.summary)
  assert.equal(verdict.display, 'numbers')
  assert.deepEqual(forecast.schema.names, ['ds', 'yhat', 'yhat_lower', 'yhat_upper', 'model'])
  assert.equal(forecast.numRows, 7)
  assert.equal(forecast.getChild('ds')!.get(0), +weekly.ds[119] + DAY)
  for (let h = 0; h < 7; h++) {
    const yhat = forecast.getChild('yhat')!.get(h) as number
    assert.ok(Math.abs(yhat - (50 + 4 * WEEK[(120 + h) % 7])) < 1.5, `row ${h}: ${yhat}`)
  }
  assert.deepEqual(history.schema.names, ['ds', 'y', 'yhat', 'yhat_lower', 'yhat_upper'])
  assert.equal(history.numRows, 120)
  assert.deepEqual(evaluation.schema.names, [
    'model',
    'folds',
    'mae',
    'rmse',
    'mape',
    'mase',
    'skill',
    'coverage',
    'bias',
    'mae_without_shocks',
    'mase_without_shocks',
    'selected',
  ])
  // asked for four, and mean and naive are always there to be beaten
  assert.equal(evaluation.numRows, 6)
  assert.deepEqual(errors.schema.names, ['model', 'horizon', 'mae'])
  assert.equal(errors.numRows, 6 * 7)
  assert.equal(shocks.numRows, 0)
  assert.equal(profile.frequency, 'D')
  assert.equal(model, members[0])
  const selected = evaluation.toArray().filter((row) => row['selected'] as boolean)
  assert.deepEqual(
    selected.map((row) => row['model'] as string),
    [forecast.getChild('model')!.get(0)],
  )
})

test('noise is refused: the table holds the plain forecast with its wide interval, and says which', async () => {
  const noise = daily(120, (_, value) => 50 + 10 * value)
  const { forecast, verdict, model } = await auto(noise, small)
  assert.equal(verdict.publish, false)
  assert.equal(verdict.display, 'interval')
  assert.ok(verdict.reasons.some(({ code, passed }) => code === 'NO_SKILL' && !passed))
  assert.equal(forecast.numRows, 7)
  assert.equal(forecast.getChild('model')!.get(0), 'mean')
  assert.equal(model?.kind, 'mean')
  const width =
    (forecast.getChild('yhat_upper')!.get(0) as number) - (forecast.getChild('yhat_lower')!.get(0) as number)
  assert.ok(width > 20 && width < 40, `${width}`)
})

test('the order of rows does not matter', async () => {
  const order = Array.from({ length: 120 }, (_, i) => (i * 37) % 120)
  const shuffled = { ds: order.map((i) => weekly.ds[i]), y: order.map((i) => weekly.y[i]) }
  assert.ok(tables(await auto(shuffled, small)) === tables(await auto(weekly, small)), 'shuffled rows give other bytes')
})

test('the number of workers does not matter', async () => {
  const expected = tables(await auto(weekly, small))
  for (const workers of [1, 2]) {
    assert.ok(tables(await auto(weekly, { ...small, workers })) === expected, `${workers} workers give other bytes`)
  }
})

test('limits of the values hold for the forecast and its bounds', async () => {
  const counts = daily(120, (t, noise) => Math.max(0, Math.round(2 + WEEK[t % 7] + noise)))
  const { forecast } = await auto(counts, { ...small, nonNegative: true, integer: true, gate: false })
  for (const name of ['yhat', 'yhat_lower', 'yhat_upper']) {
    const values = Array.from(forecast.getChild(name)!.toArray() as Float64Array)
    assert.ok(
      values.every((value) => value >= 0 && Number.isInteger(value)),
      `${name}: ${values.join()}`,
    )
  }
})

test('a wider interval is wider', async () => {
  const width = async (intervalWidth: number): Promise<number> => {
    const { forecast } = await auto(weekly, { ...small, intervalWidth })
    return (forecast.getChild('yhat_upper')!.get(6) as number) - (forecast.getChild('yhat_lower')!.get(6) as number)
  }
  assert.ok((await width(0.9)) > 1.1 * (await width(0.5)))
})

test('the gate judges 80 % intervals, whatever width is asked for', async () => {
  const { verdict } = await auto(weekly, { ...small, intervalWidth: 0.99 })
  assert.equal(verdict.publish, true, verdict.summary)
  const { measured, required } = verdict.reasons.find(({ code }) => code === 'COVERAGE')!
  assert.equal(required, 0.8)
  assert.ok(measured !== null && measured >= 0.65 && measured <= 0.95)
})

test('exact forecasts are published', async () => {
  const exact: [string, (t: number) => number][] = [
    ['a line', (t) => t],
    ['a week', (t) => WEEK[t % 7]],
    ['a week on a line', (t) => WEEK[t % 7] + t / 2],
  ]
  for (const [name, value] of exact) {
    const options: OneSeries = { horizon: 7, candidates: ['ets', 'seasonalNaive', 'drift', 'median'] }
    const { verdict } = await auto(daily(150, value), options)
    assert.equal(verdict.publish, true, `${name}: ${verdict.summary}`)
  }
})

test('a shock that one origin begins in does not hide skill', async () => {
  const shop = daily(400, (t, noise) => 20 + (t % 7 === 5 ? 5 : 0) + noise + (t >= 360 && t < 380 ? 40 : 0))
  const { verdict, shocks } = await auto(shop, { horizon: 14, candidates: ['ets', 'theta', 'median'] })
  assert.equal(shocks.numRows, 1)
  assert.equal(verdict.publish, true, verdict.summary)
})

test('a median beside mean and naive is that of all models', async () => {
  const { forecast } = await auto(weekly, { horizon: 7, candidates: ['mean', 'median'], gate: false })
  assert.equal(forecast.getChild('model')!.get(0), 'median')
})

test('candidates that cannot follow the history are not called a short history', async () => {
  const signed = daily(60, (_, noise) => noise - 5)
  const { verdict, forecast } = await auto(signed, { horizon: 7, candidates: ['multiplicative'] })
  assert.deepEqual([verdict.reasons[0].code, verdict.display, forecast.numRows], ['NO_SKILL', 'interval', 7])
})

test('gate false publishes whatever was chosen', async () => {
  const { verdict } = await auto(weekly, { ...small, gate: false })
  assert.equal(verdict.publish, true)
  assert.equal(verdict.reasons[0].code, 'GATE_OFF')
})

test('short histories are verdicts, not errors', async () => {
  const rows = (count: number): Rows => ({ ds: weekly.ds.slice(0, count), y: weekly.y.slice(0, count) })
  const failed = async (count: number): Promise<string[]> =>
    (await auto(rows(count), small)).verdict.reasons.filter(({ passed }) => !passed).map(({ code }) => code)
  assert.deepEqual(await failed(1), ['NOT_ENOUGH_HISTORY'])
  assert.ok((await failed(5)).includes('NOT_ENOUGH_FOLDS'))
  assert.ok((await failed(18)).includes('NOT_ENOUGH_FOLDS'))
  const { forecast, verdict } = await auto(rows(5), small)
  assert.equal(forecast.numRows, 7)
  assert.equal(verdict.publish, false)
  assert.equal((await auto(rows(1), small)).forecast.numRows, 0)
})

test('a constant is refused and continued', async () => {
  const { forecast, verdict } = await auto(
    daily(60, () => 7),
    small,
  )
  assert.equal(verdict.publish, false)
  assert.deepEqual(Array.from(forecast.getChild('yhat')!.toArray() as Float64Array), [7, 7, 7, 7, 7, 7, 7])
})

test('regressors come with their future', async () => {
  const random = randomStream(5)
  const price = Array.from({ length: 127 }, () => random.normal())
  const y = weekly.y.map((value, t) => value + 8 * price[t])
  const ds = Array.from({ length: 127 }, (_, t) => new Date(+weekly.ds[0] + t * DAY))
  const { forecast } = await auto(
    { ds: ds.slice(0, 120), y, price: price.slice(0, 120) },
    { ...small, regressors: [{ name: 'price' }], future: { ds: ds.slice(120), price: price.slice(120) } },
  )
  assert.equal(forecast.getChild('model')!.get(0), 'additive')
  for (let h = 0; h < 7; h++) {
    const expected = 50 + 4 * WEEK[(120 + h) % 7] + 8 * price[120 + h]
    assert.ok(Math.abs((forecast.getChild('yhat')!.get(h) as number) - expected) < 2)
  }
})

test('progress counts the origins and the conclusion, and never falls', async () => {
  const seen: number[] = []
  await auto(weekly, { ...small, onProgress: ({ done, total }) => seen.push(done / total) })
  assert.equal(seen.length, 17)
  assert.equal(seen.at(-1), 1)
  assert.ok(seen.every((share, i) => i === 0 || share > seen[i - 1]))
})

test('the signal stops it between two fits', async () => {
  const controller = new AbortController()
  const running = auto(weekly, { ...small, signal: controller.signal, onProgress: () => controller.abort() })
  await assert.rejects(running, { code: 'ABORTED', message: "stopped by the caller's signal" })
})

test('bad input is one error that says what, where and what to do', async () => {
  const gap = { ds: ['2024-01-01', '2024-01-02', '2024-02-11', '2024-05-01'], y: [1, 2, 3, 4] }
  const table: [unknown, unknown, string, string][] = [
    [weekly, undefined, 'OPTION', 'option "options" must be an object, got undefined'],
    [weekly, {}, 'OPTION', 'option "horizon" must be an integer in [1, 100000], got undefined'],
    [weekly, { horizon: 0 }, 'OPTION', 'option "horizon" must be an integer in [1, 100000], got 0'],
    [weekly, { horizn: 7, horizon: 7 }, 'OPTION', 'unknown option "horizn"'],
    [
      weekly,
      { horizon: 7, candidates: ['prophet'] },
      'OPTION',
      'option "candidates[0]" must be "mean", "naive", "seasonalNaive", "drift", "ets", "theta", "arima", "additive", "additiveAutoregressive", "multiplicative", "multiplicativeAutoregressive", "damped" or "median", got "prophet"',
    ],
    [
      weekly,
      { horizon: 7, candidates: [] },
      'OPTION',
      'option "candidates" must be at least one name, got an empty array',
    ],
    [
      weekly,
      { horizon: 7, gate: { minFolds: 17 } },
      'OPTION',
      'option "gate.minFolds" must be an integer in [1, 16], got 17',
    ],
    [weekly, { horizon: 7, gate: { alfa: 1 } }, 'OPTION', 'unknown option "gate.alfa": did you mean "alpha"?'],
    [weekly, { horizon: 7, gate: true }, 'OPTION', 'option "gate" must be false or an object, got true'],
    [weekly, { horizon: 7, gate: null }, 'OPTION', 'option "gate" must be false or an object, got null'],
    [
      weekly,
      { horizon: 7, candidates: ['mean', 'naive'] },
      'OPTION',
      'option "candidates" must be an array with a name beside "mean" and "naive", which are there to be beaten, got an array of 2',
    ],
    [{ ds: [], y: [] }, { horizon: 7 }, 'DATA', 'auto needs at least one row with a value in "y", got none'],
    [
      weekly,
      { horizon: 7, frequency: 'MS' },
      'OPTION',
      'option "frequency" must be about the step between rows, 1 day in this history, got "MS"',
    ],
    [
      weekly,
      { horizon: 2, future: { ds: ['2023-05-03', '2023-05-03'] } },
      'DATA',
      'option "future" must have one row a period, got 2023-05-03 more than once',
    ],
    [
      weekly,
      { horizon: 2, future: { ds: ['2023-05-03', '2023-06-01'] } },
      'DATA',
      'option "future" must not reach beyond what the past can judge: 2 rows of the history take 2 days, got 2023-06-01, 31 days behind its end',
    ],
    [
      weekly,
      { horizon: 7, interval: 'simulation' },
      'OPTION',
      'option "interval" must be "conformal", got "simulation"',
    ],
    [
      { ds: ['2024-01-01', '2024-01-01', '2024-01-02'], y: [1, 2, 3] },
      { horizon: 7 },
      'DATA',
      'auto needs one row a period, got 2024-01-01 more than once in column "ds": sum or average the rows first',
    ],
    [
      gap,
      { horizon: 7 },
      'OPTION',
      'the frequency of the history (2024-01-01 to 2024-05-01) cannot be inferred, its steps are too irregular: give option "frequency", or a table of times',
    ],
    [{ ds: weekly.ds, z: weekly.y }, { horizon: 7 }, 'COLUMN', 'history has no column "y": it has "ds", "z"'],
    [
      { ...weekly, price: weekly.y },
      { horizon: 7, regressors: [{ name: 'price' }] },
      'COLUMN',
      'auto cannot know the future of column "price": give option "future", a table with the times and columns of the rows to forecast',
    ],
    [
      weekly,
      { horizon: 7, future: { ds: ['2024-01-01'] } },
      'DATA',
      'option "future" must have as many rows as the horizon (7), got 1',
    ],
    [
      weekly,
      { horizon: 1, future: { ds: ['2023-01-05'] } },
      'DATA',
      'option "future" must lie behind the history, which ends 2023-05-01, got 2023-01-05',
    ],
  ]
  for (const [history, options, code, message] of table) {
    await assert.rejects(auto(history as Rows, options as OneSeries), (error: Error & { code?: string }) => {
      assert.equal(error.message, message)
      assert.equal(error.code, code)
      return true
    })
  }
})

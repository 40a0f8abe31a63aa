import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Table } from 'apache-arrow'
import { forecast } from '../../../../src/index.js'
import { many } from '../../../../src/forecast/many/many.js'
import type { ManyOptions } from '../../../../src/forecast/many/many-options.js'
import type { ManyForecast } from '../../../../src/forecast/many/many-tables.js'
import type { Progress } from '../../../../src/parallel/run-options.js'
import { daily, days, numbers } from '../series-for-tests.js'
import { dailyPanel, long, reorder } from './panel-for-tests.js'

const usual = { by: 'shop', periods: 3 } as const

function labels(table: Table, name: string): (string | null)[] {
  return Array.from(table.getChild(name)!, (value: unknown) => (value === null ? null : String(value)))
}

/** Both tables, every value to its last digit. */
function contents({ forecast: rows, verdicts }: ManyForecast): string {
  return [rows, verdicts]
    .map((table) =>
      table
        .toArray()
        .map((row) => JSON.stringify(row))
        .join('\n'),
    )
    .join('\n\n')
}

test('every series gets what fit and predict give it alone', async () => {
  const panel = dailyPanel(3, 60)
  const { forecast: rows, verdicts } = await many(panel, usual)
  assert.deepEqual(rows.schema.names, ['shop', 'ds', 'yhat', 'yhat_lower', 'yhat_upper', 'model'])
  assert.deepEqual(labels(rows, 'shop'), ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c'])
  assert.deepEqual([...new Set(labels(rows, 'model'))], ['additive'])
  for (const [i, seed] of [1, 2, 3].entries()) {
    const alone = forecast.predict(forecast.fit(daily(60, seed)), { periods: 3 }, { interval: 'analytic' })
    for (const name of ['ds', 'yhat', 'yhat_lower', 'yhat_upper'])
      assert.deepEqual(numbers(rows, name).slice(3 * i, 3 * i + 3), numbers(alone, name))
  }
  assert.deepEqual(verdicts.schema.names, ['shop', 'rows', 'ok', 'code', 'message', 'model'])
  assert.deepEqual(numbers(verdicts, 'rows'), [60, 60, 60])
  assert.deepEqual(labels(verdicts, 'ok'), ['true', 'true', 'true'])
  assert.deepEqual(labels(verdicts, 'message'), [null, null, null])
})

test('multiplicative series of the same times get what they get alone', async () => {
  const options = { seasonalityMode: 'multiplicative', growth: 'logistic', cap: 200 } as const
  const { forecast: rows } = await many(dailyPanel(2, 60), { ...usual, ...options })
  const alone = forecast.predict(forecast.fit(daily(60, 2), options), { periods: 3 }, { interval: 'analytic' })
  assert.deepEqual(numbers(rows, 'yhat').slice(3), numbers(alone, 'yhat'))
})

test('a poisoned series has its reason and harms no other', async () => {
  const good = dailyPanel(2, 40)
  const broken = long({
    a: daily(40, 1),
    b: daily(40, 2),
    constant: { ds: days('2023-01-01', 20), y: new Array<number>(20).fill(7) },
    empty: { ds: days('2023-01-01', 5), y: [null, null, null, null, null] },
    infinite: { ds: days('2023-01-01', 4), y: [1, Infinity, 3, -Infinity] },
    irregular: {
      ds: ['2023-01-01', '2023-01-02', '2023-01-09', '2023-03-01'].map((at) => new Date(at)),
      y: [1, 5, 2, 3],
    },
    one: { ds: days('2023-01-01', 1), y: [1] },
    'same day': { ds: [new Date('2023-01-01'), new Date('2023-01-01')], y: [1, 2] },
    two: { ds: days('2023-01-01', 2), y: [1, 2] },
    undated: { ds: [new Date('2023-01-01'), new Date(NaN), new Date('2023-01-03')], y: [1, 2, 3] },
  })
  const { forecast: rows, verdicts } = await many(broken, usual)
  const alone = await many(good, usual)
  for (const name of ['yhat', 'yhat_lower', 'yhat_upper'])
    assert.deepEqual(numbers(rows, name).slice(0, 6), numbers(alone.forecast, name))
  assert.deepEqual([...new Set(labels(rows, 'shop'))], ['a', 'b', 'constant', 'two'])
  assert.deepEqual(
    Object.fromEntries(labels(verdicts, 'shop').map((shop, i) => [shop, labels(verdicts, 'message')[i]])),
    {
      a: null,
      b: null,
      constant: 'y is constant: the forecast is that constant',
      empty: 'many needs at least 2 rows with a value in "y", got 0 and 5 without',
      infinite: 'column "y": must be finite, got Infinity at 2023-01-02',
      irregular:
        'the frequency of the history (2023-01-01 to 2023-03-01) cannot be inferred, its steps are too irregular: give option "frequency", or a table of times',
      one: 'many needs at least 2 rows with a value in "y", got 1',
      'same day': 'fit needs observations at two different times at least, got 2 rows, all at 2023-01-01',
      two: 'the model can reproduce the history (its rows are few, or follow it exactly): the optimum is a local one, σ could shrink to 0',
      undated: 'column "ds": must be a valid time, got an invalid Date',
    },
  )
  assert.deepEqual(labels(verdicts, 'code'), [null, null, null, 'DATA', 'DATA', 'OPTION', 'DATA', 'DATA', null, 'DATA'])
  assert.deepEqual(numbers(verdicts, 'rows'), [40, 40, 20, 0, 4, 4, 1, 2, 2, 3])
})

test('a cell that cannot be read is the reason of its own series only', async () => {
  const rows = [
    ...daily(20).ds.map((ds, i) => ({ shop: 'a', ds: ds.toISOString(), y: i })),
    { shop: 'b', ds: '2023-01-01', y: 1 },
    { shop: 'b', ds: 'yesterday', y: 2 },
    { shop: 'c', ds: '2023-01-01', y: 'many' },
  ]
  const { verdicts } = await many(rows, usual)
  assert.deepEqual(labels(verdicts, 'message'), [
    'the model can reproduce the history (its rows are few, or follow it exactly): the optimum is a local one, σ could shrink to 0',
    'column "ds": must be an ISO 8601 date or time such as "2024-01-31" or "2024-01-31T10:00:00Z", got "yesterday"',
    'column "y": must be a number, got "many": text and times are never read as numbers',
  ])
})

test('the same bytes for any order of the rows and any number of workers', async () => {
  const panel = dailyPanel(5, 30)
  panel.y[3] = null
  panel.y[70] = Infinity
  const order = panel.y.map((_, i) => i).sort((a, b) => ((a * 7919) % 151) - ((b * 7919) % 151))
  const expected = contents(await many(panel, { ...usual, interval: 'simulation', draws: 50 }))
  for (const workers of [0, 1, 2]) {
    const options = { ...usual, interval: 'simulation', draws: 50, workers } as const
    assert.equal(contents(await many(reorder(panel, order), options)), expected)
  }
})

test('each series draws from a stream of its own, named by its keys', async () => {
  const same = { a: daily(30, 1), b: daily(30, 1) }
  const options = { ...usual, interval: 'simulation', draws: 100 } as const
  const both = (await many(long(same), options)).forecast
  const alone = (await many(long({ b: same.b }), options)).forecast
  assert.deepEqual(numbers(both, 'yhat_lower').slice(3), numbers(alone, 'yhat_lower'))
  assert.notDeepEqual(numbers(both, 'yhat_lower').slice(0, 3), numbers(alone, 'yhat_lower'))
  const other = (await many(long({ b: same.b }), { ...options, seed: 1 })).forecast
  assert.notDeepEqual(numbers(other, 'yhat_lower'), numbers(alone, 'yhat_lower'))
})

test('several key columns keep their kinds, and a null is a key like any other', async () => {
  const { ds, y } = daily(10)
  const rows = [
    ['x', 2],
    ['x', null],
    ['x', 1],
    [null, 1],
  ].flatMap(([shop, size]) => ds.map((at, i) => ({ shop, size, ds: at, y: y[i] })))
  const { verdicts } = await many(rows, { by: ['shop', 'size'], periods: 1 })
  assert.deepEqual(
    verdicts.toArray().map((row) => [row?.shop, row?.size, row?.ok]),
    [
      ['x', 1, true],
      ['x', 2, true],
      ['x', null, true],
      [null, 1, true],
    ],
  )
})

test('baselines by name, with their own options', async () => {
  const panel = dailyPanel(2, 28)
  const { mean, naive, seasonalNaive, drift, ets, theta, arima, predict } = forecast
  const baselines = { mean, naive, seasonalNaive, drift, ets, theta, arima }
  for (const [name, baseline] of Object.entries(baselines)) {
    const model = name as keyof typeof baselines
    const { forecast: rows } = await many(panel, { ...usual, model })
    const alone = predict(baseline(daily(28, 2)), { periods: 3 })
    assert.deepEqual(numbers(rows, 'yhat').slice(3), numbers(alone, 'yhat'))
    assert.deepEqual([...new Set(labels(rows, 'model'))], [model])
  }
})

test('the forecast begins behind the own last row of each series, at its own step or the one given', async () => {
  const table = long({ a: daily(20, 1), b: { ds: days('2023-01-01', 20, 7), y: daily(20, 2).y } })
  const at = (rows: Table): string[] => numbers(rows, 'ds').map((ms) => new Date(ms).toISOString().slice(0, 10))
  assert.deepEqual(at((await many(table, { ...usual, periods: 1 })).forecast), ['2023-01-21', '2023-05-21'])
  assert.deepEqual(at((await many(table, { ...usual, periods: 1, frequency: 'D' })).forecast), [
    '2023-01-21',
    '2023-05-15',
  ])
})

test('changepoints outside a history are the reason of that series', async () => {
  const table = long({ a: daily(40, 1), b: { ds: days('2025-01-01', 40), y: daily(40, 2).y } })
  const { verdicts } = await many(table, { ...usual, changepoints: ['2023-01-20'] })
  assert.deepEqual(labels(verdicts, 'code'), [null, 'OPTION'])
})

test('no rows, or no periods, give empty tables', async () => {
  const nothing = await many({ shop: [], ds: [], y: [] }, usual)
  assert.deepEqual([nothing.forecast.numRows, nothing.verdicts.numRows], [0, 0])
  const none = await many(dailyPanel(2, 20), { ...usual, periods: 0 })
  assert.deepEqual([none.forecast.numRows, none.verdicts.numRows], [0, 2])
})

for (const workers of [0, 1]) {
  test(`progress counts series and never falls, ${workers} workers`, async () => {
    const seen: Progress[] = []
    await many(dailyPanel(3, 20), {
      ...usual,
      model: 'ets',
      workers,
      onProgress: (progress) => void seen.push(progress),
    })
    assert.deepEqual(
      seen.map(({ done, total, label }) => [done, total, label]),
      [1, 2, 3].map((done) => [done, 3, 'series']),
    )
  })

  test(`the signal stops the call, ${workers} workers`, async () => {
    const controller = new AbortController()
    const running = many(dailyPanel(26, 300), { ...usual, model: 'arima', workers, signal: controller.signal })
    setTimeout(() => controller.abort(), 20)
    await assert.rejects(running, { code: 'ABORTED' })
  })
}

test('bad input', async () => {
  const table = dailyPanel(1, 20)
  const cases: [unknown, unknown, string, string][] = [
    [table, undefined, 'OPTION', 'option "options" must be an object, got undefined'],
    [table, { periods: 3 }, 'OPTION', 'option "by" must be the name of a column, or an array of names, got undefined'],
    [table, { by: 3, periods: 3 }, 'OPTION', 'option "by" must be the name of a column, or an array of names, got 3'],
    [
      table,
      { ...usual, country: 'ZZ' },
      'OPTION',
      'option "country" must name a country that date-holidays knows, such as "DE" or "US-CA", got "ZZ": did you mean "AZ"?',
    ],
    [table, { by: [], periods: 3 }, 'OPTION', 'option "by" must be at least one column, got an empty array'],
    [
      table,
      { by: 'ds', periods: 3 },
      'OPTION',
      'option "by" must not be a column of the result, got "ds": rename the column',
    ],
    [table, { by: ['shop', 'shop'], periods: 3 }, 'OPTION', 'option "by" must name different columns, got "shop"'],
    [table, { by: 'shopp', periods: 3 }, 'COLUMN', 'history has no column "shopp": did you mean "shop"?'],
    [table, { by: 'shop' }, 'OPTION', 'option "periods" must be an integer in [0, 100000], got undefined'],
    [
      table,
      { ...usual, frequency: 'day' },
      'OPTION',
      'option "frequency" must be a unit of s, min, h, D, B, W, MS, M, MD, QS, YS, with a count in front as wanted (5min), got "day"',
    ],
    [
      table,
      { ...usual, model: 'prophet' },
      'OPTION',
      'option "model" must be "additive", "mean", "naive", "drift", "ets", "theta", "arima" or "seasonalNaive", got "prophet"',
    ],
    [table, { ...usual, growht: 'flat' }, 'OPTION', 'unknown option "growht": did you mean "growth"?'],
    [table, { ...usual, workers: -1 }, 'OPTION', 'option "workers" must be an integer in [0, 64], got -1'],
    [table, { ...usual, value: 'z' }, 'COLUMN', 'history has no column "z": it has "shop", "ds", "y"'],
    [
      { ...table, y: table.shop.map(() => 'x') },
      { ...usual, regressors: [{ name: 'price' }] },
      'COLUMN',
      'history has no column "price": it has "shop", "ds", "y"',
    ],
    [
      { ...table, price: table.y },
      { ...usual, regressors: [{ name: 'price' }] },
      'COLUMN',
      'many cannot know the future of column "price": give the regressor a predictor, or fit and predict the series one by one with a table of the future',
    ],
    [3, usual, 'DATA', 'history must be a table (Arrow, arquero, danfo, columns or rows), got 3'],
  ]
  for (const [history, options, code, message] of cases)
    await assert.rejects(many(history as never, options as ManyOptions), { code, message })
})

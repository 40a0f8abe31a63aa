import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metrics, type MetricsOptions } from '../../../../src/forecast/evaluation/metrics.js'

const day = (number: number): Date => new Date(Date.parse('2024-01-01') + number * 86_400_000)

/** Two folds of two days; errors 1, −2, 3, 0. */
const cv = {
  ds: [day(1), day(2), day(3), day(4)],
  cutoff: [day(0), day(0), day(2), day(2)],
  y: [10, 20, 30, 40],
  yhat: [9, 22, 27, 40],
  yhat_lower: [8, 21, 20, 35],
  yhat_upper: [12, 25, 29, 45],
  scale: [2, 2, 4, 4],
  interval_width: [0.8, 0.8, 0.8, 0.8],
}

function measure(table: Record<string, readonly unknown[]>, options: MetricsOptions): Record<string, unknown>[] {
  return metrics(table, options)
    .toArray()
    .map((row) => row.toJSON() as Record<string, unknown>)
}

test('all metrics by hand, over all rows', () => {
  const [row] = measure(cv, { rollingWindow: 1 })
  assert.deepEqual(Object.keys(row), [
    'horizon',
    'mse',
    'rmse',
    'mae',
    'mape',
    'mdape',
    'smape',
    'coverage',
    'mase',
    'bias',
    'mean_width',
    'interval_score',
  ])
  const expected = {
    horizon: 2,
    mse: 14 / 4,
    rmse: Math.sqrt(14 / 4),
    mae: 6 / 4,
    mape: (0.1 + 0.1 + 0.1 + 0) / 4,
    mdape: 0.1,
    smape: (1 / 9.5 + 2 / 21 + 3 / 28.5) / 4,
    // 20 lies below 21, 30 above 29
    coverage: 0.5,
    mase: (1 / 2 + 2 / 2 + 3 / 4 + 0) / 4,
    bias: (-1 + 2 - 3 + 0) / 4,
    mean_width: (4 + 4 + 9 + 10) / 4,
    // each of the two misses is 1 outside: 2/0.2 · 1
    interval_score: (4 + 14 + 19 + 10) / 4,
  }
  for (const [name, value] of Object.entries(expected))
    assert.ok(Math.abs((row[name] as number) - value) < 1e-14, `${name}: ${String(row[name])} and ${value}`)
})

test('a window of 0 measures each horizon by itself', () => {
  assert.deepEqual(measure(cv, { rollingWindow: 0, metrics: ['mae'] }), [
    { horizon: 1, mae: 2 },
    { horizon: 2, mae: 1 },
  ])
})

test('a window takes a share of the horizon that does not fit whole', () => {
  // three of four rows: horizon 2 has |2| and |0|; of horizon 1 half its rows at their mean 2
  assert.deepEqual(measure(cv, { rollingWindow: 0.75, metrics: ['mae'] }), [{ horizon: 2, mae: 4 / 3 }])
})

test('below 0 there is a row a forecast, sorted by horizon and then by cutoff', () => {
  assert.deepEqual(measure(cv, { rollingWindow: -1, metrics: ['bias', 'rmse'] }), [
    { horizon: 1, bias: -1, rmse: 1 },
    { horizon: 1, bias: -3, rmse: 3 },
    { horizon: 2, bias: 2, rmse: 2 },
    { horizon: 2, bias: 0, rmse: 0 },
  ])
})

test('horizons are days, also in parts', () => {
  const hours = { ds: [new Date(3_600_000 * 6)], cutoff: [new Date(0)], y: [1], yhat: [2] }
  assert.deepEqual(measure(hours, { metrics: ['mae'] }), [{ horizon: 0.25, mae: 1 }])
})

test('mape is left out when a value is near zero, and smape of 0 by 0 is 0', () => {
  const zero = { ...cv, y: [0, 20, 30, 1e-9], yhat: [0, 20, 30, 0] }
  assert.deepEqual(measure(zero, { rollingWindow: 1, metrics: ['mape', 'smape', 'mae'] }), [
    { horizon: 2, smape: 2 / 4, mae: 1e-9 / 4 },
  ])
})

test('a table of Prophet without scale and width has all metrics that it can have', () => {
  const { scale: _, interval_width: __, ...prophet } = cv
  const names = metrics(prophet).schema.fields.map(({ name }) => name)
  assert.deepEqual(names, ['horizon', 'mse', 'rmse', 'mae', 'mape', 'mdape', 'smape', 'coverage', 'bias', 'mean_width'])
})

test('bounds that are all null count as none', () => {
  const names = metrics({ ...cv, yhat_lower: [null, null, null, null] }).schema.fields.map(({ name }) => name)
  assert.ok(!names.includes('coverage') && !names.includes('mean_width') && !names.includes('interval_score'))
})

test('rows without a scale are left out of mase, and only of mase', () => {
  const [row] = measure({ ...cv, scale: [0, 2, 4, 4] }, { rollingWindow: 1, metrics: ['mase', 'mae'] })
  assert.deepEqual(row, { horizon: 2, mase: (1 + 0.75 + 0) / 3, mae: 1.5 })
})

test('the order of the rows changes nothing', () => {
  const order = [2, 0, 3, 1]
  const shuffled = Object.fromEntries(
    Object.entries(cv).map(([name, values]) => [name, order.map((row) => values[row])]),
  )
  for (const rollingWindow of [-1, 0, 0.6, 1])
    assert.deepEqual(measure(shuffled, { rollingWindow }), measure(cv, { rollingWindow }))
})

const names =
  '"mse", "rmse", "mae", "mape", "mdape", "smape", "coverage", "mase", "bias", "mean_width" or "interval_score"'
const refusals: readonly [string, unknown, unknown, string, string][] = [
  ['an unknown metric', cv, { metrics: ['r2'] }, 'OPTION', `option "metrics[0]" must be ${names}, got "r2"`],
  [
    'a metric twice',
    cv,
    { metrics: ['mae', 'mae'] },
    'OPTION',
    'option "metrics" must name each metric once, got "mae" twice',
  ],
  [
    'too wide a window',
    cv,
    { rollingWindow: 2 },
    'OPTION',
    'option "rollingWindow" must be a number of at most 1, got 2',
  ],
  [
    'a metric without its column',
    { ...cv, scale: [null, null, null, null] },
    { metrics: ['mase'] },
    'OPTION',
    'option "metrics": "mase" needs column "scale" with values, and cv has none',
  ],
  [
    'a missing column',
    { ds: cv.ds, y: cv.y, yhat: cv.yhat },
    {},
    'COLUMN',
    'cv has no column "cutoff": it has "ds", "y", "yhat"',
  ],
  [
    'a missing forecast',
    { ...cv, yhat: [1, null, 3, 4] },
    {},
    'DATA',
    'column "yhat", row 1: must be finite, got null',
  ],
  [
    'an infinite value',
    { ...cv, y: [1, 2, Infinity, 4] },
    {},
    'DATA',
    'column "y", row 2: must be finite, got Infinity',
  ],
  [
    'a row at its cutoff',
    { ...cv, cutoff: [day(0), day(2), day(2), day(2)] },
    {},
    'DATA',
    'column "ds", row 1: must lie after the row\'s cutoff, got a time before or at it',
  ],
  [
    'a width of 1',
    { ...cv, interval_width: [0.8, 1, 0.8, 0.8] },
    {},
    'DATA',
    'column "interval_width", row 1: must be in (0, 1), got 1',
  ],
  [
    'no rows',
    { ds: [], cutoff: [], y: [], yhat: [] },
    {},
    'DATA',
    'metrics needs at least one row of a cross-validation, got none',
  ],
]
for (const [name, table, options, code, message] of refusals) {
  test(`${name} is an error`, () => {
    assert.throws(() => metrics(table as never, options as MetricsOptions), { code, message })
  })
}

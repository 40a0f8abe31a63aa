import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableToIPC, type Table } from 'apache-arrow'
import { crossValidate } from '../../../../src/forecast/evaluation/cross-validate.js'
import { cutoffs } from '../../../../src/forecast/evaluation/cutoffs.js'
import type { CandidateOptions } from '../../../../src/forecast/evaluation/read-candidate.js'
import type { FoldOptions } from '../../../../src/forecast/evaluation/run-settings.js'
import { fit } from '../../../../src/forecast/fit.js'
import { seasonalNaive } from '../../../../src/forecast/baselines/seasonal-naive.js'
import { predict } from '../../../../src/forecast/predict.js'
import type { Progress } from '../../../../src/parallel/run-options.js'
import { quickestStop } from './stop-for-tests.js'
import { randomStream } from '../../../../src/numeric/random.js'

const DAY = 86_400_000
const START = Date.parse('2023-01-01')

/** A year and a half of days with trend, week and noise. */
function shop(rows = 540): { ds: Date[]; y: number[] } {
  const random = randomStream(7, 'shop')
  const ds = Array.from({ length: rows }, (_, i) => new Date(START + i * DAY))
  return { ds, y: ds.map((_, i) => 50 + 0.1 * i + 8 * Math.sin((2 * Math.PI * i) / 7) + 2 * random.normal()) }
}

function column(table: Table, name: string): unknown[] {
  return Array.from(table.getChild(name)!)
}

const run: FoldOptions = { horizon: 28, initial: 300, period: 56 }
const history = shop()

test('a fold of the additive model is fit and predict on the rows up to its cutoff', async () => {
  const cv = await crossValidate(history, {}, run)
  const starts = cutoffs(history, run).map(Number)
  assert.equal(starts.length, 4)
  assert.deepEqual(
    cv.schema.fields.map(({ name }) => name),
    ['ds', 'cutoff', 'y', 'yhat', 'yhat_lower', 'yhat_upper', 'scale', 'interval_width'],
  )
  assert.deepEqual(
    column(cv, 'cutoff'),
    starts.flatMap((cutoff) => new Array<number>(28).fill(cutoff)),
  )
  for (const [fold, cutoff] of starts.entries()) {
    const known = (cutoff - START) / DAY + 1
    const past = { ds: history.ds.slice(0, known), y: history.y.slice(0, known) }
    const expected = predict(fit(past), { periods: 28 }, { interval: 'analytic' })
    for (const name of ['ds', 'yhat', 'yhat_lower', 'yhat_upper']) {
      assert.deepEqual(column(cv, name).slice(28 * fold, 28 * fold + 28), column(expected, name), name)
    }
    assert.deepEqual(column(cv, 'y').slice(28 * fold, 28 * fold + 28), history.y.slice(known, known + 28))
  }
})

test('baselines are cross-validated by the same call on the same folds', async () => {
  const cv = await crossValidate(history, { model: 'seasonalNaive', intervalWidth: 0.9 }, run)
  const additive = await crossValidate(history, {}, run)
  assert.deepEqual(column(cv, 'ds'), column(additive, 'ds'))
  assert.deepEqual(column(cv, 'cutoff'), column(additive, 'cutoff'))
  assert.deepEqual(new Set(column(cv, 'interval_width')), new Set([0.9]))
  const known = (cutoffs(history, run)[0].getTime() - START) / DAY + 1
  const model = seasonalNaive({ ds: history.ds.slice(0, known), y: history.y.slice(0, known) }, { intervalWidth: 0.9 })
  const expected = predict(model, { periods: 28 })
  for (const name of ['yhat', 'yhat_lower', 'yhat_upper'])
    assert.deepEqual(column(cv, name).slice(0, 28), column(expected, name))
})

test('mean and naive give what their names say', async () => {
  const ds = history.ds.slice(0, 8)
  const few = { ds, y: [1, 2, 3, 6, 5, 9, 4, 8] }
  const folds = { horizon: 2, initial: 3, period: 2 }
  // cutoffs 01-04 and 01-06
  assert.deepEqual(column(await crossValidate(few, { model: 'mean' }, folds), 'yhat'), [3, 3, 26 / 6, 26 / 6])
  assert.deepEqual(column(await crossValidate(few, { model: 'naive' }, folds), 'yhat'), [6, 6, 9, 9])
})

test('the scale is the mean absolute seasonal difference of the fold, lag 1 without a season', async () => {
  const ds = history.ds.slice(0, 11)
  const y = [1, 2, 4, 7, 11, 16, 22, 3, 5, 9, 10]
  const cv = await crossValidate({ ds, y }, { model: 'naive' }, { horizon: 1, cutoffs: [ds[5], ds[9]] })
  // up to the sixth row: steps 1, 2, 3, 4, 5; up to the tenth: |3 − 1|, |5 − 2|, |9 − 4| seven rows apart
  assert.deepEqual(column(cv, 'scale'), [3, 10 / 3])
})

test('a fold knows nothing of what comes after its cutoff', async () => {
  const options: CandidateOptions = { interval: 'simulation', draws: 50, yearlySeasonality: 'auto' }
  const before = await crossValidate(history, options, run)
  const first = cutoffs(history, run)[0].getTime()
  const window = (first - START) / DAY + 1 + 28
  const changed = { ds: history.ds, y: history.y.map((value, i) => (i < window ? value : value * 1000 - i)) }
  const after = await crossValidate(changed, options, run)
  for (const name of before.schema.fields.map((field) => field.name))
    assert.deepEqual(column(after, name).slice(0, 28), column(before, name).slice(0, 28), name)
  assert.notDeepEqual(column(after, 'yhat').slice(-28), column(before, 'yhat').slice(-28))
})

test('the y of a window does not reach its own forecast', async () => {
  const window = { horizon: 28, cutoffs: [history.ds[400]] }
  const changed = { ds: history.ds, y: history.y.map((value, i) => (i <= 400 ? value : -value)) }
  const [before, after] = [await crossValidate(history, {}, window), await crossValidate(changed, {}, window)]
  for (const name of ['yhat', 'yhat_lower', 'yhat_upper', 'scale'])
    assert.deepEqual(column(after, name), column(before, name))
})

test("the caller's changepoints are kept only where a fold can know them", async () => {
  const changepoints = [history.ds[100], history.ds[450]]
  const window = { horizon: 28, cutoffs: [history.ds[400]] }
  const both = await crossValidate(history, { changepoints }, window)
  const one = await crossValidate(history, { changepoints: changepoints.slice(0, 1) }, window)
  assert.deepEqual(column(both, 'yhat'), column(one, 'yhat'))
})

test('regressors of the window are taken from the table', async () => {
  const price = history.ds.map((_, i) => (i % 3) * 1.5)
  const table = { ...history, y: history.y.map((value, i) => value + 10 * price[i]), price }
  const window = { horizon: 28, cutoffs: [history.ds[400]] }
  const cv = await crossValidate(table, { regressors: [{ name: 'price' }] }, window)
  const errors = column(cv, 'y').map((value, i) => Math.abs((value as number) - (column(cv, 'yhat')[i] as number)))
  assert.ok(errors.reduce((sum, error) => sum + error, 0) / 28 < 4)
})

test('the order of the rows changes nothing', async () => {
  const reversed = { ds: history.ds.toReversed(), y: history.y.toReversed() }
  const tables = [await crossValidate(history, {}, run), await crossValidate(reversed, {}, run)]
  assert.deepEqual(tableToIPC(tables[1]), tableToIPC(tables[0]))
})

test('the same seed gives the same simulated bounds, another seed others, and every fold has its own', async () => {
  const options: CandidateOptions = { interval: 'simulation', draws: 100 }
  const lower = async (seed: number): Promise<unknown[]> =>
    column(await crossValidate(history, options, { ...run, seed }), 'yhat_lower')
  assert.deepEqual(await lower(1), await lower(1))
  assert.notDeepEqual(await lower(1), await lower(2))
})

test('without intervals the bounds are null', async () => {
  const cv = await crossValidate(history, { interval: 'none' }, run)
  assert.equal(cv.getChild('yhat_lower')!.nullCount, cv.numRows)
})

test('forecasts can be held above zero and whole', async () => {
  const low = { ds: history.ds, y: history.y.map((_, i) => (i % 7 === 0 ? 2.2 : 0)) }
  const cv = await crossValidate(low, { nonNegative: true, integer: true }, run)
  assert.ok(column(cv, 'yhat_lower').every((value) => (value as number) >= 0 && Number.isInteger(value)))
})

test('the table is the same, byte for byte, for any number of workers', async () => {
  for (const options of [{ interval: 'simulation', draws: 100 } as const, { model: 'seasonalNaive' } as const]) {
    const tables = []
    for (const workers of [0, 1, 2]) tables.push(tableToIPC(await crossValidate(history, options, { ...run, workers })))
    assert.deepEqual(tables[1], tables[0])
    assert.deepEqual(tables[2], tables[0])
  }
})

for (const workers of [0, 2]) {
  test(`progress rises to the number of folds with ${workers} workers`, async () => {
    const seen: Progress[] = []
    await crossValidate(history, {}, { ...run, workers, onProgress: (progress) => void seen.push(progress) })
    assert.deepEqual(
      seen.map(({ done, total, label }) => [done, total, label]),
      [1, 2, 3, 4].map((done) => [done, 4, 'cross-validation']),
    )
  })

  test(`the signal stops the folds within 100 ms with ${workers} workers`, async () => {
    const long = { horizon: 7, initial: 60, period: '6 hours', workers }
    assert.ok((await quickestStop((signal) => crossValidate(history, {}, { ...long, signal }))) < 100)
  })
}

test('a signal raised before the call stops it at once', async () => {
  await assert.rejects(crossValidate(history, {}, { ...run, signal: AbortSignal.abort() }), { code: 'ABORTED' })
})

test('with workers the event loop stays free', async () => {
  // the median of the ticks, so that a busy machine does not fail the test; folds on this thread would take 5 ms and more each
  const gaps: number[] = []
  let last = performance.now()
  const timer = setInterval(() => {
    gaps.push(performance.now() - last)
    last = performance.now()
  }, 1)
  try {
    await crossValidate(history, {}, { horizon: 7, initial: 60, period: 4, workers: 1 })
  } finally {
    clearInterval(timer)
  }
  gaps.sort((a, b) => a - b)
  assert.ok(
    gaps.length > 20 && gaps[Math.floor(gaps.length * 0.9)] < 50,
    `${gaps.length} ticks, ${gaps.at(-1)} ms at most`,
  )
})

const span = 'a number of days above 0, or text such as "36 days", "6 hours", "12 months" or "2 years"'
const refusals: readonly [string, unknown, unknown, unknown, string, string][] = [
  ['no horizon', history, {}, {}, 'OPTION', `option "horizon" must be ${span}, got undefined`],
  ['options that are none', history, 7, run, 'OPTION', 'option "options" must be an object, got 7'],
  [
    'an unknown model',
    history,
    { model: 'crystal ball' },
    run,
    'OPTION',
    'option "model" must be "additive", "mean", "naive", "drift", "ets", "theta", "arima" or "seasonalNaive", got "crystal ball"',
  ],
  [
    'an unknown option',
    history,
    { changepointCuont: 3 },
    run,
    'OPTION',
    'unknown option "changepointCuont": did you mean "changepointCount"?',
  ],
  ['an option of another model', history, { model: 'naive', growth: 'flat' }, run, 'OPTION', 'unknown option "growth"'],
  [
    'an unknown kind of interval',
    history,
    { interval: 'conformal' },
    run,
    'OPTION',
    'option "interval" must be "analytic", "simulation" or "none", got "conformal"',
  ],
  [
    'an unknown frequency',
    history,
    { model: 'naive', frequency: 'fortnight' },
    run,
    'OPTION',
    'option "frequency" must be a unit of s, min, h, D, B, W, MS, M, MD, QS, YS, with a count in front as wanted (5min), got "fortnight"',
  ],
  [
    'workers that are no number',
    history,
    {},
    { ...run, workers: -1 },
    'OPTION',
    'option "workers" must be an integer in [0, 64], got -1',
  ],
  [
    'a signal that is none',
    history,
    {},
    { ...run, signal: 'stop' },
    'OPTION',
    'option "signal" must be an AbortSignal, got "stop"',
  ],
  [
    'no cutoffs',
    history,
    {},
    { horizon: 5, cutoffs: [] },
    'OPTION',
    'option "cutoffs" must have at least one time, got an empty array',
  ],
  [
    'a cutoff before the history',
    history,
    {},
    { horizon: 5, cutoffs: ['2023-01-01'] },
    'OPTION',
    'option "cutoffs" must lie after the first row (2023-01-01) and a horizon before the last one (2024-06-18) at the latest, got 2023-01-01',
  ],
  [
    'a cutoff too late',
    history,
    {},
    { horizon: 5, cutoffs: ['2024-06-19'] },
    'OPTION',
    'option "cutoffs" must lie after the first row (2023-01-01) and a horizon before the last one (2024-06-18) at the latest, got 2024-06-19',
  ],
  [
    'cutoffs beside a period',
    history,
    {},
    { ...run, cutoffs: ['2024-01-01'] },
    'OPTION',
    'option "period" has no use beside "cutoffs": leave one of them out',
  ],
  [
    'a missing column',
    { ds: history.ds, sales: history.y },
    {},
    run,
    'COLUMN',
    'history has no column "y": it has "ds", "sales"',
  ],
  [
    'an infinite value',
    { ds: history.ds, y: history.y.with(3, Infinity) },
    {},
    run,
    'DATA',
    'column "y", row 3: must be finite, got Infinity',
  ],
  [
    'too few rows',
    { ds: history.ds.slice(0, 1), y: [1] },
    {},
    run,
    'DATA',
    'crossValidate needs at least 2 rows with a value in "y", got 1',
  ],
  [
    'a fold without rows',
    { ds: [history.ds[0], ...history.ds.slice(20, 60)], y: history.y.slice(0, 41) },
    {},
    { horizon: 5, cutoffs: ['2023-01-05'] },
    'DATA',
    'cutoff 2023-01-05: a fold needs at least 2 rows up to its cutoff, got 1: make "initial" longer',
  ],
  [
    'a fold shorter than a season',
    history,
    { model: 'seasonalNaive', season: 400 },
    run,
    'DATA',
    'cutoff 2023-12-10: seasonalNaive needs at least one season (400 rows), got 344: give a longer history or a shorter season',
  ],
]
for (const [name, table, options, settings, code, message] of refusals) {
  test(`${name} is an error`, async () => {
    await assert.rejects(crossValidate(table as never, options as CandidateOptions, settings as FoldOptions), {
      code,
      message,
    })
  })
}

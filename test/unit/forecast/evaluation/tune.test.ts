import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crossValidate } from '../../../../src/forecast/evaluation/cross-validate.js'
import { metrics } from '../../../../src/forecast/evaluation/metrics.js'
import { oneStandardError } from '../../../../src/numeric/one-standard-error.js'
import { combine, tune, type TuneOptions } from '../../../../src/forecast/evaluation/tune.js'
import { fit } from '../../../../src/forecast/fit.js'
import type { ForecastOptions } from '../../../../src/forecast/options.js'
import { daily, numbers } from '../series-for-tests.js'
import { quickestStop } from './stop-for-tests.js'

const history = daily(240)
const run: TuneOptions = { horizon: 14, initial: 120, period: 28 }

test('combinations ascend in the prior scales and keep the order of other options', () => {
  const grid = { seasonalityMode: ['additive', 'multiplicative'], changepointPriorScale: [0.5, 0.01] } as const
  assert.deepEqual(combine(grid), [
    { changepointPriorScale: 0.01, seasonalityMode: 'additive' },
    { changepointPriorScale: 0.01, seasonalityMode: 'multiplicative' },
    { changepointPriorScale: 0.5, seasonalityMode: 'additive' },
    { changepointPriorScale: 0.5, seasonalityMode: 'multiplicative' },
  ])
})

test('the one-standard-error rule takes the first model whose paired difference is within its error', () => {
  // differences from the best, the third: (2, 0, 1) with mean 1 and error 1/√3 = .58; (1, −1, 1) with mean 1/3 and error 2/3
  const losses = [Float64Array.of(12, 20, 31), Float64Array.of(11, 19, 31), Float64Array.of(10, 20, 30)]
  const { chosen, comparisons } = oneStandardError(losses)
  assert.equal(chosen, 1)
  assert.deepEqual(
    comparisons.map(({ difference }) => difference),
    [1, 1 / 3, 0],
  )
  assert.ok(Math.abs(comparisons[0].differenceError - Math.sqrt(1 / 3)) < 1e-15)
  assert.ok(Math.abs(comparisons[1].differenceError - 2 / 3) < 1e-15)
  assert.equal(comparisons[2].differenceError, 0)
  assert.ok(Math.abs(comparisons[2].standardError - 10 / Math.sqrt(3)) < 1e-14)
})

test('with one fold the best is taken, with equal losses the first, with none finite no one', () => {
  assert.equal(oneStandardError([Float64Array.of(3), Float64Array.of(2)]).chosen, 1)
  assert.equal(oneStandardError([Float64Array.of(2, 3), Float64Array.of(2, 3)]).chosen, 0)
  assert.equal(oneStandardError([Float64Array.of(NaN, 3), Float64Array.of(2, Infinity)]).chosen, -1)
  assert.equal(oneStandardError([Float64Array.of(NaN, 3), Float64Array.of(200, 300)]).chosen, 1)
})

test('the default grid has 16 combinations, of which one is selected and goes into the options', async () => {
  const { options, scores } = await tune(history, { weeklySeasonality: true }, run)
  assert.equal(scores.numRows, 16)
  assert.deepEqual(scores.schema.names, [
    'changepointPriorScale',
    'seasonalityPriorScale',
    'score',
    'standard_error',
    'difference',
    'difference_error',
    'selected',
  ])
  const selected = numbers(scores, 'selected').indexOf(1)
  assert.deepEqual(options, {
    weeklySeasonality: true,
    changepointPriorScale: numbers(scores, 'changepointPriorScale')[selected],
    seasonalityPriorScale: numbers(scores, 'seasonalityPriorScale')[selected],
  })
  assert.equal(fit(history, options).settings.changepointPriorScale, options.changepointPriorScale)
  assert.ok(numbers(scores, 'difference')[selected] <= numbers(scores, 'difference_error')[selected])
  assert.equal(Math.min(...numbers(scores, 'difference')), 0)
})

test('a trend that bends sharply does not get the stiffest prior', async () => {
  const bent = { ds: history.ds, y: history.ds.map((_, i) => Math.abs(i - 90) + 0.1 * Math.sin(i * i)) }
  const grid = { changepointPriorScale: [0.5, 0.001] }
  const { options, scores } = await tune(bent, {}, { ...run, grid })
  assert.deepEqual(options, { changepointPriorScale: 0.5 })
  const [stiff, loose] = numbers(scores, 'score')
  assert.ok(stiff > 10 * loose, `${stiff} and ${loose}`)
})

test('shared columns and Gram matrices change no score: each is that of its own cross-validation', async () => {
  const holidays = { holiday: ['sale', 'sale'], ds: ['2023-03-05', '2023-07-05'] }
  const options: ForecastOptions = {
    holidays,
    seasonalities: [
      { name: 'monthly', period: 30.5, fourierOrder: 2 },
      { name: 'fixed', period: 11, fourierOrder: 1, priorScale: 0.3 },
    ],
    regressors: [{ name: 'price' }, { name: 'advert', priorScale: 0.2 }],
  }
  const table = { ...history, price: history.y.map((_, i) => i % 3), advert: history.y.map((_, i) => i % 5) }
  const grid = { changepointPriorScale: [0.01, 0.5], seasonalityPriorScale: [0.02, 10], holidaysPriorScale: [0.05, 10] }
  const { scores } = await tune(table, options, { ...run, grid })
  for (const [row, combination] of combine(grid).entries()) {
    const cv = await crossValidate(table, { ...options, ...combination, interval: 'none' }, run)
    // all folds have 14 rows, so the mean of the folds is the mean of the rows
    const mae = numbers(metrics(cv, { rollingWindow: 1, metrics: ['mae'] }), 'mae')[0]
    assert.ok(Math.abs(numbers(scores, 'score')[row] - mae) < 1e-12, JSON.stringify(combination))
  }
})

test('other options and losses can be asked for', async () => {
  const grid = { growth: ['flat', 'linear'], weeklySeasonality: [false, true] } as const
  const { options, scores } = await tune(history, {}, { ...run, grid, metric: 'interval_score' })
  assert.deepEqual(options, { growth: 'linear', weeklySeasonality: true })
  assert.deepEqual(scores.getChild('growth')!.toArray().length, 4)
  const root = await tune(history, {}, { ...run, grid, metric: 'rmse' })
  const square = await tune(history, {}, { ...run, grid, metric: 'mse' })
  assert.notDeepEqual(numbers(root.scores, 'score'), numbers(square.scores, 'score'))
})

test('workers change nothing', async () => {
  const [here, there] = [await tune(history, {}, run), await tune(history, {}, { ...run, workers: 2 })]
  assert.deepEqual(there.options, here.options)
  assert.deepEqual(numbers(there.scores, 'score'), numbers(here.scores, 'score'))
})

test('the signal stops tuning within 100 ms', async () => {
  assert.ok(
    (await quickestStop((signal) => tune(history, {}, { horizon: 7, initial: 60, period: '6 hours', signal }))) < 100,
  )
})

const keys = 'changepointPriorScale'
const refusals: readonly [string, unknown, unknown, string, string][] = [
  [
    'an empty grid',
    {},
    { ...run, grid: {} },
    'OPTION',
    'option "grid" must have 1 to 10000 combinations, got an empty object',
  ],
  [
    'a list without values',
    {},
    { ...run, grid: { [keys]: [] } },
    'OPTION',
    'option "grid.changepointPriorScale" must be an array of at least one value, got an empty array',
  ],
  [
    'a value that is no list',
    {},
    { ...run, grid: { [keys]: 0.1 } },
    'OPTION',
    'option "grid.changepointPriorScale" must be an array of at least one value, got 0.1',
  ],
  [
    'a value that the model refuses',
    {},
    { ...run, grid: { [keys]: [0.1, -1] } },
    'OPTION',
    'option "changepointPriorScale" must be a number above 0 (1e-100 to 1e100), got -1',
  ],
  [
    'an option that no grid varies',
    {},
    { ...run, grid: { changepointPriorScal: [1] } },
    'OPTION',
    'unknown option "grid.changepointPriorScal": did you mean "changepointPriorScale"?',
  ],
  [
    'too large a grid',
    {},
    { ...run, grid: { changepointCount: Array.from({ length: 10_001 }, (_, i) => i) } },
    'OPTION',
    'option "grid" must have 1 to 10000 combinations, got 10001',
  ],
  [
    'an unknown loss',
    {},
    { ...run, metric: 'coverage' },
    'OPTION',
    'option "metric" must be "mae", "mse", "rmse", "mape", "smape", "mase" or "interval_score", got "coverage"',
  ],
  ['options that are none', 'daily', run, 'OPTION', 'option "options" must be an object, got "daily"'],
  ['another model', { model: 'naive' }, run, 'OPTION', 'unknown option "model"'],
]
for (const [name, options, settings, code, message] of refusals) {
  test(`${name} is an error`, async () => {
    await assert.rejects(tune(history, options as ForecastOptions, settings as TuneOptions), { code, message })
  })
}

test('a loss without a finite value is an error that says what to do', async () => {
  const zeros = { ds: history.ds, y: history.y.map((_, i) => (i % 7 === 0 ? 1 : 0)) }
  await assert.rejects(tune(zeros, {}, { ...run, metric: 'mape' }), {
    code: 'DATA',
    message: 'tune found no combination with a finite "mape": choose another metric',
  })
})

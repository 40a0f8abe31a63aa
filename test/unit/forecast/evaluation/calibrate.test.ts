import assert from 'node:assert/strict'
import { test } from 'node:test'
import { naive } from '../../../../src/forecast/baselines/naive.js'
import { calibrate, type CalibrateOptions } from '../../../../src/forecast/evaluation/calibrate.js'
import { crossValidate } from '../../../../src/forecast/evaluation/cross-validate.js'
import { fit } from '../../../../src/forecast/fit.js'
import { calibrateErrors, halfWidthsAt, isotonic } from '../../../../src/forecast/intervals/conformal.js'
import { fromJSON, toJSON } from '../../../../src/forecast/model-json.js'
import { predict } from '../../../../src/forecast/predict.js'
import { daily, numbers } from '../series-for-tests.js'

const DAY = 86_400_000
const day = (number: number): Date => new Date(Date.parse('2024-01-01') + number * DAY)
const history = daily(200)

/** One horizon a fold; errors 1 … n. */
function foldsOf(errors: readonly number[]): { ds: Date[]; cutoff: Date[]; y: number[]; yhat: number[] } {
  return {
    ds: errors.map((_, i) => day(i + 1)),
    cutoff: errors.map((_, i) => day(i)),
    y: errors.map((error, i) => 100 + (i % 2 === 0 ? error : -error)),
    yhat: errors.map(() => 100),
  }
}

test('with a row a fold the half width is the error of rank ⌈(n + 1)·coverage⌉', () => {
  const cv = foldsOf([5, 1, 4, 2, 3, 9, 8, 7, 6])
  // n = 9: rank 8 for 0.8, rank 9 for 0.9, rank 5 for 0.5
  for (const [coverage, width] of [
    [0.8, 8],
    [0.9, 9],
    [0.5, 5],
  ]) {
    const { conformal } = calibrate(naive(history), cv, { coverage })
    assert.deepEqual([...conformal!.halfWidth], [width])
    assert.deepEqual([...conformal!.reach], [DAY])
    assert.equal(conformal!.coverage, coverage)
  }
})

test('the coverage that was achieved comes from folds that were left out', () => {
  // each of five errors against the largest of the other four (rank ⌈5 · 0.8⌉ = 4): only 5 is outside
  assert.equal(calibrate(naive(history), foldsOf([5, 1, 4, 2, 3])).conformal!.achieved, 4 / 5)
  // with four folds three are left, too few for 0.8
  assert.equal(calibrate(naive(history), foldsOf([1, 2, 3, 4])).conformal!.achieved, null)
})

test('horizons are joined until a bucket has twenty rows, and a short rest joins the last one', () => {
  const horizon = Float64Array.from({ length: 50 }, (_, i) => 1 + Math.floor(i / 5))
  const error = horizon.map((h, i) => h * 10 + (i % 5))
  const cutoff = horizon.map((_, i) => i % 5)
  const { reach, halfWidth } = calibrateErrors({ horizon, error, cutoff }, 0.8)
  // horizons 1–4 and 5–10: a third bucket of 9–10 would have ten rows
  assert.deepEqual([...reach], [4.5, 10])
  // five folds: 0.8 · 6 = 4.8 of them; with four rows each 19.2 rows, so the largest of 20; with six 28.8 rows, the second largest of 30
  assert.deepEqual([...halfWidth], [44, 103])
  assert.deepEqual(
    [...halfWidthsAt({ reach, halfWidth }, Float64Array.of(-3, 4.5, 5, 10, 99))],
    [44, 44, 103, 103, 103],
  )
})

test('every fold counts the same, however many rows it has', () => {
  // fold 0 has 20 small errors, folds 1 to 4 one large each: 0.5 · 6 = 3 folds need the second large one
  const error = Float64Array.from({ length: 24 }, (_, i) => (i < 20 ? 1 + i / 100 : 10 * (i - 19)))
  const cutoff = error.map((_, i) => Math.max(0, i - 19))
  const horizon = error.map(() => 1)
  assert.deepEqual([...calibrateErrors({ horizon, error, cutoff }, 0.5).halfWidth], [20])
})

test('with too few folds for the coverage the largest error is taken', () => {
  const error = Float64Array.of(1, 2, 3, 4, 5, 6)
  const past = { horizon: error.map(() => 1), error, cutoff: error.map((_, i) => i % 3) }
  assert.deepEqual([...calibrateErrors(past, 0.8).halfWidth], [6])
})

test('isotonic regression averages what falls, by weight', () => {
  assert.deepEqual([...isotonic(Float64Array.of(1, 4, 1, 5), Float64Array.of(1, 1, 2, 1))], [1, 2, 2, 5])
  assert.deepEqual([...isotonic(Float64Array.of(3, 2, 1), Float64Array.of(1, 1, 1))], [2, 2, 2])
  assert.deepEqual([...isotonic(Float64Array.of(1, 2, 3), Float64Array.of(1, 1, 1))], [1, 2, 3])
})

test('a calibrated baseline predicts ± its past errors', () => {
  const model = calibrate(naive(history), foldsOf([5, 1, 4, 2, 3, 9, 8, 7, 6]))
  const table = predict(model, { periods: 3 }, { interval: 'conformal' })
  const last = history.y[199]
  assert.deepEqual(numbers(table, 'yhat_lower'), [last - 8, last - 8, last - 8])
  assert.deepEqual(numbers(table, 'yhat_upper'), [last + 8, last + 8, last + 8])
})

test('a calibrated additive model keeps yhat, trend and the bounds of the trend', async () => {
  const cv = await crossValidate(history, {}, { horizon: 14, initial: 60, period: 7 })
  const model = calibrate(fit(history), cv)
  const conformal = predict(model, { periods: 14 }, { interval: 'conformal' })
  const analytic = predict(model, { periods: 14 }, { interval: 'analytic' })
  assert.deepEqual(conformal.schema.names, analytic.schema.names)
  for (const name of ['yhat', 'trend', 'trend_lower', 'trend_upper', 'weekly'])
    assert.deepEqual(numbers(conformal, name), numbers(analytic, name))
  const width = numbers(conformal, 'yhat_upper').map((upper, i) => upper - numbers(conformal, 'yhat_lower')[i])
  assert.ok(width.every((value, i) => i === 0 || value >= width[i - 1] - 1e-9))
  // the noise has deviation 1: an 80 % interval is about ± 1.28
  assert.ok(width[0] > 2 && width[0] < 4, `${width[0]}`)
  const { achieved } = model.conformal!
  assert.ok(achieved! > 0.65 && achieved! < 0.95, `${achieved}`)
})

test('the limits on values hold for conformal bounds too', () => {
  const model = calibrate(naive(history), foldsOf([500, 500, 500, 500, 500]))
  const table = predict(model, { periods: 1 }, { interval: 'conformal', nonNegative: true })
  assert.deepEqual(numbers(table, 'yhat_lower'), [0])
})

test('calibrating leaves the given model as it is', () => {
  const model = fit(history)
  const calibrated = calibrate(model, foldsOf([1, 2, 3, 4]))
  assert.equal(model.conformal, undefined)
  assert.ok(Object.isFrozen(calibrated) && Object.isFrozen(calibrated.conformal))
})

test('a calibrated model survives JSON, and an uncalibrated one gains no key', () => {
  for (const model of [fit(history), naive(history)]) {
    const calibrated = calibrate(model, foldsOf([5, 1, 4, 2, 3]))
    assert.deepEqual(fromJSON(toJSON(calibrated)), calibrated)
    assert.deepEqual(fromJSON(toJSON(model)), model)
  }
})

const damages: readonly [string, (conformal: Record<string, unknown>) => void, string][] = [
  [
    'a coverage of 1',
    (conformal) => (conformal['coverage'] = 1),
    'document "model.conformal.coverage" must be a number in (0, 1), got 1',
  ],
  [
    'no buckets',
    (conformal) => (conformal['reach'] = conformal['halfWidth'] = []),
    'document "model.conformal.reach" must be at least one time, got an empty array',
  ],
  [
    'a width too many',
    (conformal) => (conformal['halfWidth'] = [1, 2]),
    'document "model.conformal.halfWidth" must be 1 ascending numbers of at least 0, got an array of 2',
  ],
  [
    'a negative width',
    (conformal) => (conformal['halfWidth'] = [-1]),
    'document "model.conformal.halfWidth" must be 1 ascending numbers of at least 0, got an array of 1',
  ],
]
for (const [name, damage, message] of damages) {
  test(`a document with ${name} is refused`, () => {
    const document = JSON.parse(toJSON(calibrate(naive(history), foldsOf([5, 1, 4, 2, 3])))) as {
      model: { conformal: Record<string, unknown> }
    }
    damage(document.model.conformal)
    assert.throws(() => fromJSON(JSON.stringify(document)), { code: 'FORMAT', message })
  })
}

const refusals: readonly [string, () => unknown, string, string][] = [
  [
    'conformal bounds without calibration',
    () => predict(naive(history), { periods: 1 }, { interval: 'conformal' }),
    'OPTION',
    'option "interval": "conformal" needs a calibrated model: calibrate(model, cv) makes one',
  ],
  [
    'another width than the calibrated one',
    () =>
      predict(
        calibrate(naive(history), foldsOf([1, 2, 3, 4])),
        { periods: 1 },
        { interval: 'conformal', intervalWidth: 0.9 },
      ),
    'OPTION',
    'option "intervalWidth" must be 0.8, the coverage that the model was calibrated for, got 0.9: calibrate it for that one',
  ],
  [
    'too few forecasts',
    () => calibrate(naive(history), foldsOf([1, 2, 3])),
    'DATA',
    'coverage 0.8 needs at least 4 past forecasts, got 3: use more cutoffs or a longer horizon',
  ],
  [
    'too few forecasts for a high coverage',
    () => calibrate(naive(history), foldsOf([1, 2, 3, 4]), { coverage: 0.9 }),
    'DATA',
    'coverage 0.9 needs at least 9 past forecasts, got 4: use more cutoffs or a longer horizon',
  ],
  [
    'a coverage of 1',
    () => calibrate(naive(history), foldsOf([1]), { coverage: 1 }),
    'OPTION',
    'option "coverage" must be a number in (0, 1), got 1',
  ],
  [
    'a slip',
    () => calibrate(naive(history), foldsOf([1]), { covrage: 0.8 } as CalibrateOptions),
    'OPTION',
    'unknown option "covrage": did you mean "coverage"?',
  ],
  [
    'no model',
    () => calibrate({} as never, foldsOf([1])),
    'OPTION',
    'calibrate needs a model (from fit, a baseline or fromJSON), got an empty object',
  ],
  [
    'a table that is no cross-validation',
    () => calibrate(naive(history), history),
    'COLUMN',
    'cv has no column "cutoff": it has "ds", "y"',
  ],
]
for (const [name, call, code, message] of refusals) {
  test(`${name} is an error`, () => assert.throws(call, { code, message }))
}

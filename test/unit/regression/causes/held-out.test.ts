import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultsBySize } from '../../../../src/regression/causes/defaults-by-size.js'
import { fitModels, type GroupModels } from '../../../../src/regression/causes/fold-models.js'
import { groupData, targetDeviation, type GroupData } from '../../../../src/regression/causes/group-data.js'
import { heldOutImportance } from '../../../../src/regression/causes/held-out-importance.js'
import { heldOutScores, holdOutRows, studentTQuantile } from '../../../../src/regression/causes/held-out-scores.js'
import { smallMatrix } from '../../../../src/regression/causes/small-matrix.js'
import { randomStream } from '../../../../src/numeric/random.js'

const random = randomStream(9, 'held out')
const ROWS = 80
const x = Float32Array.from({ length: ROWS }, () => random.below(10))
const z = Float32Array.from({ length: ROWS }, () => random.normal())
const target = Float64Array.from(x, (value) => (value > 4 ? 3 : 1) + 0.3 * random.normal())
const units = Int32Array.from({ length: ROWS }, (_, row) => row % 8)

function group(given: { units?: Int32Array; times?: Int32Array; exposure?: Float64Array } = {}): GroupData {
  return groupData('', Int32Array.from(x.keys()), {
    columns: [
      { name: 'x', kind: 'numeric', values: x, labels: [] },
      { name: 'z', kind: 'numeric', values: z, labels: [] },
    ],
    target,
    exposure: given.exposure ?? null,
    units: given.units ?? null,
    times: given.times ?? null,
  })
}

function models(data: GroupData): GroupModels {
  return fitModels(data, defaultsBySize(data, false, {}, 0), null, true, 0)
}

const data = group()
const fitted = models(data)

test('rows lie machine by machine and in time order, and keep their table rows', () => {
  const times = Int32Array.from({ length: ROWS }, (_, row) => ROWS - row)
  const ordered = group({ units, times })
  ordered.source.forEach((row, i) => assert.equal(ordered.target[i], target[row]))
  assert.deepEqual(
    [...(ordered.units?.of ?? [])],
    Array.from({ length: ROWS }, (_, i) => Math.floor(i / 10)),
  )
  for (let i = 1; i < ROWS; i++)
    if (i % 10 !== 0) assert.ok((ordered.times?.[i] as number) > (ordered.times?.[i - 1] as number))
})

test('without a time, the order within a machine follows neither the target nor a feature', () => {
  const own = group({ units: new Int32Array(ROWS) })
  for (const values of [own.target, own.columns[0].values, own.columns[1].values]) {
    let rising = 0
    for (let i = 1; i < ROWS; i++) rising += Number(values[i] > values[i - 1])
    assert.ok(rising > 20 && rising < 60, `${rising} of 79 steps rise`)
  }
})

test('exposures are weights of mean 1; the deviation counts them', () => {
  const weighted = group({ exposure: Float64Array.from({ length: ROWS }, (_, row) => (row < 40 ? 100 : 300)) })
  const sum = weighted.weight.reduce((all, weight) => all + weight, 0)
  assert.ok(Math.abs(sum - ROWS) < 1e-9)
  assert.deepEqual([...new Set(weighted.weight)].toSorted(), [0.5, 1.5])
  const two = { ...data, target: Float64Array.of(0, 4), weight: Float64Array.of(1.5, 0.5) }
  // mean 1, variance (1.5 · 1 + .5 · 9)/2 = 3
  assert.ok(Math.abs(targetDeviation(two) - Math.sqrt(3)) < 1e-12)
})

test('settings grow with the rows, and what is given stands above them', () => {
  const { settings, rounds } = defaultsBySize(data, true, {}, 7)
  const { objective, hessianScaled, maxDepth, minRows, learningRate, seed } = settings
  assert.deepEqual(
    { objective, hessianScaled, maxDepth, minRows, learningRate, seed },
    { objective: 'logistic', hessianScaled: true, maxDepth: 2, minRows: 5, learningRate: 0.05, seed: 7 },
  )
  assert.equal(settings.rounds, rounds.at(-1))
  const given = defaultsBySize(data, true, { objective: 'squarederror', rounds: 33, maxDepth: 5 }, 0)
  assert.deepEqual(
    [given.settings.objective, given.settings.hessianScaled, given.settings.maxDepth, given.rounds],
    ['squarederror', false, 5, [33]],
  )
})

test('λ is σ²/τ² of the labels: by hand', () => {
  // two labels of 2 rows: means 1 and 5, within (1 + 1 + 1 + 1)/2 = 2, between 2·4 + 2·4 = 16; τ² = (16 − 2)/(4 − 8/4) = 7, below 1 is 1
  const of = (values: number[]) => ({
    columns: [{ name: 'label', kind: 'category' as const, values: Float32Array.of(0, 0, 1, 1), labels: ['a', 'b'] }],
    target: Float64Array.from(values),
    weight: new Float64Array(4).fill(1),
  })
  assert.equal(defaultsBySize(of([0, 2, 4, 6]), false, {}, 0).settings.lambda, 1)
  // within (9 + 9 + 9 + 9)/2 = 18, between 4·2² = 16 < 18: no effect, the most
  assert.equal(defaultsBySize(of([0, 6, 4, 10]), false, {}, 0).settings.lambda, 10)
  // means 3 and 8, within 18, between 4·2.5² = 25; τ² = 7/2, λ = 18/3.5
  assert.ok(Math.abs(defaultsBySize(of([0, 6, 5, 11]), false, {}, 0).settings.lambda - 18 / 3.5) < 1e-12)
})

test('no row is judged by a model that saw it, and every row is judged once a repeat', () => {
  const seen = new Int32Array(ROWS)
  for (const { train, test: held } of fitted.folds) {
    const own = new Set(train)
    for (const row of held) {
      assert.ok(!own.has(row))
      seen[row]++
    }
  }
  assert.deepEqual([...new Set(seen)], [5])
})

test('with units no machine is on both sides, with times no model learns from the future', () => {
  const byUnit = group({ units })
  for (const { train, test: held } of models(byUnit).folds) {
    const machines = new Set(Array.from(train, (row) => byUnit.units?.of[row]))
    for (const row of held) assert.ok(!machines.has(byUnit.units?.of[row]))
  }
  const inTime = group({ times: Int32Array.from(x.keys()) })
  const { folds } = models(inTime)
  assert.ok(folds.length > 0)
  for (const { train, test: held } of folds)
    assert.ok(
      Math.max(...train.map((row) => inTime.times?.[row] as number)) <
        Math.min(...held.map((row) => inTime.times?.[row] as number)),
    )
})

test('skill is the squared error saved over the training mean; its interval holds it', () => {
  const scores = heldOutScores(data, fitted, smallMatrix(data.columns, ROWS))
  assert.ok(Math.abs(scores.skill - (1 - scores.mse / scores.baselineRmse ** 2)) < 1e-12)
  assert.ok(scores.skill > 0.8 && scores.skillLower < scores.skill && scores.skill < scores.skillUpper)
  // a step is no line
  assert.ok(scores.rmse < scores.linearRmse && scores.linearRmse < scores.baselineRmse)
})

test('held-out intervals hold their share of the rows, and are infinite where n is too small', () => {
  const { prediction, lower, upper } = holdOutRows(data, fitted, false, 0.8)
  let inside = 0
  data.target.forEach((y, row) => (inside += Number(lower[row] <= y && y <= upper[row])))
  assert.ok(inside >= 64 && inside <= 66, `${inside} of 80`)
  assert.ok(prediction.every((value, row) => Math.abs(value - lower[row] - (upper[row] - value)) < 1e-12))
  assert.equal(holdOutRows(data, fitted, false, 0.999).upper[0], Infinity)
  assert.equal(holdOutRows(data, fitted, true, 0.999).upper[0], 1)
})

test('the step is worth its height, noise nothing', () => {
  const { importance, lower, upper, share, stability } = heldOutImportance(data, fitted, 0)
  assert.ok(importance[0] > 0.7 && Math.abs(importance[1]) < 0.05)
  assert.ok(share[0] > 0.95 && Math.abs(share[0] + share[1] - 1) < 1e-12)
  assert.equal(stability[0], 1)
  assert.ok(lower[0] > 0 && lower[0] < importance[0] && importance[0] < upper[0])
  assert.ok(lower[1] < 0 && upper[1] > importance[1])
})

test('t quantiles: the 97.5 % of one degree of freedom is 12.706, of 24 it is 2.0639', () => {
  assert.ok(Math.abs(studentTQuantile(0.975, 1) - 12.7062) < 1e-4)
  assert.ok(Math.abs(studentTQuantile(0.975, 24) - 2.0639) < 1e-4)
})

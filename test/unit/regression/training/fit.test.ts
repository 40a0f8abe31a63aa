import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Float64, Table, tableFromArrays, Utf8, vectorFromArray } from 'apache-arrow'
import { randomStream } from '../../../../src/numeric/random.js'
import type { Progress } from '../../../../src/parallel/run-options.js'
import { fit, fitAsync } from '../../../../src/regression/training/fit.js'
import type { FitOptions } from '../../../../src/regression/training/fit-options.js'
import { predict } from '../../../../src/regression/model/predict.js'
import { fromXGBoost } from '../../../../src/regression/documents/xgboost-json/from-xgboost.js'
import { toXGBoost } from '../../../../src/regression/documents/xgboost-json/to-xgboost.js'

const stream = randomStream(11)
const rows = 200
const machines = {
  temperature: Array.from({ length: rows }, () =>
    stream.uniform() < 0.05 ? null : Math.round(stream.normal() * 80) / 10 + 17,
  ),
  location: Array.from({ length: rows }, () => ['Lyon', 'Nice', 'Paris'][stream.below(3)]),
  open: Array.from({ length: rows }, () => stream.uniform() < 0.5),
  y: [] as number[],
}
machines.y = machines.temperature.map(
  (t, row) => (t ?? 17) / 10 + (machines.location[row] === 'Lyon' ? 2 : 0) + stream.normal() * 0.1,
)

describe('fit', () => {
  it('reads numbers, booleans and labels, and predicts the table it learned', () => {
    const model = fit(machines, { target: 'y', rounds: 60 })
    assert.deepEqual(
      model.features.map(({ name, kind }) => `${name} ${kind}`),
      ['temperature numeric', 'location category', 'open numeric'],
    )
    assert.deepEqual(model.features[1].labels, ['Lyon', 'Nice', 'Paris'])
    const found = predict(model, machines)
    const worst = Math.max(...machines.y.map((y, row) => Math.abs(y - found[row])))
    assert.ok(worst < 0.5, `worst error ${worst}`)
    assert.ok(Object.isFrozen(model))
  })

  it('does not depend on the kind of the table, nor on the order of labels in a dictionary', () => {
    const model = fit(machines, { target: 'y', rounds: 5 })
    const arrow = tableFromArrays({
      temperature: Float64Array.from(machines.temperature, (t) => t ?? NaN),
      location: machines.location,
      open: machines.open,
      y: Float64Array.from(machines.y),
    })
    assert.deepEqual(fit(arrow, { target: 'y', rounds: 5 }), model)
    const keys = machines.y.map((_, row) => ({
      temperature: machines.temperature[row],
      location: machines.location[row],
      open: machines.open[row],
      y: machines.y[row],
    }))
    assert.deepEqual(fit(keys, { target: 'y', rounds: 5 }), model)
  })

  it('counts a row of weight 2 as two rows', () => {
    const x = [1, 2, 3, 4, 5, 6]
    const y = [1, 5, 2, 8, 1, 0]
    const weight = [2, 1, 1, 2, 1, 1]
    const double = { x: [1, 1, 2, 3, 4, 4, 5, 6], y: [1, 1, 5, 2, 8, 8, 1, 0] }
    const weighted = fit({ x, y, weight }, { target: 'y', weight: 'weight', rounds: 5 })
    assert.deepEqual(
      weighted.features.map(({ name }) => name),
      ['x'],
    )
    const repeated = fit(double, { target: 'y', rounds: 5 })
    assert.deepEqual(predict(weighted, { x }), predict(repeated, { x }))
  })

  it('watches a validation table, whatever the order of its labels', () => {
    const validation = Object.fromEntries(
      Object.entries(machines).map(([name, values]) => [name, values.slice(100).toReversed()]),
    ) as typeof machines
    const training = Object.fromEntries(
      Object.entries(machines).map(([name, values]) => [name, values.slice(0, 100)]),
    ) as typeof machines
    const model = fit(training, { target: 'y', rounds: 400, validation, earlyStopping: { rounds: 10 } })
    assert.ok(model.bestRounds < 390)
    assert.equal(model.trees.rounds.length - 1, model.bestRounds + 10)
  })

  it('keeps features without information and says so', () => {
    const table = { x: [1, 2, 3, 4], same: [7, 7, 7, 7], empty: [null, null, null, null], y: [1, 2, 3, 4] }
    assert.deepEqual(fit(table, { target: 'y', rounds: 1 }).notes, [
      'feature "same" has the same value in every row: no tree can use it',
      'feature "empty" has no value in any row: no tree can use it',
    ])
    assert.deepEqual(fit({ x: [1, 2], y: [3, 3] }, { target: 'y' }).notes, [
      'the target is 3 in every row: the model is one leaf',
    ])
    assert.deepEqual(fit({ x: [1], y: [3] }, { target: 'y' }).notes, [
      'feature "x" has the same value in every row: no tree can use it',
      'there is only one row: the model is one leaf',
    ])
  })

  const xy = { x: [1, 2, 3], y: [1, 2, 3], w: [1, 1, 1] }
  const refused: readonly [what: string, table: object, options: object, code: string, message: string][] = [
    ['no target', xy, {}, 'OPTION', 'option "target" must be the name of a column, got undefined'],
    [
      'an unknown option',
      xy,
      { target: 'y', maxdepth: 3 },
      'OPTION',
      'unknown option "maxdepth": did you mean "maxDepth"?',
    ],
    ['a missing target', xy, { target: 'z' }, 'COLUMN', 'table has no column "z": it has "x", "y", "w"'],
    [
      'a missing feature',
      xy,
      { target: 'y', features: ['xx'] },
      'COLUMN',
      'table has no column "xx": did you mean "x"?',
    ],
    [
      'the target as a feature',
      xy,
      { target: 'y', features: ['y'] },
      'OPTION',
      'option "features" must name different columns without another part, got "y"',
    ],
    ['no rows', { x: [], y: [] }, { target: 'y' }, 'DATA', 'table must have at least one row, got none'],
    [
      'a null label',
      { x: [1, 2], y: [1, null] },
      { target: 'y' },
      'DATA',
      'column "y", row 1: must be finite, got null',
    ],
    [
      'an infinite label',
      { x: [1, 2], y: [Infinity, 1] },
      { target: 'y' },
      'DATA',
      'column "y", row 0: must be finite, got Infinity',
    ],
    [
      'a label beyond single precision',
      { x: [1, 2], y: [1e300, 1] },
      { target: 'y' },
      'DATA',
      'column "y", row 0: must be finite, got 1e+300',
    ],
    [
      'a logistic label above 1',
      xy,
      { target: 'y', objective: 'logistic' },
      'DATA',
      'column "y", row 1: must be in [0, 1] for objective "logistic", got 2',
    ],
    [
      'a gamma label of 0',
      { x: [1, 2], y: [1, 0] },
      { target: 'y', objective: 'gamma' },
      'DATA',
      'column "y", row 1: must be above 0 for objective "gamma", got 0',
    ],
    [
      'a negative count',
      { x: [1, 2], y: [1, -1] },
      { target: 'y', objective: 'poisson' },
      'DATA',
      'column "y", row 1: must be at least 0 for objective "poisson", got -1',
    ],
    [
      'a negative tweedie label',
      { x: [1, 2], y: [-1, 1] },
      { target: 'y', objective: 'tweedie' },
      'DATA',
      'column "y", row 0: must be at least 0 for objective "tweedie", got -1',
    ],
    [
      'a negative weight',
      { ...xy, w: [1, -1, 1] },
      { target: 'y', weight: 'w' },
      'DATA',
      'column "w", row 1: must be a finite weight of at least 0, got -1',
    ],
    [
      'weights of 0',
      { ...xy, w: [0, 0, 0] },
      { target: 'y', weight: 'w' },
      'DATA',
      'column "w": must have a weight above 0, got only zeros',
    ],
    [
      'weights of 0 in single precision',
      { ...xy, w: [1e-300, 0, 1e-300] },
      { target: 'y', weight: 'w' },
      'DATA',
      'column "w": must have a weight above 0, got only weights that are 0 in single precision',
    ],
    [
      'sums beyond single precision',
      { x: [1, 2, 3], y: [3e38, 3e38, -3e38] },
      { target: 'y' },
      'DATA',
      'trees need sums below 3.4e38, got an overflow: labels are too large',
    ],
    [
      'an exposure where its logarithm belongs',
      { ...xy, w: [100, 120, 90] },
      { target: 'y', objective: 'poisson', baseMargin: 'w' },
      'DATA',
      'trees need sums below 3.4e38, got an overflow: labels or base margins are too large (base margins of objective "poisson" are logarithms)',
    ],
    [
      'a null base margin',
      { ...xy, w: [1, null, 1] },
      { target: 'y', baseMargin: 'w' },
      'DATA',
      'column "w", row 1: must be finite, got null',
    ],
    [
      'an infinite feature',
      { ...xy, x: [1, 1e40, 3] },
      { target: 'y', features: ['x'] },
      'DATA',
      'column "x", row 1: must be finite in single precision, got 1e+40',
    ],
    [
      'times as a feature',
      { ...xy, x: [new Date(0), new Date(1), new Date(2)] },
      { target: 'y' },
      'COLUMN',
      'column "x", row 0: must be a number, got 1970-01-01T00:00:00.000Z: text and times are never read as numbers',
    ],
    [
      'a monotone category',
      { ...xy, x: ['a', 'b', 'a'] },
      { target: 'y', monotone: { x: 1 } },
      'OPTION',
      'option "monotone.x" must name a numeric feature, got a category: its labels have no order',
    ],
    [
      'early stopping on nothing',
      xy,
      { target: 'y', earlyStopping: { rounds: 3 } },
      'OPTION',
      'option "earlyStopping" needs option "validation": rows to watch, got none',
    ],
    [
      'labels that the watched metric says nothing about',
      xy,
      { target: 'y', validation: xy, earlyStopping: { rounds: 3, metric: 'auc' } },
      'DATA',
      'column "y" of validation, row 1: must be in [0, 1] for metric "auc", got 2',
    ],
    [
      'an AUC of one class',
      { x: [1, 2, 3], y: [0, 1, 1] },
      {
        target: 'y',
        objective: 'logistic',
        validation: { x: [1, 2], y: [1, 1] },
        earlyStopping: { rounds: 3, metric: 'auc' },
      },
      'DATA',
      'early stopping needs a metric that the validation rows have, got NaN for "auc" after round 1',
    ],
    [
      'an empty validation table',
      xy,
      { target: 'y', validation: { x: [], y: [], w: [] } },
      'DATA',
      'validation must have at least one row, got none',
    ],
    [
      'a validation label of another kind',
      { x: ['a', 'b'], y: [1, 2] },
      { target: 'y', validation: { x: ['c'], y: [1] } },
      'DATA',
      'column "x" of validation, row 0: must be one of the 2 labels that the model was trained on, got "c"',
    ],
    [
      'maxBin out of range',
      xy,
      { target: 'y', maxBin: 1 },
      'OPTION',
      'option "maxBin" must be an integer in [2, 65535], got 1',
    ],
  ]
  for (const [what, table, options, code, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => fit(table as typeof xy, options as FitOptions), { code, message })
    })
  }
})

describe('fit of odd tables', () => {
  it('learns a constant target from a base score or from margins that differ from it', () => {
    const table = { x: [1, 2, 3, 4], y: [5, 5, 5, 5], b: [0, 0, 9, 9] }
    const off = fit(table, { target: 'y', features: ['x'], baseScore: 0, lambda: 0, rounds: 100 })
    assert.deepEqual(off.notes, [
      'no split was possible in any tree (minChildWeight 1, minRows 0, maxDepth 6), so the model predicts a constant',
    ])
    for (const yhat of predict(off, table)) assert.ok(Math.abs(yhat - 5) < 1e-2, `${yhat}`)
    const apart = fit(table, { target: 'y', features: ['x'], baseMargin: 'b', lambda: 0, rounds: 100 })
    assert.deepEqual(apart.notes, [])
    for (const yhat of predict(apart, table, { baseMargin: 'b' })) assert.ok(Math.abs(yhat - 5) < 1e-2, `${yhat}`)
  })

  it('reads a text column without any text again when it predicts', () => {
    const table = new Table({
      x: vectorFromArray([1, 2, 3, 4], new Float64()),
      town: vectorFromArray([null, null, null, null], new Utf8()),
      y: vectorFromArray([1, 1, 2, 2], new Float64()),
    })
    const model = fit(table, { target: 'y', rounds: 3 })
    assert.deepEqual(model.notes, ['feature "town" has no value in any row: no tree can use it'])
    assert.deepEqual(predict(fromXGBoost(toXGBoost(model)), table), predict(model, table))
    assert.throws(() => predict(model, { x: [1], town: ['Nice'] }), {
      code: 'DATA',
      message: 'column "town", row 0: must be one of the 0 labels that the model was trained on, got "Nice"',
    })
  })
})

describe('fitAsync', () => {
  const options: FitOptions = { target: 'y', rounds: 12, subsample: 0.8, seed: 5 }

  it('gives the bits of fit on this thread and on a worker', async () => {
    const model = fit(machines, options)
    for (const workers of [0, 1, 2]) assert.deepEqual(await fitAsync(machines, { ...options, workers }), model)
  })

  it('tells its progress, all of it also when it stops early', async () => {
    const seen: Progress[] = []
    await fitAsync(machines, { ...options, onProgress: (progress) => seen.push(progress) })
    assert.deepEqual(
      seen.map(({ done }) => done),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    )
    const last: Progress[] = []
    const constant = { x: [1, 2], y: [1, 1] }
    await fitAsync(constant, { target: 'y', rounds: 50, onProgress: (progress) => last.push(progress) })
    assert.deepEqual(
      last.map(({ done, total, label }) => [done, total, label]),
      [[50, 50, 'fit']],
    )
  })

  it('stops at the round whose progress raises the signal', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    const onProgress = ({ done }: Progress): void => {
      seen.push(done)
      if (done === 3) controller.abort()
    }
    const running = fitAsync(machines, { ...options, signal: controller.signal, onProgress })
    await assert.rejects(running, { code: 'ABORTED', message: "stopped by the caller's signal" })
    assert.deepEqual(seen, [1, 2, 3])
  })

  it('stops when told, on this thread and on a worker', async () => {
    for (const workers of [0, 1]) {
      const controller = new AbortController()
      const running = fitAsync(machines, { ...options, rounds: 100_000, workers, signal: controller.signal })
      setTimeout(() => controller.abort(), 30)
      await assert.rejects(running, { code: 'ABORTED', message: "stopped by the caller's signal" })
    }
  })
})

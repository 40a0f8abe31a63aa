import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableLike } from '../../../../src/arrow/table-like.js'
import { fit } from '../../../../src/regression/training/fit.js'
import { score } from '../../../../src/regression/evaluation/metrics.js'
import {
  permutationImportance,
  type PermutationImportanceOptions,
} from '../../../../src/regression/evaluation/permutation-importance.js'
import { predict } from '../../../../src/regression/model/predict.js'
import type { TreeModel } from '../../../../src/regression/model/tree-model.js'
import { noisyTable } from '../../../support/noisy-table.js'

const table = noisyTable(200, 1)
const model = fit(table, { target: 'y', rounds: 30, maxDepth: 3, learningRate: 0.2 })
const heldOut = noisyTable(300, 2)

const rowsOf = (options: Partial<PermutationImportanceOptions> = {}): [string, number, number | null][] =>
  permutationImportance(model, heldOut, { target: 'y', ...options })
    .toArray()
    .map(({ feature, importance, sd }) => [feature, importance, sd])

test('what matters loses by being shuffled, what does not stays near 0', () => {
  const [x, z, town] = rowsOf()
  assert.deepEqual([x[0], z[0], town[0]], ['x', 'z', 'town'])
  assert.ok(x[1] > 0.4 && town[1] > 0.15 && town[1] < x[1], `${x[1]} ${town[1]}`)
  assert.ok(Math.abs(z[1]) < 0.02, `${z[1]}`)
  assert.ok((x[2] as number) > 0 && (x[2] as number) < 0.1)
})

test('the whole spread is lost on average: shuffling x doubles the variance that x explains', () => {
  // y = 2 (x > 0), x = ±1 in equal parts: error 0 before; after a shuffle half of the rows are wrong by 2
  const steps = { x: Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 1 : -1)) }
  const truth = { ...steps, y: steps.x.map((x) => (x > 0 ? 2 : 0)) }
  const stump = fit(truth, { target: 'y', rounds: 1, learningRate: 1, lambda: 0 })
  const [{ importance, sd }] = permutationImportance(stump, truth, {
    target: 'y',
    metric: 'mse',
    repeats: 50,
  }).toArray()
  assert.ok(Math.abs(importance - 2) < 4 * (sd / Math.sqrt(50)), `${importance} ± ${sd / Math.sqrt(50)}`)
})

test('a feature that no tree uses has importance 0 exactly', () => {
  const constant = { ...table, one: table.x.map(() => 1) }
  const useless = fit(constant, { target: 'y', rounds: 5, features: ['x', 'one'] })
  const [x, one] = permutationImportance(useless, constant, { target: 'y' }).toArray()
  assert.deepEqual([one.feature, one.importance, one.sd], ['one', 0, 0])
  assert.ok(x.importance > 0.1, `${x.importance}`)
})

test('one repeat has no deviation, the seed decides, and other features change nothing', () => {
  const once = rowsOf({ repeats: 1 })
  assert.ok(once.every(([, , sd]) => sd === null))
  assert.deepEqual(rowsOf({ repeats: 1 }), once)
  assert.notDeepEqual(rowsOf({ repeats: 1, seed: 5 }), once)
  assert.deepEqual(rowsOf({ repeats: 1, groups: [['z', 'town']] })[0], once[0])
})

test('a group is shuffled together: two copies hide each other alone, not as a group', () => {
  const random = noisyTable(200, 3)
  const twice = { x: random.x, copy: random.x, y: random.x.map((x) => x + x) }
  const both = fit(twice, { target: 'y', rounds: 40, colsampleByTree: 0.5, maxDepth: 3 })
  const importance = (groups: string[][]): Record<string, number> =>
    Object.fromEntries(
      permutationImportance(both, twice, { target: 'y', groups })
        .toArray()
        .map((row) => [row.feature, row.importance]),
    )
  const alone = importance([])
  const together = importance([['copy', 'x']])
  assert.deepEqual(Object.keys(together), ['copy + x'])
  assert.ok(together['copy + x'] > alone['x'] && together['copy + x'] > alone['copy'])
})

test('of r2, more of which is better, the loss of it is told', () => {
  const y = Float64Array.from(heldOut.y)
  const r2 = score('r2', y, predict(model, heldOut), null)
  const [x] = rowsOf({ metric: 'r2' })
  assert.ok(r2 > 0.7 && x[1] > 0.5, `${r2} ${x[1]}`)
})

test('weights count rows', () => {
  const ones = Array.from({ length: 300 }, () => 1)
  const plain = permutationImportance(model, { ...heldOut, w: ones }, { target: 'y', weight: 'w' })
  assert.deepEqual(
    [...(plain.getChild('importance') ?? [])],
    rowsOf().map(([, importance]) => importance),
  )
})

const several = fit(table, { target: 'y', objective: 'quantile', quantiles: [0.1, 0.9], rounds: 2 })
const bad: [TreeModel, unknown, unknown, string, string][] = [
  [model, heldOut, {}, 'OPTION', 'option "target" must be the name of a column, got undefined'],
  [model, heldOut, { target: 'y', repeats: 0 }, 'OPTION', 'option "repeats" must be an integer in [1, 100000], got 0'],
  [
    model,
    heldOut,
    { target: 'y', metric: 'gain' },
    'OPTION',
    'option "metric" must be "rmse", "mse", "mae", "r2", "log_loss" or "auc", got "gain"',
  ],
  [
    model,
    heldOut,
    { target: 'y', groups: [['x', 'twon']] },
    'OPTION',
    'option "groups[0][1]" must be a feature of the model, got "twon": did you mean "town"?',
  ],
  [
    model,
    heldOut,
    { target: 'y', groups: [['x'], ['z', 'x']] },
    'OPTION',
    'option "groups[1][1]" must be in one group only, got "x" again',
  ],
  [
    model,
    { x: [], z: [], town: [], y: [] },
    { target: 'y' },
    'DATA',
    'permutationImportance needs at least one row, got no rows',
  ],
  [model, { x: [1], z: [1], y: [1] }, { target: 'y' }, 'COLUMN', 'table has no column "town": it has "x", "z", "y"'],
  [
    model,
    { x: [1], z: [1], town: ['Lyon'], y: [null] },
    { target: 'y' },
    'DATA',
    'column "y", row 0: must be finite, got null',
  ],
  [
    model,
    heldOut,
    { target: 'y', metric: 'auc' },
    'DATA',
    `column "y", row 0: must be in [0, 1] for objective "logistic", got ${heldOut.y[0]}`,
  ],
  [several, heldOut, { target: 'y' }, 'OPTION', 'permutationImportance takes a model with one output, got 2 quantiles'],
]
for (const [used, given, options, code, message] of bad) {
  test(message, () => {
    assert.throws(() => permutationImportance(used, given as TableLike, options as PermutationImportanceOptions), {
      name: 'BodkinError',
      code,
      message,
    })
  })
}

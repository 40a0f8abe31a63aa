import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableLike } from '../../../../src/arrow/table-like.js'
import { crossValidate } from '../../../../src/regression/evaluation/cross-validate.js'
import { tune, type TuneOptions } from '../../../../src/regression/evaluation/tune.js'
import { combine, shareFits } from '../../../../src/regression/evaluation/tune-grid.js'
import { noisyTable } from '../../../support/noisy-table.js'
import { tableDigest } from '../../../support/table-digest.js'

test('combinations go from the most regular to the least', () => {
  assert.deepEqual(combine({ minChildWeight: [1, 5], maxDepth: [0, 4, 2] }), [
    { maxDepth: 2, minChildWeight: 5 },
    { maxDepth: 2, minChildWeight: 1 },
    { maxDepth: 4, minChildWeight: 5 },
    { maxDepth: 4, minChildWeight: 1 },
    { maxDepth: 0, minChildWeight: 5 }, // any depth
    { maxDepth: 0, minChildWeight: 1 },
  ])
})

test('combinations that differ in rounds alone are one fit, of the most rounds', () => {
  const shared = shareFits(combine({ maxDepth: [2, 3], rounds: [50, 10, 100] }))
  assert.deepEqual(shared, [
    { combination: { maxDepth: 2, rounds: 100 }, members: [0, 1, 2] },
    { combination: { maxDepth: 3, rounds: 100 }, members: [3, 4, 5] },
  ])
})

test('a score is what crossValidate finds with those options, fewer rounds of a shared fit included', async () => {
  const table = noisyTable(80, 1)
  const common = { target: 'y', folds: 4, seed: 3, learningRate: 0.2, subsample: 0.8 }
  const { scores } = await tune(table, { ...common, grid: { maxDepth: [1, 3], rounds: [5, 20] }, metric: 'mae' })
  assert.deepEqual(
    scores.schema.fields.map(({ name }) => name),
    ['maxDepth', 'rounds', 'score', 'standard_error', 'difference', 'difference_error', 'selected'],
  )
  for (const { maxDepth, rounds, score } of scores) {
    const cv = await crossValidate(table, { ...common, maxDepth, rounds })
    const folds = [...(cv.scores.getChild('mae') ?? [])] as number[]
    assert.equal(score, folds.reduce((sum, value) => sum + value, 0) / 4)
  }
})

test('of what is not worse than the best the most regular is chosen, ready for fit', async () => {
  // one step at .5: a stump is all there is to learn
  const x = Array.from({ length: 120 }, (_, i) => ((i * 37) % 120) / 120)
  const table = { x, y: x.map((value, i) => Number(value > 0.5) + 0.1 * Math.sin(i * i)) }
  const { options, scores } = await tune(table, {
    target: 'y',
    learningRate: 0.3,
    grid: { maxDepth: [1, 2, 6], rounds: [2, 20, 200] },
  })
  assert.deepEqual(options, { learningRate: 0.3, maxDepth: 1, rounds: 20 })
  assert.deepEqual([...(scores.getChild('selected') ?? [])].map(Number), [0, 1, 0, 0, 0, 0, 0, 0, 0])
})

test('the default grid leaves out what the options settle, and the metric follows the objective', async () => {
  const { x, z } = noisyTable(60, 2)
  const { scores } = await tune(
    { x, z, y: x.map((value) => Number(value > 0.5)) },
    { target: 'y', objective: 'logistic', maxDepth: 2, rounds: 10, folds: 3 },
  )
  assert.deepEqual(scores.schema.fields.map(({ name }) => name).slice(0, 2), ['learningRate', 'minChildWeight'])
  assert.equal(scores.numRows, 2)
  assert.ok((scores.getChild('score')?.get(1) as number) < Math.log(2), 'a log loss')
})

test('workers change nothing', async () => {
  const table = noisyTable(60, 3)
  const options: TuneOptions = { target: 'y', folds: 3, grid: { maxDepth: [1, 2], rounds: [5, 10] } }
  const [none, two] = await Promise.all([0, 2].map((workers) => tune(table, { ...options, workers })))
  assert.equal(tableDigest(two.scores), tableDigest(none.scores))
  assert.deepEqual(two.options, none.options)
})

const table = { x: [1, 2, 3, 4, 5, 6], y: [1, 2, 3, 4, 5, 6] }
const bad: [unknown, unknown, string, string][] = [
  [table, { target: 'y', grid: {} }, 'OPTION', 'option "grid" must have 1 to 10000 combinations, got an empty object'],
  [table, { target: 'y', grid: [] }, 'OPTION', 'option "grid" must be an object, got an empty array'],
  [
    table,
    { target: 'y', grid: { maxDepth: [] } },
    'OPTION',
    'option "grid.maxDepth" must be an array of at least one value, got an empty array',
  ],
  [
    table,
    { target: 'y', grid: { maxDepth: [1, undefined] } },
    'OPTION',
    'option "grid.maxDepth[1]" must be a value, got undefined',
  ],
  [table, { target: 'y', grid: { depth: [1] } }, 'OPTION', 'unknown option "grid.depth"'],
  [
    table,
    { target: 'y', grid: { maxDepth: [1, -2] } },
    'OPTION',
    'option "maxDepth" must be an integer in [0, 1024], got -2',
  ],
  [
    table,
    { target: 'y', earlyStopping: { rounds: 5 } },
    'OPTION',
    'option "earlyStopping" needs validation rows, which tune has none of: let tune choose "rounds"',
  ],
  [
    table,
    { target: 'y', metric: 'r2' },
    'OPTION',
    'option "metric" must be "rmse", "mse", "mae", "log_loss" or "pinball", got "r2"',
  ],
  [
    { ...table, w: [1, 1, 1, 1, 0, 0], u: [1, 1, 2, 2, 3, 3] },
    { target: 'y', weight: 'w', unit: 'u', folds: 3 },
    'DATA',
    'a fold has only weights of 0 among the rows that it holds out: give fewer folds',
  ],
  [table, { target: 'y', folds: 9 }, 'DATA', '9 folds need at least 9 rows, got 6: give a smaller option "folds"'],
]
for (const [given, options, code, message] of bad) {
  test(message, async () => {
    await assert.rejects(tune(given as TableLike, options as TuneOptions), { name: 'BodkinError', code, message })
  })
}

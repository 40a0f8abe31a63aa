import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forceTwin } from '../../../../src/kernel/simd.js'
import { fit } from '../../../../src/regression/training/fit.js'
import { predict } from '../../../../src/regression/model/predict.js'
import type { TreeModel } from '../../../../src/regression/model/tree-model.js'
import { category, modelByHand, numeric } from '../models-for-tests.js'

/** temperature < 20 → .5; else Lyon or Nice right → −.25, other places and nulls left → .125. */
const uptime = modelByHand(
  [...numeric('temperature'), category('place', 'Aix', 'Lyon', 'Nice')],
  [
    {
      on: 0,
      below: 20,
      left: 0.5,
      right: { on: 1, codes: [1, 2], missing: 'left', left: 0.125, right: -0.25, leftShare: 0.75 },
    },
  ],
  { baseScore: [1] },
)

const rows = { temperature: [10, 30, 30, 20, null], place: ['Aix', 'Lyon', 'Aix', null, 'Nice'] }

test('a row goes left below the condition, right at it; nulls and sets of labels go where the node says', () => {
  // null temperature goes right by default, then Nice is in the set
  assert.deepEqual(Array.from(predict(uptime, rows)), [1.5, 0.75, 1.125, 1.125, 0.75])
})

test('leaves are numbered within the tree, siblings next to each other', () => {
  assert.deepEqual(Array.from(predict(uptime, rows, { output: 'leaf' })), [1, 4, 3, 3, 4])
})

test('one row at a time, many rows, and the twin give the same numbers', () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({
    temperature: i % 7 === 0 ? null : i % 40,
    place: [null, 'Aix', 'Lyon', 'Nice'][i % 4],
  }))
  const together = predict(uptime, many)
  forceTwin(true)
  const twin = predict(uptime, many)
  forceTwin(false)
  assert.deepEqual(twin, together)
  many.forEach((row, i) => assert.equal(predict(uptime, [row])[0], together[i]))
})

test('unknown labels: an error that counts them, a null, both ways by training rows, or left', () => {
  const foreign = { temperature: [30, 30, 30], place: ['Lyon', 'Metz', 'Metz'] }
  const as = (unseenCategory: TreeModel['unseenCategory']): number[] =>
    Array.from(predict({ ...uptime, unseenCategory }, foreign).subarray(1))
  assert.throws(() => predict(uptime, foreign), {
    code: 'DATA',
    message:
      'column "place", row 1: must be one of the 3 labels that the model was trained on, got "Metz" (2 rows hold 1 label unknown to it)',
  })
  assert.deepEqual(as('missing'), [1.125, 1.125])
  assert.deepEqual(as('left'), [1.125, 1.125])
  // .75 · .125 − .25 · .25 = .03125
  assert.deepEqual(as('node-mean'), [1.03125, 1.03125])
  const leaf = predict({ ...uptime, unseenCategory: 'node-mean' }, foreign, { output: 'leaf' })
  assert.deepEqual(Array.from(leaf), [4, -1, -1])
})

test('links: the response of a margin of 0 is .5 for logistic and 1 for poisson', () => {
  const flat = (objective: TreeModel['objective'], score: number): TreeModel =>
    modelByHand(numeric('x'), [0], { objective, baseScore: [score] })
  assert.deepEqual(Array.from(predict(flat('logistic', 0.5), { x: [1] })), [0.5])
  assert.deepEqual(Array.from(predict(flat('poisson', 1), { x: [1] })), [1])
  assert.deepEqual(Array.from(predict(flat('logistic', 0.5), { x: [1] }, { output: 'margin' })), [0])
})

test('a base margin takes the place of the base score', () => {
  assert.deepEqual(
    Array.from(predict(uptime, { ...rows, b: [0, 0, 0, 0, 10] }, { baseMargin: 'b' })),
    [0.5, -0.25, 0.125, 0.125, 9.75],
  )
})

test('rounds: the best by default, or those asked for', () => {
  const model = modelByHand(numeric('x'), [1, 2, 4], { bestRounds: 2 })
  assert.deepEqual(Array.from(predict(model, { x: [0] })), [3])
  assert.deepEqual(Array.from(predict(model, { x: [0] }, { iterations: [0, 3] })), [7])
  assert.deepEqual(Array.from(predict(model, { x: [0] }, { iterations: [1, 2] })), [2])
  assert.deepEqual(Array.from(predict(model, { x: [0] }, { iterations: [0, 0] })), [0])
})

test('an own model’s quantiles are put in order, an imported one’s cross as in XGBoost', () => {
  const options = { objective: 'quantile', quantiles: [0.1, 0.9], baseScore: [0, 0] } as const
  const own = modelByHand(numeric('x'), [2, 1], options)
  assert.deepEqual(Array.from(predict(own, { x: [0] })), [1, 2])
  assert.deepEqual(Array.from(predict(own, { x: [0] }, { output: 'margin' })), [2, 1])
  assert.deepEqual(Array.from(predict({ ...own, source: 'xgboost' }, { x: [0] })), [2, 1])
})

test('a fitted model predicts where its training rows were', () => {
  const x = Array.from({ length: 100 }, (_, i) => i)
  const table = { x, place: x.map((i) => (i % 2 === 0 ? 'Aix' : 'Lyon')), y: x.map((i) => (i < 50 ? 1 : 5) + (i % 2)) }
  const model = fit(table, { target: 'y', rounds: 60 })
  predict(model, table).forEach((value, i) => assert.ok(Math.abs(value - table.y[i]) < 0.01))
})

test('no rows give no predictions', () => {
  assert.deepEqual(predict(uptime, { temperature: [], place: [] }), new Float64Array(0))
})

const bad: readonly [call: () => unknown, code: string, message: string][] = [
  [
    () => predict({} as TreeModel, rows),
    'OPTION',
    'predict needs a model (from fit, fromJSON or fromXGBoost), got an empty object',
  ],
  [
    () => predict({ ...uptime, bestRounds: 2 }, rows),
    'OPTION',
    'model "bestRounds" must be at most the 1 rounds, got 2',
  ],
  [
    () => predict({ ...uptime, baseScore: [] }, rows),
    'OPTION',
    'model "baseScore" must be at least one number, got an empty array',
  ],
  [
    () => predict({ ...uptime, features: uptime.features.slice(0, 1) }, rows),
    'OPTION',
    'model "trees.feature[2]" must be below 1, got 1',
  ],
  [
    // a node that is its own ancestor: the walk would never end
    () => predict({ ...uptime, trees: { ...uptime.trees, left: Int32Array.of(1, -1, 1, -1, -1) } }, rows),
    'OPTION',
    'model "trees.right[2]" must be the node after the left child, got 4',
  ],
  [
    () => predict({ ...uptime, trees: { ...uptime.trees, cover: [1] as unknown as Float32Array } }, rows),
    'OPTION',
    'model "trees.cover" must be a typed array, got an array of 1',
  ],
  [() => predict(uptime, { temperature: [1] }), 'COLUMN', 'table has no column "place": it has "temperature"'],
  [
    () => predict(uptime, { temperatur: [1], place: ['Aix'] }),
    'COLUMN',
    'table has no column "temperature": did you mean "temperatur"?',
  ],
  [
    () => predict(uptime, { temperature: ['warm'], place: ['Aix'] }),
    'COLUMN',
    'column "temperature", row 0: must be a number, got "warm": text and times are never read as numbers',
  ],
  [
    () => predict(uptime, { temperature: [1, 1e39], place: ['Aix', 'Aix'] }),
    'DATA',
    'column "temperature", row 1: must be finite in single precision, got 1e+39',
  ],
  [
    () => predict(uptime, { temperature: [1], place: [3] }),
    'DATA',
    'column "place", row 0: must be one of the 3 labels that the model was trained on, got "3"',
  ],
  [
    () => predict(uptime, rows, { output: 'probability' as 'leaf' }),
    'OPTION',
    'option "output" must be "response", "margin" or "leaf", got "probability"',
  ],
  [
    () => predict(uptime, rows, { iterations: [0, 2] }),
    'OPTION',
    'option "iterations[1]" must be at most the model\'s 1 rounds, got 2',
  ],
  [
    () => predict(uptime, rows, { iterations: [2, 1] }),
    'OPTION',
    'option "iterations" must be [from, to], two integers of at least 0 in order, got an array of 2',
  ],
  [
    () => predict(uptime, { ...rows, b: [1, 2, null, 4, 5] }, { baseMargin: 'b' }),
    'DATA',
    'column "b", row 2: must be finite, got null',
  ],
  [() => predict(uptime, rows, { margin: true } as object), 'OPTION', 'unknown option "margin"'],
]
for (const [call, code, message] of bad) {
  test(`predict refuses: ${message}`, () => assert.throws(call, { code, message }))
}

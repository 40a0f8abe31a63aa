import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit } from '../../../../src/regression/training/fit.js'
import { fromJSON, toJSON } from '../../../../src/regression/documents/model-json.js'
import { predict } from '../../../../src/regression/model/predict.js'
import { fromXGBoost } from '../../../../src/regression/documents/xgboost-json/from-xgboost.js'
import { toXGBoost } from '../../../../src/regression/documents/xgboost-json/to-xgboost.js'
import { modelByHand, numeric, twoQuantiles } from '../models-for-tests.js'

test('a model survives its document, −0 included', () => {
  const model = modelByHand(numeric('a'), [{ on: 0, below: -0, left: -0, right: 0.1 }], { notes: ['a note'] })
  assert.deepEqual(fromJSON(toJSON(model)), model)
  assert.deepEqual(fromJSON(toJSON(twoQuantiles())), twoQuantiles())
})

test('a fitted model predicts the same after its document, and after XGBoost’s', () => {
  const x = Array.from({ length: 300 }, (_, i) => (i % 11 === 0 ? null : Math.sin(i)))
  const table = { x, z: x.map((_, i) => `k${i % 7}`), y: x.map((value, i) => (value ?? 2) + (i % 7)) }
  const model = fit(table, { target: 'y', rounds: 20 })
  const wanted = predict(model, table)
  assert.deepEqual(predict(fromJSON(toJSON(model)), table), wanted)
  assert.deepEqual(predict(fromXGBoost(toXGBoost(model)), table), wanted)
  assert.deepEqual(predict(fromXGBoost(toXGBoost(model, { format: 'ubj' })), table), wanted)
})

const text = toJSON(twoQuantiles())
const changed = (from: string, to: string): string => {
  assert.ok(text.includes(from), from)
  return text.replace(from, to)
}

const bad: readonly [document: unknown, message: string][] = [
  [3, 'a model document must be JSON text, got 3'],
  ['[]', 'document must be an object, got an empty array'],
  ['{"format":"bodkin.forecast"}', 'document "format" must be "bodkin.regression", got "bodkin.forecast"'],
  [changed('"kind":"trees"', '"kind":"linear"'), 'document "model.kind" must be "trees", got "linear"'],
  [changed('"offsets":[0,', '"offsets":[1,'), 'document "model.trees.offsets[0]" must be 0, got 1'],
  [changed('"bestRounds":2', '"bestRounds":4'), 'document "model.bestRounds" must be at most the 3 rounds, got 4'],
  [changed('"left":[1,', '"left":[0,'), 'document "model.trees.right[0]" must be the node after the left child, got 2'],
  [
    changed('"quantiles":[0.1,0.9]', '"quantiles":[0.1]'),
    'document "model.quantiles" must be 2 levels, got an array of 1',
  ],
  [
    changed('"volume"', '"month"'),
    'document "model.features[2].name" must be a name that no other feature has, got "month"',
  ],
  [changed('"source":"bodkin"', '"source":"bodkin","extra":1'), 'unknown document "model.extra"'],
]
for (const [document, message] of bad) {
  test(`fromJSON refuses: ${message}`, () => {
    assert.throws(() => fromJSON(document as string), { code: 'FORMAT', message })
  })
}

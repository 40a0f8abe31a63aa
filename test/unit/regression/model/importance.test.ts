import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importance, type ImportanceOptions } from '../../../../src/regression/model/importance.js'
import { modelByHand, numeric } from '../models-for-tests.js'

// two splits on a (gains 6 and 2, 64 and 32 rows), one on b (gain 4, 64 rows); the third round does not count
const model = modelByHand(
  numeric('a', 'b', 'c'),
  [
    { on: 0, below: 1, gain: 6, left: 1, right: { on: 0, below: 2, gain: 2, left: 3, right: 4 } },
    { on: 1, below: 1, gain: 4, left: 1, right: 2 },
    { on: 2, below: 1, gain: 100, left: 1, right: 2 },
  ],
  { bestRounds: 2 },
)

function values(options?: ImportanceOptions): number[] {
  return Array.from(importance(model, options).getChild('importance')!.toArray() as Float64Array)
}

test('the five types count splits, gains and rows of the splits, in the model’s order', () => {
  assert.deepEqual(values({ type: 'weight' }), [2, 1, 0])
  assert.deepEqual(values({ type: 'total_gain' }), [8, 4, 0])
  assert.deepEqual(values(), [4, 4, 0])
  assert.deepEqual(values({ type: 'total_cover' }), [96, 64, 0])
  assert.deepEqual(values({ type: 'cover' }), [48, 64, 0])
  assert.deepEqual(values({ type: 'weight', normalize: true }), [2 / 3, 1 / 3, 0])
})

test('a model without a split has importances of 0, normalised or not', () => {
  const leaf = modelByHand(numeric('a'), [1])
  const result = importance(leaf, { normalize: true })
  assert.deepEqual(
    result.toArray().map((row) => row!.toJSON()),
    [{ feature: 'a', importance: 0 }],
  )
})

test('importance refuses what it does not know', () => {
  assert.throws(() => values({ type: 'shap' as 'gain' }), {
    code: 'OPTION',
    message: 'option "type" must be "gain", "total_gain", "weight", "cover" or "total_cover", got "shap"',
  })
})

/**
 * `crossValidate` by unit against XGBoost trained without each unit (make-cross-validate.py). Sums of gradients are in double precision here and
 * in XGBoost's own order, so leaves differ in the last bits of float32: 1e-5.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { crossValidate, type CrossValidateOptions } from '../../../src/regression/evaluation/cross-validate.js'

const expected = JSON.parse(readFileSync(new URL('cross-validate.json', import.meta.url), 'utf8')) as {
  table: Record<string, number[]>
  squarederror: number[]
  weighted: number[]
  logistic: number[]
}

const common = {
  features: ['month', 'heat', 'volume'],
  unit: 'unit',
  folds: 6,
  maxDepth: 3,
  learningRate: 0.2,
  rounds: 25,
}
const cases: [string, number[], CrossValidateOptions][] = [
  ['squared error', expected.squarederror, { ...common, target: 'y' }],
  ['squared error with weights', expected.weighted, { ...common, target: 'y', weight: 'weight' }],
  ['logistic loss', expected.logistic, { ...common, target: 'label', objective: 'logistic' }],
]
for (const [name, wanted, options] of cases) {
  test(`predictions of held-out units agree: ${name}`, async () => {
    const { predictions } = await crossValidate(expected.table, options)
    assert.equal(predictions.numRows, wanted.length)
    for (const { row, yhat } of predictions) {
      assert.ok(Math.abs(yhat - wanted[row]) <= 1e-5, `row ${row}: ${yhat} against ${wanted[row]}`)
    }
  })
}

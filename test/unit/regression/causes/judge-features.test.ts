import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeFeatures } from '../../../../src/regression/causes/judge-features.js'

const plan = null
/** Features 0 and 1 say the same, 2 stands alone. */
const tests = [
  { kind: 'joint', features: [0, 1], plan },
  { kind: 'conditional', features: [0], plan },
  { kind: 'conditional', features: [1], plan },
  { kind: 'alone', features: [2], plan },
] as const
const associations = { group: Int32Array.of(0, 0, 2), nearest: Int32Array.of(1, 0, -1) }
const importances = {
  importance: Float64Array.of(0.2, 0.3, 0.1),
  share: Float64Array.of(0.33, 0.5, 0.17),
  lower: new Float64Array(3),
  upper: new Float64Array(3),
  stability: Float64Array.of(1, 1, 1),
}

function judge(pValues: readonly number[], of = importances) {
  return judgeFeatures(tests, pValues, associations, of, 0.05).map(({ pValue, standsForAll, code }) => ({
    pValue,
    standsForAll,
    code,
  }))
}

test('of two that say the same, the one that is significant by itself is published', () => {
  assert.deepEqual(judge([0.005, 0.01, 0.4, 0.5]), [
    { pValue: 0.01, standsForAll: false, code: null },
    { pValue: 0.4, standsForAll: false, code: 'NOT_SIGNIFICANT' },
    { pValue: 0.5, standsForAll: false, code: 'NOT_SIGNIFICANT' },
  ])
})

test('if neither is, the more important one stands for both', () => {
  assert.deepEqual(judge([0.005, 0.2, 0.4, 0.5]), [
    { pValue: 0.2, standsForAll: false, code: 'NOT_SIGNIFICANT' },
    { pValue: 0.005, standsForAll: true, code: null },
    { pValue: 0.5, standsForAll: false, code: 'NOT_SIGNIFICANT' },
  ])
})

test('q-values correct for the number of features', () => {
  // .02 alone would do; among three, the q-value of the best is .02 · 3 = .06
  assert.equal(judge([0.6, 0.7, 0.8, 0.02])[2].code, 'NOT_SIGNIFICANT')
  assert.equal(judge([0.6, 0.7, 0.8, 0.015])[2].code, null)
})

test('without held-out importance, or ranked anyhow by the folds, a feature is unstable', () => {
  const negative = { ...importances, importance: Float64Array.of(0.2, 0.3, -0.01) }
  assert.equal(judge([0.6, 0.7, 0.8, 0.005], negative)[2].code, 'UNSTABLE')
  const anyhow = { ...importances, stability: Float64Array.of(1, 1, 0.4) }
  assert.equal(judge([0.6, 0.7, 0.8, 0.005], anyhow)[2].code, 'UNSTABLE')
})

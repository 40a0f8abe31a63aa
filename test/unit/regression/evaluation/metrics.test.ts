import assert from 'node:assert/strict'
import { test } from 'node:test'
import { direction, score, type ScoreName } from '../../../../src/regression/evaluation/metrics.js'

const of = (...values: number[]): Float64Array => Float64Array.from(values)

test('errors by hand: y 1 2 3 6 against 1 3 3 4', () => {
  const [y, p] = [of(1, 2, 3, 6), of(1, 3, 3, 4)]
  assert.equal(score('mse', y, p, null), (0 + 1 + 0 + 4) / 4)
  assert.equal(score('rmse', y, p, null), Math.sqrt(1.25))
  assert.equal(score('mae', y, p, null), (0 + 1 + 0 + 2) / 4)
  // mean 3: squares 4 + 1 + 0 + 9 = 14
  assert.equal(score('r2', y, p, null), 1 - 1.25 / 3.5)
  // level .9: below the truth costs .9 a unit, above it .1
  assert.ok(Math.abs(score('pinball', y, p, null, { quantile: 0.9 }) - (0.1 * 1 + 0.9 * 2) / 4) < 1e-15)
})

test('weights count rows: 2 is a row twice, 0 is none', () => {
  const names: ScoreName[] = ['mse', 'rmse', 'mae', 'r2', 'pinball']
  for (const name of names) {
    assert.equal(score(name, of(1, 2, 3), of(2, 2, 5), of(2, 1, 0)), score(name, of(1, 1, 2), of(2, 2, 2), null), name)
  }
  assert.equal(score('auc', of(1, 0, 1), of(0.2, 0.3, 0.9), of(1, 1, 3)), 3 / 4)
  assert.equal(score('precision', of(1, 0, 1), of(0.6, 0.7, 0.9), of(1, 1, 3)), 4 / 5)
  assert.equal(score('recall', of(1, 0, 1), of(0.4, 0.7, 0.9), of(1, 1, 3)), 3 / 4)
})

test('log loss takes shares, and a certain mistake costs −ln 2⁻⁵²', () => {
  assert.equal(score('log_loss', of(0.5), of(0.5), null), Math.log(2))
  assert.equal(score('log_loss', of(1), of(0), null), 52 * Math.log(2))
  assert.equal(score('log_loss', of(1), of(1), null), -Math.log(1 - 2 ** -52))
})

test('auc: pairs won, ties half', () => {
  // ones .9 .4, zeros .4 .1: won .9>.4, .9>.1, .4>.1, tied .4=.4
  assert.equal(score('auc', of(1, 1, 0, 0), of(0.9, 0.4, 0.4, 0.1), null), 3.5 / 4)
})

test('precision and recall at a threshold, which itself is positive', () => {
  const [y, p] = [of(1, 1, 0, 0, 1), of(0.5, 0.7, 0.8, 0.1, 0.2)]
  assert.equal(score('precision', y, p, null), 2 / 3)
  assert.equal(score('recall', y, p, null), 2 / 3)
  assert.equal(score('precision', y, p, null, { threshold: 0.75 }), 0)
  assert.equal(score('recall', y, p, null, { threshold: 0.2 }), 1)
})

test('where there is nothing to say, NaN is said', () => {
  assert.ok(Number.isNaN(score('r2', of(2, 2), of(1, 2), null)))
  assert.ok(Number.isNaN(score('auc', of(1, 1), of(1, 0), null)))
  assert.ok(Number.isNaN(score('precision', of(1, 0), of(0.1, 0.2), null)))
  assert.ok(Number.isNaN(score('recall', of(0, 0), of(0.9, 0.2), null)))
})

test('less is better for losses, more for r2, auc, precision and recall', () => {
  assert.deepEqual(
    (['rmse', 'log_loss', 'r2', 'auc', 'precision', 'recall'] as const).map(direction),
    [1, 1, -1, -1, -1, -1],
  )
})

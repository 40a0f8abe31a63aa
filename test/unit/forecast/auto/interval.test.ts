import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calibrateFolds, leaveOneOutCoverage, type FoldErrors } from '../../../../src/forecast/auto/interval.js'
import type { CandidateName } from '../../../../src/forecast/auto/candidates.js'
import type { Tried } from '../../../../src/forecast/auto/tuned.js'
import { measureBias, scaledError, testSkill, type FoldTruth } from '../../../../src/forecast/auto/measure.js'

const f = (...values: number[]): Float64Array => Float64Array.from(values)
/** Folds with one row each, all at the same horizon. */
const folds = (...errors: number[]): FoldErrors => ({
  errors: errors.map((error) => f(error)),
  horizons: errors.map(() => f(1)),
})

test('with a row a fold the half width is the ⌈(K + 1)·coverage⌉-th smallest error', () => {
  // ⌈10 · 0.8⌉ = 8
  assert.deepEqual([...calibrateFolds(folds(9, 1, 3, 5, 7, 2, 4, 6, 8), 0.8)!.halfWidth], [8])
})

test('with fewer errors than the coverage asks for there is no half width', () => {
  assert.equal(calibrateFolds(folds(1, 2, 3), 0.8), null)
  assert.deepEqual([...calibrateFolds(folds(1, 2, 3, 4), 0.8)!.halfWidth], [4])
})

test('the coverage of each fold is measured by the others', () => {
  // left out in turn, 1 to 5: the half width is the largest of the other four; only 5 lies outside
  assert.equal(leaveOneOutCoverage(folds(1, 2, 3, 4, 5), 0.8, 0)!.held, 0.8)
  assert.equal(leaveOneOutCoverage(folds(1, 2, 3, 4), 0.8, 0), null)
})

test('errors on the bound are held, but not inside', () => {
  assert.deepEqual(leaveOneOutCoverage(folds(0, 0, 0, 0, 0), 0.8, 0), { held: 1, inside: 0 })
  // exact but for rounding
  assert.deepEqual(leaveOneOutCoverage(folds(1e-14, 2e-14, 0, 3e-14, 9e-14), 0.8, 1e-12), { held: 1, inside: 0 })
  assert.deepEqual(leaveOneOutCoverage(folds(1, 1, 1, 1, 1, 5), 0.8, 0), { held: 5 / 6, inside: 5 / 6 })
})

const truth = (...y: number[]): FoldTruth => ({
  y: f(...y),
  horizon: f(...y),
  shocked: new Uint8Array(y.length),
  fromShock: false,
  scale: 2,
})

test('a loss is the mean absolute error in units of the scale, without the rows in shocks', () => {
  assert.equal(scaledError(truth(1, 2, 3), f(2, 2, 7)), 5 / 3 / 2)
  assert.equal(scaledError({ ...truth(1, 2, 3), shocked: Uint8Array.of(0, 0, 1) }, f(2, 2, 7)), 1 / 2 / 2)
  // a fold that is all shock is scored as it is
  assert.equal(scaledError({ ...truth(1, 2), shocked: Uint8Array.of(1, 1) }, f(2, 2)), 1 / 2 / 2)
})

test('a bias is the mean error as a share of its size, with the p-value of none', () => {
  // means of the folds 1, 2, 3 (over 2): t = 2√3, two-sided on 2 degrees of freedom
  const { share, pValue } = measureBias([f(1), f(2), f(3)], [truth(0), truth(0), truth(0)], 1)!
  assert.equal(share, 1)
  assert.ok(Math.abs(pValue - 2 * (0.5 - Math.sqrt(3 / 14))) < 1e-12)
  const even = measureBias([f(1), f(-1), f(1), f(-1)], [truth(0), truth(0), truth(0), truth(0)], 1)!
  assert.deepEqual([even.share, even.pValue], [0, 1])
  assert.equal(measureBias([f(1)], [truth(0)], 1), null)
})

test('a fold that begins in a shock has no say in the tests of skill, unless too few others are left', () => {
  const tried = (name: CandidateName, ...losses: number[]): Tried => ({
    name,
    forecasts: [],
    losses: f(...losses),
    loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    variants: [0],
  })
  // the last value is a shock in the last fold, and naive loses 40 there
  const naive = tried('naive', 2, 2.1, 1.9, 2, 2.2, 1.8, 2, 42)
  const ets = tried('ets', 1, 1, 1, 1, 1, 1, 1, 1)
  const pValues = (shocked: number): number[] => {
    const came = naive.losses.map((_, fold) => (fold >= 8 - shocked ? 1 : 0))
    const folds = Array.from(came, (flag) => ({ ...truth(0), fromShock: flag === 1 }))
    const skill = testSkill(ets, [naive, ets], folds, 1, 0, '')!
    return [skill.dieboldMariano, skill.realityCheck]
  }
  assert.ok(pValues(0)[0] > 0.05)
  assert.ok(
    pValues(1).every((p) => p < 0.01),
    pValues(1).join(),
  )
  assert.deepEqual(pValues(5), pValues(0))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  calibrate,
  emptyTally,
  sortRealRules,
  tallyShuffle,
} from '../../../../src/association/significance/calibrate.js'

/** p and q of real rules with these z, given the z of each shuffle's rules; all have one expected count. */
function calibrated(z: number[], shuffles: number[][]): { p: number[]; q: number[] } {
  const real = { z: Float64Array.from(z), expected: new Float64Array(z.length).fill(10) }
  const sorted = sortRealRules(real.z, real.expected)
  const tally = emptyTally(sorted)
  for (const shuffle of shuffles) {
    tallyShuffle(sorted, { z: Float64Array.from(shuffle), expected: new Float64Array(shuffle.length).fill(10) }, tally)
  }
  const { p, q } = calibrate(sorted, tally, shuffles.length, real)
  return { p: [...p], q: [...q] }
}

test('q: rules of shuffles beyond z, one more, over B + 1 shuffles and the real rules beyond z', () => {
  // 4 shuffles; beyond 5: none, beyond 3: one (3), beyond 1: five
  const { q } = calibrated([5, 3, 1], [[0, 3], [1.5, 2], [1, -1], [2]])
  assert.deepEqual(q, [1 / (5 * 1), 2 / (5 * 2), 6 / (5 * 3)])
})

test('q never rises with z', () => {
  // alone, z = 5 has (1 + 1)/(2·1) = 1; with z = 4 beside it (1 + 1)/(2·2) = .5
  assert.deepEqual(calibrated([5, 4], [[6]]).q, [0.5, 0.5])
})

test('equal z get equal q and p, and reaching a z counts as beyond it', () => {
  const { p, q } = calibrated([2, 2], [[2], [1], [1]])
  assert.deepEqual(q, [2 / (4 * 2), 2 / (4 * 2)])
  // three shuffles gave three rules; with two real rules there were six chances
  assert.deepEqual(p, [2 / 7, 2 / 7])
})

test('shuffles that give more rules than there are real ones count them all', () => {
  assert.deepEqual(calibrated([2], [[0, 1, 3]]).p, [2 / 4])
})

test('p compares rules of like expected count only', () => {
  const small = Array.from({ length: 100 }, (_, i) => i / 100)
  const large = Array.from({ length: 100 }, (_, i) => i / 100)
  const real = {
    z: Float64Array.from([...small, ...large]),
    expected: Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? 5 : 50)),
  }
  const sorted = sortRealRules(real.z, real.expected)
  assert.deepEqual([...sorted.bounds], [5, Infinity])
  const tally = emptyTally(sorted)
  tallyShuffle(sorted, { z: Float64Array.of(9, 9), expected: Float64Array.of(4, 5) }, tally)
  const { p } = calibrate(sorted, tally, 1, real)
  assert.equal(p[99], 3 / 101)
  assert.equal(p[199], 1 / 101)
})

test('without shuffled rules q is as small as so many shuffles allow', () => {
  assert.deepEqual(calibrated([1, 1], [[], [], []]).q, [1 / 8, 1 / 8])
})

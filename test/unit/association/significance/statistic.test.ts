import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transactions } from '../../../../src/association/index.js'
import { sizeBaskets } from '../../../../src/association/significance/size-strata.js'
import { adjustedLiftLower, ruleStatistics, slotFactors } from '../../../../src/association/significance/statistic.js'

/** `repeats` times each of the baskets. */
function baskets(repeats: number, ...kinds: string[][]): ReturnType<typeof transactions> {
  return transactions({ items: Array.from({ length: repeats }, () => kinds).flat() }, { items: 'items' })
}

test('baskets of fewer than 100 share one stratum, those of 100 and more get their own', () => {
  const { stratumCounts, stratumOf, offsets } = sizeBaskets(baskets(100, ['a'], ['a', 'b'], ['b', 'c']), null)
  assert.deepEqual([...stratumCounts], [100, 200])
  assert.equal(stratumOf[99], 0)
  assert.equal(stratumOf[100], 1)
  assert.equal(offsets[100], 100)
  assert.deepEqual([...sizeBaskets(baskets(33, ['a'], ['a', 'b']), null).stratumCounts], [66])
})

test('slots: in baskets of size s the pair factor is (s − 1)/s, for two against one (s − 2)/s', () => {
  const factors = slotFactors(sizeBaskets(baskets(100, ['a'], ['a', 'b', 'c', 'd']), null))
  assert.deepEqual([...factors(1, 1)], [0, 3 / 4])
  assert.deepEqual([...factors(2, 1)], [0, 1 / 2])
  assert.deepEqual([...factors(1, 2)], [0, 1 / 2])
})

test('slots of one stratum with several sizes are the neutral lift (E[s²] − E[s]) / E[s]²', () => {
  const tx = baskets(20, ['a'], ['a', 'b', 'c'], ['b', 'c'])
  const [factor] = slotFactors(sizeBaskets(tx, null))(1, 1)
  // sizes 1, 3, 2: E[s] = 2, E[s²] = 14/3, so (14/3 − 2)/4 = 2/3
  assert.ok(Math.abs(factor - 2 / 3) < 1e-15)
  assert.ok(Math.abs(factor - tx.profile.neutralLift) < 1e-15)
})

test('values of one thing take no slots', () => {
  const tx = baskets(100, ['sky=clear', 'phase=climb'], ['sky=cloud', 'phase=climb'])
  const sized = sizeBaskets(tx, '=')
  assert.deepEqual([...slotFactors(sized)(1, 1)], [1])
  // by falling frequency: phase=climb, then the two of the sky
  assert.deepEqual([...(sized.groupOf ?? [])], [0, 1, 1])
})

test('expected count, variance and z by hand over two strata', () => {
  // stratum 1: 100 baskets of size 2, a in 60, b in 50; stratum 2: 100 of size 4, a in 80, b in 90
  const statistics = ruleStatistics(
    { count: 1, antecedent: Int32Array.of(0), consequent: Int32Array.of(1), union: Int32Array.of(2) },
    { offsets: Int32Array.of(0, 1, 2, 4), counts: Int32Array.of(140, 140, 90) },
    { byStratum: Int32Array.of(60, 80, 50, 90, 20, 70), strata: 2 },
    Int32Array.of(100, 100),
    () => Float64Array.of(1 / 2, 3 / 4),
  )
  // E = 60·50/100·½ + 80·90/100·¾ = 15 + 54; V = 15·.4·.5 + 54·.2·.1 = 3 + 1.08
  assert.ok(Math.abs(statistics.expected[0] - 69) < 1e-12)
  assert.ok(Math.abs(statistics.variance[0] - 4.08) < 1e-12)
  assert.ok(Math.abs(statistics.z[0] - 21 / Math.sqrt(4.08)) < 1e-12)
  // ln(90/69) − 1.645·√4.08/90 = .26570 − .03692
  assert.ok(Math.abs(adjustedLiftLower(90, 69, 4.08) - Math.exp(0.265703 - 0.036916)) < 1e-5)
})

test('an item in every basket leaves nothing to test: z is 0', () => {
  const { z, variance } = ruleStatistics(
    { count: 1, antecedent: Int32Array.of(0), consequent: Int32Array.of(1), union: Int32Array.of(2) },
    { offsets: Int32Array.of(0, 1, 2, 4), counts: Int32Array.of(100, 50, 50) },
    { byStratum: Int32Array.of(100, 50, 50), strata: 1 },
    Int32Array.of(100),
    () => Float64Array.of(1 / 2),
  )
  assert.equal(variance[0], 0)
  assert.equal(z[0], 0)
})

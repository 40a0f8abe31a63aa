/** Counts of birdstrikes.csv (npm vega-datasets), found by two independent miners. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apriori, closed, fpGrowth, lcm, maximal } from '../../../src/association/index.js'
import { birdstrikes } from './data-for-tests.js'

const baskets = birdstrikes()
const counts = [
  { minSupport: 0.1, frequent: 89, closed: 71, maximal: 17 },
  { minSupport: 0.05, frequent: 241, closed: 190, maximal: 49 },
  { minSupport: 0.02, frequent: 1196, closed: 790, maximal: 203 },
  { minSupport: 0.01, frequent: 3801, closed: 2141, maximal: 497 },
]

test('10,000 baskets of attributes', () => {
  assert.equal(baskets.count, 10_000)
  assert.equal(baskets.profile.sizes.max, 9)
})

for (const [name, mine] of Object.entries({ apriori, fpGrowth, lcm })) {
  for (const { minSupport, ...expected } of counts) {
    test(`${name} at ${minSupport * 100} %`, () => {
      const found = Object.fromEntries(
        (['frequent', 'closed', 'maximal'] as const).map((kind) => [kind, mine(baskets, { minSupport, kind }).numRows]),
      )
      assert.deepEqual(found, expected)
    })
  }
}

test('closed and maximal ones out of the table', () => {
  const table = fpGrowth(baskets, { minSupport: 0.01 })
  assert.equal(closed(table).numRows, 2141)
  assert.equal(maximal(table).numRows, 497)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { estimateItemsets } from '../../../../src/association/search/estimate.js'
import { searchGuard, type Limits } from '../../../../src/association/search/guard.js'
import { recode } from '../../../../src/association/database/recode.js'
import { transactions } from '../../../../src/association/index.js'
import { randomStream } from '../../../../src/numeric/random.js'

const limits: Limits = { maxItemsets: 1000, maxBytes: 1e6, maxMs: 50, onLimit: 'error' }
const nothing = (): null => null

test('time that is up ends a search, with an error or with a reason', () => {
  let clock = 0
  const guard = searchGuard(limits, nothing, () => clock)
  assert.equal(guard.late(), null)
  clock = 51
  const advice =
    'raise minSupport, set maxLength, ask for kind "closed" or "maximal", raise limits.maxMs, or set limits.onLimit to "truncate"'
  assert.throws(() => guard.late(), { code: 'LIMIT', message: `the search reached limits.maxMs = 50: ${advice}` })
  clock = 0
  const lenient = searchGuard({ ...limits, onLimit: 'truncate' }, nothing, () => clock)
  clock = 51
  assert.deepEqual(lenient.late(), { limit: 'maxMs' })
})

test('bytes are those of the table: 20 an itemset and 4 an item', () => {
  const guard = searchGuard({ ...limits, maxBytes: 20 * 11 + 4 * 30, onLimit: 'truncate' }, nothing)
  assert.equal(guard.grow(10, 28, 2), null)
  assert.deepEqual(guard.grow(10, 28, 3), { limit: 'maxBytes' })
})

test('an estimate refuses a search only when even its lower end is beyond the limit', () => {
  const refusal = 'the search would give about 5,100 itemsets (0.2 MiB), more than limits.maxItemsets = 1,000'
  const far = searchGuard(limits, () => ({ itemsets: 5123, atLeast: 4000, items: 25_615 }))
  assert.throws(
    () => far.foresee(),
    (error: Error) => error.message.startsWith(refusal),
  )
  const near = searchGuard(limits, () => ({ itemsets: 1100, atLeast: 900, items: 5500 }))
  near.foresee()
  const large = searchGuard(limits, () => ({ itemsets: 900, atLeast: 800, items: 1e6 }))
  assert.throws(() => large.foresee(), /more than limits\.maxBytes = 1,000,000/)
})

test('the estimate is near the truth and the same every time', () => {
  const random = randomStream(5)
  const items = Array.from({ length: 300 }, () =>
    Array.from({ length: 14 }, (_, i) => `item ${i}`).filter((_, i) => random.uniform() < 0.9 - 0.03 * i),
  )
  const database = recode(transactions({ items }, { items: 'items' }), 30)
  let truth = 0
  const masks = items.map((basket) => basket.reduce((bits, label) => bits | (1 << Number(label.slice(5))), 0))
  for (let set = 1; set < 2 ** 14; set++) if (masks.filter((mask) => (mask & set) === set).length >= 30) truth++
  const estimate = estimateItemsets(database, Infinity)
  assert.ok(estimate !== null)
  assert.ok(Math.abs(estimate.itemsets / truth - 1) < 0.25, `${estimate.itemsets} of ${truth}`)
  assert.ok(estimate.atLeast < truth)
  assert.deepEqual(estimateItemsets(database, Infinity), estimate)
  assert.equal(estimateItemsets(database, 1)?.itemsets, database.counts.length)
})

test('whether a search is estimated goes by what it found, not by how long it took', () => {
  let clock = 0
  let estimates = 0
  const estimate = (): null => {
    estimates++
    return null
  }
  const guard = searchGuard({ ...limits, maxItemsets: 1e7, maxBytes: 1e9, maxMs: null }, estimate, () => clock)
  clock = 1e6
  assert.equal(guard.late(), null)
  assert.equal(guard.grow(1000, 4000, 3), null)
  assert.equal(estimates, 0)
  guard.grow(2 ** 21, 2 ** 23, 3)
  assert.equal(estimates, 1)
})

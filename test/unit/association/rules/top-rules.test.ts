/** The best rules of the shop in rules-for-tests.ts; test/property compares with all rules of random tables. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transactions } from '../../../../src/association/index.js'
import { boundOf, leastCount } from '../../../../src/association/rules/top-rules-bound.js'
import { topRules } from '../../../../src/association/rules/top-rules.js'
import { rulesOf, shop, textsOf } from './rules-for-tests.js'

test('the best rules by leverage', () => {
  // bread–butter .6 − .8·.6 = .12; tea–butter .2 − .2·.6 = .08 either way, as are bread tea–butter and tea–bread butter
  assert.deepEqual(textsOf(topRules(shop, { k: 4, metric: 'leverage' })), [
    'bread → butter',
    'butter → bread',
    'butter → tea',
    'tea → butter',
  ])
})

test('the best by confidence are those of many baskets first', () => {
  const table = topRules(shop, { k: 2, metric: 'confidence' })
  assert.deepEqual(textsOf(table), ['butter → bread', 'tea → bread'])
  assert.equal(table.schema.metadata.get('bodkin.metric'), 'confidence')
  assert.equal(table.schema.metadata.get('bodkin.k'), '2')
  // the thresholds that give these rules: confidence 1 and one basket
  assert.equal(table.schema.metadata.get('bodkin.min_threshold'), '1')
  assert.equal(table.schema.metadata.get('bodkin.min_count'), '1')
})

test('a further measure stands behind the usual columns', () => {
  const [row] = rulesOf(topRules(shop, { k: 1, metric: 'fisher_p' }))
  assert.ok(Math.abs((row['fisher_p'] as number) - 0.4) < 1e-15 * 4) // C(4,3) / C(5,3)
  assert.equal(Object.keys(row).length, 19)
})

test('a least count, the length and the sides are kept', () => {
  const options = { k: 100, metric: 'lift' } as const
  assert.ok(rulesOf(topRules(shop, { ...options, minCount: 2 })).every((row) => (row['count'] as number) >= 2))
  assert.equal(topRules(shop, { ...options, maxLength: 2 }).numRows, 10)
  assert.ok(rulesOf(topRules(shop, { ...options, maxConsequent: 1 })).every((row) => row.consequents.length === 1))
  assert.ok(rulesOf(topRules(shop, { ...options, maxAntecedent: 1 })).every((row) => row.antecedents.length === 1))
})

test('fewer rules than k are all of them; baskets of one item give none', () => {
  assert.equal(topRules(shop, { k: 1000, metric: 'leverage' }).numRows, 22)
  assert.equal(
    topRules(transactions({ items: [['a'], ['b']] }, { items: 'items' }), { k: 3, metric: 'lift' }).numRows,
    0,
  )
})

test('a table will do, with the options of transactions', () => {
  const lines = { order: [1, 1, 2, 2, 3], item: ['a', 'b', 'a', 'b', 'c'] }
  const table = topRules(lines, { transaction: 'order', item: 'item', k: 1, metric: 'phi' })
  assert.deepEqual(textsOf(table), ['a → b'])
})

test('a limit ends the search, with what was found when that is asked for', () => {
  const limits = { maxItemsets: 6, onLimit: 'truncate' } as const
  const table = topRules(shop, { k: 3, metric: 'lift', limits })
  assert.equal(table.schema.metadata.get('bodkin.truncated'), 'maxItemsets')
})

test('the bound of leverage is a(n − a)/n² up to half the baskets, and its largest value beyond', () => {
  const { scores, counts } = boundOf('leverage', 10, 10)
  assert.deepEqual(
    Array.from(scores, (score) => Math.round(100 * score)),
    [-Infinity, 9, 16, 21, 24, 25, 25, 25, 25, 25, 25],
  )
  assert.equal(counts[9], 5)
  // to beat .2 takes 3 baskets of 10
  assert.equal(leastCount({ scores, counts }, { score: 0.2, count: 3, length: 2 }, 2), 3)
})

test('ties of the bound are settled by count, then by length', () => {
  const bound = boundOf('confidence', 9, 20)
  const goal = { score: 1, count: 4, length: 3 }
  assert.equal(leastCount(bound, goal, 3), 4)
  assert.equal(leastCount(bound, goal, 4), 5)
  assert.equal(leastCount(bound, { score: 1, count: 9, length: 2 }, 3), 10)
})

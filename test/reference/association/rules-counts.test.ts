/** How many rules the known data sets have: numbers of two independent tools (expected_counts.json) and of the specification. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fpGrowth } from '../../../src/association/index.js'
import { rules } from '../../../src/association/rules/rules.js'
import { basketFile, hasData } from './data-for-tests.js'

const skip = hasData() ? false : 'needs ../shared/data'

test('groceries: 15, 410 and 5,668 rules of one item on the right', { skip }, () => {
  const baskets = basketFile('groceries.csv')
  const count = (minSupport: number, minThreshold: number): number =>
    rules(fpGrowth(baskets, { minSupport }), { minThreshold, maxConsequent: 1 }).numRows
  assert.deepEqual([count(0.01, 0.5), count(0.001, 0.8), count(0.001, 0.5)], [15, 410, 5668])
})

test('T10I4D100K: 333,757 rules of .1 % and 50 %', { skip }, () => {
  const itemsets = fpGrowth(basketFile('T10I4D100K.dat.gz'), { minSupport: 0.001 })
  assert.equal(rules(itemsets, { minThreshold: 0.5 }).numRows, 333_757)
})

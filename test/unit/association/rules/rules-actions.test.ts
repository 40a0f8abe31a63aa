/** Action columns: five baskets of the shop in rules-for-tests.ts, prices by hand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTable } from '../../../../src/arrow/read-table.js'
import { writeTable } from '../../../../src/arrow/write-table.js'
import { apriori } from '../../../../src/association/index.js'
import { actionColumns, meanPrices } from '../../../../src/association/rules/rules-actions.js'
import { readRules } from '../../../../src/association/rules/rules-table.js'
import { rules } from '../../../../src/association/rules/rules.js'
import { shop } from './rules-for-tests.js'

test('expected extra sales are baskets beyond independence, revenue their worth', () => {
  const table = readRules(rules(apriori(shop, { minCount: 2 }), { minThreshold: 0.6 }), 'rules')
  const prices = new Map([
    ['bread', 2],
    ['butter', 3],
  ])
  const columns = writeTable(actionColumns(table, prices))
    .toArray()
    .map((row: object) => ({ ...row }))
  const near = (row: Record<string, number>): number[] =>
    Object.values(row).map((value) => Math.round(1e9 * value) / 1e9)
  // butter → bread and bread → butter: 3 − 3·4/5 = .6; milk → bread: 2 − 3·4/5 = −.4
  assert.deepEqual(columns.map(near as never), [
    [0.6, 1.2],
    [0.6, 1.8],
    [-0.4, -0.8],
  ])
})

test('revenue is null where an item of the consequent has no price', () => {
  const table = readRules(rules(apriori(shop, { minCount: 2 }), { minThreshold: 0.7 }), 'rules')
  const written = writeTable(actionColumns(table, new Map([['bread', 2]])))
  assert.equal(written.getChild('revenue_at_stake')?.get(1), null)
})

test('prices are means over the lines that have one', () => {
  const lines = readTable({ item: ['tea', 'tea', 'milk', null, 'jam'], price: [2, 3, 1, 9, null] })
  assert.deepEqual(
    meanPrices(lines, { item: 'item', price: 'price' }),
    new Map([
      ['tea', 2.5],
      ['milk', 1],
    ]),
  )
})

test('mean prices are the same to the last bit in any order of the lines', () => {
  const price = [0.1, 0.2, 0.3, 1e16, -1e16, 0.7]
  const item = price.map(() => 'tea')
  const mean = (prices: number[]): number | undefined =>
    meanPrices(readTable({ item, price: prices }), { item: 'item', price: 'price' }).get('tea')
  assert.equal(mean(price), 1.3 / 6)
  assert.equal(mean(price.toReversed()), mean(price))
})

test('an infinite price is an error that names the row', () => {
  const lines = readTable({ item: ['tea', 'tea'], price: [2, Infinity] })
  assert.throws(() => meanPrices(lines, { item: 'item', price: 'price' }), {
    code: 'DATA',
    message: 'column "price", row 1: must be finite, got Infinity',
  })
})

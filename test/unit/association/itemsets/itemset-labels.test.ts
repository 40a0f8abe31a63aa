/** Itemsets as text. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableFromIPC, tableToIPC } from 'apache-arrow'
import { apriori } from '../../../../src/association/index.js'
import { itemsetLabels } from '../../../../src/association/itemsets/itemset-labels.js'
import { rules } from '../../../../src/association/rules/rules.js'
import { shop } from '../rules/rules-for-tests.js'

const itemsets = apriori(shop, { minCount: 2 })

test('itemsets become text with the more frequent item first, and the other columns stay', () => {
  const table = itemsetLabels(itemsets)
  assert.deepEqual(
    [...(table.getChild('itemsets') ?? [])],
    ['bread', 'butter', 'milk', 'bread - butter', 'bread - milk'],
  )
  assert.deepEqual([...(table.getChild('count') ?? [])], [4, 3, 3, 3, 2])
  assert.deepEqual(
    table.schema.fields.map((field) => `${field.name} ${field.type}`),
    ['itemsets Dictionary<Int32, Utf8>', 'length Int32', 'count Int32', 'support Float64'],
  )
  assert.equal(table.schema.metadata.get('bodkin.transactions'), '5')
})

test('both sides of rules become text, or one of them', () => {
  const table = rules(itemsets, { minThreshold: 1 })
  const text = itemsetLabels(table, { separator: ' + ' })
  assert.deepEqual([text.getChild('antecedents')?.get(0), text.getChild('consequents')?.get(0)], ['butter', 'bread'])
  const left = itemsetLabels(table, { column: 'antecedents' })
  assert.equal(left.getChild('antecedents')?.get(0), 'butter')
  assert.deepEqual([...(left.getChild('consequents')?.get(0) ?? [])], ['bread'])
})

test('any table with lists will do, also one from a file; nulls and empty lists show', () => {
  const rows = [
    { id: 'x', items: ['a', null] },
    { id: 'y', items: [] },
  ]
  assert.deepEqual([...(itemsetLabels(rows, { separator: ', ' }).getChild('items') ?? [])], ['a, null', ''])
  const again = itemsetLabels(tableFromIPC(tableToIPC(itemsets)))
  assert.equal(again.getChild('itemsets')?.get(3), 'bread - butter')
})

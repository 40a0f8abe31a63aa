import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transactions } from '../../../../src/association/index.js'

test('sizes: quartiles, mean and distribution, with the neutral lift they imply', () => {
  const items = [['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd'], []]
  const { sizes, neutralLift } = transactions({ items }, { items: 'items' }).profile
  assert.deepEqual(sizes, {
    min: 0,
    lowerQuartile: 1,
    median: 2,
    mean: 2,
    upperQuartile: 3,
    max: 4,
    distribution: [0, 1, 2, 3, 4].map((size) => ({ size, baskets: 1 })),
  })
  // E[s²] = (0 + 1 + 4 + 9 + 16) / 5 = 6, E[s] = 2: (6 − 2) / 4
  assert.equal(neutralLift, 1)
})

test('labels that differ in case or white space are reported, and so is one that ends in a blank', () => {
  const items = [
    ['Tea', 'tea', 'cream cheese '],
    ['tea', 'milk'],
  ]
  const { nearDuplicates, warnings } = transactions({ items }, { items: 'items' }).profile
  assert.deepEqual(nearDuplicates, [
    [
      { label: 'Tea', baskets: 1 },
      { label: 'tea', baskets: 2 },
    ],
    [{ label: 'cream cheese ', baskets: 1 }],
  ])
  assert.deepEqual(warnings, [
    {
      code: 'NEAR_DUPLICATE_LABELS',
      message:
        '2 labels differing in case or white space, or padded with it, such as "Tea" and "tea": kept apart; normalize "trim" or "fold" merges them.',
    },
  ])
})

test('charges among products and cancelled invoices are reported and kept', () => {
  const table = { invoice: ['536365', '536365', 'C536366', '536367'], item: ['85123A', 'POST', '85123A', '71053'] }
  const { nonProducts, cancelled, warnings, baskets } = transactions(table, {
    transaction: 'invoice',
    item: 'item',
  }).profile
  assert.equal(baskets, 3)
  assert.deepEqual(nonProducts, [{ label: 'POST', baskets: 1, reason: 'a charge, correction or test by its name' }])
  assert.deepEqual(cancelled, { baskets: 1, examples: ['C536366'] })
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['NON_PRODUCT_ITEMS', 'CANCELLED_BASKETS'],
  )
})

test('a basket far beyond the others is giant', () => {
  const small = Array.from({ length: 20 }, () => ['a', 'b'])
  const giant = Array.from({ length: 40 }, (_, i) => `item ${i}`)
  const { giantBaskets } = transactions({ items: [...small, giant] }, { items: 'items' }).profile
  assert.deepEqual(giantBaskets, { threshold: 12, baskets: 1, largest: [{ basket: '20', size: 40 }] })
})

test('the profile is plain data', () => {
  const { profile } = transactions({ items: [['a', null], null] }, { items: 'items' })
  assert.deepEqual(JSON.parse(JSON.stringify(profile)), profile)
  assert.deepEqual(
    profile.warnings.map(({ message }) => message),
    ['1 line without a basket: skipped.', '1 line without an item: ignored, their baskets count.'],
  )
})

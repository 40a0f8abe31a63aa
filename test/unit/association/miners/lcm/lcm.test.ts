import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fpGrowth, transactions, type ItemsetKind } from '../../../../../src/association/index.js'
import { bruteForce, itemsetsOf } from '../../itemsets-for-tests.js'
import { contents, lcmTable } from './lcm-for-tests.js'

const kinds: readonly ItemsetKind[] = ['frequent', 'closed', 'maximal', 'generator']
/** Agrawal & Srikant's own example has four baskets; these are they with labels, and an empty one. */
const items = [['a', 'c', 'd'], ['b', 'c', 'e'], ['a', 'b', 'c', 'e'], ['b', 'e'], []]
const baskets = transactions({ items }, { items: 'items' })

test('itemsets of five baskets by hand, in the documented order', () => {
  assert.deepEqual(itemsetsOf(lcmTable(baskets, { minCount: 2 })), [
    [['b'], 3],
    [['c'], 3],
    [['e'], 3],
    [['a'], 2],
    [['b', 'e'], 3],
    [['b', 'c'], 2],
    [['c', 'a'], 2],
    [['c', 'e'], 2],
    [['b', 'c', 'e'], 2],
  ])
})

test('closed, maximal and generator itemsets of five baskets by hand', () => {
  // b and e always come together, a always with c
  assert.deepEqual(itemsetsOf(lcmTable(baskets, { minCount: 2, kind: 'closed' })), [
    [['c'], 3],
    [['b', 'e'], 3],
    [['c', 'a'], 2],
    [['b', 'c', 'e'], 2],
  ])
  assert.deepEqual(itemsetsOf(lcmTable(baskets, { minCount: 2, kind: 'maximal' })), [
    [['c', 'a'], 2],
    [['b', 'c', 'e'], 2],
  ])
  assert.deepEqual(itemsetsOf(lcmTable(baskets, { minCount: 2, kind: 'generator' })), [
    [['b'], 3],
    [['c'], 3],
    [['e'], 3],
    [['a'], 2],
    [['b', 'c'], 2],
    [['c', 'e'], 2],
  ])
})

test('maxLength applies after the definition, mustContain inside the search', () => {
  for (const kind of kinds)
    for (const maxLength of [1, 2, 3])
      for (const mustContain of [[], ['c'], ['e', 'b']])
        assert.deepEqual(
          itemsetsOf(lcmTable(baskets, { minCount: 1, kind, maxLength, mustContain })),
          bruteForce(items, { minCount: 1, kind, maxLength, mustContain }),
          `${kind} ${maxLength} ${mustContain}`,
        )
})

test('an item in every basket is closed and no generator', () => {
  const all = transactions({ items: [['a', 'b'], ['a']] }, { items: 'items' })
  assert.deepEqual(itemsetsOf(lcmTable(all, { minCount: 1, kind: 'generator' })), [[['b'], 1]])
  assert.deepEqual(itemsetsOf(lcmTable(all, { minCount: 1, kind: 'closed' })), [
    [['a'], 2],
    [['a', 'b'], 1],
  ])
})

test('forty items that always come together: one closed itemset, short frequent ones by combination', () => {
  const labels = Array.from({ length: 40 }, (_, i) => `item ${i + 10}`)
  const together = transactions({ items: [labels, labels, labels] }, { items: 'items' })
  const closed = itemsetsOf(lcmTable(together, { minCount: 2, kind: 'closed' }))
  assert.deepEqual(closed, [[labels, 3]])
  assert.deepEqual(itemsetsOf(lcmTable(together, { minCount: 2, kind: 'maximal' })), closed)
  assert.equal(lcmTable(together, { minCount: 2, kind: 'generator' }).numRows, 0)
  // 40 + 40·39/2 + 40·39·38/6
  assert.equal(lcmTable(together, { minCount: 2, maxLength: 3 }).numRows, 40 + 780 + 9880)
})

test('fourteen items that always come together give every subset', () => {
  const labels = Array.from({ length: 14 }, (_, i) => `item ${i + 10}`)
  const together = transactions({ items: [labels, labels, ['other']] }, { items: 'items' })
  const table = lcmTable(together, { minCount: 2 })
  assert.equal(table.numRows, 2 ** 14 - 1)
  assert.deepEqual(contents(table), contents(fpGrowth(together, { minCount: 2 })))
})

test('sixty items, lists on top, words in the middle, tables below: what FP-growth finds', () => {
  const wide = Array.from({ length: 300 }, (_, t) =>
    Array.from({ length: 60 }, (_, i) => i).filter((i) => (t * 7919 + i * 104729 + t * i * 31) % 97 < 60 - i),
  )
  const wideBaskets = transactions({ items: wide.map((basket) => basket.map(String)) }, { items: 'items' })
  for (const kind of kinds)
    for (const [minCount, maxLength] of [
      [75, null],
      [45, 3],
      [8, 2],
    ] as const)
      assert.deepEqual(
        contents(lcmTable(wideBaskets, { minCount, kind, maxLength })),
        contents(fpGrowth(wideBaskets, { minCount, kind, maxLength })),
        `${kind} ${minCount} ${maxLength}`,
      )
})

test('a threshold that nothing reaches gives an empty table', () => {
  for (const kind of kinds) assert.equal(lcmTable(baskets, { minCount: 4, kind }).numRows, 0)
})

test('too many itemsets are an error, or a cut that says what is complete', () => {
  assert.throws(() => lcmTable(baskets, { minCount: 1, limits: { maxItemsets: 12 } }), { code: 'LIMIT' })
  assert.equal(lcmTable(baskets, { minCount: 2, limits: { maxItemsets: 9 } }).numRows, 9)
  for (const kind of kinds) {
    const whole = itemsetsOf(lcmTable(baskets, { minCount: 1, kind }))
    const limits = { maxItemsets: 2, onLimit: 'truncate' }
    const cut = lcmTable(baskets, { minCount: 1, kind, limits })
    const found = itemsetsOf(cut)
    assert.equal(cut.schema.metadata.get('bodkin.truncated'), whole.length > 2 ? 'maxItemsets' : undefined, kind)
    if (whole.length <= 2) continue
    assert.ok(found.length <= 2)
    const text = new Set(whole.map((row) => JSON.stringify(row)))
    for (const row of found) assert.ok(text.has(JSON.stringify(row)), `${kind}: ${JSON.stringify(row)}`)
    const complete = Number(cut.schema.metadata.get('bodkin.complete_count'))
    assert.deepEqual(
      found.filter(([, count]) => count >= complete),
      whole.filter(([, count]) => count >= complete),
    )
  }
})

test('a limit in time ends the search', () => {
  const labels = Array.from({ length: 24 }, (_, i) => `item ${i}`)
  const dense = transactions({ items: labels.map((_, t) => labels.filter((_, i) => i !== t)) }, { items: 'items' })
  const limits = { maxMs: 20, maxItemsets: 1e9, maxBytes: 2 ** 40 }
  assert.throws(() => lcmTable(dense, { minCount: 1, limits }), { code: 'LIMIT', message: /limits\.maxMs = 20/ })
})

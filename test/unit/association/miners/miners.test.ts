import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { tableFromIPC, tableToIPC, type Table } from 'apache-arrow'
import { apriori, closed, fpGrowth, lcm, maximal, transactions } from '../../../../src/association/index.js'
import { readItemsets } from '../../../../src/association/itemsets/itemset-table.js'
import { bruteForce, itemsetsOf } from '../itemsets-for-tests.js'

/** Agrawal & Srikant's own example has four baskets; these are they with labels, and an empty one. */
const items = [['a', 'c', 'd'], ['b', 'c', 'e'], ['a', 'b', 'c', 'e'], ['b', 'e'], []]
const baskets = transactions({ items }, { items: 'items' })
const miners = { apriori, fpGrowth, lcm }

for (const [name, mine] of Object.entries(miners)) {
  test(`${name}: itemsets of five baskets by hand, in the documented order`, () => {
    const table = mine(baskets, { minCount: 2 })
    assert.deepEqual(itemsetsOf(table), [
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
    assert.deepEqual(
      table.schema.fields.map((field) => `${field.name}: ${field.type}`),
      ['itemsets: List<Dictionary<Int32, Utf8>>', 'length: Int32', 'count: Int32', 'support: Float64'],
    )
    assert.deepEqual([...(table.getChild('support') as Iterable<number>)].slice(0, 4), [3 / 5, 3 / 5, 3 / 5, 2 / 5])
    assert.deepEqual([...(table.getChild('length') as Iterable<number>)], [1, 1, 1, 1, 2, 2, 2, 2, 3])
  })

  test(`${name}: a table with its layout gives what its baskets give`, () => {
    const direct = mine({ items }, { items: 'items', minSupport: 0.4 })
    assert.deepEqual(itemsetsOf(direct), itemsetsOf(mine(baskets, { minSupport: 0.4 })))
    assert.equal(direct.schema.metadata.get('bodkin.min_count'), '2')
  })

  test(`${name}: what was asked for stands in the schema`, () => {
    const table = mine(baskets, { minSupport: 0.4, maxLength: 2, kind: 'closed', mustContain: 'c' })
    assert.deepEqual(Object.fromEntries(table.schema.metadata), {
      'bodkin.transactions': '5',
      'bodkin.min_count': '2',
      'bodkin.kind': 'closed',
      'bodkin.max_length': '2',
      'bodkin.must_contain': '["c"]',
    })
  })

  test(`${name}: an item in every basket is closed and no generator`, () => {
    const all = transactions({ items: [['a', 'b'], ['a']] }, { items: 'items' })
    assert.deepEqual(itemsetsOf(mine(all, { minCount: 1, kind: 'generator' })), [[['b'], 1]])
    assert.deepEqual(itemsetsOf(mine(all, { minCount: 1, kind: 'closed' })), [
      [['a'], 2],
      [['a', 'b'], 1],
    ])
  })

  test(`${name}: maxLength applies after the definition`, () => {
    // {b, e} is in {b, c, e} but has a larger count; {b, c} and {c, e} fail by {b, c, e}, which is too long to list
    assert.deepEqual(itemsetsOf(mine(baskets, { minCount: 2, kind: 'closed', maxLength: 2 })), [
      [['c'], 3],
      [['b', 'e'], 3],
      [['c', 'a'], 2],
    ])
    assert.deepEqual(itemsetsOf(mine(baskets, { minCount: 2, kind: 'maximal', maxLength: 2 })), [[['c', 'a'], 2]])
  })

  test(`${name}: every itemset holds what it must`, () => {
    for (const kind of ['frequent', 'closed', 'maximal', 'generator'] as const)
      for (const mustContain of [['c'], ['e', 'b'], ['a', 'd']])
        assert.deepEqual(
          itemsetsOf(mine(baskets, { minCount: 2, kind, mustContain })),
          bruteForce(items, { minCount: 2, kind, mustContain }),
          `${kind} ${mustContain}`,
        )
  })

  test(`${name}: a threshold that nothing reaches gives an empty table`, () => {
    const table = mine(baskets, { minCount: 4 })
    assert.equal(table.numRows, 0)
    assert.equal(tableFromIPC(tableToIPC(table)).numRows, 0)
    assert.equal(mine(baskets, { minCount: 4, mustContain: ['a'] }).numRows, 0)
  })

  test(`${name}: too many itemsets are an error, or a cut that says what is complete`, () => {
    assert.throws(() => mine(baskets, { minCount: 1, limits: { maxItemsets: 12 } }), {
      code: 'LIMIT',
      message:
        /^the search would give about \d+ itemsets \(.* MiB\), more than limits\.maxItemsets = 12|reached limits\.maxItemsets = 12/,
    })
    const limits = { maxItemsets: 7, onLimit: 'truncate' } as const
    const cut = mine(baskets, { minCount: 1, limits })
    const whole = itemsetsOf(mine(baskets, { minCount: 1 }))
    assert.ok(cut.numRows <= 7)
    const { metadata } = cut.schema
    assert.equal(metadata.get('bodkin.truncated'), 'maxItemsets')
    const completeCount = Number(metadata.get('bodkin.complete_count'))
    assert.equal(Number(metadata.get('bodkin.complete_support')), completeCount / 5)
    const found = itemsetsOf(cut)
    for (const row of found) assert.ok(whole.some((other) => JSON.stringify(other) === JSON.stringify(row)))
    const complete = whole.filter(([, count]) => count >= completeCount)
    assert.deepEqual(
      found.filter(([, count]) => count >= completeCount),
      complete,
    )
  })

  test(`${name}: exactly as many itemsets as allowed are no cut`, () => {
    const table = mine(baskets, { minCount: 2, limits: { maxItemsets: 9 } })
    assert.equal(table.numRows, 9)
    assert.equal(table.schema.metadata.has('bodkin.truncated'), false)
  })
}

test('closed and maximal ones out of a table are what the miners find', () => {
  const table = fpGrowth(baskets, { minCount: 1 })
  const foreign = createRequire(import.meta.url)('apache-arrow') as { tableFromIPC: typeof tableFromIPC }
  const older = createRequire(import.meta.url)('apache-arrow-17') as { tableFromIPC: typeof tableFromIPC }
  for (const copy of [table, foreign.tableFromIPC(tableToIPC(table)), older.tableFromIPC(tableToIPC(table))]) {
    assertSame(closed(copy), apriori(baskets, { minCount: 1, kind: 'closed' }))
    assertSame(maximal(copy), apriori(baskets, { minCount: 1, kind: 'maximal' }))
  }
})

function assertSame(table: Table, expected: Table): void {
  assert.deepEqual(itemsetsOf(table), itemsetsOf(expected))
  assert.deepEqual([...table.schema.metadata], [...expected.schema.metadata])
}

test('a table of itemsets reads back as what was written', () => {
  const table = fpGrowth(baskets, { minCount: 2, maxLength: 2, mustContain: ['b', 'c'] })
  const { itemsets, labels, facts } = readItemsets(tableFromIPC(tableToIPC(table)))
  assert.deepEqual(
    Array.from(itemsets.items, (item) => labels[item]),
    ['b', 'c'],
  )
  assert.deepEqual(facts, {
    transactions: 5,
    minCount: 2,
    kind: 'frequent',
    maxLength: 2,
    mustContain: ['b', 'c'],
    truncated: null,
  })
})

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow'
import { transactions, type Transactions } from '../../../../src/association/index.js'

const long = { transaction: 'order', item: 'item' } as const

/** Baskets as arrays of labels. */
function basketsOf({ count, offsets, items, labels }: Transactions): string[][] {
  return Array.from({ length: count }, (_, b) =>
    Array.from(items.subarray(offsets[b], offsets[b + 1]), (i) => labels[i]),
  )
}

test('long form: baskets by ascending key, items once a basket, a basket of null items counts', () => {
  const tx = transactions({ order: [3, 1, 1, 2, 1, 3], item: ['tea', 'tea', 'milk', null, 'tea', 'bread'] }, long)
  assert.deepEqual(basketsOf(tx), [['milk', 'tea'], [], ['bread', 'tea']])
  assert.deepEqual(tx.labels, ['bread', 'milk', 'tea'])
  assert.equal(tx.ids.name, 'order')
  assert.deepEqual(tx.ids.column, { kind: 'float64', values: new Float64Array([1, 2, 3]) })
  const { baskets, emptyBaskets, occurrences, lines, duplicates, nullItems, nullBaskets } = tx.profile
  assert.deepEqual(
    { baskets, emptyBaskets, occurrences, lines, duplicates, nullItems, nullBaskets },
    { baskets: 3, emptyBaskets: 1, occurrences: 4, lines: 6, duplicates: 1, nullItems: 1, nullBaskets: 0 },
  )
})

test('long form: lines without a basket are skipped and counted, and their items are not items', () => {
  const tx = transactions({ order: ['a', null, 'a'], item: ['tea', 'ghost', 'milk'] }, long)
  assert.deepEqual(basketsOf(tx), [['milk', 'tea']])
  assert.deepEqual(tx.labels, ['milk', 'tea'])
  assert.equal(tx.profile.nullBaskets, 1)
  assert.deepEqual(tx.ids.column, { kind: 'category', codes: new Int32Array([0]), labels: ['a'] })
})

test('lists: a null list is skipped, an empty one is a basket; keys are row numbers', () => {
  const tx = transactions({ items: [['tea', 'milk', 'tea'], null, [], ['tea', null]] }, { items: 'items' })
  assert.deepEqual(basketsOf(tx), [['milk', 'tea'], [], ['tea']])
  assert.deepEqual(tx.ids, { name: 'transaction', column: { kind: 'int32', values: new Int32Array([0, 2, 3]) } })
  assert.equal(tx.profile.nullBaskets, 1)
  assert.equal(tx.profile.nullItems, 1)
  assert.equal(tx.profile.duplicates, 1)
})

test('one-hot columns: their names are the items, those never set are none', () => {
  const table = { tea: [1, 0, 1], milk: [true, false, null], gin: [0, 0, 0], price: [9, 9, 9] }
  const tx = transactions(table, { oneHot: ['tea', 'milk', 'gin'] })
  assert.deepEqual(basketsOf(tx), [['milk', 'tea'], [], ['tea']])
  assert.deepEqual(tx.labels, ['milk', 'tea'])
  assert.equal(tx.profile.nullItems, 1)
})

test('Arrow tables of either copy and their dictionaries give what plain columns give', () => {
  const columns = { order: ['b', 'a', 'b'], item: ['tea', 'milk', 'milk'] }
  const plain = transactions(columns, long)
  const arrow = tableFromArrays(columns)
  const { tableFromIPC: foreign } = createRequire(import.meta.url)('apache-arrow') as {
    tableFromIPC: typeof tableFromIPC
  }
  for (const table of [arrow, tableFromIPC(tableToIPC(arrow)), foreign(tableToIPC(arrow)), arrow.slice(0, 3)])
    assert.deepEqual(transactions(table, long), plain)
})

test('the order of lines changes nothing in long form', () => {
  const order = [1, 1, 2, 2, 2, 3]
  const item = ['c', 'a', 'b', 'c', 'a', 'b']
  const expected = transactions({ order, item }, long)
  assert.deepEqual(transactions({ order: order.toReversed(), item: item.toReversed() }, long), expected)
})

test('a stream of tables gives what one table gives, though baskets span tables', async () => {
  const order = [5, 5, 1, 1, 5, 9, 1]
  const item = ['a', 'b', 'c', 'a', 'c', null, 'b']
  const whole = transactions(tableFromArrays({ order: Int32Array.from(order), item }), long)
  const parts = [0, 2, 3, 6].map((from, i, starts) => {
    const to = starts[i + 1] ?? order.length
    return tableFromArrays({ order: Int32Array.from(order.slice(from, to)), item: item.slice(from, to) })
  })
  function* generate(): Generator<(typeof parts)[number]> {
    yield* parts
  }
  async function* later(): AsyncGenerator<(typeof parts)[number]> {
    yield* parts
  }
  assert.deepEqual(transactions(parts, long), whole)
  assert.deepEqual(transactions(generate(), long), whole)
  assert.deepEqual(await transactions(later(), long), whole)
  assert.deepEqual(transactions(parts.flatMap(({ batches }) => batches).values(), long), whole)
})

test('streams of lists and of one-hot rows number their rows on', () => {
  const lists = [{ items: [['a']] }, { items: [null, ['b', 'a']] }]
  const tx = transactions(lists.values(), { items: 'items' })
  assert.deepEqual(basketsOf(tx), [['a'], ['a', 'b']])
  assert.deepEqual(tx.ids.column, { kind: 'int32', values: new Int32Array([0, 2]) })
  const flags = [
    { a: [1, 0], b: [0, 0] },
    { a: [1], b: [1] },
  ]
  assert.deepEqual(basketsOf(transactions(flags.values(), { oneHot: ['a', 'b'] })), [['a'], [], ['a', 'b']])
})

test('a stream whose first table has null keys only still gives the others', () => {
  const tables = [
    { order: [null, null], item: ['x', 'y'] },
    { order: [2, 1], item: ['a', 'b'] },
  ]
  const tx = transactions(tables.values(), long)
  assert.deepEqual(basketsOf(tx), [['b'], ['a']])
  assert.equal(tx.profile.nullBaskets, 2)
})

test('rows as objects are one table, not a stream', () => {
  const rows = [
    { order: 1, item: 'tea' },
    { order: 1, item: 'milk' },
  ]
  assert.deepEqual(basketsOf(transactions(rows, long)), [['milk', 'tea']])
})

test('labels are merged only on request', () => {
  const table = {
    items: [
      ['Tea', 'tea ', 'green  Tea'],
      ['tea', 'GREEN tea'],
    ],
  }
  assert.equal(transactions(table, { items: 'items' }).labels.length, 5)
  const trimmed = transactions(table, { items: 'items', normalize: 'trim' })
  assert.deepEqual(trimmed.labels, ['GREEN tea', 'Tea', 'green  Tea', 'tea'])
  const folded = transactions(table, { items: 'items', normalize: 'fold' })
  assert.deepEqual(basketsOf(folded), [
    ['green tea', 'tea'],
    ['green tea', 'tea'],
  ])
  assert.equal(folded.profile.duplicates, 1)
})

test('whole numbers and booleans are items by their text', () => {
  assert.deepEqual(transactions({ order: [1, 1], item: [85123, 71053] }, long).labels, ['71053', '85123'])
  assert.deepEqual(transactions({ order: [1, 1], item: new Float64Array([2, 1]) }, long).labels, ['1', '2'])
  // text that looks like a fraction is text
  assert.deepEqual(transactions({ order: [1, 1], item: ['2.5', '1.5'] }, long).labels, ['1.5', '2.5'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeBaskets } from '../../../../src/association/database/merge-baskets.js'
import { recode } from '../../../../src/association/database/recode.js'
import { transactions } from '../../../../src/association/index.js'
import { randomStream } from '../../../../src/numeric/random.js'

test('items are numbered by falling count, ties by label; rare ones and empty baskets are left out, equal baskets merged', () => {
  const items = [['b', 'c', 'x'], ['c', 'b'], ['a', 'c'], ['a', 'y'], []]
  const baskets = transactions({ items }, { items: 'items' })
  const { offsets, values, weights, ...rest } = recode(baskets, 2)
  // labels a b c x y are 0 … 4; a, b, c lie in two, two and three baskets
  assert.deepEqual(rest, {
    transactions: 5,
    minCount: 2,
    counts: Int32Array.of(3, 2, 2),
    items: Int32Array.of(2, 0, 1),
    rank: Int32Array.of(2, 0, 1),
  })
  const merged = Array.from(weights, (weight, t) => [[...values.subarray(offsets[t], offsets[t + 1])], weight])
  assert.deepEqual(merged, [
    [[0, 1], 1], // c a
    [[0, 2], 2], // c b, twice
    [[1], 1], // a
  ])
})

test('the order of the baskets changes nothing', () => {
  const items = [['b', 'c'], ['c'], ['a', 'c'], ['a', 'b', 'c'], ['c']]
  const database = (rows: string[][]): unknown => recode(transactions({ items: rows }, { items: 'items' }), 1)
  assert.deepEqual(database(items.toReversed()), database(items))
})

test('merging agrees with sorting texts, also where lists are long beginnings of each other', () => {
  const random = randomStream(3)
  // 53 / log₂ 4 = 26 digits a key: lists of up to 70 need three of them
  const lists = Array.from({ length: 400 }, () =>
    Array.from({ length: random.below(70) }, (_, k) => (k < 60 ? 1 : random.below(3))),
  )
  const offsets = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => (offsets[i + 1] = offsets[i] + list.length))
  const found = mergeBaskets({ offsets, values: Int32Array.from(lists.flat()) }, 3)
  const expected = new Map<string, number>()
  for (const list of lists.map((values) => values.join('')).sort()) expected.set(list, (expected.get(list) ?? 0) + 1)
  expected.delete('')
  const merged = Array.from(found.weights, (weight, t): [string, number] => [
    found.values.subarray(found.offsets[t], found.offsets[t + 1]).join(''),
    weight,
  ])
  assert.deepEqual(merged, [...expected])
})

test('weights of merged baskets add up', () => {
  const lists = { offsets: Int32Array.of(0, 1, 2, 3), values: Int32Array.of(1, 0, 1) }
  assert.deepEqual(mergeBaskets(lists, 2, Int32Array.of(2, 3, 5)), {
    offsets: Int32Array.of(0, 1, 2),
    values: Int32Array.of(0, 1),
    weights: Int32Array.of(3, 7),
  })
})

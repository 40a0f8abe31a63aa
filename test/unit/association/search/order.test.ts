import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sortItemsets } from '../../../../src/association/search/order.js'
import type { Itemsets } from '../../../../src/association/search/itemset-buffer.js'
import { randomStream } from '../../../../src/numeric/random.js'

type Row = readonly [items: readonly number[], count: number]

function pack(rows: readonly Row[]): Itemsets {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach(([items], i) => (offsets[i + 1] = offsets[i] + items.length))
  return {
    count: rows.length,
    offsets,
    items: Int32Array.from(rows.flatMap(([items]) => items)),
    counts: Int32Array.from(rows, ([, count]) => count),
    truncated: null,
  }
}

function unpack({ count, offsets, items, counts }: Itemsets): Row[] {
  return Array.from({ length: count }, (_, i) => [[...items.subarray(offsets[i], offsets[i + 1])], counts[i]])
}

function compare([a, n]: Row, [b, m]: Row, rank: Int32Array): number {
  if (a.length !== b.length || n !== m) return a.length - b.length || m - n
  const at = a.findIndex((item, k) => item !== b[k])
  return at < 0 ? 0 : rank[a[at]] - rank[b[at]]
}

test('length, falling count, then labels by rank', () => {
  const rank = Int32Array.of(2, 0, 1)
  const rows: Row[] = [
    [[0, 1], 2],
    [[2], 5],
    [[0], 5],
    [[0, 1, 2], 1],
    [[1], 9],
    [[1, 2], 2],
    [[0, 2], 3],
  ]
  assert.deepEqual(unpack(sortItemsets(pack(rows), rank)), [
    [[1], 9],
    [[2], 5],
    [[0], 5],
    [[0, 2], 3],
    [[1, 2], 2],
    [[0, 1], 2],
    [[0, 1, 2], 1],
  ])
})

test('agrees with comparing, with few and many labels, short and long itemsets, near and far counts', () => {
  const random = randomStream(11)
  for (const [labels, longest, counts] of [
    [5, 5, 3],
    [300, 4, 2],
    // a key holds 5 of these ranks: longer itemsets look further
    [1000, 9, 1],
    [60, 12, 2 ** 30],
  ] as const) {
    const rank = Int32Array.from({ length: labels }, (_, i) => i)
    for (let i = labels - 1; i > 0; i--) {
      const j = random.below(i + 1)
      ;[rank[i], rank[j]] = [rank[j], rank[i]]
    }
    const distinct = new Map<string, Row>()
    for (let i = 0; i < 400; i++) {
      const shared = Array.from({ length: Math.min(random.below(longest) + 1, labels) }, (_, k) => k)
      const items = [...new Set([...shared, random.below(labels)])].sort((a, b) => a - b).slice(0, longest)
      distinct.set(items.join(), [items, 1 + random.below(counts)])
    }
    const rows = [...distinct.values()]
    assert.deepEqual(
      unpack(sortItemsets(pack(rows), rank)),
      rows.toSorted((a, b) => compare(a, b, rank)),
    )
  }
})

test('no itemsets stay none', () => {
  assert.deepEqual(unpack(sortItemsets(pack([]), new Int32Array(0))), [])
})

/** All miners find what counting every subset finds, whatever the order and the chunks of the lines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Table, Vector } from 'apache-arrow'
import fc from 'fast-check'
import { apriori, closed, fpGrowth, lcm, maximal, transactions, type ItemsetKind } from '../../src/association/index.js'
import { bruteForce, itemsetsOf } from '../unit/association/itemsets-for-tests.js'

const labels = ['a', 'B', 'c', 'D', 'e', 'F ', 'g', '1']
const miners = { apriori, fpGrowth, lcm }
const kinds: readonly ItemsetKind[] = ['frequent', 'closed', 'maximal', 'generator']

/** Up to 14 baskets of up to 8 items: dense and sparse, with repeats and empty ones, but some item. */
const basketLists = fc
  .double({ min: 0.1, max: 1, noNaN: true })
  .chain((density) =>
    fc.array(
      fc
        .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 0, maxLength: labels.length })
        .map((draws) => labels.filter((_, i) => (draws[i] ?? 1) < density)),
      { minLength: 1, maxLength: 14 },
    ),
  )
  .filter((baskets) => baskets.some((basket) => basket.length > 0))

test('Apriori ≡ FP-growth ≡ brute force on 1,000 random tables', () => {
  const search = fc.record({
    minCount: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom(...kinds),
    maxLength: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    picked: fc.array(fc.nat(), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(basketLists, search, (items, { minCount, kind, maxLength, picked }) => {
      const baskets = transactions({ items }, { items: 'items' })
      const mustContain = [...new Set(picked.map((number) => baskets.labels[number % baskets.labels.length]))]
      const expected = bruteForce(items, {
        minCount,
        kind,
        mustContain,
        ...(maxLength === undefined ? {} : { maxLength }),
      })
      for (const [name, mine] of Object.entries(miners))
        assert.deepEqual(itemsetsOf(mine(baskets, { minCount, kind, maxLength, mustContain })), expected, name)
    }),
    { numRuns: 1000, seed: 5 },
  )
})

test('closed and maximal ones of a table are those of the definition', () => {
  fc.assert(
    fc.property(basketLists, fc.integer({ min: 1, max: 3 }), (items, minCount) => {
      const table = fpGrowth({ items }, { items: 'items', minCount })
      assert.deepEqual(itemsetsOf(closed(table)), bruteForce(items, { minCount, kind: 'closed' }))
      assert.deepEqual(itemsetsOf(maximal(table)), bruteForce(items, { minCount, kind: 'maximal' }))
    }),
    { numRuns: 100, seed: 6 },
  )
})

/** Everything in a table but the number that apache-arrow gives each new dictionary. */
function contents(table: Table): unknown {
  const [{ valueOffsets, children }] = (table.getChild('itemsets') as Vector).data
  const labels = [...(children[0].dictionary as Vector)]
  const columns = ['length', 'count', 'support'].map((name) => (table.getChild(name) as Vector).data[0].values)
  return { valueOffsets, codes: children[0].values, labels, columns, metadata: [...table.schema.metadata] }
}

test('the order of lines, their chunks and repeated lines change no byte of the table', () => {
  const shuffled = basketLists.chain((baskets) => {
    const lines = baskets.flatMap((basket, order) => basket.map((item) => ({ order, item })))
    return fc.record({
      lines: fc.constant(lines),
      other: fc.shuffledSubarray([...lines, ...lines.slice(0, 3)], {
        minLength: lines.length + Math.min(3, lines.length),
      }),
      cut: fc.nat({ max: lines.length }),
      kind: fc.constantFrom(...kinds),
    })
  })
  fc.assert(
    fc.property(shuffled, ({ lines, other, cut, kind }) => {
      const options = { transaction: 'order', item: 'item' } as const
      const search = { minCount: 1, kind } as const
      const expected = contents(fpGrowth(lines, { ...options, ...search }))
      const parts = [other.slice(0, cut), other.slice(cut)].filter((part) => part.length > 0)
      for (const mine of Object.values(miners)) {
        assert.deepEqual(contents(mine(other, { ...options, ...search })), expected)
        assert.deepEqual(contents(mine(transactions(parts.values(), options), search)), expected)
      }
    }),
    { numRuns: 100, seed: 7 },
  )
})

test('a search that was cut short says truly from which count on it is complete', () => {
  fc.assert(
    fc.property(basketLists, fc.integer({ min: 1, max: 40 }), (items, maxItemsets) => {
      const whole = bruteForce(items, { minCount: 1 })
      for (const mine of Object.values(miners)) {
        const limits = { maxItemsets, onLimit: 'truncate' } as const
        const table = mine({ items }, { items: 'items', minCount: 1, limits })
        const found = itemsetsOf(table)
        assert.ok(found.length <= maxItemsets)
        if (whole.length <= maxItemsets) {
          assert.deepEqual(found, whole)
          assert.ok(!table.schema.metadata.has('bodkin.truncated'))
          continue
        }
        const complete = Number(table.schema.metadata.get('bodkin.complete_count'))
        assert.deepEqual(
          found.filter(([, count]) => count >= complete),
          whole.filter(([, count]) => count >= complete),
        )
      }
    }),
    { numRuns: 200, seed: 8 },
  )
})

/** LCM finds what counting every subset finds, and on wider tables what FP-growth finds, for every kind. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fpGrowth, transactions, type ItemsetKind } from '../../src/association/index.js'
import { bruteForce, itemsetsOf } from '../unit/association/itemsets-for-tests.js'
import { contents, lcmTable } from '../unit/association/miners/lcm/lcm-for-tests.js'

const labels = ['a', 'B', 'c', 'D', 'e', 'F ', 'g', '1']
const kinds: readonly ItemsetKind[] = ['frequent', 'closed', 'maximal', 'generator']

const search = fc.record({
  minCount: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom(...kinds),
  maxLength: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
})

/** Baskets of up to `size` items, each basket and each table with a density of its own. */
function basketLists(size: number, least: number, most: number, densest: number): fc.Arbitrary<number[][]> {
  const basket = fc
    .tuple(
      fc.double({ min: 0, max: densest, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: size, maxLength: size }),
    )
    .map(([density, draws]) => draws.flatMap((draw, item) => (draw < density ? [item] : [])))
  return fc
    .array(basket, { minLength: least, maxLength: most })
    .filter((baskets) => baskets.some(({ length }) => length > 0))
}

test('LCM ≡ brute force on 1,000 random tables', () => {
  fc.assert(
    fc.property(
      basketLists(labels.length, 1, 14, 1),
      search,
      fc.array(fc.nat(), { maxLength: 2 }),
      (lists, { minCount, kind, maxLength }, picked) => {
        const items = lists.map((list) => list.map((item) => labels[item]))
        const baskets = transactions({ items }, { items: 'items' })
        const mustContain = [...new Set(picked.map((number) => baskets.labels[number % baskets.labels.length]))]
        const expected = bruteForce(items, {
          minCount,
          kind,
          mustContain,
          ...(maxLength === undefined ? {} : { maxLength }),
        })
        assert.deepEqual(itemsetsOf(lcmTable(baskets, { minCount, kind, maxLength, mustContain })), expected)
      },
    ),
    { numRuns: 1000, seed: 9 },
  )
})

test('LCM ≡ FP-growth on wide random tables, where lists, words and tables take turns', () => {
  fc.assert(
    fc.property(
      basketLists(50, 20, 40, 0.5),
      search,
      fc.integer({ min: 0, max: 9 }),
      (lists, { kind, maxLength }, more) => {
        const baskets = transactions(
          { items: lists.map((list) => list.map((item) => `item ${item}`)) },
          { items: 'items' },
        )
        const minCount = Math.max(2, Math.ceil(lists.length * (0.3 + more / 20)))
        const options = { minCount, kind, maxLength } as const
        assert.deepEqual(contents(lcmTable(baskets, options)), contents(fpGrowth(baskets, options)))
      },
    ),
    { numRuns: 40, seed: 10 },
  )
})

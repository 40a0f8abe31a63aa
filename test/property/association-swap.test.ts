import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { transactions } from '../../src/association/index.js'
import { countStrata } from '../../src/association/significance/count-strata.js'
import { incidence } from '../../src/association/significance/incidence.js'
import { mineStrata } from '../../src/association/significance/mine-strata.js'
import { sizeBaskets, type SizedBaskets } from '../../src/association/significance/size-strata.js'
import { swapShuffle } from '../../src/association/significance/swap.js'
import { randomStream } from '../../src/numeric/random.js'

const LABELS = ['a=1', 'a=2', 'a=3', 'b=1', 'b=2', 'c=1', 'd', 'e', 'f', 'g']
const baskets = fc.array(fc.subarray(LABELS), { minLength: 1, maxLength: 40 }).filter((rows) => rows.flat().length > 0)

/** The baskets of a shuffle as sorted lists. */
function lists({ offsets }: SizedBaskets, items: Int32Array): number[][] {
  return Array.from({ length: offsets.length - 1 }, (_, b) =>
    Array.from(items.subarray(offsets[b], offsets[b + 1])).sort((x, y) => x - y),
  )
}

function totals(items: Int32Array, size: number): number[] {
  const counts = new Array<number>(size).fill(0)
  for (const item of items) counts[item]++
  return counts
}

test('a shuffle keeps how frequent items and how large baskets are, and puts no item into a basket twice', () => {
  fc.assert(
    fc.property(baskets, fc.nat(), fc.boolean(), (items, seed, grouped) => {
      const sized = sizeBaskets(transactions({ items }, { items: 'items' }), grouped ? '=' : null)
      const shuffle = swapShuffle(sized, randomStream(seed))
      assert.deepEqual(totals(shuffle.items, sized.counts.length), [...sized.counts])
      for (const basket of lists(sized, shuffle.items)) assert.equal(new Set(basket).size, basket.length)
      assert.ok(shuffle.exchanged <= shuffle.steps)
    }),
    { numRuns: 300 },
  )
})

test('values of one thing change places among themselves only: a basket keeps its groups', () => {
  fc.assert(
    fc.property(baskets, fc.nat(), (items, seed) => {
      const sized = sizeBaskets(transactions({ items }, { items: 'items' }), '=')
      const groups = (values: Int32Array): number[][] =>
        lists(
          sized,
          values.map((item) => (sized.groupOf as Int32Array)[item]),
        )
      assert.deepEqual(groups(swapShuffle(sized, randomStream(seed)).items), groups(sized.items))
    }),
    { numRuns: 200 },
  )
})

test('baskets in any order are shuffled alike', () => {
  fc.assert(
    fc.property(
      baskets.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
      ([rows, permuted]) => {
        const [one, other] = [rows, permuted].map((items) => {
          const sized = sizeBaskets(transactions({ items }, { items: 'items' }), null)
          return [...swapShuffle(sized, randomStream(7)).items]
        })
        assert.deepEqual(one, other)
      },
    ),
    { numRuns: 100 },
  )
})

test('long baskets, which are searched by bits, are shuffled as short ones are', () => {
  // 46,000 baskets of 3 items and 40 of 60, out of 6,000: too many bits for all baskets, so both ways are taken
  const random = randomStream(1)
  const draw = (size: number): string[] => [
    ...new Set(Array.from({ length: size }, () => `i${Math.floor(6000 * random.uniform() ** 3)}`)),
  ]
  const items = Array.from({ length: 46_000 }, (_, b) => draw(b < 40 ? 60 : 3))
  const sized = sizeBaskets(transactions({ items }, { items: 'items' }), null)
  const shuffle = swapShuffle(sized, randomStream(2), 1)
  assert.deepEqual(totals(shuffle.items, sized.counts.length), [...sized.counts])
  for (const basket of lists(sized, shuffle.items)) assert.equal(new Set(basket).size, basket.length)
  assert.ok(shuffle.exchanged > 0.9 * shuffle.steps)
})

test('stratified mining finds every itemset with its counts by stratum', () => {
  fc.assert(
    fc.property(
      baskets,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      (items, minCount, maxLength) => {
        const sized = sizeBaskets(transactions({ items }, { items: 'items' }), null)
        const size = sized.counts.length
        // three strata by basket number, whatever the size
        const stratumOf = Int32Array.from(sized.stratumOf, (_, b) => b % 3)
        const rows = lists(sized, sized.items)
        const sides = incidence(sized.items, sized.basketOf, rows.length, size)
        const found = mineStrata(sides, stratumOf, 3, { minCount, maxLength })
        const mined = new Map(
          Array.from({ length: found.count }, (_, i) => [
            found.items.slice(found.offsets[i], found.offsets[i + 1]).join(),
            [found.counts[i], ...found.byStratum.slice(3 * i, 3 * i + 3)],
          ]),
        )
        assert.equal(mined.size, found.count)
        const brute = new Map<string, number[]>()
        for (let set = 1; set < 2 ** size; set++) {
          const members = Array.from({ length: size }, (_, i) => i).filter((i) => (set & (1 << i)) !== 0)
          if (members.length > maxLength) continue
          const strata = [0, 0, 0]
          rows.forEach((row, b) => {
            if (members.every((i) => row.includes(i))) strata[b % 3]++
          })
          const count = strata[0] + strata[1] + strata[2]
          if (count >= minCount) brute.set(members.join(), [count, ...strata])
        }
        assert.deepEqual(new Map([...mined].sort()), new Map([...brute].sort()))

        const counted = countStrata(found, sides, stratumOf, 3)
        assert.deepEqual([...counted.counts], [...found.counts.subarray(0, found.count)])
        assert.deepEqual([...counted.byStratum], [...found.byStratum.subarray(0, 3 * found.count)])
      },
    ),
    { numRuns: 60 },
  )
})

/**
 * Why a lift of 1 is the wrong zero, on real baskets: the numbers of the design, which were measured by other programs before this one was
 * written, and the error rates of the gate on baskets whose truth is known because they were shuffled.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  fpGrowth,
  mine,
  rules,
  significance,
  transactions,
  type Mined,
  type Transactions,
} from '../../../src/association/index.js'
import { sizeBaskets, type SizedBaskets } from '../../../src/association/significance/size-strata.js'
import { slotFactors } from '../../../src/association/significance/statistic.js'
import { swapShuffle } from '../../../src/association/significance/swap.js'
import { randomStream } from '../../../src/numeric/random.js'
import { basketFile, birdstrikes, hasData } from './data-for-tests.js'

const skip = hasData() ? false : 'the data of ../shared/data are not here'

/** Shuffled baskets as transactions again. */
function asTransactions({ labels }: Transactions, { offsets, ids }: SizedBaskets, items: Int32Array): Transactions {
  const lists = Array.from({ length: offsets.length - 1 }, (_, b) =>
    Array.from(items.subarray(offsets[b], offsets[b + 1]), (item) => labels[ids[item]]),
  )
  return transactions({ items: lists }, { items: 'items' })
}

/** Counts of the pairs of the commonest items. */
function pairCounts({ offsets }: SizedBaskets, items: Int32Array, commonest: number): number[][] {
  const counts = Array.from({ length: commonest }, () => new Array<number>(commonest).fill(0))
  for (let b = 0; b + 1 < offsets.length; b++) {
    const common = items.subarray(offsets[b], offsets[b + 1]).filter((item) => item < commonest)
    for (const i of common) for (const j of common) if (i < j) counts[i][j]++
  }
  return counts
}

test('neutral lifts of three sets of baskets', { skip }, () => {
  for (const [file, lift] of [
    ['groceries.csv', 1.44],
    ['retail.dat.gz', 1.53],
    ['T10I4D100K.dat.gz', 1.03],
  ] as const)
    assert.equal(Number(basketFile(file).profile.neutralLift.toFixed(2)), lift)
})

test(
  'groceries shuffled: the mean lift of the commonest pairs is 1.42, and the expected lift within 5 % of it',
  { skip },
  () => {
    const tx = basketFile('groceries.csv')
    const baskets = sizeBaskets(tx, null)
    const { counts, offsets, stratumOf, stratumCounts } = baskets
    const factor = slotFactors(baskets)(1, 1)
    const strata = stratumCounts.length
    let lift = 0
    let expected = 0
    let terms = 0
    for (let seed = 0; seed < 8; seed++) {
      const { items, exchanged, steps } = swapShuffle(baskets, randomStream(seed, 'test'))
      assert.ok(exchanged / steps > 0.75, `${exchanged} of ${steps} steps exchanged something`)
      const byStratum = new Float64Array(25 * strata)
      for (let b = 0; b + 1 < offsets.length; b++)
        for (let k = offsets[b]; k < offsets[b + 1]; k++)
          if (items[k] < 25) byStratum[items[k] * strata + stratumOf[b]]++
      const pairs = pairCounts(baskets, items, 25)
      for (let i = 0; i < 25; i++)
        for (let j = i + 1; j < 25; j++) {
          let count = 0
          for (let g = 0; g < strata; g++)
            count += (byStratum[i * strata + g] * byStratum[j * strata + g] * factor[g]) / stratumCounts[g]
          lift += (baskets.count * pairs[i][j]) / (counts[i] * counts[j])
          expected += (baskets.count * count) / (counts[i] * counts[j])
          terms++
        }
    }
    assert.ok(Math.abs(lift / terms - 1.42) < 0.015, `${lift / terms}`)
    assert.ok(Math.abs(expected / lift - 1) < 0.05, `${expected / terms}`)
  },
)

test(
  'groceries shuffled: 38 to 59 % of the rules still come out, and hundreds pass a corrected Fisher test',
  { skip },
  async () => {
    const tx = basketFile('groceries.csv')
    const baskets = sizeBaskets(tx, null)
    const shuffled = asTransactions(tx, baskets, swapShuffle(baskets, randomStream(3, 'test')).items)
    const found = rules(fpGrowth(shuffled, { minSupport: 0.001 }), { minThreshold: 0.5, maxConsequent: 1 })
    assert.ok(found.numRows > 0.38 * 5668 && found.numRows < 0.59 * 5668, `${found.numRows}`)
    const tested = await significance(found, shuffled, { method: 'fisher' })
    // Bonferroni's correction over the rules that came out
    const passed = [...(tested.getChild('p_value') as Iterable<number>)].filter((p) => p * found.numRows <= 0.05).length
    assert.ok(passed >= 173, `${passed}`)
  },
)

test('groceries shuffled: swaps publish nothing where there is nothing', { skip }, async () => {
  const tx = basketFile('groceries.csv')
  const baskets = sizeBaskets(tx, null)
  let published = 0
  for (let seed = 0; seed < 4; seed++) {
    const { items } = swapShuffle(baskets, randomStream(seed, 'null'))
    const list = asTransactions(tx, baskets, items)
    const lists = Array.from({ length: list.count }, (_, b) =>
      Array.from(list.items.subarray(list.offsets[b], list.offsets[b + 1]), (item) => list.labels[item]),
    )
    const { verdict } = await mine({ items: lists }, { items: 'items', permutations: 40, seed })
    if (verdict.publish) published++
  }
  // one in twenty may
  assert.ok(published <= 1, `${published} of 4 published something`)
})

test('birdstrikes with every column shuffled on its own: nothing goes with anything, once values exclude each other', async () => {
  const tx = birdstrikes()
  const random = randomStream(1, 'columns')
  const rows = Array.from({ length: tx.count }, (_, b) =>
    Array.from(tx.items.subarray(tx.offsets[b], tx.offsets[b + 1]), (item) => tx.labels[item]),
  )
  const shuffled = rows.map((): string[] => [])
  for (const column of new Set(tx.labels.map((label) => label.split('=')[0]))) {
    const cells = rows.map((row) => row.find((label) => label.startsWith(`${column}=`)))
    for (let i = cells.length - 1; i > 0; i--) {
      const j = random.below(i + 1)
      ;[cells[i], cells[j]] = [cells[j], cells[i]]
    }
    cells.forEach((cell, row) => {
      if (cell !== undefined) shuffled[row].push(cell)
    })
  }
  const options = { items: 'items', minSupport: 0.05, maxLength: 2, permutations: 30 } as const
  const found = (items: string[][], exclusive: string | null): Promise<Mined> =>
    mine({ items }, { ...options, exclusive })
  const grouped = await found(shuffled, '=')
  assert.equal(grouped.rules.numRows, 0)
  assert.ok((await found(rows, '=')).rules.numRows > 20)

  // two popular values of different columns: each takes a place from the other as soon as nothing is said about columns
  const adjusted = ({ rules: published, refused }: Mined): number[] =>
    [published, refused].flatMap((table) =>
      Array.from({ length: table.numRows }, (_, row) => row)
        .filter((row) => {
          const side = (name: string): string => Array.from<string>(table.getChild(name)?.get(row)).join()
          return side('antecedents') === 'time of day=Day' && side('consequents') === 'damage=None'
        })
        .map((row) => table.getChild('adjusted_lift')?.get(row) as number),
    )
  const [free] = adjusted(await found(shuffled, null))
  const [apart] = adjusted(grouped)
  assert.ok(free > 1.1, `${free}`)
  assert.ok(Math.abs(apart - 1) < 0.02, `${apart}`)
})

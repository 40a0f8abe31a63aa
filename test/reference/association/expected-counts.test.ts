/**
 * How many itemsets of each length two independent miners in C found (`expected_counts.json`), for every file and kind. Apriori and FP-growth
 * are spared the ones that take them long; those are counted by the fast miner.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { apriori, fpGrowth, lcm, type ItemsetKind, type Transactions } from '../../../src/association/index.js'
import { minCountOf } from '../../../src/association/database/thresholds.js'
import { basketFile, dataFolder, hasData } from './data-for-tests.js'

interface Expected {
  readonly file: string
  readonly transactions: number
  readonly kind: string
  readonly minSupportPct: number
  readonly minSupportCount: number
  readonly count: number
  readonly bySize: Readonly<Record<string, number>>
}

const kinds: Readonly<Record<string, ItemsetKind>> = {
  frequent: 'frequent',
  closed: 'closed',
  maximal: 'maximal',
  generators: 'generator',
}
/** Largest number of frequent itemsets behind a case that a miner is asked for here; dense files give millions at low thresholds. */
const spared: Readonly<Record<string, (expected: Expected) => boolean>> = {
  apriori: ({ file, minSupportPct }) =>
    (file.startsWith('chess') && minSupportPct < 80) ||
    (file.startsWith('mushroom') && minSupportPct < 20) ||
    (/^(retail|T10)/.test(file) && minSupportPct < 0.5),
  fpGrowth: ({ file, minSupportPct }) =>
    (file.startsWith('chess') && minSupportPct < 60) ||
    (file.startsWith('mushroom') && minSupportPct < 20) ||
    (/^(retail|T10)/.test(file) && minSupportPct < 0.1),
}

const skip = hasData() ? false : `${dataFolder} is not there`
const cases =
  skip === false ? (JSON.parse(readFileSync(join(dataFolder, 'expected_counts.json'), 'utf8')) as Expected[]) : []
const files = new Map<string, Transactions>()

test('counts of the shared data', { skip }, () => assert.equal(cases.length, 51))

for (const [name, mine] of Object.entries({ apriori, fpGrowth, lcm })) {
  for (const expected of cases) {
    const { file, minSupportPct } = expected
    const kind = kinds[expected.kind]
    if (kind === undefined || spared[name]?.(expected) === true) continue
    test(`${name}: ${kind} itemsets of ${file} at ${minSupportPct} %`, () => {
      const baskets = files.get(file) ?? basketFile(file)
      files.set(file, baskets)
      assert.equal(baskets.count, expected.transactions)
      const minSupport = minSupportPct / 100
      assert.equal(minCountOf(minSupport, baskets.count), expected.minSupportCount)
      const table = mine(baskets, { minSupport, kind })
      const bySize: Record<string, number> = {}
      for (const length of table.getChild('length') as Iterable<number>) bySize[length] = (bySize[length] ?? 0) + 1
      assert.deepEqual({ count: table.numRows, bySize }, { count: expected.count, bySize: expected.bySize })
    })
  }
}

test('groceries: the labels that end in a blank are reported', { skip }, () => {
  const { profile } = basketFile('groceries.csv')
  assert.deepEqual(
    profile.nearDuplicates.map((group) => group.map(({ label }) => label)),
    [['cream cheese '], ['roll products ']],
  )
  assert.ok(Math.abs(profile.neutralLift - 1.44) < 0.005)
})

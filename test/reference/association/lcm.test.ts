/** Counts that two independent miners in C found (`expected_counts.json`), and those of birdstrikes.csv, for LCM: all kinds, all files. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ItemsetKind, Transactions } from '../../../src/association/index.js'
import { lcmItemsets } from '../../../src/association/lcm/lcm.js'
import { recode } from '../../../src/association/recode.js'
import { searchGuard } from '../../../src/association/guard.js'
import { minCountOf } from '../../../src/association/thresholds.js'
import { basketFile, birdstrikes, dataFolder, hasData } from './data-for-tests.js'

interface Expected {
  readonly file: string
  readonly kind: string
  readonly minSupportPct: number
  readonly count: number
  readonly bySize: Readonly<Record<string, number>>
}

const kinds: Readonly<Record<string, ItemsetKind>> = {
  frequent: 'frequent',
  closed: 'closed',
  maximal: 'maximal',
  generators: 'generator',
}

/** How many itemsets there are of each length; without a table, since some cases have millions. */
function countBySize(
  baskets: Transactions,
  minSupport: number,
  kind: ItemsetKind,
): { count: number; bySize: Record<string, number> } {
  const limits = { maxItemsets: 5e7, maxBytes: 2 ** 32, maxMs: null, onLimit: 'error' } as const
  const database = recode(baskets, minCountOf(minSupport, baskets.count))
  const { count, offsets } = lcmItemsets(database, {
    kind,
    maxLength: 2 ** 31 - 1,
    guard: searchGuard(limits, () => null),
  })
  const bySize: Record<string, number> = {}
  for (let i = 0; i < count; i++) {
    const size = offsets[i + 1] - offsets[i]
    bySize[size] = (bySize[size] ?? 0) + 1
  }
  return { count, bySize }
}

const strikes = birdstrikes()
const strikeCounts: [minSupport: number, frequent: number, closed: number, maximal: number][] = [
  [0.1, 89, 71, 17],
  [0.05, 241, 190, 49],
  [0.02, 1196, 790, 203],
  [0.01, 3801, 2141, 497],
]
for (const [minSupport, ...counts] of strikeCounts) {
  test(`birdstrikes at ${minSupport * 100} %`, () => {
    const found = (['frequent', 'closed', 'maximal'] as const).map(
      (kind) => countBySize(strikes, minSupport, kind).count,
    )
    assert.deepEqual(found, counts)
  })
}

const skip = hasData() ? false : `${dataFolder} is not there`
const cases =
  skip === false ? (JSON.parse(readFileSync(join(dataFolder, 'expected_counts.json'), 'utf8')) as Expected[]) : []
const files = new Map<string, Transactions>()

test('counts of the shared data', { skip }, () => {
  assert.equal(cases.filter(({ kind }) => kind in kinds).length, 45)
})

for (const { file, kind, minSupportPct, count, bySize } of cases) {
  if (!(kind in kinds)) continue
  test(`${kind} itemsets of ${file} at ${minSupportPct} %`, () => {
    const baskets = files.get(file) ?? basketFile(file)
    files.set(file, baskets)
    assert.deepEqual(countBySize(baskets, minSupportPct / 100, kinds[kind]), { count, bySize })
  })
}

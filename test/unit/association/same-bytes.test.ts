import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableToIPC, type Table } from 'apache-arrow'
import { apriori, fpGrowth, lcm, mine, rules } from '../../../src/association/index.js'
import { randomStream } from '../../../src/numeric/random.js'

const random = randomStream(9)
const items = Array.from({ length: 800 }, () =>
  Array.from({ length: 16 }, (_, i) => `item ${i}`).filter((_, i) => random.uniform() < 0.4 - 0.02 * i),
)
const shuffled = items.toSorted((a, b) => b.length - a.length || (a < b ? 1 : -1))
const bytes = (table: Table): string => Buffer.from(tableToIPC(table)).toString('base64')

test('miners and rules give the same bytes for any order of the baskets', () => {
  const options = { items: 'items', minSupport: 0.05 }
  const first = lcm({ items }, options)
  for (const miner of [apriori, fpGrowth, lcm])
    for (const rows of [items, shuffled]) assert.equal(bytes(miner({ items: rows }, options)), bytes(first))
  const made = (rows: string[][]): string => bytes(rules(lcm({ items: rows }, options), { minThreshold: 0.2 }))
  assert.equal(made(shuffled), made(items))
})

test('mine gives the same bytes for any number of workers and any order of the baskets', async () => {
  const run = async (rows: string[][], workers: number): Promise<string[]> => {
    const found = await mine({ items: rows }, { items: 'items', minSupport: 0.05, permutations: 40, workers })
    return [bytes(found.rules), bytes(found.refused)]
  }
  const first = await run(items, 0)
  for (const workers of [1, 2]) assert.deepEqual(await run(items, workers), first)
  assert.deepEqual(await run(shuffled, 0), first)
})

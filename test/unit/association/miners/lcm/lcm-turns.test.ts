import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableToIPC } from 'apache-arrow'
import { lcm, lcmAsync, transactions } from '../../../../../src/association/index.js'
import { randomStream } from '../../../../../src/numeric/random.js'

const random = randomStream(4)
const items = Array.from({ length: 20_000 }, () =>
  Array.from({ length: 40 }, (_, i) => `item ${i}`).filter(() => random.uniform() < 0.25),
)

test('without workers the caller gets turns while baskets are prepared, searched and put in order', async () => {
  const baskets = transactions({ items }, { items: 'items' })
  let turns = 0
  let running = true
  const count = (): void => {
    turns++
    if (running) setImmediate(count)
  }
  setImmediate(count)
  const cpu = process.cpuUsage()
  const table = await lcmAsync(baskets, { minCount: 40, workers: 0 })
  running = false
  const { user } = process.cpuUsage(cpu)
  // a turn at every 15 ms of work or so; a stretch of 50 ms on average leaves room for a busy machine
  assert.ok(turns >= user / 1000 / 50, `${turns} turns in ${user / 1000} ms`)
  assert.deepEqual(tableToIPC(table), tableToIPC(lcm(baskets, { minCount: 40 })))
})

test('the same bytes for any number of workers and any order of the baskets', async () => {
  const some = items.slice(0, 3000)
  const first = tableToIPC(lcm({ items: some }, { items: 'items', minCount: 60 }))
  for (const workers of [0, 1, 2])
    assert.deepEqual(tableToIPC(await lcmAsync({ items: some }, { items: 'items', minCount: 60, workers })), first)
  assert.deepEqual(tableToIPC(lcm({ items: some.toReversed() }, { items: 'items', minCount: 60 })), first)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transactions, type ItemsetKind } from '../../../../../src/association/index.js'
import { lcmAsync } from '../../../../../src/association/miners/lcm/lcm-async.js'
import { contents, lcmTable } from './lcm-for-tests.js'

const kinds: readonly ItemsetKind[] = ['frequent', 'closed', 'maximal', 'generator']
const lists = Array.from({ length: 400 }, (_, t) =>
  Array.from({ length: 60 }, (_, i) => i).filter((i) => (t * 7919 + i * 104729 + t * i * 31) % 97 < 60 - i),
)
const items = lists.map((list) => list.map((item) => `item ${item}`))
const baskets = transactions({ items }, { items: 'items' })
/** More than 2³⁹ closed itemsets: a search without an end. */
const long = transactions(
  {
    items: Array.from({ length: 40 }, (_, t) => Array.from({ length: 40 }, (_, i) => `${i}`).filter((_, i) => i !== t)),
  },
  { items: 'items' },
)
const longSearch = { minCount: 20, limits: { maxItemsets: 1e9, maxBytes: 2 ** 40 }, kind: 'closed' } as const

test('the same bytes as lcm for workers 0, 1 and 2, whatever the kind', async () => {
  for (const kind of kinds) {
    const expected = contents(lcmTable(baskets, { minCount: 60, kind, maxLength: 5 }))
    for (const workers of [0, 1, 2])
      assert.deepEqual(
        contents(await lcmAsync(baskets, { minCount: 60, kind, maxLength: 5, workers })),
        expected,
        `${kind} ${workers}`,
      )
  }
})

test('required items, cuts and empty results are those of lcm', async () => {
  const searches = [
    { minCount: 60, mustContain: ['item 3'] },
    { minCount: 60, limits: { maxItemsets: 50, onLimit: 'truncate' } },
    { minCount: 60, limits: { maxMs: 1e6 } },
    { minCount: 500 },
  ] as const
  for (const search of searches)
    for (const workers of [0, 1])
      assert.deepEqual(contents(await lcmAsync(baskets, { ...search, workers })), contents(lcmTable(baskets, search)))
})

test('a table with its layout gives what its baskets give', async () => {
  const table = await lcmAsync({ items }, { items: 'items', minSupport: 0.2, seed: 3 })
  assert.deepEqual(contents(table), contents(lcmTable(baskets, { minSupport: 0.2 })))
})

test('progress rises to its total', async () => {
  for (const workers of [0, 2])
    for (const mustContain of [[], ['item 3']]) {
      const seen: number[] = []
      await lcmAsync(baskets, {
        minCount: 60,
        mustContain,
        workers,
        onProgress: ({ done, total, label }) => {
          assert.equal(label, 'itemsets')
          seen.push(done / total)
        },
      })
      assert.deepEqual(
        seen,
        seen.toSorted((a, b) => a - b),
      )
      assert.equal(seen.at(-1), 1)
    }
})

test('the signal ends a search on a worker long before its end, one on this thread after its shard', async () => {
  const late = new AbortController()
  let raised = 0
  setTimeout(() => {
    raised = performance.now()
    late.abort()
  }, 100)
  await assert.rejects(lcmAsync(long, { ...longSearch, workers: 1, signal: late.signal }), { code: 'ABORTED' })
  assert.ok(performance.now() - raised < 5000, 'the search itself takes minutes')

  const early = new AbortController()
  let reports = 0
  const onProgress = (): void => {
    reports++
    early.abort()
  }
  await assert.rejects(lcmAsync(baskets, { minCount: 60, signal: early.signal, onProgress }), { code: 'ABORTED' })
  assert.equal(reports, 1)
  await assert.rejects(lcmAsync(baskets, { minCount: 60, signal: AbortSignal.abort() }), { code: 'ABORTED' })
})

test('the event loop goes on while workers search', async () => {
  const stop = new AbortController()
  let turns = 0
  const timer = setInterval(() => turns++, 5)
  setTimeout(() => stop.abort(), 300)
  await assert.rejects(lcmAsync(long, { ...longSearch, workers: 1, signal: stop.signal }), { code: 'ABORTED' })
  clearInterval(timer)
  assert.ok(turns > 5, `${turns} turns in 300 ms`)
})

test('limits are errors, whether one shard reaches them or all together', async () => {
  for (const workers of [0, 1]) {
    await assert.rejects(lcmAsync(baskets, { minCount: 60, workers, limits: { maxItemsets: 3 } }), { code: 'LIMIT' })
    const { numRows } = lcmTable(baskets, { minCount: 60, kind: 'closed' })
    await assert.rejects(
      lcmAsync(baskets, { minCount: 60, kind: 'closed', workers, limits: { maxItemsets: numRows - 1 } }),
      { code: 'LIMIT' },
    )
  }
})

test('bad options are rejected by name', async () => {
  const cases: [options: unknown, message: string][] = [
    [undefined, 'option "options" must be an object, got undefined'],
    [{ minSupport: 0.1, minCount: 2 }, 'options must say one of "minSupport" and "minCount", got both'],
    [{ minSupport: 0 }, 'option "minSupport" must be a number in (0, 1], got 0'],
    [{ minSupport: 0.1, workers: 1.5 }, 'option "workers" must be an integer in [0, 64], got 1.5'],
    [{ minSupport: 0.1, seed: -1 }, 'option "seed" must be an integer of at least 0, got -1'],
    [{ minSupport: 0.1, signal: 5 }, 'option "signal" must be an AbortSignal, got 5'],
    [{ minSupport: 0.1, onProgress: 5 }, 'option "onProgress" must be a function, got 5'],
    [
      { minSupport: 0.1, mustContain: 'itm 3' },
      'option "mustContain" must be items of the data, got "itm 3": did you mean "item 3"?',
    ],
    [{ minSupport: 0.1, suport: 1 }, 'unknown option "suport"'],
  ]
  for (const [options, message] of cases)
    await assert.rejects(lcmAsync(baskets, options as { minSupport: number }), { message })
})

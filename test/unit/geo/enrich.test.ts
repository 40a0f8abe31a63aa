import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryCache } from '../../../src/geo/cache/memory-cache.js'
import { enrich } from '../../../src/geo/enrich.js'
import type { EnrichOptions, LookupKeys } from '../../../src/geo/enrich-options.js'
import { LookupFault } from '../../../src/geo/types.js'

const trips = {
  origin: ['Lyon', 'Nice', 'Lyon', null, 'Lyon'],
  destination: ['Paris', 'Paris', 'Paris', 'Paris', 'Rome'],
}

test('each distinct combination is asked once; a null in it is missing', async () => {
  const asked: LookupKeys[] = []
  const { table, summary } = await enrich(trips, {
    key: ['origin', 'destination'],
    columns: { metres: 'number', road: 'text', toll: 'boolean', at: 'time' },
    lookup: (keys) => {
      asked.push(keys)
      const { origin, destination } = keys
      return {
        metres: origin.length * 1000,
        road: destination,
        toll: origin === 'Lyon',
        at: new Date(5000),
        surplus: 1,
      }
    },
  })
  assert.deepEqual(
    asked.map((keys) => [...keys]),
    [
      ['Lyon', 'Paris'],
      ['Nice', 'Paris'],
      ['Lyon', 'Rome'],
    ],
  )
  assert.equal(summary.distinct, 3)
  const rows = table.toArray().map((row) => {
    const { lookup_fetched_at: _, ...rest } = row.toJSON()
    return rest
  })
  assert.deepEqual(rows[4], {
    origin: 'Lyon',
    destination: 'Rome',
    metres: 4000,
    road: 'Rome',
    toll: true,
    at: 5000,
    lookup_source: 'lookup',
    lookup_status: 'ok',
  })
  assert.equal(rows[3].lookup_status, 'missing')
  assert.equal(rows[3].metres, null)
})

test('names alone: the answers say the types', async () => {
  const { table } = await enrich(
    { city: ['Lyon', 'Nice', 'Rome'] },
    {
      key: 'city',
      columns: ['size', 'sea', 'note', 'nothing'],
      lookup: ({ city }) => (city === 'Rome' ? null : { size: city.length, sea: city === 'Nice', note: `in ${city}` }),
    },
  )
  assert.deepEqual(
    table.schema.fields.slice(1, 5).map(({ name, type }) => `${name} ${String(type)}`),
    ['size Float64', 'sea Bool', 'note Dictionary<Int32, Utf8>', 'nothing Dictionary<Int32, Utf8>'],
  )
  assert.deepEqual([...(table.getChild('lookup_status') ?? [])], ['ok', 'ok', 'not_found'])
})

test('the second run asks the cache, times included', async () => {
  const cache = memoryCache()
  let calls = 0
  const options: EnrichOptions = {
    key: 'city',
    columns: { at: 'time' },
    cache,
    lookup: () => {
      calls++
      return { at: '2026-01-01T00:00:00Z' }
    },
  }
  await enrich({ city: ['Lyon'] }, options)
  const { table, summary } = await enrich({ city: ['Lyon', 'Lyon'] }, options)
  assert.equal(calls, 1)
  assert.equal(summary.cacheHits, 1)
  assert.equal(summary.byStatus.cached, 2)
  assert.equal(table.getChild('at')?.get(0), Date.UTC(2026, 0, 1))
})

test('batches, with an error for one question', async () => {
  const sizes: number[] = []
  const { summary } = await enrich(
    { n: Array.from({ length: 25 }, (_, i) => i) },
    {
      key: 'n',
      columns: ['square'],
      batchSize: 10,
      lookup: () => null,
      lookupMany: async (keys) => {
        sizes.push(keys.length)
        return keys.map(({ n }) => (n === '7' ? new LookupFault('permanent', 'unlucky') : { square: Number(n) ** 2 }))
      },
    },
  )
  assert.deepEqual(sizes.sort(), [10, 10, 5])
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.error], [24, 1])
  assert.deepEqual(summary.faults, [{ message: 'lookup: unlucky', count: 1 }])
})

test('an answer of the wrong shape is an error that says so, without a retry', async () => {
  const wrong: [unknown, RegExp][] = [
    [5, /must answer an object or null, got 5/],
    [{ meters: 5 }, /must answer metres, got an object with meters/],
    [{ metres: 'far' }, /must answer a number as metres, got "far"/],
    [{ metres: Infinity }, /must answer a finite number as metres, got Infinity/],
  ]
  for (const [answer, message] of wrong) {
    const { summary } = await enrich(
      { a: ['x'] },
      { key: 'a', columns: { metres: 'number' }, lookup: () => answer as Record<string, unknown> },
    )
    assert.equal(summary.calls, 1)
    assert.match(summary.faults[0].message, message)
  }
})

test('any error of a look-up becomes the status of its rows; the promise is kept', async () => {
  const { table, summary } = await enrich(
    { a: ['x', 'y', 'x'] },
    {
      key: 'a',
      columns: ['v'],
      backoff: { minMs: 1 },
      lookup: ({ a }) => {
        if (a === 'x') throw new Error('boom')
        return { v: 1 }
      },
    },
  )
  assert.deepEqual([...(table.getChild('lookup_status') ?? [])], ['error', 'ok', 'error'])
  assert.equal(summary.calls, 7)
  assert.equal(summary.retries, 5)
})

test('progress counts up to the number of distinct questions', async () => {
  const seen: number[] = []
  await enrich(
    { a: ['x', 'y', 'x', 'z'] },
    { key: 'a', columns: ['v'], lookup: () => ({ v: 1 }), onProgress: ({ done, total }) => seen.push(done / total) },
  )
  assert.deepEqual(seen, [1 / 3, 2 / 3, 1])
})

test('the verdict of a run without a gate, and of one that fails it', async () => {
  const lookup = ({ a }: LookupKeys): { v: number } | null => (a === 'x' ? { v: 1 } : null)
  const open = await enrich({ a: ['x', 'y'] }, { key: 'a', columns: ['v'], lookup, gate: false })
  assert.deepEqual(
    open.verdict.reasons.map(({ code, passed }) => [code, passed]),
    [['GATE_OFF', true]],
  )
  const { verdict } = await enrich({ a: ['x', 'y'] }, { key: 'a', columns: ['v'], lookup })
  assert.equal(verdict.publish, false)
  assert.deepEqual(
    verdict.reasons.map(({ code, passed, measured, required }) => [code, passed, measured, required]).slice(0, 2),
    [
      ['LOCATED_SHARE', false, 0.5, 0.9],
      ['ERRORS', true, 0, 0.05],
    ],
  )
  assert.equal(
    verdict.summary,
    'Not to be published: 50 % of the rows with a question are answered, at least 90 % must be.',
  )
})

const refused: [Record<string, unknown>, string][] = [
  [{ columns: ['v'], lookup: () => null }, 'option "key" must be a column name or a list of them, got undefined'],
  [{ key: ['a', 'a'], columns: ['v'], lookup: () => null }, 'option "key" must name different columns, got "a" twice'],
  [{ key: 'a', columns: ['v'] }, 'option "lookup" must be a function, got undefined'],
  [
    { key: 'a', columns: { v: 'float' }, lookup: () => null },
    'option "columns.v" must be "text", "number", "boolean" or "time", got "float"',
  ],
  [
    { key: 'a', columns: ['v', 'v'], lookup: () => null },
    'option "columns" must name different columns, got "v" twice',
  ],
  [{ key: 'a', columns: ['a'], lookup: () => null }, 'column "a" is in the table already: give option "prefix"'],
]
for (const [options, message] of refused) {
  test(`refused: ${message}`, async () => {
    await assert.rejects(enrich({ a: ['x'] }, options as unknown as EnrichOptions), (error: Error) => {
      assert.equal(error.message, message)
      return true
    })
  })
}

/** Calls that ask for several addresses at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { locate } from '../../../src/geo/locate.js'
import { LookupFault, type PlaceAnswer, type Provider } from '../../../src/geo/types.js'
import { addresses, quick, usualPlace } from '../../support/lookup-server.js'

type Answers = readonly (PlaceAnswer | Error | undefined)[]

/** A provider of batches with a log; `answer` gets the addresses and the number of the call. */
function batches(
  answer: (ips: readonly string[], call: number) => Answers | Promise<Answers>,
  batchSize: number = 10,
): {
  provider: Provider
  calls: (readonly string[])[]
  singles: string[]
} {
  const calls: (readonly string[])[] = []
  const singles: string[] = []
  const provider: Provider = {
    name: 'batch',
    batchSize,
    lookup: (ip) => {
      singles.push(ip)
      if (ip.endsWith('.3')) throw new LookupFault('permanent', 'no such address')
      return usualPlace(ip)
    },
    lookupMany: async (ips) => {
      calls.push(ips)
      return answer(ips, calls.length)
    },
  }
  return { provider, calls, singles }
}

const cities = (count: number): string[] => addresses(count).map((ip) => usualPlace(ip).city)

test('25 addresses in batches of ten are three calls', async () => {
  const { provider, calls } = batches((ips) => ips.map(usualPlace))
  const { table, summary } = await locate({ ip: addresses(25) }, { ip: 'ip', provider, ...quick })
  assert.deepEqual(calls.map((ips) => ips.length).sort(), [10, 10, 5])
  assert.equal(summary.calls, 3)
  assert.deepEqual([...(table.getChild('city') ?? [])], cities(25))
})

test('a batch answered in part: only what is missing is asked again', async () => {
  const { provider, calls } = batches((ips, call) =>
    ips.map((ip, i) => (call === 1 && i % 2 === 1 ? undefined : usualPlace(ip))),
  )
  const { table, summary } = await locate({ ip: addresses(10) }, { ip: 'ip', provider, ...quick })
  assert.equal(summary.byStatus.ok, 10)
  assert.deepEqual(
    calls[1],
    addresses(10).filter((_, i) => i % 2 === 1),
  )
  assert.deepEqual([...(table.getChild('city') ?? [])], cities(10))
})

test('fewer answers than addresses: the rest is asked again', async () => {
  const { provider, calls } = batches((ips, call) => ips.map(usualPlace).slice(0, call === 1 ? 4 : undefined))
  const { summary } = await locate({ ip: addresses(10) }, { ip: 'ip', provider, ...quick })
  assert.equal(summary.byStatus.ok, 10)
  assert.equal(calls[1].length, 6)
})

test('more answers than addresses: the surplus is left out', async () => {
  const { provider } = batches((ips) => [...ips.map(usualPlace), usualPlace('1.1.1.1')])
  const { table, summary } = await locate({ ip: addresses(10) }, { ip: 'ip', provider, ...quick })
  assert.equal(summary.byStatus.ok, 10)
  assert.deepEqual([...(table.getChild('city') ?? [])], cities(10))
})

test("an error for one address of a batch is that address's alone", async () => {
  const { provider, calls } = batches((ips) =>
    ips.map((ip, i) => (i === 3 ? new LookupFault('permanent', 'reserved range') : usualPlace(ip))),
  )
  const { summary } = await locate({ ip: addresses(10) }, { ip: 'ip', provider, ...quick })
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.error], [9, 1])
  assert.equal(calls.length, 1)
})

test('a refused batch (422) is asked one by one, so that one bad address spoils nothing', async () => {
  const { provider, calls, singles } = batches(() => {
    throw new LookupFault('permanent', 'unprocessable', { status: 422 })
  })
  const { summary } = await locate({ ip: addresses(10) }, { ip: 'ip', provider, ...quick })
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.error], [9, 1])
  assert.equal(calls.length, 1)
  assert.equal(singles.length, 10)
})

test('a batch that times out is asked again as a whole', async () => {
  const { provider, calls } = batches((ips, call) => (call === 1 ? new Promise(() => undefined) : ips.map(usualPlace)))
  const { summary } = await locate({ ip: addresses(10) }, { ip: 'ip', provider, ...quick, timeoutMs: 300 })
  assert.equal(summary.byStatus.ok, 10)
  assert.deepEqual(
    calls.map((ips) => ips.length),
    [10, 10],
  )
})

test("a batch that answers no list is the provider's fault: no retry", async () => {
  const { provider, calls } = batches(() => ({}) as Answers)
  const { summary } = await locate({ ip: addresses(10) }, { ip: 'ip', provider, ...quick })
  assert.equal(summary.byStatus.error, 10)
  assert.equal(calls.length, 1)
  assert.match(summary.faults[0].message, /lookupMany must give an array, got an empty object/)
})

test('a quota smaller than the batch cuts the batch', async () => {
  const { provider, calls } = batches((ips) => ips.map(usualPlace))
  const { summary } = await locate(
    { ip: addresses(25) },
    { ip: 'ip', provider, concurrency: 1, quota: { perDay: 14 }, ...quick },
  )
  assert.deepEqual(
    calls.map((ips) => ips.length),
    [10, 4],
  )
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.deferred, summary.quotaLeft], [14, 11, 0])
  assert.equal(summary.stopped, 'quota')
})

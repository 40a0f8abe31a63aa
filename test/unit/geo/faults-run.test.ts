/** Runs that are stopped, clocks that jump, allowances that end. */
import assert from 'node:assert/strict'
import { mock, test, type TestContext } from 'node:test'
import { memoryCache } from '../../../src/geo/cache/memory-cache.js'
import { locate } from '../../../src/geo/locate.js'
import { plan } from '../../../src/geo/plan.js'
import {
  addresses,
  lookupServer,
  quick,
  reply,
  serviceOf,
  type Behaviour,
  type LookupServer,
} from '../../support/lookup-server.js'

const DAY = 86_400_000
const HOUR = 3_600_000

async function started(t: TestContext, behave?: Behaviour): Promise<LookupServer> {
  const server = await lookupServer(behave)
  t.after(server.close)
  return server
}

/** A clock that the test sets; timers and the monotonic clock go on. */
function clock(t: TestContext, now: number): { set: (time: number) => void } {
  let offset = now - Date.now()
  const real = Date.now.bind(Date)
  const fake = mock.method(Date, 'now', () => real() + offset)
  t.after(() => fake.mock.restore())
  return { set: (time) => void (offset = time - real()) }
}

test('abort in the middle of a run gives the rows so far; the next run asks for the others only', async (t) => {
  const controller = new AbortController()
  const server = await started(t, ({ number }) => {
    if (number === 10) controller.abort()
    return 'usual'
  })
  const cache = memoryCache()
  const options = { ip: 'ip', provider: serviceOf(server.url), cache, concurrency: 2, ...quick }
  const { summary } = await locate({ ip: addresses(50) }, { ...options, signal: controller.signal })
  assert.equal(summary.stopped, 'aborted')
  assert.ok(summary.byStatus.ok >= 8 && summary.byStatus.ok <= 11, `${summary.byStatus.ok} ok`)
  assert.equal(summary.byStatus.ok + summary.byStatus.deferred, 50)
  const next = await locate({ ip: addresses(50) }, options)
  assert.equal(next.summary.byStatus.cached, summary.byStatus.ok)
  assert.equal(next.summary.byStatus.ok, 50 - summary.byStatus.ok)
  assert.ok(addresses(50).reduce((sum, ip) => sum + server.asked(ip), 0) <= 50 + 2)
})

test('abort before the call rejects', async () => {
  const signal = AbortSignal.abort()
  const provider = { name: 'none', lookup: () => null }
  await assert.rejects(locate({ ip: ['8.8.8.8'] }, { ip: 'ip', provider, signal }), {
    code: 'ABORTED',
    message: "stopped by the caller's signal",
  })
})

test('a deadline returns the partial table in time, even while a call hangs', async (t) => {
  const server = await started(t, ({ number }) => (number > 5 ? undefined : 'usual'))
  const { summary } = await locate(
    { ip: addresses(20) },
    { ip: 'ip', provider: serviceOf(server.url), deadlineMs: 600, timeoutMs: 10_000 },
  )
  assert.equal(summary.stopped, 'deadline')
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.deferred], [5, 15])
  assert.ok(summary.elapsedMs < 3000, `${summary.elapsedMs} ms`)
})

test('a deadline ends a wait for the limiter, for a retry and for the breaker', async (t) => {
  const server = await started(t, (_, response) => reply(response, {}, 500))
  for (const options of [
    { rate: { perSecond: 0.1 }, backoff: { minMs: 1 } },
    { backoff: { minMs: 60_000, maxMs: 60_000 } },
    { backoff: { minMs: 1, maxMs: 2 }, breaker: { failures: 2, coolMs: 60_000 } },
  ]) {
    const { summary } = await locate(
      { ip: addresses(20) },
      { ip: 'ip', provider: serviceOf(server.url), deadlineMs: 100, ...options },
    )
    assert.equal(summary.stopped, 'deadline')
    assert.ok(summary.elapsedMs < 3000, `${summary.elapsedMs} ms`)
  }
})

test('the clock eight days on: answers have expired and are asked again', async (t) => {
  const time = clock(t, Date.UTC(2026, 0, 5))
  const server = await started(t)
  const options = { ip: 'ip', provider: serviceOf(server.url), cache: memoryCache(), ...quick }
  await locate({ ip: addresses(5) }, options)
  time.set(Date.UTC(2026, 0, 5) + 6 * DAY)
  assert.equal((await locate({ ip: addresses(5) }, options)).summary.byStatus.cached, 5)
  time.set(Date.UTC(2026, 0, 5) + 8 * DAY)
  assert.equal((await locate({ ip: addresses(5) }, options)).summary.byStatus.ok, 5)
  assert.equal(server.log.length, 10)
})

test('the clock an hour back: answers from the future count as expired, and nothing freezes', async (t) => {
  const time = clock(t, Date.UTC(2026, 0, 5))
  const server = await started(t)
  const options = {
    ip: 'ip',
    provider: serviceOf(server.url),
    cache: memoryCache(),
    rate: { perSecond: 200 },
    ...quick,
  }
  await locate({ ip: addresses(5) }, options)
  time.set(Date.UTC(2026, 0, 5) - HOUR)
  const { summary } = await locate({ ip: addresses(5) }, options)
  assert.equal(summary.byStatus.ok, 5)
  assert.ok(summary.elapsedMs < 5000, `${summary.elapsedMs} ms`)
})

test('a clock that jumps back during the run does not hold the limiter', async (t) => {
  const time = clock(t, Date.UTC(2026, 0, 5))
  const server = await started(t, ({ number }) => {
    if (number === 3) time.set(Date.UTC(2026, 0, 5) - HOUR)
    return 'usual'
  })
  const { summary } = await locate(
    { ip: addresses(20) },
    { ip: 'ip', provider: serviceOf(server.url), cache: memoryCache(), rate: { perSecond: 100 } },
  )
  assert.equal(summary.byStatus.ok, 20)
  assert.ok(summary.elapsedMs < 5000, `${summary.elapsedMs} ms`)
})

test('the quota of a day ends the run, and midnight UTC begins a new one', async (t) => {
  const time = clock(t, Date.UTC(2026, 0, 31, 23, 59))
  const server = await started(t)
  const options = {
    ip: 'ip',
    provider: serviceOf(server.url),
    cache: memoryCache(),
    quota: { perDay: 8, perMonth: 100 },
    ...quick,
  }
  const first = await locate({ ip: addresses(20) }, options)
  assert.deepEqual([first.summary.byStatus.ok, first.summary.byStatus.deferred], [8, 12])
  assert.equal(first.summary.stopped, 'quota')
  assert.ok(first.verdict.reasons.some(({ code, passed }) => code === 'QUOTA' && !passed))
  assert.equal((await locate({ ip: addresses(20) }, options)).summary.byStatus.cached, 8)
  time.set(Date.UTC(2026, 1, 1, 0, 1))
  const second = await locate({ ip: addresses(20) }, options)
  assert.deepEqual(
    [second.summary.byStatus.cached, second.summary.byStatus.ok, second.summary.byStatus.deferred],
    [8, 8, 4],
  )
  assert.equal(server.log.length, 16)
})

test('the quota of a month outlasts midnight', async (t) => {
  const time = clock(t, Date.UTC(2026, 0, 30))
  const server = await started(t)
  const options = { ip: 'ip', provider: serviceOf(server.url), cache: memoryCache(), quota: { perMonth: 8 }, ...quick }
  await locate({ ip: addresses(20) }, options)
  time.set(Date.UTC(2026, 0, 31))
  assert.equal((await locate({ ip: addresses(20) }, options)).summary.calls, 0)
  time.set(Date.UTC(2026, 1, 1))
  assert.equal((await locate({ ip: addresses(20) }, options)).summary.calls, 8)
})

test('a quota is spent on the most frequent addresses first', async (t) => {
  const server = await started(t)
  const ip = [...addresses(10), ...addresses(10).slice(7), ...addresses(10).slice(8), '5.0.0.9']
  const { summary } = await locate(
    { ip },
    { ip: 'ip', provider: serviceOf(server.url), quota: { perDay: 3 }, concurrency: 1 },
  )
  assert.deepEqual(
    server.log.map((arrival) => arrival.ip),
    ['5.0.0.9', '5.0.0.8', '5.0.0.7'],
  )
  assert.equal(summary.byStatus.ok, 9)
})

test('plan says what locate then does, and makes no call', async (t) => {
  const server = await started(t)
  const cache = memoryCache()
  const provider = serviceOf(server.url, { rate: { perSecond: 100 }, quota: { perDay: 20 } })
  const options = { ip: 'ip', provider, cache, ...quick }
  await locate({ ip: addresses(4) }, options)
  const table = { ip: [...addresses(30), '10.0.0.1', 'nonsense', null, '::ffff:5.0.0.1'] }
  const calls = server.log.length
  const { seconds, ...rest } = await plan(table, options)
  assert.equal(server.log.length, calls)
  assert.deepEqual(rest, {
    rows: 34,
    distinct: 30,
    bogon: 1,
    invalid: 1,
    missing: 1,
    local: 0,
    cached: 4,
    calls: 26,
    deferred: 10,
    quotaLeft: 16,
  })
  assert.ok(Math.abs(seconds - 16 * 0.0102) < 1e-9)
  const { summary } = await locate(table, options)
  assert.deepEqual([summary.byStatus.deferred, summary.calls, summary.quotaLeft], [10, 16, 0])
})

test('an expired answer stands in for one that cannot be had', async (t) => {
  const time = clock(t, Date.UTC(2026, 0, 5))
  let down = false
  const server = await started(t, (_, response) => (down ? reply(response, {}, 500) : 'usual'))
  const options = { ip: 'ip', provider: serviceOf(server.url), cache: memoryCache(), ...quick, retries: 1 }
  await locate({ ip: addresses(3) }, options)
  down = true
  time.set(Date.UTC(2026, 0, 5) + 10 * DAY)
  const without = await locate({ ip: addresses(3) }, options)
  assert.equal(without.summary.byStatus.error, 3)
  const { table, summary, verdict } = await locate(
    { ip: addresses(3) },
    { ...options, keepStale: '30 days', gate: { maxAgeDays: 8 } },
  )
  assert.equal(summary.byStatus.stale, 3)
  assert.equal(table.getChild('city')?.get(0), 'city of 5.0.0.0')
  assert.deepEqual(
    verdict.reasons.filter(({ passed }) => !passed).map(({ code }) => code),
    ['STALE'],
  )
})

test('not found is remembered for a day, an error never', async (t) => {
  const time = clock(t, Date.UTC(2026, 0, 5))
  const server = await started(t, ({ ip }, response) =>
    ip === '5.0.0.0' ? reply(response, { ip }) : reply(response, {}, 404),
  )
  const options = { ip: 'ip', provider: serviceOf(server.url), cache: memoryCache(), ...quick }
  const { summary } = await locate({ ip: addresses(2) }, options)
  assert.deepEqual([summary.byStatus.not_found, summary.byStatus.error], [1, 1])
  await locate({ ip: addresses(2) }, options)
  assert.deepEqual([server.asked('5.0.0.0'), server.asked('5.0.0.1')], [1, 2])
  time.set(Date.UTC(2026, 0, 5) + 25 * HOUR)
  await locate({ ip: addresses(2) }, options)
  assert.deepEqual([server.asked('5.0.0.0'), server.asked('5.0.0.1')], [2, 3])
})

test('two runs at once on one cache ask for each address once', async (t) => {
  const server = await started(t, async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
    return 'usual' as const
  })
  const options = { ip: 'ip', provider: serviceOf(server.url), cache: memoryCache() }
  const [one, two] = await Promise.all([locate({ ip: addresses(12) }, options), locate({ ip: addresses(12) }, options)])
  assert.equal(server.log.length, 12)
  for (const { summary } of [one, two]) assert.equal(summary.byStatus.ok + summary.byStatus.cached, 12)
})

test('of several providers the next is asked for what the first does not know or cannot say', async (t) => {
  const first = await started(t, ({ ip, number }, response) => {
    if (ip === '5.0.0.0') return 'usual'
    return number > 4 ? reply(response, {}, 401) : reply(response, { ip })
  })
  const second = await started(t, ({ ip }, response) => (ip === '5.0.0.2' ? reply(response, { ip }) : 'usual'))
  const local = { name: 'database', local: true, lookup: (ip: string) => (ip === '5.0.0.1' ? { city: 'known' } : null) }
  const provider = [local, serviceOf(first.url), serviceOf(second.url, { name: 'second' })]
  const { table, summary } = await locate({ ip: addresses(8) }, { ip: 'ip', provider, concurrency: 1, ...quick })
  assert.deepEqual(
    [...(table.getChild('location_source') ?? [])],
    // the last one that was asked says "not found"
    ['service', 'database', 'second', 'second', 'second', 'second', 'second', 'second'],
  )
  assert.deepEqual([first.log.length, second.log.length], [5, 6])
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.not_found, summary.stopped], [7, 1, 'fatal'])
})

test('a run that is stopped does not sleep through the pause before', async (t) => {
  const server = await started(t, ({ number }, response) => {
    if (number === 1) return 'usual'
    if (number === 2) return reply(response, {}, 429, { 'retry-after': '30' })
    setTimeout(() => reply(response, {}, 401), 300)
    return undefined
  })
  const options = { ip: 'ip', provider: serviceOf(server.url), concurrency: 2, ...quick }
  const { summary } = await locate({ ip: addresses(20) }, options)
  assert.equal(summary.stopped, 'fatal')
  assert.ok(summary.elapsedMs < 10_000, `${summary.elapsedMs} ms`)
})

test('the first call goes alone: a wrong key costs one', async (t) => {
  const server = await started(t, (_, response) => reply(response, {}, 401))
  const { summary } = await locate({ ip: addresses(20) }, { ip: 'ip', provider: serviceOf(server.url), ...quick })
  assert.equal(server.log.length, 1)
  assert.deepEqual([summary.stopped, summary.byStatus.error, summary.byStatus.deferred], ['fatal', 1, 19])
})

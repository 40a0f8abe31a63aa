/** Services that say "too fast", judged by the log of a local server. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { locate } from '../../../src/geo/locate.js'
import type { LocateOptions } from '../../../src/geo/options.js'
import {
  addresses,
  lookupServer,
  quick,
  reply,
  serviceOf,
  type Behaviour,
  type LookupServer,
} from '../../support/lookup-server.js'

async function started(t: TestContext, behave?: Behaviour): Promise<LookupServer> {
  const server = await lookupServer(behave)
  t.after(server.close)
  return server
}

function run(server: LookupServer, count: number, options: Partial<LocateOptions> = {}): ReturnType<typeof locate> {
  return locate(
    { ip: addresses(count) },
    { ip: 'ip', provider: serviceOf(server.url), concurrency: 2, ...quick, ...options },
  )
}

/** 429 at the first request only, with this header. */
function once(header: () => string): Behaviour {
  return ({ number }, response) =>
    number === 1 ? reply(response, {}, 429, { 'retry-after': header() }) : ('usual' as const)
}

function gapAfterFirst({ log }: LookupServer): number {
  return log[1].at - log[0].at
}

test('429 with Retry-After in seconds pauses all calls for so long', async (t) => {
  const server = await started(
    t,
    once(() => '1'),
  )
  const { summary } = await run(server, 3, { concurrency: 1 })
  assert.equal(summary.byStatus.ok, 3)
  assert.equal(server.log.length, 4)
  assert.equal(summary.retries, 1)
  assert.ok(gapAfterFirst(server) >= 900, `${gapAfterFirst(server)} ms`)
})

test('429 with Retry-After as a date pauses all calls until then', async (t) => {
  const server = await started(
    t,
    once(() => new Date(Date.now() + 1900).toUTCString()),
  )
  const { summary } = await run(server, 3, { concurrency: 1 })
  assert.equal(summary.byStatus.ok, 3)
  // HTTP dates have no fraction: up to a second less
  assert.ok(gapAfterFirst(server) >= 700, `${gapAfterFirst(server)} ms`)
})

for (const [what, header] of [
  ['0', '0'],
  ['negative', '-5'],
  ['garbage', 'soon, maybe'],
  ['a date that has passed', 'Sun, 06 Nov 1994 08:49:37 GMT'],
]) {
  test(`429 with Retry-After ${what} is asked again without a pause`, async (t) => {
    const server = await started(
      t,
      once(() => header),
    )
    const { summary } = await run(server, 3)
    assert.equal(summary.byStatus.ok, 3)
    assert.equal(server.log.length, 4)
    // a wait of a misread header would be a minute and more
    assert.ok(summary.elapsedMs < 5000, `${summary.elapsedMs} ms`)
  })
}

test('429 with a Retry-After of two hours ends the run at once, and the rest is deferred', async (t) => {
  const server = await started(t, ({ number }, response) =>
    number > 5 ? reply(response, {}, 429, { 'retry-after': '7200' }) : 'usual',
  )
  const { summary, verdict } = await run(server, 50)
  assert.equal(summary.stopped, 'throttled')
  assert.equal(summary.byStatus.ok, 5)
  assert.equal(summary.byStatus.deferred, 45)
  assert.ok(server.log.length <= 7, `${server.log.length} requests`)
  assert.equal(verdict.publish, false)
  assert.ok(verdict.reasons.some(({ code, passed }) => code === 'STOPPED' && !passed))
})

test('429 without Retry-After is asked again after a wait', async (t) => {
  const server = await started(t, ({ attempt }, response) => (attempt === 1 ? reply(response, {}, 429) : 'usual'))
  const { summary } = await run(server, 5)
  assert.equal(summary.byStatus.ok, 5)
  assert.equal(server.log.length, 10)
})

test('429 for ever without Retry-After opens the breaker, with few calls and a partial result', async (t) => {
  const server = await started(t, ({ number }, response) => (number > 20 ? reply(response, {}, 429) : 'usual'))
  const { summary } = await run(server, 500)
  assert.equal(summary.stopped, 'breaker')
  assert.equal(summary.byStatus.ok, 20)
  assert.equal(summary.byStatus.ok + summary.byStatus.deferred + summary.byStatus.error, 500)
  // ten in a row, then one each for two further openings; two calls may be under way
  assert.ok(server.log.length <= 20 + 10 + 2 + 2, `${server.log.length} requests`)
})

test('429 for ever with a short Retry-After ends the run as throttled, with a bounded number of calls', async (t) => {
  const server = await started(t, (_, response) => reply(response, {}, 429, { 'retry-after': '0' }))
  const { summary } = await run(server, 500)
  assert.equal(summary.stopped, 'throttled')
  assert.equal(summary.byStatus.deferred, 500)
  assert.ok(server.log.length <= 32, `${server.log.length} requests`)
})

test('503 with Retry-After is a pause and not a failure', async (t) => {
  const server = await started(t, ({ number }, response) =>
    number <= 12 ? reply(response, {}, 503, { 'retry-after': '0' }) : 'usual',
  )
  const { summary } = await run(server, 20, { breaker: { failures: 10, coolMs: 60_000 } })
  assert.equal(summary.stopped, null)
  assert.equal(summary.byStatus.ok, 20)
})

test('a pause that a provider asks for holds the next call', async (t) => {
  const server = await started(t)
  const service = serviceOf(server.url)
  await locate(
    { ip: addresses(2) },
    {
      ip: 'ip',
      concurrency: 1,
      provider: {
        ...service,
        async lookup(ip, context) {
          context.pause(500)
          return service.lookup(ip, context)
        },
      },
    },
  )
  assert.ok(gapAfterFirst(server) >= 250, `${gapAfterFirst(server)} ms`)
})

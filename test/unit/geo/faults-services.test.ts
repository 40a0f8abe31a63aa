/** The errors that the supported services put into replies, through their own adapters, against a server that replays them. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { locate } from '../../../src/geo/locate.js'
import { ip2location } from '../../../src/geo/providers/ip2location.js'
import { ipApi } from '../../../src/geo/providers/ip-api.js'
import { ipapiCo } from '../../../src/geo/providers/ipapi-co.js'
import { memoryCache } from '../../../src/geo/cache/memory-cache.js'
import {
  addresses,
  lookupServer,
  quick,
  reply,
  type Behaviour,
  type LookupServer,
} from '../../support/lookup-server.js'

async function started(t: TestContext, behave: Behaviour): Promise<LookupServer> {
  const server = await lookupServer(behave)
  t.after(server.close)
  return server
}

const fast = { ...quick, rate: { perSecond: 1000 }, concurrency: 2 }

/** ip2location's words for a key that is wrong or spent. */
const badKey = { error: { error_code: 10_000, error_message: 'Invalid API key or insufficient credit.' } }

test('ip2location error 10000 ends the run with what is there: no retry, nothing remembered as not found', async (t) => {
  const server = await started(t, ({ ip, number }, response) =>
    number > 5 ? reply(response, badKey, 401) : reply(response, { ip, country_code: 'FR', city_name: 'Paris' }),
  )
  const cache = memoryCache()
  const provider = ip2location({ baseUrl: server.url, key: 'a-secret-key-1234' })
  const { summary } = await locate({ ip: addresses(40) }, { ip: 'ip', provider, cache, ...fast })
  assert.equal(summary.stopped, 'fatal')
  assert.equal(summary.byStatus.ok, 5)
  assert.ok(server.log.length <= 7, `${server.log.length} requests`)
  assert.equal(summary.retries, 0)
  assert.ok(
    server.log.every(
      ({ url, headers }) => !url.includes('secret') && headers.authorization === 'Bearer a-secret-key-1234',
    ),
  )
  let kept = 0
  for await (const [, row] of cache.entries()) {
    assert.equal(row.status, 'ok')
    kept++
  }
  assert.equal(kept, 5)
})

test('the same with HTTP 200', async (t) => {
  const server = await started(t, (_, response) => reply(response, badKey))
  const provider = ip2location({ baseUrl: server.url, key: 'a-secret-key-1234' })
  const { summary } = await locate({ ip: addresses(40) }, { ip: 'ip', provider, ...fast })
  assert.equal(summary.stopped, 'fatal')
  assert.ok(server.log.length <= 2)
})

test('error 10000 without a key is a spent allowance: the rest is deferred', async (t) => {
  const server = await started(t, (_, response) => reply(response, badKey, 401))
  const { summary } = await locate(
    { ip: addresses(40) },
    { ip: 'ip', provider: ip2location({ baseUrl: server.url }), ...fast },
  )
  assert.equal(summary.stopped, 'quota')
  assert.equal(summary.byStatus.deferred, 40)
})

test('ip2location error 10001 concerns one address', async (t) => {
  const wrong = { error: { error_code: 10_001, error_message: 'Invalid IP address.' } }
  const server = await started(t, ({ ip }, response) =>
    ip === '5.0.0.1' ? reply(response, wrong, 400) : reply(response, { ip, country_code: 'FR' }),
  )
  const { summary } = await locate(
    { ip: addresses(4) },
    { ip: 'ip', provider: ip2location({ baseUrl: server.url }), ...fast },
  )
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.error, summary.stopped], [3, 1, null])
  assert.equal(server.log.length, 4)
})

test('ip-api status "fail" with HTTP 200 is no place', async (t) => {
  const server = await started(t, (_, response, body) => {
    const asked = JSON.parse(body) as string[]
    reply(
      response,
      asked.map((query, i) =>
        i === 0 ? { status: 'fail', message: 'invalid query', query } : { status: 'success', query, countryCode: 'FR' },
      ),
    )
  })
  const { summary } = await locate(
    { ip: addresses(3) },
    { ip: 'ip', provider: ipApi({ baseUrl: server.url }), ...fast },
  )
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.error], [2, 1])
  assert.equal(server.log.length, 1)
})

test('a reordered batch with a stranger in it: each address gets its own answer', async (t) => {
  const server = await started(t, (_, response, body) => {
    const asked = JSON.parse(body) as string[]
    const answers = [...asked, '9.9.9.9'].map((query) => ({ status: 'success', query, city: `city of ${query}` }))
    reply(response, answers.reverse())
  })
  const { table } = await locate({ ip: addresses(5) }, { ip: 'ip', provider: ipApi({ baseUrl: server.url }), ...fast })
  assert.deepEqual(
    [...(table.getChild('city') ?? [])],
    addresses(5).map((ip) => `city of ${ip}`),
  )
})

test('X-Rl 0 with X-Ttl 1: no call follows for a second', async (t) => {
  const server = await started(t, ({ number }, response, body) => {
    const answers = (JSON.parse(body) as string[]).map((query) => ({ status: 'success', query, countryCode: 'FR' }))
    reply(response, answers, 200, number === 1 ? { 'x-rl': '0', 'x-ttl': '1' } : { 'x-rl': '14', 'x-ttl': '60' })
  })
  const options = { ip: 'ip', provider: ipApi({ baseUrl: server.url }), ...fast, concurrency: 1 }
  const { summary } = await locate({ ip: addresses(150) }, options)
  assert.equal(summary.byStatus.ok, 150)
  assert.equal(server.log.length, 2)
  const gap = server.log[1].at - server.log[0].at
  assert.ok(gap >= 900, `${gap} ms`)
})

test('ipapi.co says what is wrong in a 200: the address is not located, and never a wrong one', async (t) => {
  const server = await started(t, (_, response) => reply(response, { error: true, reason: 'RateLimited' }))
  const provider = ipapiCo({ baseUrl: server.url })
  const { summary } = await locate({ ip: addresses(2) }, { ip: 'ip', provider, ...fast, retries: 1 })
  assert.equal(summary.byStatus.ok, 0)
  assert.equal(summary.byStatus.error + summary.byStatus.deferred, 2)
})

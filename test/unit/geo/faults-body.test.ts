/** Replies that arrive whole and are wrong all the same. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { locate } from '../../../src/geo/locate.js'
import { lookupServer, quick, reply, serviceOf, type Behaviour } from '../../support/lookup-server.js'

type Row = Record<string, unknown>

/** Locate one address with a server that answers with these bytes. */
async function answeredWith(
  t: TestContext,
  body: string | Uint8Array,
  { status = 200, type = 'application/json', retries = 1 }: { status?: number; type?: string; retries?: number } = {},
): Promise<{ row: Row; fault: string | undefined; requests: number }> {
  const behave: Behaviour = (_, response) => {
    response.writeHead(status, { 'content-type': type })
    response.end(body)
  }
  const server = await lookupServer(behave)
  t.after(server.close)
  const { table, summary } = await locate(
    { ip: ['8.8.8.8'] },
    { ip: 'ip', provider: serviceOf(server.url), ...quick, retries },
  )
  return { row: table.get(0)?.toJSON() as Row, fault: summary.faults[0]?.message, requests: server.log.length }
}

const place = '{"ip":"8.8.8.8","country_code":"US","city":"Mountain View"}'

const malformed: [string, string | Uint8Array, RegExp][] = [
  ['truncated JSON', place.slice(0, 40), /JSON that is cut off or broken/],
  ['an empty body', '', /an empty body/],
  ['HTML with status 200', '<!doctype html><title>Please log in</title>', /HTML or XML instead of JSON/],
  [
    'invalid UTF-8',
    Buffer.concat([Buffer.from('{"ip":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    /text that is no utf-8/,
  ],
  ['a key given twice', '{"ip":"1.1.1.1","ip":"8.8.8.8","city":"Sydney"}', /JSON with a key given twice/],
  ['a key given twice in two spellings', '{"ip":"1.1.1.1","\\u0069p":"8.8.8.8"}', /JSON with a key given twice/],
]
for (const [what, body, message] of malformed) {
  test(`${what} counts as transient: asked again, then an error`, async (t) => {
    const { row, fault, requests } = await answeredWith(t, body)
    assert.equal(requests, 2)
    assert.equal(row.location_status, 'error')
    assert.match(fault ?? '', message)
  })
}

const readable: [string, string | Uint8Array, string][] = [
  ['a wrong content type', place, 'text/html'],
  ['a byte order mark', `\uFEFF${place}`, 'application/json'],
  ['UTF-16, little end first', Buffer.from(`\uFEFF${place}`, 'utf16le'), 'application/json'],
  ['UTF-16, big end first', Buffer.from(`\uFEFF${place}`, 'utf16le').swap16(), 'application/json'],
  ['a charset in the header', Buffer.from(place, 'utf16le'), 'application/json; charset=utf-16le'],
]
for (const [what, body, type] of readable) {
  test(`${what} does no harm`, async (t) => {
    const { row, requests } = await answeredWith(t, body, { type })
    assert.equal(requests, 1)
    assert.equal(row.city, 'Mountain View')
  })
}

test('a key __proto__ changes no prototype and is dropped', async (t) => {
  const { row } = await answeredWith(
    t,
    '{"ip":"8.8.8.8","city":"Here","__proto__":{"country":"Nowhere","polluted":true}}',
  )
  assert.equal(row.city, 'Here')
  assert.equal(row.country, null)
  assert.equal(({} as Row).polluted, undefined)
})

test("an array for the place is the service's fault and not asked again", async (t) => {
  const { row, requests } = await answeredWith(t, '{"ip":"8.8.8.8","city":["Mountain View"]}')
  assert.equal(requests, 1)
  assert.equal(row.location_status, 'error')
})

test('numbers as text become numbers', async (t) => {
  const { row } = await answeredWith(t, '{"ip":"8.8.8.8","latitude":"37.4","longitude":"-122.1"}')
  assert.deepEqual([row.latitude, row.longitude], [37.4, -122.1])
})

test('a latitude of 999 becomes null while the row stays ok', async (t) => {
  const { row } = await answeredWith(t, '{"ip":"8.8.8.8","city":"Here","latitude":999,"longitude":2}')
  assert.equal(row.latitude, null)
  assert.deepEqual([row.city, row.location_status], ['Here', 'ok'])
})

test('a reply for another address is refused', async (t) => {
  const { row, requests } = await answeredWith(t, '{"ip":"1.1.1.1","city":"Sydney"}')
  assert.equal(requests, 2)
  assert.deepEqual([row.city, row.location_status], [null, 'error'])
})

test('an unknown name in an answer is an error that names the nearest', async (t) => {
  const { row, fault } = await answeredWith(t, '{"ip":"8.8.8.8","citty":"Mountain View"}')
  assert.equal(row.location_status, 'error')
  assert.match(fault ?? '', /"citty", which no place has: did you mean "city"\?/)
})

for (const [status, requests, stopped] of [
  [400, 1, null],
  [404, 1, null],
  [410, 1, null],
  [401, 1, 'fatal'],
  [403, 1, 'fatal'],
  [402, 1, 'quota'],
] as const) {
  test(`HTTP ${status} is asked once${stopped === null ? '' : ` and ends the run: ${stopped}`}`, async (t) => {
    const server = await lookupServer((_, response) => reply(response, { message: 'no' }, status))
    t.after(server.close)
    const { summary } = await locate({ ip: ['8.8.8.8'] }, { ip: 'ip', provider: serviceOf(server.url), ...quick })
    assert.equal(server.log.length, requests)
    assert.equal(summary.stopped, stopped)
    assert.equal(summary.byStatus[stopped === 'quota' ? 'deferred' : 'error'], 1)
  })
}

test('a fatal fault ends the run with what is there; nothing of it is remembered as not found', async (t) => {
  const server = await lookupServer(({ number }, response) => (number > 10 ? reply(response, {}, 401) : 'usual'))
  t.after(server.close)
  const { memoryCache } = await import('../../../src/geo/cache/memory-cache.js')
  const cache = memoryCache()
  const ips = Array.from({ length: 40 }, (_, i) => `9.9.9.${i}`)
  const options = { ip: 'ip', provider: serviceOf(server.url), cache, concurrency: 2, ...quick }
  const { summary } = await locate({ ip: ips }, options)
  assert.equal(summary.byStatus.ok, 10)
  assert.equal(summary.byStatus.ok + summary.byStatus.error + summary.byStatus.deferred, 40)
  assert.ok(server.log.length <= 12)
  const next = await locate({ ip: ips }, options)
  assert.equal(next.summary.byStatus.cached, 10)
})

/** Services that fail, stall or break off, judged by the log of a local server. */
import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { requestJson, type Fetch } from '../../../src/geo/http.js'
import { locate } from '../../../src/geo/locate.js'
import type { LocateOptions } from '../../../src/geo/options.js'
import type { Provider } from '../../../src/geo/types.js'
import {
  addresses,
  lookupServer,
  quick,
  reply,
  serviceOf,
  usualPlace,
  type Behaviour,
  type LookupServer,
} from '../../support/lookup-server.js'

async function started(t: TestContext, behave?: Behaviour): Promise<LookupServer> {
  const server = await lookupServer(behave)
  t.after(server.close)
  return server
}

function run(provider: Provider, count: number, options: Partial<LocateOptions> = {}): ReturnType<typeof locate> {
  return locate({ ip: addresses(count) }, { ip: 'ip', provider, ...quick, ...options })
}

for (const status of [500, 501, 502, 503, 504]) {
  test(`${status} in a burst and then recovery: every address is located`, async (t) => {
    const server = await started(t, ({ number }, response) => (number <= 8 ? reply(response, {}, status) : 'usual'))
    const { summary } = await run(serviceOf(server.url), 30)
    assert.equal(summary.byStatus.ok, 30)
    assert.equal(server.log.length, 38)
    assert.equal(summary.calls, 38)
    assert.equal(summary.retries, 8)
  })
}

test('500 for ever: each address gets at most six requests, the breaker ends the run', async (t) => {
  const server = await started(t, (_, response) => reply(response, {}, 500))
  const { summary } = await run(serviceOf(server.url), 300, { breaker: { failures: 1000 } })
  assert.equal(summary.byStatus.error, 300)
  assert.ok(addresses(300).every((ip) => server.asked(ip) <= 6))
  // the budget: 50 and a fifth of the first calls
  assert.ok(summary.retries <= 50 + 60, `${summary.retries} retries`)
  const second = await run(serviceOf(server.url), 300)
  assert.equal(second.summary.stopped, 'breaker')
  assert.ok(second.summary.calls <= 10 + 2 + 3, `${second.summary.calls} calls`)
})

test('the breaker lets one call through after its pause and closes when that one succeeds', async (t) => {
  const server = await started(t, ({ number }, response) => (number <= 10 ? reply(response, {}, 500) : 'usual'))
  const { summary } = await run(serviceOf(server.url), 20, { concurrency: 1, breaker: { failures: 10, coolMs: 250 } })
  assert.equal(summary.byStatus.ok, 20)
  const gap = server.log[10].at - server.log[9].at
  assert.ok(gap >= 200, `${gap} ms`)
})

test('slow headers: the call is given up at its time limit and asked again', async (t) => {
  const server = await started(t, ({ attempt }) => (attempt === 1 ? undefined : 'usual'))
  const { summary } = await run(serviceOf(server.url), 2, { timeoutMs: 1000 })
  assert.equal(summary.byStatus.ok, 2)
  assert.equal(summary.retries, 2)
})

test('a body that drips slowly is given up at the time limit', async (t) => {
  const server = await started(t, ({ attempt }, response) => {
    if (attempt > 1) return 'usual'
    response.writeHead(200, { 'content-type': 'application/json' })
    const drip = setInterval(() => response.write(' '), 10)
    response.on('close', () => clearInterval(drip))
    return undefined
  })
  const { summary } = await run(serviceOf(server.url), 1, { timeoutMs: 800 })
  assert.equal(summary.byStatus.ok, 1)
  assert.equal(summary.retries, 1)
})

test('a provider that ignores its signal is given up all the same', async () => {
  const provider: Provider = { name: 'deaf', lookup: () => new Promise(() => undefined) }
  const { summary } = await run(provider, 1, { timeoutMs: 50, retries: 1 })
  assert.equal(summary.byStatus.error, 1)
  assert.equal(summary.faults[0].message, 'deaf: no complete reply within 50 ms')
})

const breaks: [string, Behaviour][] = [
  ['a reset before the reply', (_, response) => void response.socket?.resetAndDestroy()],
  [
    'a reset after the headers',
    (_, response) => {
      response.writeHead(200, { 'content-length': '500' })
      response.flushHeaders()
      setTimeout(() => response.socket?.resetAndDestroy(), 20)
    },
  ],
  [
    'a reset in the middle of the body',
    (_, response) => {
      response.writeHead(200, { 'content-length': '500' })
      response.write('{"ip":')
      setTimeout(() => response.socket?.resetAndDestroy(), 20)
    },
  ],
  ['an end of the connection without a reply', (_, response) => void response.socket?.end()],
  [
    'an end in the middle of the body',
    (_, response) => {
      response.writeHead(200, { 'content-length': '500' })
      response.write('{"ip":')
      setTimeout(() => response.socket?.end(), 20)
    },
  ],
]
for (const [what, behave] of breaks) {
  test(`${what} is asked again`, async (t) => {
    const server = await started(t, (arrival, response, body) =>
      arrival.attempt === 1 ? behave(arrival, response, body) : 'usual',
    )
    const { summary } = await run(serviceOf(server.url), 3)
    assert.equal(summary.byStatus.ok, 3)
    assert.equal(server.log.length, 6)
  })
}

test('a redirect to another host is not followed, so that a key stays at home', async (t) => {
  const other = await started(t)
  const server = await started(t, (_, response) => reply(response, {}, 302, { location: `${other.url}/?ip=1` }))
  const { summary } = await run(serviceOf(server.url), 1)
  assert.equal(other.log.length, 0)
  assert.equal(server.log.length, 1)
  assert.equal(summary.byStatus.error, 1)
  assert.match(summary.faults[0].message, /^service: 127\.0\.0\.1:\d+: redirect refused \(302\): set baseUrl/)
})

for (const [what, location] of [
  ['on the same host', '/elsewhere?ip=1'],
  ['in a loop', '/?ip=5.0.0.0'],
]) {
  test(`a redirect ${what} is not followed; the breaker keeps it from being asked for every address`, async (t) => {
    const server = await started(t, (_, response) => reply(response, {}, 301, { location }))
    const { summary } = await run(serviceOf(server.url), 200)
    assert.ok(server.log.length <= 15, `${server.log.length} requests`)
    assert.equal(summary.stopped, 'breaker')
    assert.equal(summary.retries, 0)
  })
}

test('a body of 50 MB is cut off after 1 MiB', async (t) => {
  let sent = 0
  const server = await started(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const piece = Buffer.alloc(64 * 1024, 32)
    const more = (): void => {
      while (sent < 50e6 && !response.destroyed) {
        sent += piece.length
        if (!response.write(piece)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  })
  const { summary } = await run(serviceOf(server.url), 1)
  assert.equal(summary.byStatus.error, 1)
  assert.match(summary.faults[0].message, /body longer than 1048576 bytes/)
  assert.ok(sent < 20e6, `${sent} bytes were taken`)
  assert.equal(server.log.length, 1)
})

test('a gzip bomb does not inflate: 64 MB in 64 kB', async (t) => {
  const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, 32))
  const server = await started(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(bomb)
  })
  const before = process.memoryUsage().rss
  const { summary } = await run(serviceOf(server.url), 1)
  assert.equal(summary.byStatus.error, 1)
  assert.match(summary.faults[0].message, /body longer than/)
  assert.ok(process.memoryUsage().rss - before < 40e6)
})

test('endless headers are cut off', async (t) => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('HTTP/1.1 200 OK\r\n')
    const more = (): void => {
      if (!socket.destroyed && socket.write(`x-${Math.floor(performance.now())}: ${'a'.repeat(4000)}\r\n`))
        setImmediate(more)
    }
    socket.on('drain', more)
    more()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as { port: number }
  const { summary } = await run(serviceOf(`http://127.0.0.1:${port}`), 1, { retries: 1 })
  assert.equal(summary.byStatus.error, 1)
  assert.match(summary.faults[0].message, /no complete reply \(UND_ERR_HEADERS_OVERFLOW\)/)
})

test('a refused connection is asked again and not counted against the quota', async () => {
  const server = await lookupServer()
  await server.close()
  const { summary } = await run(serviceOf(server.url), 2, { quota: { perDay: 100 }, retries: 2 })
  assert.equal(summary.byStatus.error, 2)
  assert.equal(summary.calls, 6)
  assert.equal(summary.quotaLeft, 100)
  assert.match(summary.faults[0].message, /\(ECONNREFUSED\)/)
})

/** fetch that fails as Node's does. */
function failing(code: string): Fetch {
  return () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }))
}

for (const [code, kind] of [
  ['ENOTFOUND', 'transient'],
  ['EAI_AGAIN', 'transient'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'transient'],
  ['CERT_HAS_EXPIRED', 'fatal'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'fatal'],
]) {
  test(`${code} is ${kind}`, async () => {
    const provider: Provider = {
      name: 'service',
      async lookup(_, { signal }) {
        await requestJson('https://example.invalid/v1?key=secret', { fetch: failing(code), signal })
        return null
      },
    }
    const { summary } = await run(provider, 40)
    assert.equal(summary.stopped, kind === 'fatal' ? 'fatal' : 'breaker')
    if (kind === 'fatal') assert.ok(summary.calls <= 4)
    assert.ok(
      summary.faults.length > 0 &&
        summary.faults.every(({ message }) => message.includes(code) && !message.includes('secret')),
    )
  })
}

test('answers are what the server knows of the address', async (t) => {
  const server = await started(t)
  const { table } = await run(serviceOf(server.url), 3)
  assert.deepEqual(
    [...(table.getChild('city') ?? [])],
    addresses(3).map((ip) => usualPlace(ip).city),
  )
})

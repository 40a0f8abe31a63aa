/** A web service of places on this machine that is as bad as they get: it fails, stalls, breaks off and says "too fast". It counts what it is asked. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { requestJson, statusFault } from '../../src/geo/http.js'
import { LookupFault, type PlaceAnswer, type Provider } from '../../src/geo/index.js'
import { randomStream } from '../../src/numeric/random.js'

export interface FaultyService {
  readonly provider: Provider
  readonly requests: () => number
  /** Most requests that came for one address. */
  readonly mostForOne: () => number
  readonly close: () => Promise<void>
}

/** What it does instead of answering, with the share of requests: the rest is answered. */
const faults: readonly (readonly [share: number, misbehave: (response: ServerResponse) => void])[] = [
  [0.03, (response) => void response.writeHead(500).end()],
  [0.01, (response) => void response.writeHead(503, { 'retry-after': '0' }).end()],
  [0.01, (response) => void response.writeHead(429, { 'retry-after': '0' }).end()],
  [0.01, (response) => void response.socket?.resetAndDestroy()],
  [0.01, (response) => void response.writeHead(200).end('<html>Please log in</html>')],
  [0.01, (response) => void response.writeHead(200).end('{"ip": "')],
]

/**
 * Start the service.
 *
 * @param known what it knows of an address
 */
export async function faultyService(known: (ip: string) => PlaceAnswer): Promise<FaultyService> {
  const { uniform } = randomStream(7, 'service')
  const asked = new Map<string, number>()
  let requests = 0
  const server = createServer((request, response) => {
    requests++
    const ip = new URL(request.url ?? '', 'http://here').searchParams.get('ip') ?? ''
    asked.set(ip, (asked.get(ip) ?? 0) + 1)
    let chance = uniform()
    const fault = faults.find(([share]) => (chance -= share) < 0)
    if (fault !== undefined) return fault[1](response)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ip, place: known(ip) }))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    provider: {
      name: 'faulty-service',
      async lookup(ip, { signal }) {
        const url = `http://127.0.0.1:${port}/?ip=${encodeURIComponent(ip)}`
        const { status, headers, body } = await requestJson(url, { signal })
        if (status >= 400) throw statusFault(status, headers, 'the service refused')
        const { ip: own, place } = body as { readonly ip?: string; readonly place?: PlaceAnswer }
        if (own !== ip) throw new LookupFault('transient', 'an answer for another address')
        return place ?? null
      },
    },
    requests: () => requests,
    mostForOne: () => Math.max(0, ...asked.values()),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

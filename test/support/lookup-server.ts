/** A service of places on this machine, with a log of its own: what arrived and when is judged here, not by the caller. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { requestJson, statusFault } from '../../src/geo/http.js'
import { LookupFault, type PlaceAnswer, type Provider } from '../../src/geo/types.js'

/** One request as it arrived. */
export interface Arrival {
  /** Milliseconds of the monotonic clock. */
  readonly at: number
  readonly ip: string
  /** How often this address has been asked for, 1 = the first time. */
  readonly attempt: number
  /** Number of the request, 1 = the first. */
  readonly number: number
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

/** Answers a request; without a word of its own it gets the usual place. */
export type Behaviour = (
  arrival: Arrival,
  response: ServerResponse,
  body: string,
) => void | 'usual' | Promise<void | 'usual'>

export interface LookupServer {
  readonly url: string
  readonly log: readonly Arrival[]
  /** Most arrivals in any window of so many milliseconds. */
  readonly busiest: (windowMs: number) => number
  readonly asked: (ip: string) => number
  readonly close: () => Promise<void>
}

/** The place that the server knows for every address. */
export function usualPlace(ip: string): PlaceAnswer & { readonly city: string } {
  return { country: 'France', country_code: 'FR', city: `city of ${ip}`, latitude: 48.85, longitude: 2.35 }
}

/** Write JSON with a status. */
export function reply(
  response: ServerResponse,
  body: unknown,
  status: number = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

export async function lookupServer(behave: Behaviour = () => 'usual'): Promise<LookupServer> {
  const log: Arrival[] = []
  const times = new Map<string, number>()
  const server = createServer((request, response) => {
    const at = performance.now()
    const url = request.url ?? ''
    const ip = new URL(url, 'http://here').searchParams.get('ip') ?? ''
    const attempt = (times.get(ip) ?? 0) + 1
    times.set(ip, attempt)
    const arrival: Arrival = { at, ip, attempt, number: log.length + 1, url, headers: request.headers }
    log.push(arrival)
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', async () => {
      const said = await behave(arrival, response, Buffer.concat(pieces).toString())
      if (said === 'usual') reply(response, { ip, ...usualPlace(ip) })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    busiest(windowMs) {
      const starts = log.map(({ at }) => at)
      return Math.max(0, ...starts.map((from) => starts.filter((at) => at >= from && at < from + windowMs).length))
    },
    asked: (ip) => times.get(ip) ?? 0,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

/** A provider that asks such a server through the package's own client, and refuses an answer for another address. */
export function serviceOf(url: string, more: Partial<Provider> = {}): Provider {
  return {
    name: 'service',
    async lookup(ip, { signal }) {
      const { status, headers, body } = await requestJson(`${url}/?ip=${encodeURIComponent(ip)}`, { signal })
      if (status >= 400) throw statusFault(status, headers, 'the service refused')
      const { ip: own, ...place } = body as { ip?: string }
      if (own !== ip) throw new LookupFault('transient', 'answer for another address')
      return Object.keys(place).length === 0 ? null : place
    },
    ...more,
  }
}

/** So many public addresses, `5.0.0.0`, `5.0.0.1`, …, or those of another first octet. */
export function addresses(count: number, first: number = 5): string[] {
  return Array.from({ length: count }, (_, i) => `${first}.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
}

/** Options that make a faulty run short. */
export const quick = { backoff: { minMs: 1, maxMs: 4 }, breaker: { coolMs: 20 }, timeoutMs: 20_000 } as const

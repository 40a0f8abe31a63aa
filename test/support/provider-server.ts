/** A web server on this machine that answers what a test says, and keeps every request as it came. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request. */
export interface Request {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What is answered: JSON, or text as it is. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface ProviderServer {
  readonly url: string
  readonly requests: readonly Request[]
  /** From now on answer this. */
  readonly answer: (answer: Answer | ((request: Request) => Answer)) => void
  readonly close: () => Promise<void>
}

export async function providerServer(): Promise<ProviderServer> {
  const requests: Request[] = []
  let next: (request: Request) => Answer = () => ({ status: 500, body: {} })
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = []
    incoming.on('data', (piece: Buffer) => pieces.push(piece))
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(pieces).toString(),
      }
      requests.push(request)
      const { status = 200, headers = {}, body } = next(request)
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (answer) => {
      next = typeof answer === 'function' ? answer : () => answer
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

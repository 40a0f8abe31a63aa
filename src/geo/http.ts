/**
 * One request to a service, and what can go wrong with it.
 *
 * A redirect is refused, because a key must not follow it to another host. The body is read piece by piece up to a limit that counts decompressed
 * bytes, so that neither an endless body nor a gzip bomb fills the memory. Time limits are the caller's signal and hold for head and body.
 * No message of a fault holds the address's path or query, a header or a piece of the body: a key could be among them.
 */
import { MalformedBody, readJson } from './json-body.js'
import { retryAfterMs } from './retry-after.js'
import { LookupFault } from './types.js'

/** `fetch`, or anything of its shape: a proxy, a test. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** What to send. */
export interface JsonRequest {
  /** Default: Node's own. */
  readonly fetch?: Fetch | undefined
  readonly method?: 'GET' | 'POST' | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
  readonly signal: AbortSignal
  /** Longest body, decompressed bytes; default 1 MiB. */
  readonly maxBytes?: number | undefined
}

/** What came back. */
export interface JsonReply {
  readonly status: number
  readonly headers: Headers
  /** Parsed; undefined when the status is an error and the body is no JSON. */
  readonly body: unknown
}

const MEBIBYTE = 2 ** 20

/**
 * Send a request and read the JSON of its reply.
 *
 * @returns the reply whatever its status: services say in the body what an error means; see `statusFault`
 * @throws LookupFault when there is no reply, when it is a redirect, longer than the limit, or a success without valid JSON
 */
export async function requestJson(url: string, request: JsonRequest): Promise<JsonReply> {
  const { fetch: send = fetch, method = 'GET', headers = {}, body, signal, maxBytes = MEBIBYTE } = request
  const host = hostOf(url)
  let response: Response
  let bytes: Uint8Array
  try {
    const sent = body === undefined ? {} : { body }
    response = await send(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal,
      ...sent,
    })
    bytes = await readBody(response, host, maxBytes)
  } catch (error) {
    throw error instanceof LookupFault ? error : networkFault(error, host)
  }
  const { status } = response
  try {
    return { status, headers: response.headers, body: readJson(bytes, response.headers.get('content-type')) }
  } catch (error) {
    if (!(error instanceof MalformedBody)) throw error
    if (status >= 400) return { status, headers: response.headers, body: undefined }
    throw new LookupFault('transient', `${host}: ${error.message}`, { status })
  }
}

async function readBody(response: Response, host: string, maxBytes: number): Promise<Uint8Array> {
  const { status, body } = response
  if (status === 0 || (status >= 300 && status < 400)) {
    await body?.cancel()
    throw new LookupFault('permanent', `${host}: redirect refused (${status}): set baseUrl to where the service is`, {
      status,
      systemic: true,
    })
  }
  if (body === null) return new Uint8Array(0)
  const pieces: Uint8Array[] = []
  let size = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(pieces)
    size += value.length
    if (size > maxBytes) {
      await reader.cancel()
      throw new LookupFault('permanent', `${host}: body longer than ${maxBytes} bytes`, { status, systemic: true })
    }
    pieces.push(value)
  }
}

/** Errors of a connection that was never made: nothing was sent, nothing is counted. */
const UNSENT: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
/** A certificate that is not trusted now will not be trusted in a second. */
const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/

/** A failure below HTTP as a fault. */
function networkFault(error: unknown, host: string): LookupFault {
  const code = errorCode(error)
  if (code !== undefined && CERTIFICATE.test(code)) {
    return new LookupFault('fatal', `${host}: its certificate is not trusted (${code})`, { unsent: true })
  }
  const unsent = code !== undefined && UNSENT.has(code)
  return new LookupFault('transient', `${host}: no complete reply (${code ?? 'connection lost'})`, { unsent })
}

/** The code of the innermost cause that has one: fetch wraps what happened. */
function errorCode(error: unknown): string | undefined {
  let code: string | undefined
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const own = (inner as NodeJS.ErrnoException).code
    if (typeof own === 'string') code = own
    else if (inner.name === 'TimeoutError' || inner.name === 'AbortError') code ??= 'timeout'
    // several addresses of a host were tried: each has its own error
    if (inner instanceof AggregateError) code ??= (inner.errors[0] as NodeJS.ErrnoException | undefined)?.code
  }
  return code
}

function hostOf(url: string): string {
  return new URL(url).host
}

/**
 * What an HTTP error status means where the body does not say it better.
 *
 * @param message words for people, without key and address
 */
export function statusFault(status: number, headers: Headers, message: string): LookupFault {
  const after = retryAfterMs(headers.get('retry-after'), Date.now())
  const text = `${message} (HTTP ${status})`
  if (status === 429 || (status === 503 && after !== undefined))
    return new LookupFault('throttle', text, { status, retryAfterMs: after })
  if (status === 401 || status === 403) return new LookupFault('fatal', text, { status })
  if (status === 402) return new LookupFault('quota', text, { status })
  if (status >= 500 || status === 408 || status === 425) return new LookupFault('transient', text, { status })
  return new LookupFault('permanent', text, { status })
}

/**
 * ip-api.com: `GET /json/8.8.8.8` and `POST /batch` with up to 100 addresses, no key, for non-commercial use.
 *
 * HTTP 200 may say `status: "fail"`. The headers X-Rl (calls left in this minute) and X-Ttl (seconds until the next) are obeyed: at 0 left no
 * call may follow for X-Ttl seconds, and who does not obey is banned. Answers of a batch are told apart by the address that they name.
 */
import { flag, readOptions, withDefault, type Schema } from '../../options/rules.js'
import { requestJson, statusFault, type JsonReply } from '../http.js'
import { classifyIp } from '../ip.js'
import { LookupFault, type LookupContext, type Place, type Provider } from '../types.js'
import {
  objectOf,
  placeOrNull,
  refuseOtherAddress,
  textOf,
  valueOf,
  webSchema,
  type WebOptions,
  type WebSettings,
} from './web.js'

/** Options of `ipApi`. */
export interface IpApiOptions extends WebOptions {
  /** Ask for up to 100 addresses in one call, 15 calls a minute; false: one by one, 45 a minute. Default true. */
  readonly batch?: boolean
}

const NAME = 'ipApi'
const FIELDS = 'fields=status,message,country,countryCode,regionName,city,zip,lat,lon,timezone,isp,org,as,query'
const BATCH = 100

const schema: Schema<WebSettings & { readonly batch: boolean }> = {
  ...webSchema('http://ip-api.com'),
  batch: withDefault(flag(), true),
}

/**
 * Places from ip-api.com: country to city, coordinates, postal code, time zone, network. Free of charge and without a key for non-commercial use;
 * the connection is not encrypted.
 *
 * @example
 * locate(visits, { ip: 'address', provider: ipApi() })   // 1,500 addresses a minute
 */
export function ipApi(options: IpApiOptions = {}): Provider {
  const { baseUrl, fetch, batch } = readOptions(schema, options)
  const lookup = async (ip: string, { signal, pause }: LookupContext): Promise<Place | null> => {
    const reply = await requestJson(`${baseUrl}/json/${encodeURIComponent(ip)}?${FIELDS}`, { fetch, signal })
    const body = accepted(reply, pause)
    return placeOf(body, ip)
  }
  const lookupMany = async (
    ips: readonly string[],
    { signal, pause }: LookupContext,
  ): Promise<(Place | Error | null | undefined)[]> => {
    const request = {
      fetch,
      signal,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ips),
    } as const
    const body = accepted(await requestJson(`${baseUrl}/batch?${FIELDS}`, request), pause)
    if (!Array.isArray(body)) throw new LookupFault('transient', `${NAME}: the reply to a batch must be an array`)
    const about = new Map<string, unknown>()
    for (const entry of body) {
      const { query } = (entry ?? {}) as { readonly query?: unknown }
      const canonical = typeof query === 'string' ? classifyIp(query).canonical : null
      if (canonical !== null) about.set(canonical, entry)
    }
    return ips.map((ip) => (about.has(ip) ? settled(about.get(ip), ip) : undefined))
  }
  return Object.freeze({
    name: NAME,
    lookup,
    ...(batch ? { lookupMany, batchSize: BATCH } : {}),
    rate: { perSecond: (batch ? 15 : 45) / 60 },
    attribution: 'IP geolocation by ip-api.com (https://ip-api.com)',
  })
}

/** The body of a good reply; at the end of the minute's allowance the limiter is told to wait. */
function accepted({ status, headers, body }: JsonReply, pause: (ms: number) => void): unknown {
  const waitMs = secondsOf(headers.get('x-ttl')) * 1000
  const exhausted = headers.get('x-rl')?.trim() === '0'
  if (status === 429 && headers.get('retry-after') === null)
    throw new LookupFault('throttle', `${NAME}: too many calls (HTTP 429)`, {
      status,
      retryAfterMs: waitMs > 0 ? waitMs : undefined,
    })
  if (status === 422)
    throw new LookupFault('permanent', `${NAME}: the batch is too large (HTTP 422)`, { status, systemic: true })
  if (status !== 200) throw statusFault(status, headers, NAME)
  if (exhausted && waitMs > 0) pause(waitMs)
  return body
}

/** Whole seconds of a header; 0 for anything else, and for more than the minute that the service counts in. */
function secondsOf(text: string | null): number {
  const seconds = text !== null && /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : 0
  return seconds <= 120 ? seconds : 0
}

/** The answer for one address of a batch; what is wrong with it concerns it alone. */
function settled(entry: unknown, ip: string): Place | Error | null {
  try {
    return placeOf(entry, ip)
  } catch (error) {
    if (error instanceof LookupFault) return error
    throw error
  }
}

function placeOf(body: unknown, ip: string): Place | null {
  const fields = objectOf(body, NAME)
  refuseOtherAddress(fields.query, ip, NAME)
  const status = textOf(fields, 'status')
  if (status === 'fail') {
    if (/^(?:private|reserved) range$/.test(textOf(fields, 'message') ?? '')) return null
    throw new LookupFault('permanent', `${NAME}: not an address to the service`)
  }
  if (status !== 'success') throw new LookupFault('transient', `${NAME}: a reply without status`)
  const network = /^AS(\d+)(?:\s+(.*))?$/.exec(textOf(fields, 'as') ?? '')
  const place = {
    country: textOf(fields, 'country'),
    country_code: textOf(fields, 'countryCode'),
    region: textOf(fields, 'regionName'),
    city: textOf(fields, 'city'),
    latitude: valueOf(fields, 'lat'),
    longitude: valueOf(fields, 'lon'),
    postal: textOf(fields, 'zip'),
    timezone: textOf(fields, 'timezone'),
    asn: network?.[1] ?? null,
    organization: textOf(fields, 'org') ?? textOf(fields, 'isp') ?? network?.[2] ?? null,
  }
  return placeOrNull(place, NAME)
}

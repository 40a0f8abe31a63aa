/**
 * ip2location.io: `GET /?ip=8.8.8.8&format=json`, the key as a Bearer token.
 *
 * Errors come as `{ error: { error_code, error_message } }`. 10000 is said of a bad key and of a spent credit alike: the run stops, nothing is
 * asked again and nothing is remembered as unknown. 10001 is an address that the service takes for none. Blanks are `-`.
 */
import { optional, readOptions, type Schema } from '../../options/rules.js'
import { requestJson, statusFault } from '../http.js'
import { LookupFault, type LookupContext, type Place, type Provider } from '../types.js'
import {
  accountOf,
  inner,
  objectOf,
  placeOrNull,
  refuseOtherAddress,
  secret,
  textOf,
  valueOf,
  webSchema,
  type WebOptions,
  type WebSettings,
} from './web.js'

/** Options of `ip2location`. */
export interface Ip2locationOptions extends WebOptions {
  /** API key; without one the service answers 1,000 addresses a day. */
  readonly key?: string
}

const NAME = 'ip2location'
const schema: Schema<WebSettings & { readonly key: string | undefined }> = {
  ...webSchema('https://api.ip2location.io'),
  key: optional(secret()),
}

/**
 * Places from ip2location.io: country to city, coordinates, postal code, time zone, network.
 *
 * Five calls a second; 1,000 addresses a day without a key, 50,000 a month with a free one. Set `quota` for a larger plan.
 *
 * @example
 * ip2location({ key: process.env.IP2LOCATION_KEY })
 */
export function ip2location(options: Ip2locationOptions = {}): Provider {
  const { baseUrl, fetch, key } = readOptions(schema, options)
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const lookup = async (ip: string, { signal }: LookupContext): Promise<Place | null> => {
    const url = `${baseUrl}/?ip=${encodeURIComponent(ip)}&format=json`
    const reply = await requestJson(url, { fetch, headers, signal })
    const code = valueOf(inner(fieldsOf(reply.body), 'error'), 'error_code')
    if (code !== null) throw errorFault(Number(code), reply.status, reply.headers, key !== undefined)
    if (reply.status !== 200) throw statusFault(reply.status, reply.headers, NAME)
    const fields = objectOf(reply.body, NAME)
    if (Object.hasOwn(fields, 'error')) throw new LookupFault('transient', `${NAME}: an error without a code`)
    refuseOtherAddress(fields.ip, ip, NAME)
    const place = {
      country: textOf(fields, 'country_name'),
      country_code: textOf(fields, 'country_code'),
      region: textOf(fields, 'region_name'),
      city: textOf(fields, 'city_name'),
      latitude: valueOf(fields, 'latitude'),
      longitude: valueOf(fields, 'longitude'),
      postal: textOf(fields, 'zip_code'),
      timezone: textOf(fields, 'time_zone'),
      asn: textOf(fields, 'asn'),
      organization: textOf(fields, 'as'),
    }
    return placeOrNull(place, NAME)
  }
  return Object.freeze({
    name: NAME,
    lookup,
    rate: { perSecond: 5 },
    quota: key === undefined ? { perDay: 1000 } : { perMonth: 50_000 },
    attribution: 'IP geolocation by IP2Location.io (https://www.ip2location.io)',
    account: accountOf(NAME, key),
  })
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return body === undefined ? {} : objectOf(body, NAME)
}

function errorFault(code: number, status: number, headers: Headers, hasKey: boolean): LookupFault {
  if (code === 10_000) {
    // without a key there is none that could be wrong
    return hasKey
      ? new LookupFault('fatal', `${NAME}: the key is not valid or its credit is spent (error 10000)`, { status })
      : new LookupFault('quota', `${NAME}: the allowance without a key is spent (error 10000)`, { status })
  }
  if (code === 10_001)
    return new LookupFault('permanent', `${NAME}: not an address to the service (error 10001)`, { status })
  if (status >= 400) return statusFault(status, headers, `${NAME}: error ${code}`)
  return new LookupFault('transient', `${NAME}: error ${code}`, { status })
}

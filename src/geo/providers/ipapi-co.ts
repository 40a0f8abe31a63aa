/**
 * ipapi.co: `GET /8.8.8.8/json/`, without a key 1,000 addresses a day.
 *
 * The service takes a key only as a parameter of the address; it goes nowhere else: not into messages, the cache or the table. Errors come as
 * `{ error: true, reason, message }`, with HTTP 200 or 429. Free answers may say "Sign up to access" in place of a value.
 */
import { optional, readOptions, type Schema } from '../../options/rules.js'
import { requestJson, statusFault } from '../http.js'
import { LookupFault, type LookupContext, type Place, type Provider } from '../types.js'
import {
  accountOf,
  objectOf,
  placeOrNull,
  refuseOtherAddress,
  secret,
  textOf,
  valueOf,
  webSchema,
  type Fields,
  type WebOptions,
  type WebSettings,
} from './web.js'

/** Options of `ipapiCo`. */
export interface IpapiCoOptions extends WebOptions {
  /** API key of a paid plan; set `quota` with it. */
  readonly key?: string
}

const NAME = 'ipapiCo'
const schema: Schema<WebSettings & { readonly key: string | undefined }> = {
  ...webSchema('https://ipapi.co'),
  key: optional(secret()),
}

/**
 * Places from ipapi.co: country to city, coordinates, postal code, time zone, network.
 *
 * @example
 * locate(visits, { ip: 'address', provider: ipapiCo(), cache: './places' })
 */
export function ipapiCo(options: IpapiCoOptions = {}): Provider {
  const { baseUrl, fetch, key } = readOptions(schema, options)
  const parameters = key === undefined ? '' : `?key=${encodeURIComponent(key)}`
  const lookup = async (ip: string, { signal }: LookupContext): Promise<Place | null> => {
    const reply = await requestJson(`${baseUrl}/${encodeURIComponent(ip)}/json/${parameters}`, { fetch, signal })
    const fields = reply.body === undefined ? {} : objectOf(reply.body, NAME)
    if (fields.error === true || fields.error === 'true') {
      if (/reserved/i.test(textOf(fields, 'reason') ?? '') || fields.reserved === true) return null
      throw errorFault(fields, reply.status, reply.headers)
    }
    if (reply.status !== 200) throw statusFault(reply.status, reply.headers, NAME)
    refuseOtherAddress(fields.ip, ip, NAME)
    const place = {
      country: open(textOf(fields, 'country_name')),
      country_code: open(textOf(fields, 'country_code')),
      region: open(textOf(fields, 'region')),
      city: open(textOf(fields, 'city')),
      latitude: valueOf(fields, 'latitude'),
      longitude: valueOf(fields, 'longitude'),
      postal: open(textOf(fields, 'postal')),
      timezone: open(textOf(fields, 'timezone')),
      asn: open(textOf(fields, 'asn')),
      organization: open(textOf(fields, 'org')),
    }
    return placeOrNull(place, NAME)
  }
  return Object.freeze({
    name: NAME,
    lookup,
    quota: key === undefined ? { perDay: 1000 } : {},
    attribution: 'IP geolocation by ipapi.co (https://ipapi.co)',
    account: accountOf(NAME, key),
  })
}

/** A value, unless it is the advertisement that stands in for one. */
function open(text: string | null): string | null {
  return text !== null && /^sign up to access/i.test(text) ? null : text
}

function errorFault(fields: Fields, status: number, headers: Headers): LookupFault {
  const reason = textOf(fields, 'reason') ?? ''
  if (/quota/i.test(reason)) return new LookupFault('quota', `${NAME}: the allowance is spent`, { status })
  if (/rate/i.test(reason)) return statusFault(429, headers, NAME)
  if (/key|auth/i.test(reason)) return new LookupFault('fatal', `${NAME}: the key is not valid`, { status })
  if (/invalid ip/i.test(reason))
    return new LookupFault('permanent', `${NAME}: not an address to the service`, { status })
  return status === 200
    ? new LookupFault('transient', `${NAME}: an error without a known reason`, { status })
    : statusFault(status, headers, NAME)
}

/**
 * MaxMind's web services: `GET /geoip/v2.1/city/8.8.8.8`, account and licence key as HTTP Basic authorization.
 *
 * Errors come as `{ code, error }`; the code says what the status leaves open: 404 with IP_ADDRESS_NOT_FOUND is an answer.
 */
import { choice, readOptions, rule, withDefault, type Schema } from '../../options/rules.js'
import { requestJson, statusFault } from '../http.js'
import { LookupFault, type LookupContext, type Place, type Provider } from '../types.js'
import { nestedPlace } from './nested-place.js'
import {
  accountOf,
  inner,
  objectOf,
  placeOrNull,
  refuseOtherAddress,
  secret,
  textOf,
  webSchema,
  type WebOptions,
  type WebSettings,
} from './web.js'

/** Options of `maxmind`. */
export interface MaxmindOptions extends WebOptions {
  /** Account number. */
  readonly account: number | string
  /** Licence key. */
  readonly key: string
  /** `city` (default) or `country`; other hosts than the free GeoLite one by `baseUrl: 'https://geoip.maxmind.com'`. */
  readonly service?: 'city' | 'country'
}

const NAME = 'maxmind'
const GEOLITE = 'https://geolite.info'

interface MaxmindSettings extends WebSettings {
  readonly account: number | string
  readonly key: string
  readonly service: 'city' | 'country'
}

const schema: Schema<MaxmindSettings> = {
  ...webSchema(GEOLITE),
  account: rule('an account number', (value): value is number | string => /^\d{1,12}$/.test(String(value))),
  key: secret(),
  service: withDefault(choice('city', 'country'), 'city'),
}

const FATAL: ReadonlySet<string> = new Set([
  'ACCOUNT_ID_REQUIRED',
  'ACCOUNT_ID_UNKNOWN',
  'USER_ID_REQUIRED',
  'USER_ID_UNKNOWN',
  'AUTHORIZATION_INVALID',
  'LICENSE_KEY_REQUIRED',
  'PERMISSION_REQUIRED',
])

/**
 * Places from MaxMind's web services; by default the free GeoLite one, 1,000 addresses a day.
 *
 * @example
 * maxmind({ account: 123456, key: process.env.MAXMIND_KEY })
 */
export function maxmind(options: MaxmindOptions): Provider {
  const { baseUrl, fetch, account, key, service } = readOptions(schema, options)
  const headers = { authorization: `Basic ${Buffer.from(`${account}:${key}`).toString('base64')}` }
  const lookup = async (ip: string, { signal }: LookupContext): Promise<Place | null> => {
    const url = `${baseUrl}/geoip/v2.1/${service}/${encodeURIComponent(ip)}`
    const reply = await requestJson(url, { fetch, headers, signal })
    if (reply.status !== 200) {
      const code = reply.body === undefined ? null : textOf(objectOf(reply.body, NAME), 'code')
      if (code === 'IP_ADDRESS_NOT_FOUND' || code === 'IP_ADDRESS_RESERVED') return null
      throw errorFault(code, reply.status, reply.headers)
    }
    const fields = objectOf(reply.body, NAME)
    refuseOtherAddress(inner(fields, 'traits').ip_address, ip, NAME)
    return placeOrNull(nestedPlace(fields), NAME)
  }
  return Object.freeze({
    name: NAME,
    lookup,
    quota: baseUrl === GEOLITE ? { perDay: 1000 } : {},
    attribution: 'This product includes GeoLite Data created by MaxMind, available from https://www.maxmind.com',
    account: accountOf(NAME, `${account}:${key}`),
  })
}

function errorFault(code: string | null, status: number, headers: Headers): LookupFault {
  const message = code !== null && /^[A-Z_]{3,40}$/.test(code) ? `${NAME}: ${code}` : NAME
  if (code !== null && FATAL.has(code)) return new LookupFault('fatal', message, { status })
  if (code === 'OUT_OF_QUERIES' || code === 'INSUFFICIENT_FUNDS') return new LookupFault('quota', message, { status })
  return statusFault(status, headers, message)
}

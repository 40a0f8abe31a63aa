/**
 * IPinfo Lite: `GET /lite/8.8.8.8`, the token as a Bearer token. Country and network only, without a limit on calls.
 *
 * `bogon: true` is said of addresses that are not public.
 */
import { readOptions, type Schema } from '../../options/rules.js'
import { requestJson, statusFault } from '../http.js'
import type { LookupContext, Place, Provider } from '../types.js'
import {
  accountOf,
  objectOf,
  placeOrNull,
  refuseOtherAddress,
  secret,
  textOf,
  webSchema,
  type WebOptions,
  type WebSettings,
} from './web.js'

/** Options of `ipinfo`. */
export interface IpinfoOptions extends WebOptions {
  /** Access token; free of charge. */
  readonly token: string
}

const NAME = 'ipinfo'
const schema: Schema<WebSettings & { readonly token: string }> = {
  ...webSchema('https://api.ipinfo.io'),
  token: secret(),
}

/**
 * Countries and networks from IPinfo Lite (CC BY-SA 4.0, with attribution).
 *
 * @example
 * ipinfo({ token: process.env.IPINFO_TOKEN })
 */
export function ipinfo(options: IpinfoOptions): Provider {
  const { baseUrl, fetch, token } = readOptions(schema, options)
  const headers = { authorization: `Bearer ${token}` }
  const lookup = async (ip: string, { signal }: LookupContext): Promise<Place | null> => {
    const reply = await requestJson(`${baseUrl}/lite/${encodeURIComponent(ip)}`, { fetch, headers, signal })
    if (reply.status !== 200) throw statusFault(reply.status, reply.headers, NAME)
    const fields = objectOf(reply.body, NAME)
    refuseOtherAddress(fields.ip, ip, NAME)
    if (fields.bogon === true) return null
    const place = {
      country: textOf(fields, 'country'),
      country_code: textOf(fields, 'country_code'),
      asn: textOf(fields, 'asn'),
      organization: textOf(fields, 'as_name'),
    }
    return placeOrNull(place, NAME)
  }
  return Object.freeze({
    name: NAME,
    lookup,
    attribution: 'IP address data powered by IPinfo (https://ipinfo.io)',
    account: accountOf(NAME, token),
  })
}

/**
 * What the adapters of web services have in common: options, safe addresses, and careful reading of what came back.
 *
 * A reply is read field by field, each only where it has the type that it should have; what is said about another address is refused.
 */
import { createHash } from 'node:crypto'
import { BodkinError } from '../../errors.js'
import { optional, rule, type Rule, type Schema } from '../../options/rules.js'
import type { Fetch } from '../http.js'
import { classifyIp } from '../ip.js'
import { placeRecord, saysNothing, tidyText } from '../place.js'
import { LookupFault, type Place } from '../types.js'

/** What every web provider takes. */
export interface WebOptions {
  /** Another address of the service: a proxy, a mirror, a test server. */
  readonly baseUrl?: string
  /** Another `fetch`. */
  readonly fetch?: Fetch
}

/** The same, read. */
export interface WebSettings {
  readonly baseUrl: string
  readonly fetch: Fetch | undefined
}

/** Rules of `baseUrl` (its last slash is taken off) and `fetch`. */
export function webSchema(baseUrl: string): Schema<WebSettings> {
  return {
    baseUrl: {
      ...address,
      read: (value, place) => address.read(value, place).replace(/\/+$/, ''),
      absent: () => baseUrl,
    },
    fetch: optional(rule('a function', (value): value is Fetch => typeof value === 'function')),
  }
}

/** What is refused is not shown: it may hold a key. */
function hidden<T>(expected: string, check: (value: unknown) => value is T): Rule<T> {
  return {
    expected,
    read(value, { code, noun, path }) {
      if (check(value)) return value
      throw new BodkinError(code, `${noun} ${JSON.stringify(path)} must be ${expected}`, { [noun]: path })
    },
  }
}

const address: Rule<string> = hidden(
  'an address that begins with http:// or https://, without user, query and fragment',
  (value): value is string => {
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
    return (
      url !== undefined &&
      /^https?:$/.test(url.protocol) &&
      `${url.username}${url.password}${url.search}${url.hash}` === ''
    )
  },
)

/** A key: visible characters, so that no line break gets into a header. */
export function secret(): Rule<string> {
  return hidden(
    'text of visible characters without blanks',
    (value): value is string => typeof value === 'string' && /^[!-~]+$/.test(value),
  )
}

/** Names the allowance of a key without telling the key. */
export function accountOf(provider: string, key: string | undefined): string {
  return key === undefined ? provider : `${provider}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`
}

/** The fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>

/** The object that a reply should be; anything else is a broken reply, worth another try. */
export function objectOf(body: unknown, provider: string): Fields {
  if (isObject(body)) return body
  throw new LookupFault(
    'transient',
    `${provider}: the reply must be an object, got ${Array.isArray(body) ? 'an array' : typeof body}`,
  )
}

/** A nested object, empty when there is none. */
export function inner(fields: Fields, name: string): Fields {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return isObject(value) ? value : {}
}

/** A field's text, null where it holds nothing that is text or a number. */
export function textOf(fields: Fields, name: string): string | null {
  return Object.hasOwn(fields, name) ? tidyText(fields[name]) : null
}

/** A field for a number, as it came; checked with the place. */
export function valueOf(fields: Fields, name: string): string | number | null {
  const value = Object.hasOwn(fields, name) ? fields[name] : null
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** The reply must be about the address that was asked for; a service that names none is believed. */
export function refuseOtherAddress(said: unknown, asked: string, provider: string): void {
  if (said === undefined || said === null) return
  if (typeof said === 'string' && classifyIp(said).canonical === asked) return
  throw new LookupFault('transient', `${provider}: the reply is about another address than was asked for`)
}

/** A place as it was sent: numbers may be text still. */
export type SentPlace = { readonly [K in keyof Place]?: string | number | null }

/** The place, or null when the service knows nothing of it. */
export function placeOrNull(place: SentPlace, provider: string): Place | null {
  const record = placeRecord(place, provider)
  return saysNothing(record) ? null : record
}

function isObject(value: unknown): value is Fields {
  return Object.prototype.toString.call(value) === '[object Object]'
}

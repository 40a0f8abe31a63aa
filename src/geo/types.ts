/**
 * What the parts of the module say to each other: places, statuses, providers, caches.
 */

/** A place as the columns of `locate` hold it; null where the provider does not say. */
export interface Place {
  /** Name of the country: `France`. */
  readonly country: string | null
  /** ISO 3166-1 alpha-2 code: `FR`. */
  readonly country_code: string | null
  readonly region: string | null
  readonly city: string | null
  /** Degrees north, −90 … 90. */
  readonly latitude: number | null
  /** Degrees east, −180 … 180. */
  readonly longitude: number | null
  readonly postal: string | null
  /** IANA name (`Europe/Paris`) or an offset (`+02:00`), as the provider gives it. */
  readonly timezone: string | null
  /** Number of the autonomous system, without `AS`: `3215`. */
  readonly asn: string | null
  /** Who runs the network. */
  readonly organization: string | null
}

/**
 * How a row came by its place. `ok` asked in this run (or found in a local database) · `cached` · `stale` an expired answer, because a fresh one
 * could not be had · `bogon` not a public address · `invalid` not an address · `missing` null · `not_found` the provider knows no place ·
 * `deferred` not asked: quota, deadline, abort, or the run was stopped · `error` asked in vain
 */
export type Status = 'ok' | 'cached' | 'stale' | 'bogon' | 'invalid' | 'missing' | 'not_found' | 'deferred' | 'error'

/** Why a run ended before everything was asked; null when it did not. */
export type Stop = 'quota' | 'fatal' | 'throttled' | 'deadline' | 'aborted' | 'breaker'

/**
 * What a failure means for the run. `fatal` no call can succeed (key, plan) · `quota` the allowance is spent · `throttle` too fast: wait ·
 * `transient` may succeed when asked again · `permanent` this address will never succeed
 */
export type FaultKind = 'fatal' | 'quota' | 'throttle' | 'transient' | 'permanent'

/** Facts of a fault beside its kind. */
export interface FaultFacts {
  /** How long the service asks to wait, milliseconds ≥ 0 (Retry-After). */
  readonly retryAfterMs?: number | undefined
  /** HTTP status. */
  readonly status?: number | undefined
  /** The request never left this machine (refused, unknown host): it is not counted against the quota. */
  readonly unsent?: boolean | undefined
  /** `permanent`, but about the service rather than this address (a redirect, an endless body): counts for the breaker. */
  readonly systemic?: boolean | undefined
}

/**
 * What a provider throws to say what went wrong with a look-up. Any other error counts as transient.
 *
 * @example
 * throw new LookupFault('throttle', 'too many requests', { retryAfterMs: 2000 })
 */
export class LookupFault extends Error {
  readonly kind: FaultKind
  readonly retryAfterMs: number | undefined
  readonly status: number | undefined
  readonly unsent: boolean
  readonly systemic: boolean

  constructor(kind: FaultKind, message: string, facts: FaultFacts = {}) {
    super(message)
    this.name = 'LookupFault'
    this.kind = kind
    this.retryAfterMs = facts.retryAfterMs
    this.status = facts.status
    this.unsent = facts.unsent ?? false
    this.systemic = facts.systemic ?? false
  }
}

/** What a look-up is given beside its question. */
export interface LookupContext {
  /** Raised at the time limit of the call and when the run ends: pass it to `fetch`. */
  readonly signal: AbortSignal
  /** Start no further call to this provider for so many milliseconds: for services that say "0 left, 12 s to go". */
  readonly pause: (ms: number) => void
}

/** Calls a second, evenly spaced. */
export interface Rate {
  /** Above 0; 0.25 is one call in 4 s. */
  readonly perSecond: number
}

/** How many addresses may be asked for, in UTC days and months. */
export interface QuotaLimits {
  readonly perDay?: number | undefined
  readonly perMonth?: number | undefined
}

/** The answer of a look-up: what is known of the place, or null when the provider knows none. */
export type PlaceAnswer = Partial<Place> | null

/** One source of places. */
export interface Provider {
  /** Short name: the column `location_source`, the name of its quota and its limit. */
  readonly name: string
  /** One address → its place. May answer at once when `local`. Throws `LookupFault` to say what failed. */
  readonly lookup: (ip: string, context: LookupContext) => Promise<PlaceAnswer> | PlaceAnswer
  /**
   * Several addresses in one call, at most `batchSize`. Position i answers address i: a place, null (not found), or an Error for that address alone;
   * undefined where the service left it out.
   */
  readonly lookupMany?:
    | ((ips: readonly string[], context: LookupContext) => Promise<readonly (PlaceAnswer | Error | undefined)[]>)
    | undefined
  readonly batchSize?: number | undefined
  readonly rate?: Rate | undefined
  readonly quota?: QuotaLimits | undefined
  /** Sentence that the licence of the data asks for. */
  readonly attribution?: string | undefined
  /** A database on this machine: no limiter, no quota, no retry, no cache. */
  readonly local?: boolean | undefined
  /** Names the allowance when one provider can have several (a hash of the key, never the key). */
  readonly account?: string | undefined
  /** Prepare, before the first look-up: load a database. Called once a run; must be cheap when already open. */
  readonly open?: (() => Promise<void>) | undefined
}

/** One remembered answer. */
export interface CacheRow {
  readonly key: string
  /** What was answered; null for `not_found`. */
  readonly record: Readonly<Record<string, unknown>> | null
  readonly status: 'ok' | 'not_found'
  /** Name of the provider. */
  readonly source: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly fetchedAt: number
  readonly expiresAt: number
}

/** Now or later: caches in memory and on disk answer at once, those on other machines later. */
export type Awaitable<T> = T | Promise<T>

/** Where answers are kept between runs. Anything of this shape will do. */
export interface Cache {
  readonly get: (key: string) => Awaitable<CacheRow | undefined>
  readonly set: (key: string, row: CacheRow) => Awaitable<unknown>
  readonly delete: (key: string) => Awaitable<unknown>
  readonly entries: () => Iterable<readonly [string, CacheRow]> | AsyncIterable<readonly [string, CacheRow]>
}

/**
 * How runs in several processes share one cache. The machine uses it where a cache has it.
 */
export interface Sharing {
  /**
   * Change a small shared document and return the new one: read, change and write happen as one step, whatever other processes do.
   * `name` is a file name: letters, digits, `-`, `.`. Quota counts and limiter slots live in such documents.
   */
  readonly update: <T extends object>(name: string, change: (old: T | undefined) => T) => T
  /** Read such a document without locking. */
  readonly read: <T extends object>(name: string) => T | undefined
  /** Claim the right to ask for a key; false while another live run holds it. */
  readonly claim: (key: string) => boolean
  /** Give the claim back, after the row was written or the call failed. */
  readonly release: (key: string) => void
  /** Take in what other processes wrote since: true when `key` has a row now or its claim is free. Cheap; the machine polls it. */
  readonly refresh: (key: string) => boolean
}

/** What our own caches can do beyond `Cache`; all of it optional. */
export interface OwnCache extends Cache {
  readonly sharing?: Sharing | undefined
  /** What went wrong without stopping the run: damaged lines, a full disk. Read at the end of a run. */
  readonly warnings?: (() => readonly string[]) | undefined
  /** Push what is buffered to the disk. */
  readonly flush?: (() => Awaitable<void>) | undefined
  /** Release files and locks. The machine closes only caches that it opened itself from a path. */
  readonly close?: (() => Awaitable<void>) | undefined
}

/** Kinds of addresses that `classifyIp` tells apart. */
export type IpKind =
  'public' | 'private' | 'loopback' | 'linklocal' | 'reserved' | 'multicast' | 'documentation' | 'invalid'

/** The distinct addresses of a column, ready to be asked for. */
export interface AddressColumn {
  /** A number a row: position in `keys`, or −1 null, −2 bogon, −3 invalid. */
  readonly codes: Int32Array
  /** Cache key of each distinct public address (or prefix, or HMAC), in order of first appearance. */
  readonly keys: readonly string[]
  /** What the provider is asked for each key: the canonical address, truncated where privacy says so. */
  readonly addresses: readonly string[]
}

/**
 * The options of `locate`, `plan` and `enrich`, checked once and complete afterwards.
 */
import { BodkinError, didYouMean, show } from '../errors.js'
import { duration, type Duration, type Span } from '../options/duration.js'
import {
  choice,
  flag,
  integer,
  listOf,
  number,
  optional,
  readOptions,
  record,
  refuse,
  rule,
  textRule,
  withDefault,
  type Place as OptionPlace,
  type Rule,
  type Schema,
} from '../options/rules.js'
import { runSchema, type RunOptions, type RunSettings } from '../parallel/run-options.js'
import type { BreakerSettings } from './breaker.js'
import type { KeyValueStore } from './cache/foreign-cache.js'
import { batchSizeRule, quotaRule, rateRule } from './limit-rules.js'
import { PLACE_COLUMNS } from './place.js'
import type { BackoffSettings, RetryBudgetSettings } from './retry.js'
import type { Cache, Place, Provider, QuotaLimits, Rate } from './types.js'

/** What a result must reach to be published. */
export interface GeoGate {
  /** Least share of the rows with a public address that have a place, 0 … 1; default 0.9. */
  readonly minLocated?: number
  /** Largest share of those rows whose address was asked for in vain, 0 … 1; default 0.05. */
  readonly maxError?: number
  /** Greatest age of an answer, days; default: any. */
  readonly maxAgeDays?: number
}

/** The gate, complete. */
export interface GateSettings {
  readonly minLocated: number
  readonly maxError: number
  readonly maxAgeDays: number | undefined
}

/** What every look-up through the machine takes. */
export interface MachineOptions extends RunOptions {
  /** Where answers are kept: the path of a file cache, a cache, or a store with get, set and delete such as a Keyv. Default: only while the call runs. */
  readonly cache?: Cache | KeyValueStore | string
  /** Calls a second, above 0, evenly spaced; default: the provider's own. */
  readonly rate?: { readonly perSecond: number }
  /** How often an address is asked for again after a transient failure, an integer 0 … 20; default 5: at most 6 requests. */
  readonly retries?: number
  /** Retries of a run are at most `extra + share · calls`; default `{ share: 0.2, extra: 50 }`. */
  readonly retryBudget?: { readonly share?: number; readonly extra?: number }
  /** Opens after `failures` in a row, tries one call after `coolMs`; the opening number `openings` ends the run. Default 10, 30,000, 3. */
  readonly breaker?: { readonly failures?: number; readonly coolMs?: number; readonly openings?: number }
  /** Waits before retries, milliseconds: uniform in 0 … minMs · 2^k, at most maxMs. Default 250 and 30,000. */
  readonly backoff?: { readonly minMs?: number; readonly maxMs?: number }
  /** Time limit of one request, head and body, milliseconds; default 10,000. */
  readonly timeoutMs?: number
  /** Longest Retry-After that is obeyed, milliseconds; a longer one ends the run. Default 60,000. */
  readonly maxWaitMs?: number
  /** How long an answer counts as fresh; default `'7 days'` (less up to 10 %, so that not all expire at once). */
  readonly ttl?: Duration
  /** How long "not found" is remembered; default `'1 day'`. */
  readonly notFoundTtl?: Duration
  /** Addresses a UTC day and month; default: the provider's own. */
  readonly quota?: { readonly perDay?: number; readonly perMonth?: number }
  /** After so many milliseconds the run returns what it has; the rest is `deferred`. Default: none. */
  readonly deadlineMs?: number
  /** Requests under way at once, an integer 1 … 256; default 4. */
  readonly concurrency?: number
  /** Where a fresh answer cannot be had, one that expired no longer ago than this is taken (`stale`); default: none is. */
  readonly keepStale?: Duration
  /** Put before the names of all new columns; default none. */
  readonly prefix?: string
  /** What the result must reach to be published; false asks for no verdict. */
  readonly gate?: GeoGate | false
}

/** Options of `locate` and `plan`. */
export interface LocateOptions extends MachineOptions {
  /** Name of the column of addresses. */
  readonly ip: string
  /** One provider, or several to be asked in turn for what the ones before do not know. Default: the installed database package. */
  readonly provider?: Provider | readonly Provider[]
  /** Take the first public address of a list such as `X-Forwarded-For: 10.0.0.1, 8.8.8.8`; default false: a list is invalid. */
  readonly forwarded?: boolean
  /** `'truncate'`: only /24 (IPv4) or /48 (IPv6) is sent and kept; `'hmac'`: the cache holds keyed hashes for addresses. Default `'none'`. */
  readonly privacy?: 'none' | 'hmac' | 'truncate'
  /** Key of the hashes, needed with `privacy: 'hmac'`; the same one finds the same rows again. */
  readonly secret?: string
  /** Ask once for all addresses of a network of so many bits, IPv4 8 … 32, IPv6 16 … 128. Default: every address for itself. */
  readonly keyPrefix?: { readonly v4: number; readonly v6: number }
  /** Which columns of a place to add; default all. The three `location_` columns always come. */
  readonly columns?: readonly (keyof Place)[]
}

/** The machine's settings, complete. */
export interface MachineSettings extends RunSettings {
  readonly cache: Cache | KeyValueStore | string | undefined
  readonly rate: Rate | undefined
  readonly retries: number
  readonly retryBudget: RetryBudgetSettings
  readonly breaker: BreakerSettings
  readonly backoff: BackoffSettings
  readonly timeoutMs: number
  readonly maxWaitMs: number
  readonly ttl: Span
  readonly notFoundTtl: Span
  readonly quota: QuotaLimits | undefined
  readonly deadlineMs: number | undefined
  readonly concurrency: number
  readonly keepStale: Span | undefined
  readonly prefix: string
  readonly gate: GateSettings | null
  readonly seed: number
}

/** The settings of `locate`, complete. */
export interface LocateSettings extends MachineSettings {
  readonly ip: string
  readonly provider: readonly Provider[] | undefined
  readonly forwarded: boolean
  readonly privacy: 'none' | 'hmac' | 'truncate'
  readonly secret: string | undefined
  readonly keyPrefix: { readonly v4: number; readonly v6: number } | undefined
  readonly columns: readonly (keyof Place)[]
}

/** The longest time that a timer of Node takes: 24.8 days. */
const LONGEST_WAIT_MS = 2 ** 31 - 1
const DAYS_7: Span = { kind: 'fixed', ms: 7 * 86_400_000 }
const DAY: Span = { kind: 'fixed', ms: 86_400_000 }

/** A record of rules each of which has a default. */
function group<T extends object>(schema: Schema<T>): Rule<T> {
  const inner = record(schema)
  return { ...inner, absent: () => inner.read({}, { code: 'OPTION', noun: 'option', path: '' }) }
}

const milliseconds: Rule<number> = number({ above: 0, max: LONGEST_WAIT_MS })

const gateSchema: Schema<GateSettings> = {
  minLocated: withDefault(number({ min: 0, max: 1 }), 0.9),
  maxError: withDefault(number({ min: 0, max: 1 }), 0.05),
  maxAgeDays: optional(number({ above: 0 })),
}

/** A gate, complete; false is null. */
const gate: Rule<GateSettings | null> = {
  expected: 'false or an object with minLocated, maxError, maxAgeDays',
  read(value, place) {
    if (value === false) return null
    return value === true ? refuse(place, gate.expected, value) : record(gateSchema).read(value, place)
  },
  absent: () => record(gateSchema).read({}, { code: 'OPTION', noun: 'option', path: 'gate' }),
}

const cache: Rule<Cache | KeyValueStore | string> = rule(
  'a path or a cache (an object with get, set and delete)',
  (value): value is Cache | KeyValueStore | string =>
    (typeof value === 'string' && value !== '') ||
    (isObject(value) && ['get', 'set', 'delete'].every((name) => typeof value[name] === 'function')),
)

/** Rules of the options that every look-up takes. */
export const machineSchema: Schema<MachineSettings> = {
  ...runSchema,
  seed: withDefault(integer({ min: 0 }), 0),
  cache: optional(cache),
  rate: optional(rateRule),
  retries: withDefault(integer({ min: 0, max: 20 }), 5),
  retryBudget: group<RetryBudgetSettings>({
    share: withDefault(number({ min: 0, max: 20 }), 0.2),
    extra: withDefault(integer({ min: 0 }), 50),
  }),
  breaker: group<BreakerSettings>({
    failures: withDefault(integer({ min: 1 }), 10),
    coolMs: withDefault(number({ min: 0, max: LONGEST_WAIT_MS }), 30_000),
    openings: withDefault(integer({ min: 1 }), 3),
  }),
  backoff: group<BackoffSettings>({
    minMs: withDefault(number({ min: 0, max: LONGEST_WAIT_MS }), 250),
    maxMs: withDefault(number({ min: 0, max: LONGEST_WAIT_MS }), 30_000),
  }),
  timeoutMs: withDefault(milliseconds, 10_000),
  maxWaitMs: withDefault(number({ min: 0, max: LONGEST_WAIT_MS }), 60_000),
  ttl: { ...duration(), absent: () => DAYS_7 },
  notFoundTtl: { ...duration('zero'), absent: () => DAY },
  quota: optional(quotaRule),
  deadlineMs: optional(milliseconds),
  concurrency: withDefault(integer({ min: 1, max: 256 }), 4),
  keepStale: optional(duration()),
  prefix: withDefault(
    rule('text', (value): value is string => typeof value === 'string'),
    '',
  ),
  gate,
}

const provider: Rule<readonly Provider[]> = {
  expected: 'a provider (such as mmdb(…) or ip2location(…)) or a list of them',
  read(value, place) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (list.length === 0 || !list.every(isProvider)) return refuse(place, provider.expected, value)
    for (const given of list) checkLimits(given)
    const names = list.map(({ name }) => name)
    const twice = names.find((name, i) => names.indexOf(name) < i)
    if (twice === undefined) return list
    throw optionError(place, `must hold providers of different names, got ${show(twice)} twice`)
  },
}

function isProvider(value: unknown): value is Provider {
  return isObject(value) && typeof value.name === 'string' && value.name !== '' && typeof value.lookup === 'function'
}

/** What the limiter and the allowance go by, of a provider that was not made with `provider`. */
function checkLimits(given: Provider): void {
  const check = (key: 'rate' | 'quota' | 'batchSize', limit: Rule<unknown>): void => {
    if (given[key] !== undefined) limit.read(given[key], { code: 'OPTION', noun: 'option', path: `provider.${key}` })
  }
  check('rate', rateRule)
  check('quota', quotaRule)
  check('batchSize', batchSizeRule)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

const columns: Rule<readonly (keyof Place)[]> = {
  expected: `a list of ${PLACE_COLUMNS.join(', ')}`,
  read(value, place) {
    const names = listOf(textRule('a column of a place')).read(value, place)
    const odd = names.find((name, i) => !isPlaceColumn(name) || names.indexOf(name) < i)
    if (odd === undefined) return names as readonly (keyof Place)[]
    if (isPlaceColumn(odd)) throw optionError(place, `must name each column once, got ${show(odd)} twice`)
    throw optionError(place, `must list columns of a place, got ${show(odd)}${didYouMean(odd, PLACE_COLUMNS)}`)
  },
  absent: () => PLACE_COLUMNS,
}

function isPlaceColumn(name: string): boolean {
  return (PLACE_COLUMNS as readonly string[]).includes(name)
}

function optionError(place: OptionPlace, ruleText: string): BodkinError {
  return new BodkinError('OPTION', `option ${JSON.stringify(place.path)} ${ruleText}`, { option: place.path })
}

const locateSchema: Schema<LocateSettings> = {
  ...machineSchema,
  ip: textRule('the name of the column of addresses'),
  provider: optional(provider),
  forwarded: withDefault(flag(), false),
  privacy: withDefault(choice('none', 'hmac', 'truncate'), 'none'),
  secret: optional(
    rule('text of at least 16 characters', (value): value is string => typeof value === 'string' && value.length >= 16),
  ),
  keyPrefix: optional(
    record<{ readonly v4: number; readonly v6: number }>({
      v4: withDefault(integer({ min: 8, max: 32 }), 24),
      v6: withDefault(integer({ min: 16, max: 128 }), 64),
    }),
  ),
  columns,
}

/** Read the options of `locate` and `plan`. */
export function readLocateOptions(options: LocateOptions): LocateSettings {
  const settings = readOptions(locateSchema, options)
  if (settings.privacy === 'hmac' && settings.secret === undefined) {
    throw new BodkinError(
      'OPTION',
      'option "secret" must be given with privacy "hmac": text of at least 16 characters',
      {
        option: 'secret',
      },
    )
  }
  return settings
}

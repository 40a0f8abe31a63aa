/**
 * What `locate` would do, before anything is sent.
 */
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { addressQuestions, openProviders, sourceOf } from './address-questions.js'
import { intervalOf } from './limiter.js'
import { readLocateOptions, type LocateOptions } from './options.js'
import { quota } from './quota.js'
import { foresee } from './run.js'

/** What is to be expected of `locate`. */
export interface LocatePlan {
  readonly rows: number
  /** Distinct public addresses, each once however it is spelt: `local + cached +` what has to be asked. */
  readonly distinct: number
  /** Rows whose address is not public. */
  readonly bogon: number
  /** Rows whose text is no address. */
  readonly invalid: number
  /** Rows without an address. */
  readonly missing: number
  /** Addresses that a database on this machine knows. */
  readonly local: number
  /** Addresses that the cache has a fresh answer to. */
  readonly cached: number
  /** Requests that it takes to ask for the rest, if all are answered at once. */
  readonly calls: number
  /** Addresses beyond the allowances that are left. */
  readonly deferred: number
  /** How long the calls within the allowance take at the rate. */
  readonly seconds: number
  readonly quotaLeft: number | null
}

/**
 * Say what `locate` would do with the same arguments: databases on this machine and the cache are looked into, no call is made.
 *
 * @throws BodkinError as `locate`
 * @example
 * const { distinct, cached, calls, deferred, seconds } = await plan(visits, { ip: 'ip', provider: ip2location(), cache: 'places' })
 */
export async function plan(table: TableLike, options: LocateOptions): Promise<LocatePlan> {
  const settings = readLocateOptions(options)
  const source = readTable(table)
  const { codes, questions } = addressQuestions(source, settings)
  const sources = (await openProviders(settings)).map((provider) => sourceOf(provider, settings))
  const seen = await foresee(questions, sources, settings, ({ sharing }, service) =>
    quota(service.quota, sharing, `quota-${service.account}.json`).left(),
  )
  let deferred = seen.left
  let calls = 0
  let milliseconds = 0
  // a later service is asked for what the allowance of the one before does not reach
  for (const { batchSize, rate, quotaLeft } of seen.services) {
    const asked = Math.min(deferred, quotaLeft ?? Infinity)
    deferred -= asked
    calls += Math.ceil(asked / batchSize)
    milliseconds += Math.ceil(asked / batchSize) * intervalOf(rate)
  }
  calls += Math.ceil(deferred / (seen.services[0]?.batchSize ?? 1))
  const count = (code: number): number => codes.reduce((sum, own) => sum + (own === code ? 1 : 0), 0)
  return Object.freeze({
    rows: source.rows,
    distinct: questions.keys.length,
    missing: count(-1),
    bogon: count(-2),
    invalid: count(-3),
    local: seen.local,
    cached: seen.cached,
    calls,
    deferred,
    seconds: milliseconds / 1000,
    quotaLeft: seen.services.find(({ quotaLeft }) => quotaLeft !== null)?.quotaLeft ?? null,
  })
}

/**
 * Addresses in, places out.
 */
import type { Table } from 'apache-arrow'
import { appendColumns } from '../arrow/append-columns.js'
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import type { OutputColumn } from '../arrow/write-table.js'
import type { Verdict } from '../verdict/verdict.js'
import { addressQuestions, openProviders, sourceOf } from './address-questions.js'
import { answerColumn, checkNames, sourceColumns, statusColumn } from './answer-columns.js'
import { lookupVerdict } from './lookup-verdict.js'
import { readLocateOptions, type LocateOptions, type LocateSettings } from './options.js'
import { oldestOf, type Outcomes } from './outcomes.js'
import { runLookups } from './run.js'
import { summaryOf, type LookupSummary } from './summary.js'
import type { Provider, Status } from './types.js'

const WORDS = { done: 'located', which: 'with a public address', none: 'no row has a public address' }

/** What `locate` gives. */
export interface Located {
  /** The table with its new columns. */
  readonly table: Table
  readonly summary: LookupSummary
  readonly verdict: Verdict
}

/**
 * Add to each row the place of its address.
 *
 * Each distinct address is asked for at most once, within the provider's rate and allowance; answers are kept in the cache as they come, so that a
 * run that is cut off goes on where it ended. What could not be located says why in `location_status`.
 *
 * @param table any table; its columns come first in the result, as they are
 * @param options `ip`: the column of addresses; `provider`, `cache` and the others: see `LocateOptions`
 * @returns `table` with `country, country_code, region, city, latitude, longitude, postal, timezone, asn, organization, location_source,
 *   location_status, location_fetched_at`; `summary`; `verdict`: codes LOCATED_SHARE, ERRORS, STALE, QUOTA, STOPPED
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA` for options and tables that cannot be used, `PEER` when no provider is given and no database
 *   package is installed, `CACHE` for a cache that cannot be opened, `ABORTED` when the signal was raised before the call
 * @example
 * const { table } = await locate({ ip: ['8.8.8.8', '10.0.0.1', null] }, { ip: 'ip' })
 * table.getChild('location_status')   // ok, bogon, missing
 */
export async function locate(table: TableLike, options: LocateOptions): Promise<Located> {
  const settings = readLocateOptions(options)
  const source = readTable(table)
  const { codes, questions } = addressQuestions(source, settings)
  checkNames(source, newNames(settings))
  const providers = await openProviders(settings)
  const sources = providers.map((provider) => sourceOf(provider, settings))
  const result = await runLookups(questions, sources, settings, 'locate')
  const { columns, counts } = placeColumns(codes, result.outcomes, settings)
  const summary = summaryOf(source.rows, counts, result)
  const oldestMs = oldestOf(result.outcomes, Date.now())
  return Object.freeze({
    table: appendColumns(source, columns, attributionOf(providers, result.outcomes)),
    summary,
    verdict: lookupVerdict(summary, { oldestMs }, settings.gate, WORDS),
  })
}

function placeColumns(
  codes: Int32Array,
  outcomes: Outcomes,
  settings: LocateSettings,
): { columns: (readonly [string, OutputColumn])[]; counts: Record<Status, number> } {
  const status = statusColumn(codes, outcomes.status)
  const { source, fetchedAt } = sourceColumns(codes, outcomes)
  const places = settings.columns.map((name) => {
    const type = name === 'latitude' || name === 'longitude' ? 'number' : 'text'
    return answerColumn(codes, outcomes.records, name, type)
  })
  const all = [...places, source, status.column, fetchedAt]
  return { columns: newNames(settings).map((name, i) => [name, all[i]] as const), counts: status.counts }
}

function newNames({ columns, prefix }: LocateSettings): string[] {
  return [...columns, 'location_source', 'location_status', 'location_fetched_at'].map((name) => prefix + name)
}

/** What the licences of the answers in use ask for, as metadata of the schema. */
function attributionOf(providers: readonly Provider[], { sources }: Outcomes): Record<string, string> {
  const used = new Set(sources)
  const sentences = providers.flatMap(({ name, attribution }) =>
    attribution !== undefined && used.has(name) ? [attribution] : [],
  )
  return sentences.length === 0 ? {} : { 'bodkin.attribution': sentences.join(' ') }
}

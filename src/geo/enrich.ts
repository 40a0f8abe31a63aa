/**
 * The machine for any look-up: limiter, retry, quota, cache and statuses know nothing of addresses.
 */
import type { Table } from 'apache-arrow'
import { appendColumns } from '../arrow/append-columns.js'
import { categoryColumn } from '../arrow/category-column.js'
import { readTable, type SourceTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import type { OutputColumn } from '../arrow/write-table.js'
import { show } from '../errors.js'
import type { Verdict } from '../verdict/verdict.js'
import { answerColumn, checkNames, sourceColumns, statusColumn, type AnswerType } from './answer-columns.js'
import {
  readEnrichOptions,
  type ColumnPlan,
  type EnrichOptions,
  type EnrichSettings,
  type LookupKeys,
} from './enrich-options.js'
import { lookupVerdict } from './lookup-verdict.js'
import { oldestOf } from './outcomes.js'
import { runLookups } from './run.js'
import { documentName, weightsOf, type Answer, type Asked, type Source } from './source.js'
import { summaryOf, type LookupSummary } from './summary.js'
import { LookupFault, type CacheRow } from './types.js'

/** What `enrich` gives. */
export interface Enriched {
  /** The table with its new columns. */
  readonly table: Table
  readonly summary: LookupSummary
  readonly verdict: Verdict
}

/**
 * Add columns that a look-up answers: each distinct question is asked at most once, within rate and allowance, retried, remembered, accounted for.
 *
 * @param table any table; its columns come first in the result, as they are
 * @param options `key`: the columns of the question; `lookup`: the way to answer it; `columns`: what the answer holds; and the machine's options
 * @returns `table` with the new columns and `lookup_source, lookup_status, lookup_fetched_at`; `summary`; `verdict`
 * @throws BodkinError as `locate`
 * @example
 * const { table } = await enrich(trips, {
 *   key: ['origin', 'destination'],
 *   columns: { metres: 'number', seconds: 'number' },
 *   lookup: async ({ origin, destination }, { signal }) => askDistance(origin, destination, signal),
 *   rate: { perSecond: 5 },
 *   cache: 'distances',
 * })
 */
export async function enrich(table: TableLike, options: EnrichOptions): Promise<Enriched> {
  const settings = readEnrichOptions(options)
  const source = readTable(table)
  const { codes, questions } = keyQuestions(source, settings)
  const status = ['lookup_source', 'lookup_status', 'lookup_fetched_at']
  const names = [...settings.columns.map(({ name }) => name), ...status].map((name) => settings.prefix + name)
  checkNames(source, names)
  const result = await runLookups(questions, [lookupSource(settings)], settings, 'enrich')
  const { outcomes } = result
  const { column, counts } = statusColumn(codes, outcomes.status)
  const origin = sourceColumns(codes, outcomes)
  const answers = settings.columns.map(({ name, type }) =>
    answerColumn(codes, outcomes.records, name, type ?? typeOf(outcomes.records, name)),
  )
  const all: OutputColumn[] = [...answers, origin.source, column, origin.fetchedAt]
  const summary = summaryOf(source.rows, counts, result)
  const words = { done: 'answered', which: 'with a question', none: 'no row has a question' }
  return Object.freeze({
    table: appendColumns(
      source,
      names.map((name, i) => [name, all[i]] as const),
    ),
    summary,
    verdict: lookupVerdict(summary, { oldestMs: oldestOf(outcomes, Date.now()) }, settings.gate, words),
  })
}

/** The distinct combinations of the key columns, in order of first appearance. Remembered answers count when they are of this look-up and have all its columns. */
function keyQuestions(source: SourceTable, { key, name, columns: wanted }: EnrichSettings): Asked<LookupKeys> {
  const columns = key.map((column) => categoryColumn(source, column))
  let codes = columns[0].codes
  /** For each distinct combination so far: the combination before it and the label of the last column. */
  let parts: string[][] = columns[0].labels.map((label) => [label])
  for (const { codes: own, labels } of columns.slice(1)) {
    const known = new Map<number, number>()
    const joined: string[][] = []
    const next = new Int32Array(codes.length)
    for (let row = 0; row < codes.length; row++) {
      if (codes[row] < 0 || own[row] < 0) {
        next[row] = -1
        continue
      }
      const pair = codes[row] * labels.length + own[row]
      let code = known.get(pair)
      if (code === undefined) {
        known.set(pair, (code = joined.length))
        joined.push([...parts[codes[row]], labels[own[row]]])
      }
      next[row] = code
    }
    codes = next
    parts = joined
  }
  const keys = parts.map((texts) => (texts.length === 1 ? texts[0] : JSON.stringify(texts)))
  const asked = (i: number): LookupKeys => namedKeys(key, parts[i])
  const fits = ({ record, source: origin }: CacheRow): boolean =>
    origin === name && (record === null || wanted.every((column) => Object.hasOwn(record, column.name)))
  return { codes, questions: { keys, ask: asked, weights: weightsOf(codes, keys.length), fits } }
}

/** The texts as a list that also has the names of the columns; a name that lists have already (`length`) is only there by its position. */
function namedKeys(names: readonly string[], texts: readonly string[]): LookupKeys {
  const keys = [...texts] as string[] & Record<string, string>
  names.forEach((name, i) => {
    if (!(name in Array.prototype)) Object.defineProperty(keys, name, { value: texts[i], enumerable: false })
  })
  return Object.freeze(keys)
}

function lookupSource(settings: EnrichSettings): Source<LookupKeys> {
  const { name, lookup, lookupMany, batchSize, rate, quota, columns } = settings
  return {
    name,
    local: false,
    lookup,
    lookupMany,
    batchSize: lookupMany === undefined ? 1 : batchSize,
    rate,
    quota: quota ?? {},
    account: documentName(name),
    read: (answer) => readAnswer(answer, columns),
  }
}

/** The columns of an answer; what else it holds is left out. */
function readAnswer(answer: unknown, columns: readonly ColumnPlan[]): Answer {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    throw wrong(`must answer an object or null, got ${show(answer)}`)
  const given = answer as Readonly<Record<string, unknown>>
  if (!columns.some(({ name }) => Object.hasOwn(given, name)))
    throw wrong(`must answer ${columns.map(({ name }) => name).join(', ')}, got ${show(answer)}`)
  return Object.fromEntries(
    columns.map(({ name, type }) => [name, Object.hasOwn(given, name) ? readValue(given[name], name, type) : null]),
  )
}

function readValue(value: unknown, name: string, type: AnswerType | undefined): unknown {
  if (value === null || value === undefined || Number.isNaN(value)) return null
  if (type === 'time') {
    const at = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : NaN
    if (Number.isNaN(at)) throw wrong(`must answer a Date or ISO text as ${name}, got ${show(value)}`)
    return new Date(at).toISOString()
  }
  const found = typeof value === 'string' ? 'text' : typeof value
  if (found === 'number' && !Number.isFinite(value))
    throw wrong(`must answer a finite number as ${name}, got ${show(value)}`)
  if (found === type || (type === undefined && (found === 'text' || found === 'number' || found === 'boolean')))
    return value
  throw wrong(
    `must answer ${type === undefined ? 'text, a number or a boolean' : `a ${type}`} as ${name}, got ${show(value)}`,
  )
}

/** The look-up itself is at fault, not the question: no retry, and the breaker counts it. */
function wrong(message: string): LookupFault {
  return new LookupFault('permanent', message, { systemic: true })
}

/** The type that all answers share; text where they do not. */
function typeOf(records: readonly (Answer | null)[], name: string): AnswerType {
  const found = new Set<string>()
  for (const record of records) {
    const value = record?.[name]
    if (value !== null && value !== undefined) found.add(typeof value)
  }
  if (found.size !== 1) return 'text'
  return found.has('number') ? 'number' : found.has('boolean') ? 'boolean' : 'text'
}

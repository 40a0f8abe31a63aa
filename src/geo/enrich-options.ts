/**
 * The options of `enrich`, checked.
 */
import { BodkinError, show } from '../errors.js'
import {
  choice,
  listOf,
  optional,
  readOptions,
  refuse,
  rule,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../options/rules.js'
import type { AnswerType } from './answer-columns.js'
import { batchSizeRule } from './limit-rules.js'
import { machineSchema, type MachineOptions, type MachineSettings } from './options.js'
import type { LookupContext } from './types.js'

/**
 * What a look-up is asked: the texts of the key columns, in the order of `key` and by the names of the columns.
 *
 * @example
 * lookup: async ({ origin, destination }) => …   // or ([origin, destination]) => …
 */
export type LookupKeys = readonly string[] & Readonly<Record<string, string>>

/** An answer: a value for each of `columns` (absent ones are null), or null for "not found". */
export type LookupAnswer = Readonly<Record<string, unknown>> | null

/** Options of `enrich`. */
export interface EnrichOptions extends MachineOptions {
  /** Column or columns whose values make the question; a row where one is null is `missing`. */
  readonly key: string | readonly string[]
  /** Answer one question. Throw a `LookupFault` to say what failed; any other error counts as transient. */
  readonly lookup: (keys: LookupKeys, context: LookupContext) => Promise<LookupAnswer> | LookupAnswer
  /** Answer several questions in one call, at most `batchSize`; position i answers question i, an Error fails it alone, undefined asks again. */
  readonly lookupMany?: (
    keys: readonly LookupKeys[],
    context: LookupContext,
  ) => Promise<readonly (LookupAnswer | Error | undefined)[]>
  /** Questions in one call of `lookupMany`, an integer 1 … 10,000; default 100. */
  readonly batchSize?: number
  /** New columns and their types, or only their names: then numbers, booleans and texts are told by the answers. */
  readonly columns: readonly string[] | Readonly<Record<string, AnswerType>>
  /** Name of the source, for the column `lookup_source`, its limit and its allowance; default `'lookup'`. */
  readonly name?: string
}

/** A new column; without a type the answers decide. */
export interface ColumnPlan {
  readonly name: string
  readonly type: AnswerType | undefined
}

/** The settings of `enrich`, complete. */
export interface EnrichSettings extends MachineSettings {
  readonly key: readonly string[]
  readonly lookup: EnrichOptions['lookup']
  readonly lookupMany: EnrichOptions['lookupMany'] | undefined
  readonly batchSize: number
  readonly columns: readonly ColumnPlan[]
  readonly name: string
}

const key: Rule<readonly string[]> = {
  expected: 'a column name or a list of them',
  read(value, place) {
    const names = typeof value === 'string' && value !== '' ? [value] : value
    if (!Array.isArray(names) || names.length === 0) return refuse(place, key.expected, value)
    const read = listOf(textRule('a column name')).read(names, place)
    const twice = read.find((name, i) => read.indexOf(name) < i)
    if (twice === undefined) return read
    throw new BodkinError('OPTION', `option "key" must name different columns, got ${show(twice)} twice`, {
      option: 'key',
    })
  },
}

const answerType: Rule<AnswerType> = choice('text', 'number', 'boolean', 'time')

const columns: Rule<readonly ColumnPlan[]> = {
  expected: 'a list of names, or an object with a type ("text", "number", "boolean", "time") for each',
  read(value, place) {
    const isRecord = Object.prototype.toString.call(value) === '[object Object]'
    if (!isRecord && !Array.isArray(value)) return refuse(place, columns.expected, value)
    const plans = isRecord
      ? Object.entries(value as Record<string, unknown>).map(([name, type]) => ({
          name,
          type: answerType.read(type, { ...place, path: `${place.path}.${name}` }),
        }))
      : listOf(textRule('a column name'))
          .read(value, place)
          .map((name) => ({ name, type: undefined }))
    const names = plans.map(({ name }) => name)
    const twice = names.find((name, i) => names.indexOf(name) < i)
    if (plans.length === 0) return refuse(place, columns.expected, value)
    if (twice === undefined) return plans
    throw new BodkinError('OPTION', `option "columns" must name different columns, got ${show(twice)} twice`, {
      option: 'columns',
    })
  },
}

/** A function; what it takes and gives cannot be checked before it is called. */
function functionRule<T>(): Rule<T> {
  return rule('a function', (value): value is T => typeof value === 'function')
}

const enrichSchema: Schema<EnrichSettings> = {
  ...machineSchema,
  key,
  lookup: functionRule<EnrichOptions['lookup']>(),
  lookupMany: optional(functionRule<NonNullable<EnrichOptions['lookupMany']>>()),
  batchSize: withDefault(batchSizeRule, 100),
  columns,
  name: withDefault(textRule(), 'lookup'),
}

/** Read the options of `enrich`. */
export function readEnrichOptions(options: EnrichOptions): EnrichSettings {
  return readOptions(enrichSchema, options)
}

/**
 * The options of `sequentialRules`, checked.
 */
import { duration, type Duration, type Span } from '../../options/duration.js'
import { integer, nullable, optional, readOptions, textRule, withDefault, type Schema } from '../../options/rules.js'

/** Options of `sequentialRules`. */
export interface SequentialOptions {
  /** Name of the column of customers, or of whatever has a history: machines, patients. Lines without one are skipped. */
  readonly customer: string
  /** Name of the column of times (Date, Timestamp or ISO 8601 text in UTC). */
  readonly time: string
  /** Name of the column of items. A null item is ignored. */
  readonly item: string
  /** Longest time from the first item to the second, > 0; default null: any time. */
  readonly window?: Duration | null
  /** Shortest time from the first item to the second, ≥ 0; default 0: any later instant. `'1 day'` keeps orders of one day apart from each other. */
  readonly gap?: Duration
  /** Least number of customers of a rule, ≥ 1; default 1 % of the customers, 2 at least. */
  readonly minCustomers?: number
}

/** The options of `sequentialRules`, complete. */
export interface SequentialSettings {
  readonly customer: string
  readonly time: string
  readonly item: string
  readonly window: Span | null
  readonly gap: Span
  readonly minCustomers: number | undefined
}

const schema: Schema<SequentialSettings> = {
  customer: textRule('a column name'),
  time: textRule('a column name'),
  item: textRule('a column name'),
  window: withDefault(nullable(duration()), null),
  gap: withDefault(duration('zero'), { kind: 'fixed', ms: 0 }),
  minCustomers: optional(integer({ min: 1 })),
}

/** Check the options of `sequentialRules`. */
export function readSequentialOptions(options: unknown): SequentialSettings {
  return readOptions(schema, options)
}

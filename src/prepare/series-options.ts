/**
 * The options of `series`, checked.
 */
import { BodkinError, show } from '../errors.js'
import {
  choice,
  flag,
  integer,
  listOf,
  optional,
  readOptions,
  refuse,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../options/rules.js'
import { excludeRule, type Exclude } from './exclude.js'
import type { Period } from './periods.js'

/** Options of `series`. */
export interface SeriesOptions {
  /** Name of the column of times (Date, Timestamp or ISO 8601 text; instants in UTC). */
  readonly time: string
  /** Name of the column to sum; left out, rows are counted. A row without a value adds nothing. */
  readonly value?: string
  /** What a row of the result stands for: `'D'` a day, `'W'` a week from Monday to Sunday, `'MS'` a month. */
  readonly every: Period
  /** IANA time zone whose calendar decides what day it was, such as `'Europe/Lisbon'`; default `'UTC'`. */
  readonly timezone?: string
  /** Periods without rows: `'zero'` (default) makes them 0, `'missing'` leaves them null. */
  readonly fill?: 'zero' | 'missing'
  /** Rows that do not count (cancelled, refunded). They still belong to the calendar: a day with nothing but cancelled orders is a day with 0. */
  readonly exclude?: Exclude
  /** Column or columns whose values make a series each; default none: one series. */
  readonly by?: string | readonly string[]
  /** Decimals of the sums, 0 to 15: 2 for cents. Default: as summed. */
  readonly round?: number
  /** Leave out a first and a last period that the events cover in part; default false for days, true for weeks and months. */
  readonly dropPartial?: boolean
  /** With `by`: `'own'` (default) each series spans its own first to last event, `'common'` all span those of the whole table. */
  readonly span?: 'own' | 'common'
}

/** The options of `series`, complete. */
export interface SeriesSettings {
  readonly time: string
  readonly value: string | undefined
  readonly every: Period
  readonly timezone: string
  readonly fill: 'zero' | 'missing'
  readonly exclude: Exclude | undefined
  readonly by: readonly string[]
  readonly round: number | undefined
  readonly dropPartial: boolean
  readonly span: 'own' | 'common'
}

/** Rule of an option that names a time zone. */
export const timezone: Rule<string> = {
  expected: 'an IANA time zone such as "Europe/Lisbon"',
  read(value, place) {
    return typeof value === 'string' && isTimeZone(value) ? value : refuse(place, timezone.expected, value)
  },
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name }).format(0)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Names that the result's own columns have. */
const OWN_COLUMNS: readonly string[] = ['ds', 'y']

const by: Rule<readonly string[]> = {
  expected: 'a column name or several',
  read(value, place) {
    const names = typeof value === 'string' ? [value] : value
    if (!Array.isArray(names)) return refuse(place, by.expected, value)
    const read = listOf(textRule('a column name')).read(names, place)
    const odd = read.find((name, i) => OWN_COLUMNS.includes(name) || read.indexOf(name) < i)
    if (odd === undefined) return read
    throw new BodkinError(
      'OPTION',
      `option "by" must name different columns other than "ds" and "y", which the result has, got ${show(odd)}`,
      { option: 'by', value: odd },
    )
  },
}

const schema: Schema<Omit<SeriesSettings, 'dropPartial'> & { readonly dropPartial: boolean | undefined }> = {
  time: textRule('a column name'),
  value: optional(textRule('a column name')),
  every: choice('D', 'W', 'MS'),
  timezone: withDefault(timezone, 'UTC'),
  fill: withDefault(choice('zero', 'missing'), 'zero'),
  exclude: optional(excludeRule),
  by: withDefault(by, []),
  round: optional(integer({ min: 0, max: 15 })),
  dropPartial: optional(flag()),
  span: withDefault(choice('own', 'common'), 'own'),
}

/** Check the options of `series`. */
export function readSeriesOptions(options: unknown): SeriesSettings {
  const settings = readOptions(schema, options)
  return Object.freeze({ ...settings, dropPartial: settings.dropPartial ?? settings.every !== 'D' })
}

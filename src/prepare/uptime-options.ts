/**
 * The columns and options of `uptime`, checked.
 */
import { types } from 'node:util'
import { parseIsoTime } from '../arrow/iso-time.js'
import { BodkinError } from '../errors.js'
import {
  choice,
  either,
  number,
  optional,
  readOptions,
  refuse,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../options/rules.js'
import { EARLIEST, LATEST } from './event-columns.js'
import { timezone } from './series-options.js'

/** Stops as intervals: a row from `start` (inclusive) to `end` (exclusive). */
export interface StopColumns {
  /** Name of the column of machines: text, or codes. */
  readonly machine: string
  /** Name of the column of begins. A row with neither begin nor end says only that the machine is there. */
  readonly start: string
  /** Name of the column of ends; null is a stop that still goes on. */
  readonly end: string
}

/** Stops as hours a month: a row has the hours of one machine in one month, or a part of them. */
export interface HoursColumns {
  /** Name of the column of machines: text, or codes. */
  readonly machine: string
  /** Name of the column of months: any date within the month, or text such as `2024-02`. */
  readonly month: string
  /** Name of the column of hours of downtime, ≥ 0; null is not reported. */
  readonly hours: string
}

/** Options of `uptime`. */
export interface UptimeOptions {
  /** What a row of the result stands for: `'MS'` a month, the default and the only one. */
  readonly every?: 'MS'
  /**
   * Hours a month that a machine should run: one number above 0 for all, or the name of a column. A column counts for its row's machine and
   * month (that of `start`); a month without a row takes the machine's own number when it always has the same. Default: all hours of the month.
   */
  readonly scheduled?: number | string
  /** IANA time zone whose months count, for intervals; default `'UTC'`. */
  readonly timezone?: string
  /** When the watch began, for intervals (a Date, or ISO 8601 text in UTC): earlier downtime is cut off. Default: the first month's begin. */
  readonly from?: Date | string
  /** When the watch ended, exclusive: later downtime is cut off, and open stops end there. Default: open stops end with the latest time in the data, and the last month counts whole. */
  readonly until?: Date | string
}

/** Columns and options of `uptime`, complete. */
export interface UptimeSettings {
  readonly columns: StopColumns | HoursColumns
  readonly scheduled: number | string | undefined
  readonly timezone: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly from: number | undefined
  readonly until: number | undefined
}

interface ColumnFields {
  readonly machine: string
  readonly start: string | undefined
  readonly end: string | undefined
  readonly month: string | undefined
  readonly hours: string | undefined
}

interface OptionFields {
  readonly every: 'MS'
  readonly scheduled: number | string | undefined
  readonly timezone: string
  readonly from: number | undefined
  readonly until: number | undefined
}

const column = textRule('a column name')
const columnSchema: Schema<ColumnFields> = {
  machine: column,
  start: optional(column),
  end: optional(column),
  month: optional(column),
  hours: optional(column),
}

const instant: Rule<number> = {
  expected: 'a Date or a time in ISO 8601 (UTC) between the years 1 and 9999',
  read(value, place) {
    const time = typeof value === 'string' ? parseIsoTime(value) : types.isDate(value) ? value.getTime() : NaN
    return time >= EARLIEST && time <= LATEST ? time : refuse(place, instant.expected, value)
  },
}

const optionSchema: Schema<OptionFields> = {
  every: withDefault(choice('MS'), 'MS'),
  scheduled: optional(either(number({ above: 0 }), column)),
  timezone: withDefault(timezone, 'UTC'),
  from: optional(instant),
  until: optional(instant),
}

/** Check what `uptime` is given. */
export function readUptimeOptions(columns: unknown, options: unknown): UptimeSettings {
  const { every: _, ...rest } = readOptions(optionSchema, options)
  const named = readColumns(readOptions(columnSchema, columns))
  if ('hours' in named) {
    const odd = (['from', 'until'] as const).find((key) => rest[key] !== undefined)
    const zone = rest.timezone === 'UTC' ? odd : 'timezone'
    if (zone !== undefined) {
      const message = `option ${JSON.stringify(zone)} belongs to intervals (start and end): hours have their months already`
      throw new BodkinError('OPTION', message, { option: zone })
    }
  }
  const { from, until } = rest
  if (from !== undefined && until !== undefined && until <= from) {
    const got = `${new Date(until).toISOString()} and from ${new Date(from).toISOString()}`
    throw new BodkinError('OPTION', `option "until" must be later than "from", got ${got}`, { option: 'until' })
  }
  return Object.freeze({ ...rest, columns: named })
}

function readColumns({ machine, start, end, month, hours }: ColumnFields): StopColumns | HoursColumns {
  const intervals = start !== undefined && end !== undefined && month === undefined && hours === undefined
  if (intervals) return Object.freeze({ machine, start, end })
  const totals = month !== undefined && hours !== undefined && start === undefined && end === undefined
  if (totals) return Object.freeze({ machine, month, hours })
  const given = Object.entries({ start, end, month, hours }).flatMap(([key, name]) => (name === undefined ? [] : [key]))
  const got = given.length === 0 ? 'none of them' : given.join(', ')
  const message = `options must name the columns "start" and "end" (intervals), or "month" and "hours", got ${got}`
  throw new BodkinError('OPTION', message, { given })
}

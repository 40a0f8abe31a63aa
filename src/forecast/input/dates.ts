/** Dates among the options. */
import { types } from 'node:util'
import { hasForeignOffset, parseIsoTime } from '../../arrow/iso-time.js'
import { refuse, type Rule } from '../../options/rules.js'

/** A Date or ISO 8601 text in UTC, read as milliseconds since 1970-01-01. */
export const date: Rule<number> = {
  expected: 'a Date or ISO 8601 text in UTC such as "2024-01-31"',
  read(value, place) {
    const time = typeof value === 'string' ? parseIsoTime(value) : types.isDate(value) ? value.getTime() : NaN
    if (!Number.isNaN(time)) return time
    const zoned = typeof value === 'string' && hasForeignOffset(value)
    return refuse(place, zoned ? `${date.expected} (convert with new Date(text))` : date.expected, value)
  },
}

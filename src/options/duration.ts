/**
 * Durations: how a caller writes them, and how they are stepped.
 *
 * Seconds to weeks are so many milliseconds. Months and years have no fixed length: they are stepped on the calendar in UTC, the day of the
 * month kept where the month has it and clamped to its last day where not (31 March less a month is 29 or 28 February).
 */
import { refuse, type Rule } from './rules.js'

/** Number of days, or text: `'36 days' '12 months' '2 years' '6 hours' '3 weeks' '30 minutes' '10 seconds'`. Months and years are whole numbers. */
export type Duration = number | string

/** A duration, read. */
export type Span =
  { readonly kind: 'fixed'; readonly ms: number } | { readonly kind: 'months'; readonly months: number }

const DAY = 86_400_000
const FIXED: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
  week: 7 * DAY,
}
const MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 }
/** Longest duration, a thousand years: far beyond any history, and safe to step with. */
const LONGEST = 366_000 * DAY

/**
 * A rule for durations.
 *
 * @param least 'positive' (default), or 'zero' when nothing at all is allowed too
 * @example
 * duration().read('2 years', place)   // { kind: 'months', months: 24 }
 */
export function duration(least: 'positive' | 'zero' = 'positive'): Rule<Span> {
  const bound = least === 'zero' ? 'of at least 0' : 'above 0'
  const expected = `a number of days ${bound}, or text such as "36 days", "6 hours", "12 months" or "2 years"`
  return {
    expected,
    read(value, place) {
      const span = parse(value)
      const size = span === undefined ? NaN : span.kind === 'fixed' ? span.ms : span.months * 31 * DAY
      if (span === undefined || !(least === 'zero' ? size >= 0 : size > 0) || size > LONGEST)
        return refuse(place, expected, value)
      return span
    },
  }
}

function parse(value: unknown): Span | undefined {
  if (typeof value === 'number') return { kind: 'fixed', ms: value * DAY }
  const match =
    typeof value === 'string'
      ? /^(\d{1,9}(?:\.\d{1,9})?) ?(second|minute|hour|day|week|month|year)s?$/.exec(value)
      : null
  if (match === null) return undefined
  const count = Number(match[1])
  const unit = match[2]
  if (unit in FIXED) return { kind: 'fixed', ms: count * FIXED[unit] }
  return Number.isInteger(count) ? { kind: 'months', months: count * MONTHS[unit] } : undefined
}

/** What happens to the day of the month when months are stepped: clamped to the month's last day, or, in a calendar of month ends, always that. */
export type MonthRule = 'clamp' | 'month end'

/**
 * The time `count` spans after `time` (before, when negative).
 *
 * @param time milliseconds since 1970-01-01 UTC
 * @returns milliseconds; the time of day is kept
 * @example
 * stepSpan(Date.UTC(2024, 2, 31), { kind: 'months', months: 1 }, -1)   // Date.UTC(2024, 1, 29)
 */
export function stepSpan(time: number, span: Span, count: number, rule: MonthRule = 'clamp'): number {
  if (span.kind === 'fixed') return time + count * span.ms
  const date = new Date(time)
  const sinceMidnight = time - Math.floor(time / DAY) * DAY
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + count * span.months
  const last = monthStart(month + 1) - DAY
  const day = rule === 'month end' ? last : Math.min(monthStart(month) + (date.getUTCDate() - 1) * DAY, last)
  return day + sinceMidnight
}

/** The first day of a month, counted from year 0. `Date.UTC` alone takes years below 100 for the 1900s. */
function monthStart(month: number): number {
  const year = Math.floor(month / 12)
  return year >= 100 ? Date.UTC(year, month - year * 12, 1) : new Date(0).setUTCFullYear(year, month - year * 12, 1)
}

/** So many times a span. */
export function multiplySpan(span: Span, factor: number): Span {
  return span.kind === 'fixed'
    ? { kind: 'fixed', ms: span.ms * factor }
    : { kind: 'months', months: span.months * factor }
}

/** Half a span; an odd number of months is rounded up, because half a month is no step of the calendar. */
export function halveSpan(span: Span): Span {
  return span.kind === 'fixed'
    ? { kind: 'fixed', ms: span.ms / 2 }
    : { kind: 'months', months: Math.ceil(span.months / 2) }
}

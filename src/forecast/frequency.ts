/**
 * Steps of a calendar: how a frequency is written, found in a history, and walked.
 *
 * A frequency is a count (1 when left out) and a unit: `s min h D B W` or `MS M MD QS YS`. Fixed units are so many milliseconds; B is Monday to
 * Friday; MS, QS and YS are first days of months, quarters and years, M the last day of a month, MD the same day of the month (from the 15th
 * to the 15th). Everything in UTC.
 */
import { BodkinError, show } from '../errors.js'
import { stepSpan } from '../options/duration.js'
import { DAY_MS, dayNumber, showTime } from './calendar.js'

/** `'5min' '30min' 'h' 'D' 'B' 'W' 'MS' 'M' 'QS' 'YS'`, or another count of the same units. */
export type Frequency = string

const FIXED: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, D: DAY_MS, W: 7 * DAY_MS }
const MONTHS: Readonly<Record<string, number>> = { MS: 1, M: 1, MD: 1, QS: 3, YS: 12 }

/** A parsed frequency. */
export type Step =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'business'; readonly count: number }
  | { readonly kind: 'months'; readonly months: number; readonly day: 'first' | 'last' | 'same' }

/** Parse a frequency, or say what it must be. */
export function parseFrequency(frequency: unknown): Step {
  const match = typeof frequency === 'string' ? /^(\d{0,6})(s|min|h|D|B|W|MS|MD|M|QS|YS)$/.exec(frequency) : null
  const count = match === null ? 0 : match[1] === '' ? 1 : Number(match[1])
  if (match === null || count < 1) {
    throw new BodkinError(
      'OPTION',
      `option "frequency" must be a unit of s, min, h, D, B, W, MS, M, MD, QS, YS, with a count in front as wanted (5min), got ${show(frequency)}`,
      { option: 'frequency', value: frequency },
    )
  }
  const unit = match[2]
  if (unit === 'B') return { kind: 'business', count }
  if (unit in MONTHS) {
    return {
      kind: 'months',
      months: count * MONTHS[unit],
      day: unit === 'M' ? 'last' : unit === 'MD' ? 'same' : 'first',
    }
  }
  return { kind: 'fixed', ms: count * FIXED[unit] }
}

/**
 * The frequency of ascending times, or null when no step is regular enough: first of months, last of months, one day of months (2nd to 28th,
 * which every month has), weekdays only, or the commonest step when at least half of the steps have it (gaps are allowed).
 */
export function inferFrequency(ds: Float64Array): Frequency | null {
  const times = ds.filter((time, i) => i === 0 || time !== ds[i - 1])
  if (times.length < 2) return null
  const steps = Array.from({ length: times.length - 1 }, (_, i) => times[i + 1] - times[i])
  const monthly = inferMonths(times)
  if (monthly !== null) return monthly
  const { value: step, share } = commonest(steps)
  if (share < 0.5 || (step >= 28 * DAY_MS && share < 1)) return null
  if (step === DAY_MS && isBusinessDaily(times, steps)) return 'B'
  for (const unit of ['W', 'D', 'h', 'min', 's']) {
    if (step % FIXED[unit] !== 0) continue
    const count = step / FIXED[unit]
    if (count < 1e6) return count === 1 ? unit : `${count}${unit}`
  }
  return null
}

function inferMonths(times: Float64Array): Frequency | null {
  const starts = times.every((time) => time % DAY_MS === 0 && new Date(time).getUTCDate() === 1)
  const ends = times.every((time) => time % DAY_MS === 0 && new Date(time + DAY_MS).getUTCDate() === 1)
  if (!starts && !ends && !onOneDay(times)) return null
  const months = Array.from(times, monthNumber)
  const { value, share } = commonest(months.slice(1).map((month, i) => month - months[i]))
  if (share < 0.5) return null
  if (!starts) {
    const unit = ends ? 'M' : 'MD'
    return value === 1 ? unit : `${value}${unit}`
  }
  if (value % 12 === 0) return value === 12 ? 'YS' : `${value / 12}YS`
  if (value === 3) return 'QS'
  return value === 1 ? 'MS' : `${value}MS`
}

/** All on one day of the month, at one time of day, in different months; not behind the 28th, which some months do not have. */
function onOneDay(times: Float64Array): boolean {
  const day = new Date(times[0]).getUTCDate()
  const rest = timeOfDay(times[0])
  return (
    day <= 28 &&
    times.every((time, i) => {
      const same = new Date(time).getUTCDate() === day && timeOfDay(time) === rest
      return same && (i === 0 || monthNumber(time) > monthNumber(times[i - 1]))
    })
  )
}

function timeOfDay(time: number): number {
  return time - Math.floor(time / DAY_MS) * DAY_MS
}

/** No weekend among the days, and weekends were stepped over. */
function isBusinessDaily(times: Float64Array, steps: readonly number[]): boolean {
  return steps.includes(3 * DAY_MS) && times.every((time) => !isWeekend(time))
}

function isWeekend(time: number): boolean {
  const weekday = new Date(time).getUTCDay()
  return weekday === 0 || weekday === 6
}

function commonest(values: readonly number[]): { value: number; share: number } {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = { value: 0, count: 0 }
  for (const [value, count] of counts) {
    if (count > best.count || (count === best.count && value < best.value)) best = { value, count }
  }
  return { value: best.value, share: best.count / values.length }
}

/** Months since year 0. */
function monthNumber(time: number): number {
  const date = new Date(time)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/** Milliseconds of the first day of a month number. */
function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1)
}

/** The next `periods` times after `last`. */
export function stepsAfter(last: number, periods: number, step: Step): Float64Array {
  const times = new Float64Array(periods)
  let time = last
  for (let i = 0; i < periods; i++) {
    // counted from the last row, so that a day which a month does not have comes back in the next
    time = step.kind === 'months' && step.day === 'same' ? stepSpan(last, step, i + 1) : nextTime(time, step)
    times[i] = time
  }
  const beyond = times.findIndex((value) => !(Math.abs(value) <= 8.64e15))
  if (beyond >= 0) {
    throw new BodkinError('OPTION', `option "periods" must end before the year 275760, got ${periods}`, {
      option: 'periods',
      value: periods,
    })
  }
  return times
}

function nextTime(time: number, step: Step): number {
  switch (step.kind) {
    case 'fixed':
      return time + step.ms
    case 'business': {
      let next = time
      for (let left = step.count; left > 0;) {
        next += DAY_MS
        if (!isWeekend(next)) left--
      }
      return next
    }
    case 'months':
      if (step.day === 'same') return stepSpan(time, step, 1)
      return step.day === 'last' ? nextMonthEnd(time, step.months) : nextMonthStart(time, step.months)
  }
}

/**
 * The days of the period that a row stands for, first and last as days since 1970-01-01: from the row up to the next one; with rows at ends
 * of months from the first of the month. Null for steps of a day or less and for business days, whose rows are days themselves.
 */
export function periodDays(time: number, step: Step): readonly [number, number] | null {
  if (step.kind === 'business' || (step.kind === 'fixed' && step.ms <= DAY_MS)) return null
  if (step.kind === 'months' && step.day === 'last') {
    const month = monthNumber(time)
    return [dayNumber(monthStart(month + 1 - step.months)), dayNumber(monthStart(month + 1)) - 1]
  }
  // a period that ends within a day leaves that day to the next row
  return [dayNumber(time), Math.max(dayNumber(time), dayNumber(nextTime(time, step)) - 1)]
}

/** From a first of a month `months` on; from inside a month to the next start on the grid of the unit (months, quarters, years). */
function nextMonthStart(time: number, months: number): number {
  const month = monthNumber(time)
  const start = monthStart(month)
  const rest = time - Math.floor(time / DAY_MS) * DAY_MS
  if (new Date(time).getUTCDate() === 1) return monthStart(month + months) + rest
  return months % 3 === 0
    ? monthStart((Math.floor(month / months) + 1) * months)
    : monthStart(monthNumber(start) + months)
}

function nextMonthEnd(time: number, months: number): number {
  const atEnd = new Date(time + DAY_MS).getUTCDate() === 1
  const month = monthNumber(time)
  return monthStart(month + (atEnd ? months : 0) + 1) - DAY_MS
}

/** The calendar step of a model's times; an error that says what to give when the history has none. */
export function stepOf(
  time: { readonly start: number; readonly end: number; readonly frequency: Frequency | null },
  frequency?: Frequency,
): Step {
  const name = frequency ?? time.frequency
  if (name !== null) return parseFrequency(name)
  throw new BodkinError(
    'OPTION',
    `the frequency of the history (${showTime(time.start)} to ${showTime(time.end)}) cannot be inferred, its steps are too irregular: give option "frequency", or a table of times`,
    { option: 'frequency' },
  )
}

/** How many steps lie between two times, to the nearest whole one. */
export function stepsBetween(from: number, to: number, step: Step): number {
  switch (step.kind) {
    case 'fixed':
      return Math.round((to - from) / step.ms)
    case 'business': {
      const weeks = Math.floor((to - from) / (7 * DAY_MS))
      let days = weeks * 5
      for (let time = from + weeks * 7 * DAY_MS + DAY_MS; time <= to; time += DAY_MS) if (!isWeekend(time)) days++
      return Math.round(days / step.count)
    }
    case 'months':
      return Math.round((monthNumber(to) - monthNumber(from)) / step.months)
  }
}

/**
 * How many steps each time lies behind the end of a history, 0 for times inside it: by the calendar when the history has a frequency, else
 * by its place among the distinct times behind the end.
 */
export function stepsAhead(
  time: { readonly end: number; readonly frequency: Frequency | null },
  ds: Float64Array,
  frequency: Frequency | null = time.frequency,
): Int32Array {
  if (frequency !== null) {
    const step = parseFrequency(frequency)
    return Int32Array.from(ds, (at) => (at > time.end ? Math.max(1, stepsBetween(time.end, at, step)) : 0))
  }
  const behind = Float64Array.from(new Set(ds.filter((at) => at > time.end))).sort()
  const place = new Map(Array.from(behind, (at, i) => [at, i + 1]))
  return Int32Array.from(ds, (at) => place.get(at) ?? 0)
}

/**
 * Times written as ISO 8601 text, in UTC.
 *
 *   2024-01-31   2024-01-31T10:00   2024-01-31 10:00:00.123456Z   2024-01-31T10:00:00+00:00
 *
 * Text without an offset is taken as UTC; `Z` and a zero offset say so. Every other offset is refused rather than converted: a table
 * of local times has no single day to aggregate by. Dates must exist (no 30 February), hours go to 23, seconds to 59.
 * One pass over the characters; days from the civil calendar by Hinnant's algorithm (chrono-Compatible Low-Level Date Algorithms, 2013).
 */

const DAY = 86_400_000
const [HYPHEN, COLON, POINT, COMMA, SPACE, T, Z] = [45, 58, 46, 44, 32, 84, 90]
const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Milliseconds since 1970-01-01 UTC (with a fraction below a millisecond), or NaN when the text is not a UTC time. */
export function parseIsoTime(text: string): number {
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN || !isDate(year, month, day)) return NaN
  const date = daysFromCivil(year, month, day) * DAY
  if (text.length === 10) return date
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const separator = text.charCodeAt(10)
  if ((separator !== T && separator !== SPACE) || text.charCodeAt(13) !== COLON) return NaN
  if (!(hour <= 23) || !(minute <= 59)) return NaN
  let end = 16
  let milliseconds = 0
  if (text.charCodeAt(end) === COLON) {
    const second = digits(text, 17, 2)
    if (!(second <= 59)) return NaN
    end = 19
    const point = text.charCodeAt(end)
    if (point === POINT || point === COMMA) {
      const start = ++end
      while (isDigit(text, end)) end++
      const places = end - start
      if (places === 0 || places > 9) return NaN
      milliseconds = (digits(text, start, places) * 1000) / POWERS[places]
    }
    milliseconds += second * 1000
  }
  return isUtc(text, end) ? date + hour * 3_600_000 + minute * 60_000 + milliseconds : NaN
}

/** Whether text that `parseIsoTime` refused would be a time but for its offset. */
export function hasForeignOffset(text: string): boolean {
  const offset = /[+-]\d\d(:?\d\d)?$/.exec(text)
  return offset !== null && offset.index > 10 && !Number.isNaN(parseIsoTime(text.slice(0, offset.index)))
}

/** `count` digits at `start` as a number, NaN when there are other characters. */
function digits(text: string, start: number, count: number): number {
  let value = 0
  for (let i = start; i < start + count; i++) {
    if (!isDigit(text, i)) return NaN
    value = value * 10 + text.charCodeAt(i) - 48
  }
  return value
}

function isDigit(text: string, i: number): boolean {
  const code = text.charCodeAt(i)
  return code >= 48 && code <= 57
}

function isDate(year: number, month: number, day: number): boolean {
  if (Number.isNaN(year) || !(month >= 1 && month <= 12)) return false
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= MONTH_DAYS[month - 1] + (leap ? 1 : 0)
}

function isUtc(text: string, start: number): boolean {
  if (start === text.length) return true
  if (text.charCodeAt(start) === Z) return start + 1 === text.length
  return /^[+-]00(:?00)?$/.test(text.slice(start))
}

/** Days since 1970-01-01 of a date in the proleptic Gregorian calendar; years from 0 on. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/**
 * Columns of events: when, and how much.
 */
import { numericColumn } from '../arrow/numeric-column.js'
import type { SourceTable } from '../arrow/read-table.js'
import { timeColumn } from '../arrow/time-column.js'
import { BodkinError } from '../errors.js'
import { showDay } from './periods.js'

const DAY = 86_400_000
/** First and last instant that a four-digit year can write. */
export const EARLIEST: number = -62_135_596_800_000
export const LATEST: number = 253_402_300_799_999
/** Longest span of the events in days, a thousand years: a longer one has a placeholder such as 9999-12-31 in it. */
const LONGEST = 365_250

/**
 * Times of events, ms since 1970-01-01 UTC; NaN in excluded rows only.
 * @throws BodkinError `DATA` for a row that counts and has no time, `LIMIT` for a span beyond 1000 years
 */
export function eventTimes(source: SourceTable, name: string, excluded: Uint8Array): Float64Array {
  const times = timeColumn(source, name)
  let [first, last] = [-1, -1]
  for (let row = 0; row < times.length; row++) {
    const time = times[row]
    if (time >= EARLIEST && time <= LATEST) {
      if (first < 0 || time < times[first]) first = row
      if (last < 0 || time > times[last]) last = row
    } else if (!Number.isNaN(time)) {
      throw cellError(name, row, 'must be a time between the years 1 and 9999', `${time} ms`)
    } else if (excluded[row] === 0) {
      throw cellError(name, row, 'must have a time unless the row is excluded', 'null')
    }
  }
  if (first < 0)
    throw new BodkinError('DATA', `column "${name}": must have a time in some row, got none`, { column: name })
  if (times[last] - times[first] > LONGEST * DAY) {
    const [from, to] = [first, last].map((row) => `${showDay(Math.floor(times[row] / DAY))} (row ${row})`)
    throw new BodkinError('LIMIT', `column "${name}": must span at most 1000 years, got ${from} to ${to}`, {
      column: name,
      rows: [first, last],
    })
  }
  return times
}

/**
 * Numbers of events, NaN for rows without one.
 * @throws BodkinError `DATA` for an infinite number in a row that counts
 */
export function eventValues(source: SourceTable, name: string, excluded: Uint8Array): Float64Array {
  const { values } = numericColumn(source, name)
  for (let row = 0; row < values.length; row++) {
    if (Math.abs(values[row]) === Infinity && excluded[row] === 0) {
      throw cellError(name, row, 'must be finite', String(values[row]))
    }
  }
  return values
}

/** The error of a cell: what must hold, and what it has. */
export function cellError(column: string, row: number, rule: string, got: string): BodkinError {
  return new BodkinError('DATA', `column "${column}", row ${row}: ${rule}, got ${got}`, { column, row })
}

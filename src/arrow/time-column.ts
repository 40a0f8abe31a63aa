/**
 * Times out of a column, as milliseconds since 1970-01-01 UTC with NaN for null.
 *
 * Arrow's 64-bit times are read as word pairs (hi, lo) and divided exactly: with d units a millisecond and 2^32 = Q·d + R,
 * hi·2^32 + lo = (hi·Q)·d + (hi·R + lo), where every term is exact in a double; a nanosecond count alone would not be. O(rows).
 */
import { types } from 'node:util'
import { show, type BodkinError } from '../errors.js'
import { isText, TypeId, valueType } from './arrow-type.js'
import { categoryOf } from './category-column.js'
import { isNull, readInt64, wordPairs, type Chunk } from './chunk.js'
import { readDoubles } from './doubles.js'
import { hasForeignOffset, parseIsoTime } from './iso-time.js'
import type { SourceTable } from './read-table.js'
import {
  columnError,
  gather,
  throwRefused,
  typeError,
  valueError,
  type ChunkedColumn,
  type PlainColumn,
  type RefuseValue,
  type SourceColumn,
} from './source-column.js'
import { labelReader } from './text.js'

/** The furthest time from 1970 that a Date can hold, in milliseconds (years −271,821 to 275,760). */
const LAST_TIME = 8.64e15
const DAY = 86_400_000
const WRAP = ': wrap numbers as times first (new Date(milliseconds))'

/**
 * A column of times.
 *
 * Takes Arrow dates and timestamps of every unit (a zone changes nothing: the instants are UTC already; without a zone they are
 * taken as UTC), Date objects, and ISO 8601 text in UTC such as `2024-01-31` or `2024-01-31T10:00:00Z`, plain or dictionary-encoded.
 * Numbers are refused, because nobody can tell seconds from milliseconds.
 *
 * @param refuse what becomes of a single value that is no time; default: its error is thrown
 * @returns milliseconds since 1970-01-01 UTC, one a row, NaN = null, with a fraction where the unit is finer; always a fresh array
 * @throws BodkinError `COLUMN` when there is no such column or it holds something else; `DATA` with the row (from 0, as the table
 *   was given) of a text that is no time or not in UTC, of an invalid Date, and of a time beyond what a Date can hold
 * @example
 * timeColumn(readTable({ ds: ['1970-01-02', null] }), 'ds')   // Float64Array [86400000, NaN]
 */
export function timeColumn(source: SourceTable, name: string, refuse: RefuseValue = throwRefused): Float64Array {
  const column = source.column(name)
  const times = column.storage === 'plain' ? readPlain(column, refuse) : readChunked(column, refuse)
  for (let row = 0; row < times.length; row++) {
    const time = times[row]
    if (time > LAST_TIME || time < -LAST_TIME) {
      times[row] = NaN
      const rule = `must be a time between the years -271821 and 275760, got ${time} ms`
      refuse(row, (at) => columnError('DATA', column, rule, at))
    }
  }
  return times
}

function readChunked(column: ChunkedColumn, refuse: RefuseValue): Float64Array {
  const type = valueType(column.type)
  if (isText(type)) return readText(column, refuse)
  if (type.typeId !== TypeId.Date && type.typeId !== TypeId.Timestamp && type.typeId !== TypeId.Null) {
    const isNumber = type.typeId === TypeId.Int || type.typeId === TypeId.Float || type.typeId === TypeId.Decimal
    throw typeError(column, 'times (dates, timestamps or ISO 8601 text)', isNumber ? WRAP : '')
  }
  const times = readDoubles(column, column.chunks, readValues)
  return column.selection === null ? times : gather(times, column.selection, (length) => new Float64Array(length))
}

function readValues(chunk: Chunk, out: Float64Array, at: number): void {
  const { type, length } = chunk
  if (type.typeId === TypeId.Null) {
    out.fill(NaN, at, at + length)
  } else if (type.typeId === TypeId.Date && type.unit === 0) {
    const days = chunk.values as Int32Array
    for (let i = 0; i < length; i++) out[at + i] = days[i] * DAY
  } else if (type.typeId === TypeId.Timestamp && type.unit !== 1) {
    const words = wordPairs(chunk)
    if (type.unit === 0) readSeconds(words, out, at)
    else readFine(words, type.unit === 2 ? 1000 : 1_000_000, out, at)
  } else {
    readInt64(wordPairs(chunk), out, at)
  }
}

function readSeconds(words: Int32Array, out: Float64Array, at: number): void {
  const length = words.length / 2
  for (let i = 0; i < length; i++) out[at + i] = (words[2 * i + 1] * 2 ** 32 + (words[2 * i] >>> 0)) * 1000
}

/** Micro- or nanoseconds; `divisor` = units a millisecond. */
function readFine(words: Int32Array, divisor: number, out: Float64Array, at: number): void {
  const quotient = Math.floor(2 ** 32 / divisor)
  const remainder = 2 ** 32 - quotient * divisor
  const length = words.length / 2
  for (let i = 0; i < length; i++) {
    const high = words[2 * i + 1]
    const rest = high * remainder + (words[2 * i] >>> 0)
    const down = Math.floor(rest / divisor)
    let whole = high * quotient + down
    let part = rest - down * divisor
    if (whole < 0 && part > 0) {
      // Towards zero: a sum of opposite signs would lose the last digits of the fraction.
      whole++
      part -= divisor
    }
    out[at + i] = whole + part / divisor
  }
}

/** Dictionaries are read as labels, so that each is parsed once; so is a selection, whose rows alone have to be times. */
function readText(column: ChunkedColumn, refuse: RefuseValue): Float64Array {
  if (column.type.typeId === TypeId.Dictionary || column.selection !== null) return readLabels(column, refuse)
  const out = new Float64Array(column.rows)
  let row = 0
  for (const chunk of column.chunks) {
    const read = labelReader(chunk)
    for (let i = 0; i < chunk.length; i++, row++) {
      const text = isNull(chunk, i) ? null : read(i)
      out[row] = text === null ? NaN : parseIsoTime(text)
      if (text !== null && Number.isNaN(out[row])) refuse(row, (at) => textError(column, at, text))
    }
  }
  return out
}

function readLabels(column: ChunkedColumn, refuse: RefuseValue): Float64Array {
  const { codes, labels } = categoryOf(column)
  const times = Float64Array.from(labels, parseIsoTime)
  const out = new Float64Array(codes.length)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]
    out[row] = code < 0 ? NaN : times[code]
    if (code >= 0 && Number.isNaN(out[row])) refuse(row, (at) => textError(column, at, labels[code]))
  }
  return out
}

function readPlain(column: PlainColumn, refuse: RefuseValue): Float64Array {
  const { values, rows } = column
  const out = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const value = values[row]
    if (typeof value === 'string') {
      out[row] = parseIsoTime(value)
      if (Number.isNaN(out[row])) refuse(row, (at) => textError(column, at, value))
    } else if (types.isDate(value)) {
      out[row] = value.getTime()
      if (Number.isNaN(out[row]))
        refuse(row, (at) => columnError('DATA', column, 'must be a valid time, got an invalid Date', at))
    } else if (value === null || value === undefined || Number.isNaN(value)) {
      out[row] = NaN
    } else {
      const isNumber = typeof value === 'number' || typeof value === 'bigint'
      out[row] = NaN
      refuse(row, (at) => valueError(column, at, 'a Date or ISO 8601 text', value, isNumber ? WRAP : ''))
    }
  }
  return out
}

function textError(column: SourceColumn, row: number | undefined, text: string): BodkinError {
  if (hasForeignOffset(text)) {
    const advice = 'convert to UTC first (new Date(text))'
    return columnError('DATA', column, `must be UTC, got ${show(text)}: ${advice}`, row)
  }
  const examples = '"2024-01-31" or "2024-01-31T10:00:00Z"'
  return columnError('DATA', column, `must be an ISO 8601 date or time such as ${examples}, got ${show(text)}`, row)
}

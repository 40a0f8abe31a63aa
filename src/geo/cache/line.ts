/**
 * One line of a cache file: JSON that carries its own checksum, so that a torn or damaged line is known for what it is.
 *
 *   ["1c291ca3",{"key":"8.8.8.8","at":1790000000000,…}]
 *
 * The checksum is CRC-32 (as zlib's, eight hexadecimal digits) of the bytes from position 12 to the closing bracket. `key` and `at` come
 * first, the record last; it stays text until it is asked for, so that opening a cache costs a checksum and a few steps a line. `at` orders lines of all files: milliseconds when it was written, but always above every `at` seen before, so that a clock
 * that is set back does not make new rows older than old ones.
 */
import { crc32 } from 'node:zlib'
import type { CacheRow } from '../types.js'

/** Bytes before the body: `["`, eight digits, `",`. */
const HEAD = 12
/** Shortest line worth a look: head, `{}`, `]`. */
const SHORTEST = HEAD + 3

/** What the first line of a file says. */
export interface Header {
  readonly format: 'bodkin geo cache'
  readonly version: number
  /** Journals whose lines are all in this snapshot: they are not read again. */
  readonly merged?: readonly string[]
}

/** What a line says, its record still as text. */
export interface LineFields {
  readonly key: string
  readonly at: number
  /** null: the key's row was taken back. */
  readonly row: RowFields | null
}

/** A row with its record as JSON text: `null` for "not found". */
export interface RowFields {
  readonly source: string
  readonly status: CacheRow['status']
  readonly fetchedAt: number
  readonly expiresAt: number
  readonly record: string
}

/** A line for any body, with its line break. */
export function encodeLine(body: string): Buffer {
  const bytes = Buffer.from(`["00000000",${body}]\n`)
  const sum = crc32(bytes.subarray(HEAD, bytes.length - 2))
  bytes.write(sum.toString(16).padStart(8, '0'), 2, 'latin1')
  return bytes
}

/** The line of a row. The order of the fields is what `readQuickly` expects. */
export function encodeFields(
  key: string,
  at: number,
  { source, status, fetchedAt, expiresAt, record }: RowFields,
): Buffer {
  const head = JSON.stringify({ key, at, source, status, fetchedAt, expiresAt })
  return encodeLine(`${head.slice(0, -1)},"record":${record}}`)
}

/** The line that takes a key's row back. */
export function encodeGone(key: string, at: number): Buffer {
  return encodeLine(JSON.stringify({ key, at, gone: true }))
}

/** The first line of a file. */
export function encodeHeader(header: Header): Buffer {
  return encodeLine(JSON.stringify(header))
}

/** Is the line from `start` to `end` (its line break excluded) as it was written? */
export function isWhole(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < SHORTEST || bytes[start] !== 91 || bytes[start + 1] !== 34 || bytes[end - 1] !== 93) return false
  if (bytes[start + 10] !== 34 || bytes[start + 11] !== 44) return false
  let sum = 0
  for (let i = start + 2; i < start + 10; i++) {
    const digit = hexDigit(bytes[i])
    if (digit < 0) return false
    sum = sum * 16 + digit
  }
  return crc32(bytes.subarray(start + HEAD, end - 1)) === sum
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  return byte >= 97 && byte <= 102 ? byte - 87 : -1
}

/** The body of a whole line, parsed; undefined when it is no JSON. */
export function parseBody(bytes: Buffer, start: number, end: number): unknown {
  try {
    return JSON.parse(bytes.toString('utf8', start + HEAD, end - 1))
  } catch {
    return undefined // a checksum that fits by chance: one line in four billion damaged ones
  }
}

const KEY = Buffer.from('{"key":"')
const AT = Buffer.from(',"at":')
const SOURCE = Buffer.from(',"source":')
const STATUS = Buffer.from(',"status":')
const FETCHED = Buffer.from(',"fetchedAt":')
const EXPIRES = Buffer.from(',"expiresAt":')
const RECORD = Buffer.from(',"record":')
const GONE = Buffer.from(',"gone":true}')

const OK = Buffer.from('"ok"')
const NOT_FOUND = Buffer.from('"not_found"')

/** Reads what whole lines say; undefined for a line that is no row. One reader a file: neighbours mostly have one source. */
export function lineReader(): (bytes: Buffer, start: number, end: number) => LineFields | undefined {
  let source = { quoted: Buffer.from('""'), text: '' }

  /** The usual case: fields in the order in which they are written, texts of plain characters, whole numbers. */
  const readQuickly = (bytes: Buffer, start: number, end: number): LineFields | undefined => {
    if (!matches(bytes, start, KEY)) return undefined
    const keyStart = start + KEY.length
    const keyEnd = plainEnd(bytes, keyStart, end)
    if (keyEnd < 0 || !matches(bytes, keyEnd + 1, AT)) return undefined
    const atStart = keyEnd + 1 + AT.length
    const atEnd = digitsEnd(bytes, atStart)
    const isGone = matches(bytes, atEnd, GONE)
    const line = { key: bytes.toString('latin1', keyStart, keyEnd), at: numberOf(bytes, atStart, atEnd) }
    if (atEnd === atStart || isGone) return isGone ? { ...line, row: null } : undefined

    if (!matches(bytes, atEnd, SOURCE)) return undefined
    const sourceStart = atEnd + SOURCE.length
    let sourceEnd = sourceStart + source.quoted.length
    if (!matches(bytes, sourceStart, source.quoted)) {
      const quote = plainEnd(bytes, sourceStart + 1, end)
      if (bytes[sourceStart] !== 34 || quote < 0) return undefined
      sourceEnd = quote + 1
      const quoted = Buffer.from(bytes.subarray(sourceStart, sourceEnd))
      source = { quoted, text: quoted.toString('latin1', 1, quoted.length - 1) }
    }
    if (!matches(bytes, sourceEnd, STATUS)) return undefined
    const statusStart = sourceEnd + STATUS.length
    const found = matches(bytes, statusStart, OK)
    if (!found && !matches(bytes, statusStart, NOT_FOUND)) return undefined
    const statusEnd = statusStart + (found ? OK : NOT_FOUND).length

    if (!matches(bytes, statusEnd, FETCHED)) return undefined
    const fetchedStart = statusEnd + FETCHED.length
    const fetchedEnd = digitsEnd(bytes, fetchedStart)
    if (fetchedEnd === fetchedStart || !matches(bytes, fetchedEnd, EXPIRES)) return undefined
    const expiresStart = fetchedEnd + EXPIRES.length
    const expiresEnd = digitsEnd(bytes, expiresStart)
    if (expiresEnd === expiresStart || !matches(bytes, expiresEnd, RECORD)) return undefined
    const recordStart = expiresEnd + RECORD.length
    if (found && bytes[recordStart] !== 123 /* { */) return undefined
    const row = {
      source: source.text,
      status: found ? ('ok' as const) : ('not_found' as const),
      fetchedAt: numberOf(bytes, fetchedStart, fetchedEnd),
      expiresAt: numberOf(bytes, expiresStart, expiresEnd),
      record: found ? bytes.toString('utf8', recordStart, end - 1) : 'null',
    }
    return { ...line, row }
  }

  return (bytes, start, end) => readQuickly(bytes, start + HEAD, end - 1) ?? lineOf(parseBody(bytes, start, end))
}

/** Where a text of plain ASCII characters without escapes ends; −1 for any other. */
function plainEnd(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (bytes[i] === 34) return i
    if (bytes[i] === 92 || bytes[i] > 126) return -1
  }
  return -1
}

function digitsEnd(bytes: Buffer, from: number): number {
  let i = from
  while (bytes[i] >= 48 && bytes[i] <= 57) i++
  return i
}

function numberOf(bytes: Buffer, from: number, end: number): number {
  let value = 0
  for (let i = from; i < end; i++) value = value * 10 + (bytes[i] - 48)
  return value
}

function lineOf(body: unknown): LineFields | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { key, at, gone } = body as Record<string, unknown>
  if (typeof key !== 'string' || !isTime(at)) return undefined
  if (gone === true) return { key, at, row: null }
  const row = readRow(key, body)
  if (row === undefined) return undefined
  const { source, status, fetchedAt, expiresAt, record } = row
  return { key, at, row: { source, status, fetchedAt, expiresAt, record: JSON.stringify(record) } }
}

function matches(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false
  return true
}

/** What the first line says; undefined when it is no header. */
export function readHeader(body: unknown): Header | undefined {
  const { format, version } = (body ?? {}) as Partial<Header>
  return format === 'bodkin geo cache' && typeof version === 'number' ? (body as Header) : undefined
}

/** A row out of anything: a line's body, or what another store gave back. undefined when it has not the shape of one. */
export function readRow(key: string, value: unknown): CacheRow | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { record, status, source, fetchedAt, expiresAt } = value as Partial<Record<keyof CacheRow, unknown>>
  if (typeof source !== 'string' || !isTime(fetchedAt) || !isTime(expiresAt)) return undefined
  if (status === 'not_found') return { key, record: null, status, source, fetchedAt, expiresAt }
  if (status !== 'ok' || Object.prototype.toString.call(record) !== '[object Object]') return undefined
  return { key, record: record as Record<string, unknown>, status, source, fetchedAt, expiresAt }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/**
 * Universal Binary JSON (ubjson.org, draft 12) to plain values, as far as XGBoost writes it: objects, arrays with or without a type and a
 * count, integers, floats, text, true, false, null. Numbers are big-endian.
 *
 * The reader trusts nothing: a count may not exceed the bytes that are left, nesting is bounded, and whatever does not fit is a FORMAT error
 * that names the byte. Arrays of one number type come back as typed arrays (64-bit integers as doubles). O(bytes).
 */
import { BodkinError } from '../../errors.js'

/** XGBoost's documents are 9 deep. */
const DEEPEST = 64

interface Reader {
  readonly view: DataView
  at: number
}

/** Bytes of a value of each type that can fill a typed array. */
const WIDTHS: Readonly<Record<string, number>> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 }

/** Read one document; nothing may follow it. */
export function readUbjson(bytes: Uint8Array): unknown {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 }
  const value = readValue(reader, readMarker(reader), 0)
  if (reader.at < bytes.length) throw broken(reader.at, 'the document must end here')
  return value
}

function broken(at: number, rule: string): BodkinError {
  return new BodkinError('FORMAT', `UBJSON document, byte ${at}: ${rule}`, { byte: at })
}

/** Move on by so many bytes; returns where they begin. */
function take(reader: Reader, count: number): number {
  const { at } = reader
  if (!(count <= reader.view.byteLength - at)) throw broken(at, `needs ${count} more bytes, the document is cut short`)
  reader.at += count
  return at
}

/** The next type marker; no-ops in between count for nothing. */
function readMarker(reader: Reader): string {
  let marker = 'N'
  while (marker === 'N') marker = String.fromCharCode(reader.view.getUint8(take(reader, 1)))
  return marker
}

function readValue(reader: Reader, marker: string, depth: number): unknown {
  if (depth > DEEPEST) throw broken(reader.at, `must not be nested more than ${DEEPEST} deep`)
  switch (marker) {
    case '{':
      return readObject(reader, depth)
    case '[':
      return readArray(reader, depth)
    case 'S':
      return readText(reader)
    case 'C':
      return String.fromCharCode(reader.view.getUint8(take(reader, 1)))
    case 'T':
      return true
    case 'F':
      return false
    case 'Z':
      return null
    default:
      return readNumber(reader, marker)
  }
}

function readNumber(reader: Reader, marker: string): number {
  const { view } = reader
  switch (marker) {
    case 'i':
      return view.getInt8(take(reader, 1))
    case 'U':
      return view.getUint8(take(reader, 1))
    case 'I':
      return view.getInt16(take(reader, 2))
    case 'l':
      return view.getInt32(take(reader, 4))
    case 'L': {
      const at = take(reader, 8)
      return view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4)
    }
    case 'd':
      return view.getFloat32(take(reader, 4))
    case 'D':
      return view.getFloat64(take(reader, 8))
    default:
      throw broken(reader.at - 1, `must be a type marker, got byte ${marker.charCodeAt(0)}`)
  }
}

/** A length or a count: a number of any integer type, of at least 0. */
function readCount(reader: Reader): number {
  const { at } = reader
  const count = readNumber(reader, readMarker(reader))
  if (!Number.isSafeInteger(count) || count < 0) throw broken(at, `must be a count, got ${count}`)
  return count
}

function readText(reader: Reader): string {
  const length = readCount(reader)
  const at = take(reader, length)
  return Buffer.from(reader.view.buffer, reader.view.byteOffset + at, length).toString('utf8')
}

function readObject(reader: Reader, depth: number): Record<string, unknown> {
  const { type, count } = readHeader(reader)
  const entries: [string, unknown][] = []
  for (let i = 0; count === null || i < count; i++) {
    if (count === null && peek(reader) === '}') {
      take(reader, 1)
      break
    }
    const key = readText(reader)
    entries.push([key, readValue(reader, type ?? readMarker(reader), depth + 1)])
  }
  // fromEntries makes own properties of keys like __proto__
  return Object.fromEntries(entries)
}

function readArray(reader: Reader, depth: number): unknown {
  const { type, count } = readHeader(reader)
  if (type !== null && count !== null && WIDTHS[type] !== undefined) return readNumbers(reader, type, count)
  const items: unknown[] = []
  for (let i = 0; count === null || i < count; i++) {
    if (count === null && peek(reader) === ']') {
      take(reader, 1)
      break
    }
    items.push(readValue(reader, type ?? readMarker(reader), depth + 1))
  }
  return items
}

/** The type and the count that may follow an opening bracket. */
function readHeader(reader: Reader): { type: string | null; count: number | null } {
  let type: string | null = null
  if (peek(reader) === '$') {
    take(reader, 1)
    type = readMarker(reader)
    if (peek(reader) !== '#') throw broken(reader.at, 'a type must be followed by a count')
  }
  if (peek(reader) !== '#') return { type, count: null }
  take(reader, 1)
  const { at } = reader
  const count = readCount(reader)
  const left = reader.view.byteLength - reader.at
  // every item takes a byte at least, but for those that are their own type
  if (count > left || (type !== null && 'TFZN'.includes(type))) {
    throw broken(at, `must be a count that the ${left} bytes left can hold, got ${count}`)
  }
  return { type, count }
}

function peek(reader: Reader): string {
  if (reader.at >= reader.view.byteLength) throw broken(reader.at, 'needs 1 more bytes, the document is cut short')
  return String.fromCharCode(reader.view.getUint8(reader.at))
}

/** Numbers of one type. */
function readNumbers(reader: Reader, type: string, count: number): Float64Array | Float32Array | Int32Array {
  const { view } = reader
  const width = WIDTHS[type]
  const at = take(reader, count * width)
  if (type === 'd') return Float32Array.from({ length: count }, (_, i) => view.getFloat32(at + 4 * i))
  if (type === 'D') return Float64Array.from({ length: count }, (_, i) => view.getFloat64(at + 8 * i))
  if (type === 'L') {
    const high = (i: number): number => view.getInt32(at + 8 * i) * 2 ** 32
    return Float64Array.from({ length: count }, (_, i) => high(i) + view.getUint32(at + 8 * i + 4))
  }
  const get = { i: view.getInt8, U: view.getUint8, I: view.getInt16, l: view.getInt32 }[type as 'i' | 'U' | 'I' | 'l']
  return Int32Array.from({ length: count }, (_, i) => get.call(view, at + width * i))
}

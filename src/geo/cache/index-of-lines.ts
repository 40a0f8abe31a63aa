/**
 * The newest row of each key, small: numbers in columns, records as text, each distinct text once.
 *
 * Addresses are many and places few: a million addresses of a country share some ten thousand places. A row costs its key and 36 bytes; its
 * record is a number of the table of records, parsed when it is asked for and then shared by all rows that have it.
 */
import { encodeFields, type LineFields, type RowFields } from './line.js'
import type { CacheRow } from '../types.js'

/** The newest line of every key. */
export interface LineIndex {
  /** How many keys have a row. */
  readonly size: () => number
  /** Take in a line, unless the key has a newer one. */
  readonly add: (line: LineFields) => void
  /** The row of a key. Its record is shared and frozen. */
  readonly get: (key: string) => CacheRow | undefined
  /** Position in time of the key's newest line, 0 when there is none. */
  readonly at: (key: string) => number
  /** The highest `at` of all lines. */
  readonly latest: () => number
  readonly keys: () => IterableIterator<string>
  /** The key's line, with its line break; undefined when it has no row. */
  readonly line: (key: string) => Buffer | undefined
  /** Keys that were taken back, and when. */
  readonly gone: () => ReadonlyMap<string, number>
}

/** Parsed records that are kept. */
const PARSED = 1 << 16

/** An empty index. */
export function lineIndex(): LineIndex {
  const slots = new Map<string, number>()
  const gone = new Map<string, number>()
  const records = distinctTexts()
  const sources = distinctTexts()
  const parsed = new Map<number, CacheRow['record']>()
  let columns = emptyColumns(1024)
  let used = 0
  let latest = 0

  const fieldsOf = (slot: number): RowFields => ({
    source: sources.text(columns.source[slot]),
    status: columns.found[slot] === 1 ? 'ok' : 'not_found',
    fetchedAt: columns.fetchedAt[slot],
    expiresAt: columns.expiresAt[slot],
    record: records.text(columns.record[slot]),
  })
  const at = (key: string): number => {
    const slot = slots.get(key)
    return slot === undefined ? (gone.get(key) ?? 0) : columns.at[slot]
  }
  const recordOf = (id: number): CacheRow['record'] | undefined => {
    const known = parsed.get(id)
    if (known !== undefined) return known
    const record = parseRecord(records.text(id))
    if (record !== undefined && parsed.size < PARSED) parsed.set(id, record)
    return record
  }

  return {
    size: () => slots.size,
    at,
    latest: () => latest,
    keys: () => slots.keys(),
    gone: () => gone,
    add(line) {
      latest = Math.max(latest, line.at)
      let slot = slots.get(line.key)
      const newest = slot !== undefined ? columns.at[slot] : gone.size === 0 ? 0 : (gone.get(line.key) ?? 0)
      if (line.at <= newest) return
      if (line.row === null) {
        slots.delete(line.key)
        gone.set(line.key, line.at)
        return
      }
      if (slot === undefined) {
        gone.delete(line.key)
        if (used === columns.at.length) columns = enlarged(columns)
        slot = used++
        slots.set(line.key, slot)
      }
      const { source, status, fetchedAt, expiresAt, record } = line.row
      columns.at[slot] = line.at
      columns.fetchedAt[slot] = fetchedAt
      columns.expiresAt[slot] = expiresAt
      columns.record[slot] = records.id(record)
      columns.source[slot] = sources.id(source)
      columns.found[slot] = status === 'ok' ? 1 : 0
    },
    get(key) {
      const slot = slots.get(key)
      if (slot === undefined) return undefined
      const { source, status, fetchedAt, expiresAt } = fieldsOf(slot)
      const record = recordOf(columns.record[slot])
      return record === undefined ? undefined : { key, record, status, source, fetchedAt, expiresAt }
    },
    line(key) {
      const slot = slots.get(key)
      return slot === undefined ? undefined : encodeFields(key, columns.at[slot], fieldsOf(slot))
    },
  }
}

/** Texts by number, each once. */
function distinctTexts(): { readonly id: (text: string) => number; readonly text: (id: number) => string } {
  const ids = new Map<string, number>()
  const texts: string[] = []
  return {
    id(text) {
      let id = ids.get(text)
      if (id === undefined) ids.set(text, (id = texts.push(text) - 1))
      return id
    },
    text: (id) => texts[id],
  }
}

function parseRecord(text: string): CacheRow['record'] | undefined {
  try {
    return Object.freeze(JSON.parse(text) as Record<string, unknown> | null)
  } catch {
    return undefined // a checksum that fits by chance: one line in four billion damaged ones
  }
}

interface Columns {
  readonly at: Float64Array
  readonly fetchedAt: Float64Array
  readonly expiresAt: Float64Array
  readonly record: Int32Array
  readonly source: Int32Array
  readonly found: Uint8Array
}

function emptyColumns(length: number): Columns {
  return {
    at: new Float64Array(length),
    fetchedAt: new Float64Array(length),
    expiresAt: new Float64Array(length),
    record: new Int32Array(length),
    source: new Int32Array(length),
    found: new Uint8Array(length),
  }
}

function enlarged(old: Columns): Columns {
  const bigger = emptyColumns(2 * old.at.length)
  for (const name of Object.keys(old) as (keyof Columns)[]) bigger[name].set(old[name])
  return bigger
}

/**
 * One column to group by: a number for each row, ascending with the key, and the way to write keys back as what they were.
 *
 * Text and decimals stay labels, integers keep their width, other numbers are doubles, booleans are booleans, dates and timestamps are
 * milliseconds. Distinct keys are collected in one pass with a hash map, then sorted: O(rows + k log k) for k distinct keys. Whole numbers
 * that lie close together are ranked by a table of which are there instead, several times faster when rows are in no order.
 */
import { types } from 'node:util'
import { TypeId, typeName, valueType } from './arrow-type.js'
import { booleanColumn } from './boolean-column.js'
import { categoryColumn, type Categories } from './category-column.js'
import { numericColumn } from './numeric-column.js'
import type { SourceTable } from './read-table.js'
import type { PlainColumn, SourceColumn } from './source-column.js'
import { timeColumn } from './time-column.js'
import { boolean, category, float64, integers, time, type IntegerArray, type OutputColumn } from './write-table.js'

/** The keys of one column. */
export interface KeyValues {
  /** Each row's place among the sorted keys, 0 to `count` − 1; nulls are one key behind all others. */
  readonly ranks: Int32Array
  /** How many different keys there are, null included. */
  readonly count: number
  /** A key as messages show it: `"Lyon"`, `7`, `true`, `2024-01-31T00:00:00.000Z`, `null`. */
  readonly show: (rank: number) => string
  /** A column of keys by their ranks, of the kind that was read. */
  readonly write: (ranks: Int32Array) => OutputColumn
}

/**
 * Read a column to group by.
 *
 * @throws BodkinError `COLUMN` when there is no such column or it holds lists, objects or a mixture of times and others
 */
export function keyValues(source: SourceTable, name: string): KeyValues {
  const column = source.column(name)
  switch (kindOf(column)) {
    case 'text':
      return textKeys(categoryColumn(source, name))
    case 'boolean':
      return numberKeys(
        Float64Array.from(booleanColumn(source, name), fromByte),
        (value) => String(value === 1),
        toBytes,
      )
    case 'time':
      return numberKeys(timeColumn(source, name).map(Math.round), (value) => new Date(value).toISOString(), time)
    case 'number':
      return numberKeys(numericColumn(source, name).values, String, float64)
    case 'integer':
      return integerKeys(source, name, integerArrayOf(column))
  }
}

type Kind = 'text' | 'boolean' | 'time' | 'number' | 'integer'

function kindOf(column: SourceColumn): Kind {
  if (column.storage === 'plain') return plainKind(column)
  const { typeId } = valueType(column.type)
  if (typeId === TypeId.Bool) return 'boolean'
  if (typeId === TypeId.Date || typeId === TypeId.Timestamp) return 'time'
  if (typeId === TypeId.Int) return 'integer'
  return typeId === TypeId.Float ? 'number' : 'text'
}

/** Values that are not of one kind are labels, whatever their order; Date objects among them are then refused by row. */
function plainKind({ values, rows }: PlainColumn): Kind {
  if (ArrayBuffer.isView(values)) return viewName(values) in INTEGER_ARRAYS ? 'integer' : 'number'
  let found: Kind | undefined
  for (let row = 0; row < rows; row++) {
    const value = values[row]
    if (value === null || value === undefined || Number.isNaN(value)) continue
    const kind = valueKind(value)
    if (found !== undefined && kind !== found) return 'text'
    found = kind
  }
  return found ?? 'text'
}

function valueKind(value: unknown): Kind {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'boolean') return 'boolean'
  return types.isDate(value) ? 'time' : 'text'
}

function textKeys({ codes, labels }: Categories): KeyValues {
  return sortedKeys(codes, labels, JSON.stringify, (picked, sorted) =>
    category(
      picked.map((rank) => (rank < sorted.length ? rank : -1)),
      sorted,
    ),
  )
}

/** Keys that a double holds exactly; NaN = null. */
function numberKeys(
  values: Float64Array,
  show: (value: number) => string,
  write: (values: Float64Array) => OutputColumn,
): KeyValues {
  return rankNumbers(values, show, (picked, sorted) =>
    write(Float64Array.from(picked, (rank) => (rank < sorted.length ? sorted[rank] : NaN))),
  )
}

/** Integers that doubles hold exactly are read as doubles, others by their digits. */
function integerKeys(source: SourceTable, name: string, create: (length: number) => IntegerArray): KeyValues {
  const { values } = numericColumn(source, name)
  if (values.some((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER)) {
    const { codes, labels } = categoryColumn(source, name)
    return sortedKeys(codes, labels.map(BigInt), String, (picked, sorted) => writeIntegers(picked, sorted, create))
  }
  return rankNumbers(values, String, (picked, sorted) => writeIntegers(picked, sorted, create))
}

function writeIntegers(
  picked: Int32Array,
  sorted: readonly (number | bigint)[],
  create: (length: number) => IntegerArray,
): OutputColumn {
  const out = create(picked.length)
  const present = new Uint8Array(picked.length)
  const wide = out.BYTES_PER_ELEMENT === 8
  const convert = sorted.map((value) => (wide ? BigInt(value) : value))
  for (let i = 0; i < picked.length; i++) {
    if (picked[i] === sorted.length) continue
    out[i] = convert[picked[i]]
    present[i] = 1
  }
  return integers(out, present)
}

/** Rank numbers; NaN (null) gets the rank behind all others. */
function rankNumbers(
  values: Float64Array,
  show: (value: number) => string,
  write: (ranks: Int32Array, sorted: readonly number[]) => OutputColumn,
): KeyValues {
  const near = rankNear(values)
  if (near !== null) return keysOf(near.ranks, near.sorted, near.nulls, show, write)
  const { codes, distinct } = encode(values)
  return sortedKeys(codes, distinct, show, write)
}

/** Rank distinct keys; code −1 (null) gets the rank behind all others. */
function sortedKeys<T extends number | bigint | string>(
  codes: Int32Array,
  distinct: readonly T[],
  show: (value: T) => string,
  write: (ranks: Int32Array, sorted: readonly T[]) => OutputColumn,
): KeyValues {
  const sorted = distinct.toSorted((a, b) => (a < b ? -1 : 1))
  const rankOf = new Map(sorted.map((value, rank) => [value, rank]))
  const rankOfCode = Int32Array.from(distinct, (value) => rankOf.get(value) as number)
  let nulls = 0
  const ranks = codes.map((code) => {
    if (code >= 0) return rankOfCode[code]
    nulls = 1
    return sorted.length
  })
  return keysOf(ranks, sorted, nulls, show, write)
}

/** `nulls`: 1 when there are any, else 0. */
function keysOf<T>(
  ranks: Int32Array,
  sorted: readonly T[],
  nulls: number,
  show: (value: T) => string,
  write: (ranks: Int32Array, sorted: readonly T[]) => OutputColumn,
): KeyValues {
  return {
    ranks,
    count: sorted.length + nulls,
    show: (rank) => (rank < sorted.length ? show(sorted[rank]) : 'null'),
    write: (picked) => write(picked, sorted),
  }
}

/** Arrays of integers by the names that arrays and Arrow types give them. */
const INTEGER_ARRAYS: Readonly<Record<string, (length: number) => IntegerArray>> = {
  Int8: (length) => new Int8Array(length),
  Uint8: (length) => new Uint8Array(length),
  Uint8Clamped: (length) => new Uint8Array(length),
  Int16: (length) => new Int16Array(length),
  Uint16: (length) => new Uint16Array(length),
  Int32: (length) => new Int32Array(length),
  Uint32: (length) => new Uint32Array(length),
  Int64: (length) => new BigInt64Array(length),
  BigInt64: (length) => new BigInt64Array(length),
  Uint64: (length) => new BigUint64Array(length),
  BigUint64: (length) => new BigUint64Array(length),
}

/** How to make an array of the column's width; plain bigints are 64 bits wide. */
function integerArrayOf(column: SourceColumn): (length: number) => IntegerArray {
  if (column.storage === 'chunked') return INTEGER_ARRAYS[typeName(valueType(column.type))]
  const { values } = column
  return INTEGER_ARRAYS[ArrayBuffer.isView(values) ? viewName(values) : 'BigInt64']
}

/** `Int32` for an Int32Array, of this realm or another. */
function viewName(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice('[object '.length, -'Array]'.length)
}

/** Ranks of whole numbers from a table of those that are there; null when they lie too far apart or are not whole. */
function rankNear(values: Float64Array): { ranks: Int32Array; sorted: number[]; nulls: number } | null {
  let least = Infinity
  let most = -Infinity
  let nulls = 0
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value < least) least = value
    if (value > most) most = value
    if (value !== Math.floor(value)) {
      if (!Number.isNaN(value)) return null
      nulls = 1
    }
  }
  const range = most - least + 1
  // without a number the range is below 1
  if (!(range >= 1 && range <= 2 * values.length + 1024)) return null
  const places = new Int32Array(range)
  for (let row = 0; row < values.length; row++) if (values[row] >= least) places[values[row] - least] = 1
  const sorted: number[] = []
  for (let place = 0; place < range; place++) {
    if (places[place] === 0) continue
    places[place] = sorted.length
    sorted.push(least + place)
  }
  const ranks = new Int32Array(values.length)
  for (let row = 0; row < values.length; row++)
    ranks[row] = values[row] >= least ? places[values[row] - least] : sorted.length
  return { ranks, sorted, nulls }
}

/** Distinct values in order of first appearance and each row's place among them, −1 for NaN. Runs of one value are cheap. */
function encode(values: Float64Array): { codes: Int32Array; distinct: number[] } {
  const known = new Map<number, number>()
  const distinct: number[] = []
  const codes = new Int32Array(values.length)
  let last = NaN
  let lastCode = -1
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value !== last) {
      last = value
      lastCode = Number.isNaN(value) ? -1 : (known.get(value) ?? distinct.length)
      if (lastCode === distinct.length) {
        known.set(value, lastCode)
        // 0 for −0 too: they are one key
        distinct.push(value + 0)
      }
    }
    codes[row] = lastCode
  }
  return { codes, distinct }
}

function fromByte(byte: number): number {
  return byte > 1 ? NaN : byte
}

function toBytes(values: Float64Array): OutputColumn {
  return boolean(Uint8Array.from(values, (value) => (Number.isNaN(value) ? 255 : value)))
}

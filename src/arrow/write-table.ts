/**
 * The way out: typed arrays become an apache-arrow Table of the package's own copy.
 *
 * Buffers are handed over as they are, so a column costs at most one pass over its values to find nulls. Labels are written as
 * Dictionary<Int32, Utf8>, lists as List<Dictionary>: building text row by row would be fifty times slower.
 */
import {
  Bool,
  Field,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  List,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  makeData,
  type Data,
  type DataType,
  type Dictionary,
  type Int,
  type Utf8,
} from 'apache-arrow'
import { BodkinError } from '../errors.js'
import { dictionaryOf } from './dictionary.js'

/** Integers of any width; the width of the array is the width of the column. */
export type IntegerArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array

/** A column to write. The arrays belong to the table from then on: do not change them afterwards. */
export type OutputColumn =
  | { readonly kind: 'float64'; readonly values: Float64Array }
  | { readonly kind: 'int32'; readonly values: Int32Array }
  | { readonly kind: 'integer'; readonly values: IntegerArray; readonly present: Uint8Array }
  | { readonly kind: 'time'; readonly values: Float64Array }
  | { readonly kind: 'boolean'; readonly values: Uint8Array }
  | { readonly kind: 'category'; readonly codes: Int32Array; readonly labels: readonly string[] }
  | {
      readonly kind: 'list'
      readonly offsets: Int32Array
      readonly codes: Int32Array
      readonly labels: readonly string[]
    }
  | { readonly kind: 'timeList'; readonly offsets: Int32Array; readonly values: Float64Array }

/** Doubles; NaN becomes null. */
export function float64(values: Float64Array): OutputColumn {
  return { kind: 'float64', values }
}

/** 32-bit integers, none null. */
export function int32(values: Int32Array): OutputColumn {
  return { kind: 'int32', values }
}

/** Integers in their own width, null where `present` is 0. */
export function integers(values: IntegerArray, present: Uint8Array): OutputColumn {
  return { kind: 'integer', values, present }
}

/** Milliseconds since 1970-01-01 UTC, rounded to whole ones; NaN becomes null. Written as Timestamp<ms> without a zone. */
export function time(values: Float64Array): OutputColumn {
  return { kind: 'time', values }
}

/** Booleans: 0, 1, and any other byte for null. */
export function boolean(values: Uint8Array): OutputColumn {
  return { kind: 'boolean', values }
}

/** Labels: `labels[codes[row]]`, −1 for null. Written as Dictionary<Int32, Utf8>. */
export function category(codes: Int32Array, labels: readonly string[]): OutputColumn {
  return { kind: 'category', codes, labels }
}

/** Labels row by row, null for none; equal ones are stored once. */
export function text(values: readonly (string | null)[]): OutputColumn {
  const known = new Map<string, number>()
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1
    let code = known.get(value)
    if (code === undefined) known.set(value, (code = known.size))
    return code
  })
  return { kind: 'category', codes, labels: [...known.keys()] }
}

/** Lists of labels: row r has `labels[codes[i]]` for i from `offsets[r]` to `offsets[r + 1]`; code −1 is a null item. */
export function list(offsets: Int32Array, codes: Int32Array, labels: readonly string[]): OutputColumn {
  return { kind: 'list', offsets, codes, labels }
}

/** Lists of times in milliseconds since 1970-01-01 UTC: row r has `values[i]` for i from `offsets[r]` to `offsets[r + 1]`. */
export function timeList(offsets: Int32Array, values: Float64Array): OutputColumn {
  return { kind: 'timeList', offsets, values }
}

/**
 * Build a table.
 *
 * @param columns by name, in order; a list of pairs keeps the order of names that look like integers, which an object does not
 * @param metadata texts for the schema
 * @throws BodkinError `DATA` when the columns differ in length
 * @example
 * writeTable({ ds: time(new Float64Array([0])), yhat: float64(new Float64Array([3.5])) }).get(0)?.toJSON()   // { ds: 0, yhat: 3.5 }
 */
export function writeTable(
  columns: Readonly<Record<string, OutputColumn>> | readonly (readonly [string, OutputColumn])[],
  metadata: Readonly<Record<string, string>> = {},
): Table {
  const entries = Array.isArray(columns)
    ? (columns as readonly (readonly [string, OutputColumn])[])
    : Object.entries(columns)
  const used = new Set<ArrayBufferLike>()
  const data = entries.map(([, column]) => toData(unshared(column, used)))
  const length = data.length === 0 ? 0 : data[0].length
  const odd = data.findIndex((column) => column.length !== length)
  if (odd >= 0) {
    const sizes = `${length} rows in ${JSON.stringify(entries[0][0])} and ${data[odd].length} in ${JSON.stringify(entries[odd][0])}`
    throw new BodkinError('DATA', `the columns of a table must have one length, got ${sizes}`)
  }
  const fields = entries.map(([name], i) => new Field(name, data[i].type, true))
  const schema = new Schema(fields, new Map(Object.entries(metadata)))
  const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children: data })
  return new Table(schema, new RecordBatch(schema, struct))
}

/**
 * The column in memory of its own: apache-arrow's writer joins neighbouring views of one ArrayBuffer, so two columns that share one
 * (a value and its equal bounds) would be written as a broken stream.
 */
function unshared(column: OutputColumn, used: Set<ArrayBufferLike>): OutputColumn {
  const own = Object.entries(column).map(([key, value]: [string, unknown]): [string, unknown] => {
    if (!ArrayBuffer.isView(value)) return [key, value]
    const shared = used.has(value.buffer)
    used.add(value.buffer)
    return [key, shared ? (value as Float64Array).slice() : value]
  })
  return Object.fromEntries(own) as OutputColumn
}

function toData(column: OutputColumn): Data<DataType> {
  switch (column.kind) {
    case 'float64':
      return makeData({
        type: new Float64(),
        length: column.values.length,
        data: column.values,
        ...nanBitmap(column.values),
      })
    case 'int32':
      return makeData({ type: new Int32(), length: column.values.length, data: column.values, nullCount: 0 })
    case 'integer':
      return integerData(column.values, column.present)
    case 'time':
      return timeData(column.values)
    case 'boolean':
      return booleanData(column.values)
    case 'category':
      return categoryData(column.codes, column.labels)
    case 'list':
      return listData(column.offsets, categoryData(column.codes, column.labels))
    case 'timeList':
      return listData(column.offsets, timeData(column.values))
  }
}

function integerData(values: IntegerArray, present: Uint8Array): Data<DataType> {
  const nulls = bitmap(values.length, 0, (i) => present[i] === 1)
  return makeData({ type: integerType(values), length: values.length, data: values, ...nulls })
}

/** Told by its name, since the array may come from another realm. */
function integerType(values: IntegerArray): Int {
  switch (values[Symbol.toStringTag]) {
    case 'Int8Array':
      return new Int8()
    case 'Uint8Array':
      return new Uint8()
    case 'Int16Array':
      return new Int16()
    case 'Uint16Array':
      return new Uint16()
    case 'Int32Array':
      return new Int32()
    case 'Uint32Array':
      return new Uint32()
    case 'BigInt64Array':
      return new Int64()
    case 'BigUint64Array':
      return new Uint64()
  }
}

/** Timestamps as word pairs: a floating point division a value instead of a BigInt. */
function timeData(values: Float64Array): Data<TimestampMillisecond> {
  const words = new Int32Array(values.length * 2)
  for (let i = 0; i < values.length; i++) {
    const milliseconds = Math.round(values[i])
    const high = Math.floor(milliseconds / 2 ** 32)
    words[2 * i] = milliseconds - high * 2 ** 32
    words[2 * i + 1] = high
  }
  const data = new BigInt64Array(words.buffer)
  return makeData({ type: new TimestampMillisecond(), length: values.length, data, ...nanBitmap(values) })
}

function booleanData(values: Uint8Array): Data<Bool> {
  const bits = new Uint8Array(bitmapBytes(values.length))
  for (let i = 0; i < values.length; i++) if (values[i] === 1) bits[i >> 3] |= 1 << (i & 7)
  const nulls = bitmap(values.length, 0, (i) => values[i] <= 1)
  return makeData({ type: new Bool(), length: values.length, data: bits, ...nulls })
}

function categoryData(codes: Int32Array, labels: readonly string[]): Data<Dictionary<Utf8, Int32>> {
  const { type, vector } = dictionaryOf(labels)
  const nulls = bitmap(codes.length, firstNegative(codes), (i) => codes[i] >= 0)
  // Readers may check codes of null rows too, so none of them is left negative.
  const data = nulls.nullCount === 0 ? codes : codes.map((code) => Math.max(code, 0))
  return makeData({ type, length: codes.length, data, dictionary: vector, ...nulls })
}

function listData<T extends DataType>(valueOffsets: Int32Array, child: Data<T>): Data<List<T>> {
  const type = new List(new Field('item', child.type, true))
  return makeData({ type, length: valueOffsets.length - 1, valueOffsets, child, nullCount: 0 })
}

/** The part of an Arrow column that says which rows are null. */
interface Nulls {
  readonly nullCount: number
  readonly nullBitmap?: Uint8Array
}

function nanBitmap(values: Float64Array): Nulls {
  return bitmap(values.length, firstNaN(values), (i) => !Number.isNaN(values[i]))
}

/** One bit a row, 1 = present, looked at from row `first` on; no bitmap when nothing is null. */
function bitmap(length: number, first: number, isPresent: (i: number) => boolean): Nulls {
  let nullBitmap: Uint8Array | undefined
  let nullCount = 0
  for (let i = first; i < length; i++) {
    if (isPresent(i)) continue
    nullBitmap ??= new Uint8Array(bitmapBytes(length)).fill(255)
    nullBitmap[i >> 3] &= ~(1 << (i & 7))
    nullCount++
  }
  return nullBitmap === undefined ? { nullCount } : { nullCount, nullBitmap }
}

/** Where the nulls begin: most columns have none, and a loop without a call finds that out in a fraction of the time. */
function firstNegative(codes: Int32Array): number {
  for (let i = 0; i < codes.length; i++) if (codes[i] < 0) return i
  return codes.length
}

function firstNaN(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return i
  return values.length
}

/** Arrow buffers are padded to 8 bytes. */
function bitmapBytes(length: number): number {
  return ((length + 63) >> 6) << 3
}

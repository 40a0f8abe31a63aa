/** The recipe's columns as an Arrow IPC stream on disk, in record batches of 65,536 rows, so that all contenders read the same bytes. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  Dictionary,
  Field,
  Float64,
  Int32,
  List,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { columns, itemLists, items, labels } from './recipe.mjs'

export const batchRows = 65_536
const cache = new URL('../.bench-cache/arrow/', import.meta.url)

/** Path of a stream with the columns value, sparse, time, label. Null rows of `sparse` hold 0, so that who ignores nulls answers wrongly. */
export function columnsFile(rows) {
  const { value, sparse, time, label } = columns(rows)
  const millis = BigInt64Array.from(time, BigInt)
  const dictionary = vectorFromArray(labels, new Utf8())
  const labelType = new Dictionary(new Utf8(), new Int32(), 0)
  return streamFile(`columns-${rows}`, rows, (from, to) => {
    const length = to - from
    return {
      value: makeData({ type: new Float64(), length, nullCount: 0, data: value.slice(from, to) }),
      sparse: makeData({ type: new Float64(), length, ...nullable(sparse.subarray(from, to)) }),
      time: makeData({ type: new TimestampMillisecond(), length, nullCount: 0, data: millis.slice(from, to) }),
      label: makeData({ type: labelType, length, nullCount: 0, data: label.slice(from, to), dictionary }),
    }
  })
}

/** Path of a stream with one column of lists, `items`. */
export function listsFile(lists) {
  const { offsets, codes } = itemLists(lists)
  const dictionary = vectorFromArray(items, new Utf8())
  const itemType = new Dictionary(new Utf8(), new Int32(), 0)
  const type = new List(new Field('item', itemType, true))
  return streamFile(`lists-${lists}`, lists, (from, to) => {
    const first = offsets[from]
    const data = codes.slice(first, offsets[to])
    const child = makeData({ type: itemType, length: data.length, nullCount: 0, data, dictionary })
    const valueOffsets = offsets.slice(from, to + 1).map((offset) => offset - first)
    return { items: makeData({ type, length: to - from, nullCount: 0, valueOffsets, child }) }
  })
}

/** Values with NaN for null → buffers of a nullable column. */
function nullable(values) {
  const nullBitmap = new Uint8Array((values.length + 7) >> 3)
  let nullCount = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) nullCount++
    else nullBitmap[i >> 3] |= 1 << (i & 7)
  }
  return { nullCount, nullBitmap, data: values.map((value) => (Number.isNaN(value) ? 0 : value)) }
}

/** Write a stream; `batch(from, to)` gives one Data a column. */
function streamFile(name, rows, batch) {
  const file = fileURLToPath(new URL(`${name}.arrow`, cache))
  mkdirSync(cache, { recursive: true })
  const writer = new RecordBatchStreamWriter()
  for (let from = 0; from < rows; from += batchRows) {
    const to = Math.min(rows, from + batchRows)
    const children = batch(from, to)
    const fields = Object.entries(children).map(([column, { type }]) => new Field(column, type, true))
    const data = makeData({
      type: new Struct(fields),
      length: to - from,
      nullCount: 0,
      children: Object.values(children),
    })
    writer.write(new RecordBatch(new Schema(fields), data))
  }
  writer.finish()
  writeFileSync(file, writer.toUint8Array(true))
  return file
}

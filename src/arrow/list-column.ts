/**
 * Lists of labels out of a column: the items of all rows in one array of codes, and where each row's items start.
 *
 * The items of a chunk are encoded in runs of rows without a null list between them, because a null list may still point at items.
 */
import { isList, TypeId, valueType, type ArrowType } from './arrow-type.js'
import { dictionaryCodes, isNull, offsetsOf, type Chunk } from './chunk.js'
import { plainCode } from './category-column.js'
import { labelEncoder, recode, type LabelEncoder } from './label-encoder.js'
import type { SourceTable } from './read-table.js'
import { codeError, typeError, valueError, type ChunkedColumn, type PlainColumn } from './source-column.js'
import { isLabelType } from './text.js'

/** What a list column is read as: some labels a row. */
export interface Lists {
  /** Row r has items `offsets[r]` to `offsets[r + 1]`; rows + 1 numbers, the first 0. */
  readonly offsets: Int32Array
  /** Position of each item's label in `labels`; −1 = null item. */
  readonly codes: Int32Array
  /** Distinct labels in order of first appearance; each one is used. */
  readonly labels: string[]
}

/**
 * A column of lists of labels: Arrow List, LargeList or FixedSizeList of text, dictionaries, numbers or booleans (also behind a
 * dictionary of lists), or plain arrays, Sets and other iterables. A null row is an empty list; a null item has code −1.
 *
 * @throws BodkinError `COLUMN` when there is no such column or it holds something else
 * @example
 * listColumn(readTable({ items: [['milk', 'bread'], null, ['milk']] }), 'items')
 * // { offsets: Int32Array [0, 2, 2, 3], codes: Int32Array [0, 1, 0], labels: ['milk', 'bread'] }
 */
export function listColumn(source: SourceTable, name: string): Lists {
  const column = source.column(name)
  return column.storage === 'plain' ? readPlain(column) : readChunked(column)
}

function readChunked(column: ChunkedColumn): Lists {
  if (!isReadable(column.type)) throw typeError(column, 'lists of labels (text, numbers or booleans)')
  const lists = readLists(column, column.chunks)
  return column.selection === null ? lists : gatherLists(lists, column.selection)
}

function isReadable(type: ArrowType): boolean {
  const list = valueType(type)
  if (list.typeId === TypeId.Null) return true
  const item = list.children?.[0]?.type
  return isList(list) && item !== undefined && isLabelType(valueType(item).typeId)
}

function readLists(column: ChunkedColumn, chunks: readonly Chunk[]): Lists {
  const encoder = labelEncoder(column)
  const parts: Int32Array[] = []
  const lengths: Int32Array[] = []
  for (const chunk of chunks) {
    const { offsets, codes } =
      chunk.dictionary === null
        ? readChunk(chunk, encoder)
        : readDictionaryChunk(column, chunk, chunk.dictionary, encoder)
    lengths.push(offsets)
    parts.push(codes)
  }
  return { ...concatenate(lengths, parts), labels: encoder.labels }
}

interface Items {
  readonly offsets: Int32Array
  readonly codes: Int32Array
}

/** The lists of one chunk that is not dictionary-encoded. */
function readChunk(chunk: Chunk, encoder: LabelEncoder): Items {
  const { length } = chunk
  const offsets = new Int32Array(length + 1)
  if (chunk.type.typeId === TypeId.Null) return { offsets, codes: new Int32Array(0) }
  const start = listStarts(chunk)
  for (let i = 0; i < length; i++) offsets[i + 1] = offsets[i] + (isNull(chunk, i) ? 0 : start(i + 1) - start(i))
  const codes = new Int32Array(offsets[length])
  if (codes.length === 0) return { offsets, codes }
  const encode = encoder.over(chunk.children[0])
  for (let from = 0; from < length; from++) {
    if (isNull(chunk, from)) continue
    let to = from + 1
    if (chunk.validity === null) to = length
    else while (to < length && !isNull(chunk, to)) to++
    encode(start(from), start(to), codes, offsets[from])
    from = to - 1
  }
  return { offsets, codes }
}

/** Where row i's items start in the child chunk. */
function listStarts(chunk: Chunk): (i: number) => number {
  const size = chunk.type.listSize ?? chunk.type.stride ?? 0
  const offsets = chunk.type.typeId === TypeId.FixedSizeList ? null : offsetsOf(chunk)
  return offsets === null ? (i) => i * size : (i) => offsets[i]
}

/** The lists that a chunk's codes point to, relabelled so that labels keep the order of first appearance. */
function readDictionaryChunk(
  column: ChunkedColumn,
  chunk: Chunk,
  dictionary: readonly Chunk[],
  encoder: LabelEncoder,
): Items {
  const all = readLists(column, dictionary)
  const size = all.offsets.length - 1
  const rows = dictionaryCodes(chunk).slice(0, chunk.length)
  for (let i = 0; i < rows.length; i++) {
    if (isNull(chunk, i)) rows[i] = -1
    else if (!(rows[i] >= 0 && rows[i] < size)) throw codeError(column, rows[i], size)
  }
  const { offsets, codes, labels } = gatherLists(all, rows)
  const translation = labels.map((label) => encoder.code(label))
  return { offsets, codes: codes.map((code) => (code < 0 ? -1 : translation[code])) }
}

/** Lists `rows[i]` for every i, an empty one for −1; labels that are left are renumbered. */
function gatherLists({ offsets, codes, labels }: Lists, rows: ArrayLike<number>): Lists {
  const outOffsets = new Int32Array(rows.length + 1)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    outOffsets[i + 1] = outOffsets[i] + (row < 0 ? 0 : offsets[row + 1] - offsets[row])
  }
  const outCodes = new Int32Array(outOffsets[rows.length])
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    if (row >= 0) outCodes.set(codes.subarray(offsets[row], offsets[row + 1]), outOffsets[i])
  }
  return { offsets: outOffsets, ...recode(outCodes, labels) }
}

function concatenate(parts: readonly Int32Array[], codeParts: readonly Int32Array[]): Items {
  const rows = parts.reduce((sum, part) => sum + part.length - 1, 0)
  const offsets = new Int32Array(rows + 1)
  const codes = new Int32Array(codeParts.reduce((sum, part) => sum + part.length, 0))
  let row = 0
  let item = 0
  parts.forEach((part, k) => {
    for (let i = 1; i < part.length; i++) offsets[row + i] = item + part[i]
    codes.set(codeParts[k], item)
    row += part.length - 1
    item += codeParts[k].length
  })
  return { offsets, codes }
}

function readPlain(column: PlainColumn): Lists {
  const encoder = labelEncoder(null)
  const offsets = new Int32Array(column.rows + 1)
  const codes: number[] = []
  for (let row = 0; row < column.rows; row++) {
    const list = column.values[row]
    if (isIterable(list)) for (const item of list) codes.push(plainCode(column, row, item, encoder))
    else if (list !== null && list !== undefined) throw valueError(column, row, 'a list (array or Set)', list)
    offsets[row + 1] = codes.length
  }
  return { offsets, codes: Int32Array.from(codes), labels: encoder.labels }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

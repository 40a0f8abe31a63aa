/**
 * A table in stretches of rows, and stretches back into one table, without copying a value: for long tables that are read piece by piece,
 * so that the event loop gets its turns.
 *
 * Arrow chunks are cut as the libraries cut them: values and offsets are sub-arrayed, validity bitmaps and the bits of Bool stay whole and
 * the first bit moves (see chunk.ts). Columns that cannot be cut without a copy (decimals, text views, lists, filtered tables, plain arrays)
 * keep their table whole.
 */
import { isBytes, TypeId, type ArrowType } from './arrow-type.js'
import type { ArrowBuffer, Chunk } from './chunk.js'
import type { SourceTable } from './read-table.js'
import type { ChunkedColumn, SourceColumn } from './source-column.js'

/**
 * Cut a table.
 *
 * @param names the columns that the slices have
 * @param size rows of a slice, at least 1; the last one may have fewer
 * @returns slices in order; the table itself when it is no longer than that or one of the columns cannot be cut
 */
export function rowSlices(source: SourceTable, names: readonly string[], size: number): SourceTable[] {
  if (source.rows <= size) return [source]
  const columns = names.map((name): [string, SourceColumn] => [name, source.column(name)])
  const chunked = columns.filter((entry): entry is [string, ChunkedColumn] => canCut(entry[1]))
  if (chunked.length < columns.length) return [source]
  const slices: SourceTable[] = []
  for (let from = 0; from < source.rows; from += size) {
    const to = Math.min(source.rows, from + size)
    slices.push(tableOf(to - from, new Map(chunked.map(([name, column]) => [name, cutColumn(column, from, to)]))))
  }
  return slices
}

/** The rows of some tables one below the other; all have the same columns, of Arrow data, of the same types. */
export function joinRows(sources: readonly SourceTable[]): SourceTable {
  const [first] = sources
  const rows = sources.reduce((sum, source) => sum + source.rows, 0)
  const columns = first.names.map((name): [string, ChunkedColumn] => {
    const parts = sources.map((source) => source.column(name)).filter((column) => column.storage === 'chunked')
    return [name, { ...parts[0], rows, chunks: parts.flatMap(({ chunks }) => chunks) }]
  })
  return tableOf(rows, new Map(columns))
}

function tableOf(rows: number, columns: ReadonlyMap<string, ChunkedColumn>): SourceTable {
  return Object.freeze({
    rows,
    names: [...columns.keys()],
    has: (name: string) => columns.has(name),
    column: (name: string) => columns.get(name)!,
  })
}

function canCut(column: SourceColumn): boolean {
  return (
    column.storage === 'chunked' &&
    column.selection === null &&
    column.chunks.every((chunk) => widthOf(chunk) !== undefined)
  )
}

/** How a chunk's rows lie in its values: bytes a row, or 0 where the values are not cut (bits, text); undefined when it cannot be cut. */
function widthOf({ type, values, dictionary }: Chunk): number | undefined {
  if (dictionary !== null) return values?.BYTES_PER_ELEMENT
  if (type.typeId === TypeId.Bool || type.typeId === TypeId.Null || isBytes(type)) return 0
  return fixedWidth(type)
}

/** Bytes of a value; undefined for types that are not one number a row. */
function fixedWidth({ typeId, bitWidth = 32, precision, unit }: ArrowType): number | undefined {
  if (typeId === TypeId.Int) return bitWidth / 8
  if (typeId === TypeId.Float) return 2 << (precision ?? 2)
  if (typeId === TypeId.Date) return unit === 0 ? 4 : 8
  return typeId === TypeId.Timestamp ? 8 : undefined
}

function cutColumn(column: ChunkedColumn, from: number, to: number): ChunkedColumn {
  const chunks: Chunk[] = []
  let start = 0
  for (const chunk of column.chunks) {
    const first = Math.max(0, from - start)
    const last = Math.min(chunk.length, to - start)
    if (first < last) chunks.push(cutChunk(chunk, first, last))
    start += chunk.length
  }
  return { ...column, rows: to - from, chunks }
}

function cutChunk(chunk: Chunk, from: number, to: number): Chunk {
  const { values, offsets, offset } = chunk
  return {
    ...chunk,
    length: to - from,
    offset: offset + from,
    values: values === null ? null : cutValues(values, widthOf(chunk) ?? 0, from, to),
    offsets: offsets === null ? null : (offsets.subarray(from, to + 1) as typeof offsets),
  }
}

/** A value may be several elements of its array: 64-bit ones come as pairs of words too. */
function cutValues(values: ArrowBuffer, width: number, from: number, to: number): ArrowBuffer {
  const elements = width / values.BYTES_PER_ELEMENT
  return elements === 0 ? values : (values.subarray(from * elements, to * elements) as ArrowBuffer)
}

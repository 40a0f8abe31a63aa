/**
 * Tables of baskets, one after the other, as lines: a number for the basket and a number for the item of every line.
 *
 * Nothing of a table is kept but its lines (8 bytes each) and the distinct keys and labels, so a stream of record batches may be larger
 * than memory in its own encoding. Baskets of long form are numbered table by table first; when all tables were read, their keys are
 * put together and ranked once more, so a basket may span tables.
 */
import type { Vector } from 'apache-arrow'
import { booleanColumn } from '../../arrow/boolean-column.js'
import { categoryColumn } from '../../arrow/category-column.js'
import { keyColumns, type Keys } from '../../arrow/key-columns.js'
import { listColumn } from '../../arrow/list-column.js'
import { nullRows } from '../../arrow/null-rows.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { checkWholeLabels } from '../../arrow/whole-labels.js'
import { int32, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { BodkinError } from '../../errors.js'
import type { BasketIds } from './transactions-data.js'
import type { Layout } from './transactions-options.js'

/** Some lines: basket and item of each, −1 where there is none. */
export interface LineChunk {
  readonly baskets: Int32Array
  readonly items: Int32Array
}

/** All lines of all tables. */
export interface BasketLines {
  readonly chunks: readonly LineChunk[]
  /** Baskets n; each chunk's basket numbers are below it. */
  readonly count: number
  readonly ids: BasketIds
  /** Item numbers point here; in order of first appearance. */
  readonly labels: readonly string[]
  /** Lines (long form) or rows without a basket: skipped. */
  readonly nullBaskets: number
}

/** Takes tables one by one. */
export interface LineReader {
  readonly add: (table: TableLike) => void
  /** @throws BodkinError `DATA` when there was no basket or no item at all */
  readonly finish: () => BasketLines
}

const NULL_BOOLEAN = 255
const MOST_OCCURRENCES = 2 ** 31 - 1

/** A reader for one layout. */
export function lineReader(layout: Layout): LineReader {
  const labels: string[] = []
  const known = new Map<string, number>()
  const translate = (codes: Int32Array, own: readonly string[]): Int32Array => {
    const table = Int32Array.from(own, (label) => {
      let code = known.get(label)
      if (code === undefined) known.set(label, (code = labels.push(label) - 1))
      return code
    })
    for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) codes[i] = table[codes[i]]
    return codes
  }

  const chunks: LineChunk[] = []
  let lines = 0
  const take = (chunk: LineChunk): void => {
    lines += chunk.items.length
    checkOccurrences(lines)
    chunks.push(chunk)
  }
  switch (layout.form) {
    case 'long':
      return longReader(layout, { chunks, labels, take, translate })
    case 'list':
      return listReader(layout.items, { chunks, labels, take, translate })
    case 'oneHot':
      return oneHotReader(layout.columns, { chunks, labels, take, translate })
  }
}

/** Offsets are 32 bits wide. */
export function checkOccurrences(lines: number): void {
  if (lines <= MOST_OCCURRENCES) return
  const message = `baskets must have at most ${MOST_OCCURRENCES} lines together, got ${lines}: split them`
  throw new BodkinError('LIMIT', message, { lines })
}

/** What the readers of all layouts share. */
interface Store {
  readonly chunks: LineChunk[]
  readonly labels: readonly string[]
  readonly take: (chunk: LineChunk) => void
  /** Codes of a table's own labels, in place, to those of all tables. */
  readonly translate: (codes: Int32Array, own: readonly string[]) => Int32Array
}

function longReader(layout: { readonly transaction: string; readonly item: string }, store: Store): LineReader {
  const { transaction, item } = layout
  const keyParts: OutputColumn[] = []
  const sizes: number[] = []
  let nullBaskets = 0
  let rows = 0
  return {
    add(table) {
      const source = readTable(table)
      const keys = keyColumns(source, [transaction])
      const { codes, labels } = categoryColumn(source, item)
      checkWholeLabels(source.column(item), codes, labels)
      rows += source.rows
      if (source.rows === 0) return
      const { count } = keys
      const lastIsNull = isNullKey(keyColumn(keys, Int32Array.of(count - 1)))
      const baskets = lastIsNull ? count - 1 : count
      if (lastIsNull) nullBaskets += dropLast(keys.groups, baskets)
      keyParts.push(keyColumn(keys, ascending(baskets)))
      sizes.push(baskets)
      store.take({ baskets: keys.groups, items: store.translate(codes, labels) })
    },
    finish() {
      const found = sizes.reduce((sum, size) => sum + size, 0)
      if (rows === 0) throw new BodkinError('DATA', 'transactions needs at least one basket, got a table of 0 rows')
      if (found === 0) {
        const message = `column ${JSON.stringify(transaction)}: must say which basket a line belongs to, got null in all ${rows} rows`
        throw new BodkinError('DATA', message, { column: transaction })
      }
      const joined = joinKeys(transaction, keyParts, sizes, store.chunks)
      return { ...joined, labels: someLabels(store, item, rows), nullBaskets }
    },
  }
}

/** The one column of some keys. */
function keyColumn(keys: Keys, groups: Int32Array): OutputColumn {
  return keys.columns(groups)[0][1]
}

/** Nulls are one group behind all others. */
function dropLast(groups: Int32Array, last: number): number {
  let dropped = 0
  for (let row = 0; row < groups.length; row++) {
    if (groups[row] !== last) continue
    groups[row] = -1
    dropped++
  }
  return dropped
}

/** Whether a column of one key holds null. */
function isNullKey(column: OutputColumn): boolean {
  switch (column.kind) {
    case 'category':
      return column.codes[0] < 0
    case 'integer':
      return column.present[0] === 0
    case 'boolean':
      return column.values[0] > 1
    case 'float64':
    case 'time':
      return Number.isNaN(column.values[0])
    default:
      return false
  }
}

/** Baskets of all tables in one numbering, ascending with their keys. */
function joinKeys(
  name: string,
  parts: readonly OutputColumn[],
  sizes: readonly number[],
  chunks: readonly LineChunk[],
): { chunks: readonly LineChunk[]; count: number; ids: BasketIds } {
  if (parts.length === 1) return { chunks, count: sizes[0], ids: { name, column: parts[0] } }
  const vectors = parts
    .filter((_, part) => sizes[part] > 0)
    .map((part) => writeTable([[name, part]]).getChildAt(0) as Vector)
  const { type } = vectors[0]
  const odd = vectors.find((vector) => String(vector.type) !== String(type))
  if (odd !== undefined) {
    const message = `column ${JSON.stringify(name)}: must have one type in all tables, got ${type} and ${odd.type}`
    throw new BodkinError('DATA', message, { column: name })
  }
  const length = sizes.reduce((sum, size) => sum + size, 0)
  const keys = keyColumns(readTable({ [name]: { length, type, data: vectors.flatMap(({ data }) => data) } }), [name])
  let first = 0
  chunks.forEach(({ baskets }, part) => {
    for (let row = 0; row < baskets.length; row++)
      if (baskets[row] >= 0) baskets[row] = keys.groups[first + baskets[row]]
    first += sizes[part]
  })
  return { chunks, count: keys.count, ids: { name, column: keyColumn(keys, ascending(keys.count)) } }
}

function ascending(count: number): Int32Array {
  const out = new Int32Array(count)
  for (let i = 0; i < count; i++) out[i] = i
  return out
}

function listReader(items: string, store: Store): LineReader {
  const rowParts: Int32Array[] = []
  let rows = 0
  let count = 0
  return {
    add(table) {
      const source = readTable(table)
      const { offsets, codes, labels } = listColumn(source, items)
      checkWholeLabels(source.column(items), codes, labels, offsets)
      const nulls = nullRows(source, items)
      const present = new Int32Array(source.rows)
      const baskets = new Int32Array(codes.length)
      let kept = 0
      for (let row = 0; row < source.rows; row++) {
        if (nulls[row] === 1) continue
        present[kept] = rows + row
        const basket = count + kept++
        for (let i = offsets[row]; i < offsets[row + 1]; i++) baskets[i] = basket
      }
      rowParts.push(present.slice(0, kept))
      rows += source.rows
      count += kept
      store.take({ baskets, items: store.translate(codes, labels) })
    },
    finish: () => finishRows(store, rowParts, rows, items),
  }
}

function oneHotReader(columns: readonly string[], store: Store): LineReader {
  const rowParts: Int32Array[] = []
  let rows = 0
  return {
    add(table) {
      const source = readTable(table)
      const flags = columns.map((name) => booleanColumn(source, name))
      const lines = flags.reduce((sum, column) => sum + column.reduce((set, flag) => set + (flag === 0 ? 0 : 1), 0), 0)
      const baskets = new Int32Array(lines)
      const items = new Int32Array(lines)
      let at = 0
      flags.forEach((column, item) => {
        for (let row = 0; row < column.length; row++) {
          if (column[row] === 0) continue
          baskets[at] = rows + row
          items[at++] = column[row] === NULL_BOOLEAN ? -1 : item
        }
      })
      rowParts.push(ascending(source.rows).map((row) => rows + row))
      rows += source.rows
      store.take({ baskets, items: store.translate(items, columns) })
    },
    finish: () =>
      finishRows(store, rowParts, rows, columns.length === 1 ? columns[0] : `${columns[0]}", …, "${columns.at(-1)}`),
  }
}

/** Baskets that are rows: their keys are row numbers. */
function finishRows(store: Store, rowParts: readonly Int32Array[], rows: number, column: string): BasketLines {
  const count = rowParts.reduce((sum, part) => sum + part.length, 0)
  if (rows === 0) throw new BodkinError('DATA', 'transactions needs at least one basket, got a table of 0 rows')
  const labels = someLabels(store, column, rows)
  const numbers = new Int32Array(count)
  let at = 0
  for (const part of rowParts) {
    numbers.set(part, at)
    at += part.length
  }
  return {
    chunks: store.chunks,
    count,
    ids: { name: 'transaction', column: int32(numbers) },
    labels,
    nullBaskets: rows - count,
  }
}

/** @throws BodkinError `DATA` when no line has an item */
function someLabels({ chunks, labels }: Store, column: string, rows: number): readonly string[] {
  if (chunks.some(({ items }) => items.some((item) => item >= 0))) return labels
  throw new BodkinError('DATA', `column "${column}": must hold an item in some row, got none in ${rows} rows`, {
    column,
  })
}

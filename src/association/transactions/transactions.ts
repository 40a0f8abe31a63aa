/**
 * Baskets out of tables: options → lines → baskets.
 *
 * Lines are brought into baskets by counting, each basket's items are sorted where they lie, and an item that stands twice in a basket is
 * dropped as a repeat of its neighbour. O(lines · mean basket size + labels log labels) time, 12 bytes a line while it runs.
 */
import { BodkinError, show } from '../../errors.js'
import type { TableLike } from '../../arrow/table-like.js'
import { lineReader, type BasketLines } from './basket-lines.js'
import { compareCodePoints } from '../database/code-point.js'
import { sortRange } from '../database/sort-range.js'
import { normalizeLabel } from './labels.js'
import type { Transactions } from './transactions-data.js'
import {
  resolveTransactionsOptions,
  type Normalize,
  type TransactionsOptions,
  type TransactionsSettings,
} from './transactions-options.js'
import { profileTransactions } from './transactions-profile.js'

/**
 * Read baskets.
 *
 * A basket holds an item once, however often it is listed. A null item is ignored (and counted), a basket without items counts in n,
 * a line or row without a basket is skipped (and counted). `profile` tells what was read and what looks wrong: read its `warnings`.
 *
 * @param input any table; or an iterable (generator, Set, RecordBatchReader, array of Arrow tables) of tables or record batches, read one
 *   by one, where baskets of long form may span tables. A plain array of objects is a table of rows
 * @param options `transaction` and `item` (long form), `items` (lists) or `oneHot` (0/1 columns); `normalize` for labels
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA`; `DATA` when there is no basket or no item at all, `LIMIT` beyond 2³¹ lines
 * @example
 * const tx = transactions({ order: [1, 1, 2, 3], item: ['tea', 'milk', 'tea', null] }, { transaction: 'order', item: 'item' })
 * tx.count         // 3: order 3 is an empty basket
 * tx.labels        // ['milk', 'tea']
 * tx.offsets       // Int32Array [0, 2, 3, 3]
 * tx.items         // Int32Array [0, 1, 1]
 */
export function transactions(input: AsyncIterable<TableLike>, options: TransactionsOptions): Promise<Transactions>
export function transactions(input: TableLike | Iterable<TableLike>, options: TransactionsOptions): Transactions
export function transactions(
  input: TableLike | Iterable<TableLike> | AsyncIterable<TableLike>,
  options: TransactionsOptions,
): Transactions | Promise<Transactions> {
  const settings = resolveTransactionsOptions(options)
  if (isAsyncStream(input)) return readAsync(input, settings)
  return readTransactions(input, settings)
}

/** Baskets from settings that were checked already. */
export function readTransactions(
  input: TableLike | Iterable<TableLike>,
  { layout, normalize }: TransactionsSettings,
): Transactions {
  const reader = lineReader(layout)
  if (isStream(input)) for (const table of input) reader.add(table)
  else reader.add(input)
  return assemble(reader.finish(), normalize)
}

async function readAsync(
  input: AsyncIterable<TableLike>,
  { layout, normalize }: TransactionsSettings,
): Promise<Transactions> {
  const reader = lineReader(layout)
  for await (const table of input) reader.add(table)
  return assemble(reader.finish(), normalize)
}

/** Whether the input is baskets that were read already. */
export function isTransactions(input: unknown): input is Transactions {
  if (typeof input !== 'object' || input === null) return false
  const { count, offsets, items, labels, profile } = input as Partial<Record<string, unknown>>
  return (
    typeof count === 'number' &&
    isInt32(offsets) &&
    isInt32(items) &&
    Array.isArray(labels) &&
    typeof profile === 'object'
  )
}

/** Told by its name, since the array may come from another realm. */
function isInt32(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Int32Array]'
}

function isAsyncStream(input: unknown): input is AsyncIterable<TableLike> {
  if (typeof input !== 'object' || input === null || !(Symbol.asyncIterator in input)) return false
  // apache-arrow's readers have both iterators and say which one works
  const { isSync } = input as { isSync?: unknown }
  return !(typeof isSync === 'function' && isSync.call(input) === true)
}

/** Tables are iterable too (by row), so an iterable is a stream only when it is no table itself. */
function isStream(input: TableLike | Iterable<TableLike>): input is Iterable<TableLike> {
  if (typeof input === 'string')
    throw new BodkinError('DATA', `table must be a table or an iterable of tables, got ${show(input)}`)
  if (typeof input !== 'object' || input === null || !(Symbol.iterator in input) || isTableObject(input)) return false
  return Array.isArray(input) ? input.length > 0 && input.every(isTableObject) : !ArrayBuffer.isView(input)
}

/** An object that is a table by what it can do, not by its keys. */
function isTableObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { getChildAt, columnNames, column } = value as Partial<Record<string, unknown>>
  return typeof getChildAt === 'function' || typeof columnNames === 'function' || typeof column === 'function'
}

/** Lines to baskets. */
function assemble(lines: BasketLines, normalize: Normalize): Transactions {
  const { count, ids, nullBaskets } = lines
  const tally = tallyLines(lines)
  const { labels, itemOf } = sortLabels(lines.labels, tally.used, normalize)
  const { offsets, items } = fillBaskets(lines, itemOf, tally.sizes)
  const profile = profileTransactions({
    count,
    offsets,
    items,
    labels,
    ids,
    nullBaskets,
    lines: tally.lines,
    nullItems: tally.nullItems,
    duplicates: tally.entries - items.length,
  })
  return Object.freeze({ count, offsets, items, labels: Object.freeze(labels), ids: Object.freeze(ids), profile })
}

/** What lines hold. */
interface Tally {
  readonly lines: number
  readonly nullItems: number
  /** Lines with a basket and an item. */
  readonly entries: number
  /** Entries of each basket. */
  readonly sizes: Int32Array
  /** By code: 1 where some entry has the item. */
  readonly used: Uint8Array
}

function tallyLines({ chunks, labels, count }: BasketLines): Tally {
  const sizes = new Int32Array(count)
  const used = new Uint8Array(labels.length)
  let lines = 0
  let nullItems = 0
  let entries = 0
  for (const { baskets, items } of chunks) {
    lines += items.length
    for (let i = 0; i < items.length; i++) {
      const item = items[i]
      const basket = baskets[i]
      if (item < 0) nullItems++
      else if (basket >= 0) {
        used[item] = 1
        sizes[basket]++
        entries++
      }
    }
  }
  return { lines, nullItems, entries, sizes, used }
}

/** Labels that stand in some basket, ascending, and each code's place among them (−1: in none). */
function sortLabels(
  labels: readonly string[],
  used: Uint8Array,
  normalize: Normalize,
): { labels: string[]; itemOf: Int32Array } {
  const normal = labels.map((label) => normalizeLabel(label, normalize))
  const sorted = [...new Set(normal.filter((_, code) => used[code] === 1))].sort(compareCodePoints)
  const place = new Map(sorted.map((label, item) => [label, item]))
  return {
    labels: sorted,
    itemOf: Int32Array.from(normal, (label, code) => (used[code] === 1 ? (place.get(label) as number) : -1)),
  }
}

/** Items of every basket, ascending, each once. */
function fillBaskets(
  { chunks, count }: BasketLines,
  itemOf: Int32Array,
  sizes: Int32Array,
): { offsets: Int32Array; items: Int32Array } {
  const next = new Int32Array(count)
  for (let basket = 1; basket < count; basket++) next[basket] = next[basket - 1] + sizes[basket - 1]
  const items = new Int32Array(count === 0 ? 0 : next[count - 1] + sizes[count - 1])
  for (const { baskets, items: codes } of chunks)
    for (let i = 0; i < codes.length; i++)
      if (codes[i] >= 0 && baskets[i] >= 0) items[next[baskets[i]]++] = itemOf[codes[i]]

  const offsets = new Int32Array(count + 1)
  let end = 0
  for (let basket = 0, from = 0; basket < count; basket++) {
    const to = from + sizes[basket]
    sortRange(items, from, to)
    // what is kept lies where something was read already
    for (let i = from; i < to; i++) if (i === from || items[i] !== items[end - 1]) items[end++] = items[i]
    offsets[basket + 1] = end
    from = to
  }
  return { offsets, items: end === items.length ? items : items.slice(0, end) }
}

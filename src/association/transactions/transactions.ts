/**
 * Baskets out of tables: options → lines → baskets.
 *
 * Lines are brought into baskets by counting, twice: first by item, in the order of labels, then by basket. So the items of a basket come
 * out ascending, an item that stands twice in a basket is met twice in a row of visits and taken once, and no basket is ever sorted.
 * O(lines + labels log labels) time, 16 bytes a line while it runs.
 */
import { BodkinError, show } from '../../errors.js'
import type { TableLike } from '../../arrow/table-like.js'
import { lineReader, type BasketLines } from './basket-lines.js'
import { compareCodePoints } from '../database/code-point.js'
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
  const { labels, itemOf } = sortLabels(lines, normalize)
  const holders = basketsByItem(lines, itemOf, labels.length)
  const { count, ids, nullBaskets } = lines
  const { offsets, items } = itemsByBasket(holders)
  const profile = profileTransactions({
    count,
    offsets,
    items,
    labels,
    ids,
    nullBaskets,
    lines: holders.lines,
    nullItems: holders.nullItems,
    duplicates: holders.baskets.length - items.length,
  })
  return Object.freeze({ count, offsets, items, labels: Object.freeze(labels), ids: Object.freeze(ids), profile })
}

/** Labels that stand in some basket, ascending, and each code's place among them (−1: in none). */
function sortLabels({ chunks, labels }: BasketLines, normalize: Normalize): { labels: string[]; itemOf: Int32Array } {
  const used = new Uint8Array(labels.length)
  for (const { baskets, items } of chunks)
    for (let i = 0; i < items.length; i++) if (items[i] >= 0 && baskets[i] >= 0) used[items[i]] = 1
  const normal = labels.map((label) => normalizeLabel(label, normalize))
  const sorted = [...new Set(normal.filter((_, code) => used[code] === 1))].sort(compareCodePoints)
  const place = new Map(sorted.map((label, item) => [label, item]))
  return {
    labels: sorted,
    itemOf: Int32Array.from(normal, (label, code) => (used[code] === 1 ? (place.get(label) as number) : -1)),
  }
}

/** Baskets of every item in the order of lines; one that lists the item twice stands there twice. */
interface Holders {
  readonly starts: Int32Array
  readonly baskets: Int32Array
  /** Lines of each basket b are at b + 1. */
  readonly sizes: Int32Array
  readonly lines: number
  readonly nullItems: number
}

function basketsByItem({ chunks, count }: BasketLines, itemOf: Int32Array, size: number): Holders {
  const starts = new Int32Array(size + 1)
  const sizes = new Int32Array(count + 1)
  let nullItems = 0
  let lines = 0
  for (const { baskets, items } of chunks) {
    lines += items.length
    for (let i = 0; i < items.length; i++) {
      if (items[i] < 0) nullItems++
      else if (baskets[i] >= 0) {
        starts[itemOf[items[i]] + 1]++
        sizes[baskets[i] + 1]++
      }
    }
  }
  for (let item = 0; item < size; item++) starts[item + 1] += starts[item]
  const out = new Int32Array(starts[size])
  const next = starts.slice()
  for (const { baskets, items } of chunks)
    for (let i = 0; i < items.length; i++)
      if (items[i] >= 0 && baskets[i] >= 0) out[next[itemOf[items[i]]]++] = baskets[i]
  return { starts, baskets: out, sizes, lines, nullItems }
}

/** Items of every basket, ascending; repeats meet their first at the end of what the basket has so far. */
function itemsByBasket({ starts, baskets, sizes }: Holders): { offsets: Int32Array; items: Int32Array } {
  const size = starts.length - 1
  const count = sizes.length - 1
  for (let basket = 0; basket < count; basket++) sizes[basket + 1] += sizes[basket]
  const room = new Int32Array(baskets.length)
  const next = sizes.slice(0, count)
  for (let item = 0; item < size; item++) {
    for (let i = starts[item]; i < starts[item + 1]; i++) {
      const basket = baskets[i]
      const at = next[basket]
      if (at > sizes[basket] && room[at - 1] === item) continue
      room[at] = item
      next[basket] = at + 1
    }
  }
  const offsets = new Int32Array(count + 1)
  for (let basket = 0; basket < count; basket++) offsets[basket + 1] = offsets[basket] + next[basket] - sizes[basket]
  if (offsets[count] === room.length) return { offsets, items: room }
  const items = new Int32Array(offsets[count])
  for (let basket = 0; basket < count; basket++) {
    const shift = offsets[basket] - sizes[basket]
    for (let i = sizes[basket]; i < next[basket]; i++) items[i + shift] = room[i]
  }
  return { offsets, items }
}

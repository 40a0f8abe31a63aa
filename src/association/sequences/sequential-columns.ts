/**
 * Read the histories of customers: their lines by customer, item and time.
 */
import { categoryColumn } from '../../arrow/category-column.js'
import { keyColumns } from '../../arrow/key-columns.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { timeColumn } from '../../arrow/time-column.js'
import { BodkinError } from '../../errors.js'
import { orderBy, rankValues } from '../../numeric/counting-order.js'
import { stepSpan } from '../../options/duration.js'
import { compareCodePoints } from '../database/code-point.js'
import type { SequentialSettings } from './sequential-options.js'
import type { Histories, Spans } from './sequential-pairs.js'

/** Histories of the items that enough customers have. */
export interface CustomerHistories {
  readonly histories: Histories
  readonly spans: Spans
  /** Labels of the frequent items, ascending by code point. */
  readonly labels: readonly string[]
  /** Customers who have each frequent item. */
  readonly holders: Int32Array
  /** Customers with an item at all. */
  readonly customers: number
  readonly minCustomers: number
}

/** Lines with a customer and an item. */
interface Lines {
  readonly customers: Int32Array
  readonly items: Int32Array
  /** Places among the instants. */
  readonly times: Int32Array
  readonly customerCount: number
  readonly itemCount: number
  readonly instants: Float64Array
}

/** @throws BodkinError naming the column and the row of a cell that cannot be used */
export function readHistories(table: TableLike, settings: SequentialSettings): CustomerHistories {
  const { lines, labels } = readLines(table, settings)
  const { instants, customerCount } = lines
  const order = sortLines(lines)
  const all = holdersOf(lines, order)
  const minCustomers = settings.minCustomers ?? Math.max(2, Math.ceil(all.customers / 100))
  const frequent = labels
    .map((_, item) => item)
    .filter((item) => all.holders[item] >= minCustomers)
    .sort((a, b) => compareCodePoints(labels[a], labels[b]))
  const numberOf = new Int32Array(labels.length).fill(-1)
  frequent.forEach((item, number) => (numberOf[item] = number))
  const numbered = { ...lines, items: lines.items.map((item) => numberOf[item]), itemCount: frequent.length }
  const kept = sortLines(numbered, (line) => numbered.items[line] >= 0)
  return {
    histories: cellsOf(numbered, kept, customerCount),
    spans: spansOf(instants, settings),
    labels: frequent.map((item) => labels[item]),
    holders: Int32Array.from(frequent, (item) => all.holders[item]),
    customers: all.customers,
    minCustomers,
  }
}

function readLines(table: TableLike, names: SequentialSettings): { lines: Lines; labels: readonly string[] } {
  const source = readTable(table)
  const keys = keyColumns(source, [names.customer])
  const times = timeColumn(source, names.time)
  const { codes, labels } = categoryColumn(source, names.item)
  const hasNull = keys.count > 0 && keys.describe(keys.count - 1) === `${names.customer} null`
  const customerCount = keys.count - (hasNull ? 1 : 0)
  const kept = new Int32Array(source.rows)
  let count = 0
  for (let row = 0; row < source.rows; row++) {
    if (keys.groups[row] >= customerCount || codes[row] < 0) continue
    if (Number.isNaN(times[row])) {
      throw new BodkinError('DATA', `column "${names.time}", row ${row}: must have a time, got null`, {
        column: names.time,
        row,
      })
    }
    kept[count++] = row
  }
  if (count === 0) {
    const message = `sequentialRules needs lines with a customer and an item, got none in ${source.rows} rows`
    throw new BodkinError('DATA', message, { rows: source.rows })
  }
  const rows = kept.subarray(0, count)
  const { ranks, distinct } = rankValues(Float64Array.from(rows, (row) => times[row]))
  return {
    lines: {
      customers: rows.map((row) => keys.groups[row]),
      items: rows.map((row) => codes[row]),
      times: ranks,
      customerCount,
      itemCount: labels.length,
      instants: distinct,
    },
    labels,
  }
}

/** Lines by customer, then item, then time. */
function sortLines(lines: Lines, keep: (line: number) => boolean = () => true): Int32Array {
  const all = Int32Array.from(lines.items, (_, line) => line).filter(keep)
  const byTime = orderBy(all, lines.times, lines.instants.length)
  return orderBy(orderBy(byTime, lines.items, lines.itemCount), lines.customers, lines.customerCount)
}

/** Customers who have each item, and customers in all. */
function holdersOf(
  { customers, items, itemCount }: Lines,
  order: Int32Array,
): { holders: Int32Array; customers: number } {
  const holders = new Int32Array(itemCount)
  let found = 0
  for (let i = 0; i < order.length; i++) {
    const isFirst = i === 0 || customers[order[i]] !== customers[order[i - 1]]
    if (isFirst) found++
    if (isFirst || items[order[i]] !== items[order[i - 1]]) holders[items[order[i]]]++
  }
  return { holders, customers: found }
}

/** Sorted lines as cells; several lines at one instant are one visit. */
function cellsOf({ customers, items, times, itemCount }: Lines, order: Int32Array, customerCount: number): Histories {
  const cellStarts = new Int32Array(customerCount + 1)
  const cellItems = new Int32Array(order.length)
  const visitStarts = new Int32Array(order.length + 1)
  const visits = new Int32Array(order.length)
  let [cells, count] = [0, 0]
  for (let i = 0; i < order.length; i++) {
    const [line, last] = [order[i], i === 0 ? -1 : order[i - 1]]
    const isNew = last < 0 || customers[line] !== customers[last] || items[line] !== items[last]
    if (isNew) {
      cellItems[cells] = items[line]
      visitStarts[cells++] = count
      cellStarts[customers[line] + 1]++
    }
    if (isNew || times[line] !== times[last]) visits[count++] = times[line]
  }
  visitStarts[cells] = count
  for (let customer = 0; customer < customerCount; customer++) cellStarts[customer + 1] += cellStarts[customer]
  return {
    customers: customerCount,
    items: itemCount,
    cellStarts,
    cellItems: cellItems.slice(0, cells),
    visitStarts: visitStarts.slice(0, cells + 1),
    visits: visits.slice(0, count),
  }
}

/** For each instant the instants from `gap` to `window` after it, the instant itself never among them. */
function spansOf(instants: Float64Array, { gap, window }: SequentialSettings): Spans {
  const from = new Int32Array(instants.length)
  const to = new Int32Array(instants.length)
  let [first, last] = [0, 0]
  for (let i = 0; i < instants.length; i++) {
    const earliest = stepSpan(instants[i], gap, 1)
    first = Math.max(first, i + 1)
    while (first < instants.length && instants[first] < earliest) first++
    from[i] = first
    const latest = window === null ? Infinity : stepSpan(instants[i], window, 1)
    while (last < instants.length && instants[last] <= latest) last++
    to[i] = last - 1
  }
  return { from, to, instants }
}

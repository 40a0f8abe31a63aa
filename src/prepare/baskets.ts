/**
 * Order lines to baskets: one row an order, or one row a customer with the whole history, and a report of what was done.
 *
 * options → lines (columns) → entries of each basket (returns settled) → table and report. O(lines + labels log labels).
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../arrow/table-like.js'
import { list, timeList, writeTable, type OutputColumn } from '../arrow/write-table.js'
import { BodkinError } from '../errors.js'
import { basketEntries, type Entries } from './basket-entries.js'
import { readBasketsOptions, type BasketsOptions } from './baskets-options.js'
import { basketsReport, type BasketFates, type BasketsReport } from './baskets-report.js'
import { readLines, type OrderLines } from './read-lines.js'

/** What `baskets` gives. */
export interface PreparedBaskets {
  /**
   * The basket's key as it was (and `customer` behind `transaction` where both were named), `items` (a list of labels), and with `time` also
   * `times` (a list of timestamps, one for each item); sorted by key.
   */
  readonly table: Table
  readonly report: BasketsReport
}

/**
 * Turn order lines into baskets that `association` takes with `{ items: 'items' }`.
 *
 * - With `transaction` a basket is an order. Without it, it is a customer's whole history.
 * - A basket holds an item once. In a history with `time` it holds it once for each time at which it was bought.
 * - With `quantity`, what was given back is taken away: within the order, or in a history from the latest purchases before. A return of more
 *   than was bought takes nothing else. A basket of which nothing is left is left out.
 * - A basket whose lines are all excluded is left out. One whose lines have no item is empty and stays: it counts in supports.
 * - The result does not depend on the order of the lines. Times are compared in whole milliseconds.
 *
 * @param lines a row an order line: an item column, and columns for transactions or customers, times and quantities as wanted
 * @throws BodkinError `OPTION` for an option that is none; `COLUMN` for a column that is missing or of another type, items that are numbers with fractions included; `DATA` with the row of a
 *   missing time (unless the line is excluded), of an infinite quantity, of an order with two customers, and when no basket is left
 * @example
 * baskets({ order: [1, 1, 2, 2], item: ['tea', 'milk', 'tea', 'tea'], pieces: [1, 2, 1, -1] },
 *   { transaction: 'order', item: 'item', quantity: 'pieces' })
 * // table: order 1, items ['milk', 'tea']     report.dropped.returned: 1 (order 2 gave everything back)
 */
export function baskets(lines: TableLike, options: BasketsOptions): PreparedBaskets {
  const settings = readBasketsOptions(options)
  const data = readLines(lines, settings)
  const entries = basketEntries(data.lines, settings.history)
  const fates = judgeBaskets(data, entries, settings.minItems)
  const held = gatherEntries(entries, fates.kept, data)
  const report = basketsReport(data, entries, fates, held.labels.length, settings)
  if (fates.kept.length === 0) {
    const message = `prepare.baskets has no basket left of ${data.rows} lines: ${report.notes.slice(1).join(' ')}`
    throw new BodkinError('DATA', message, { ...report.dropped })
  }
  const { customers, rowOf } = data
  const columns: [string, OutputColumn][] = [
    ...data.keys.columns(fates.kept),
    ...(customers?.columns(fates.kept.map((basket) => customers.groups[rowOf[basket]])) ?? []),
    ['items', list(held.offsets, held.items, held.labels)],
  ]
  if (held.times !== null) columns.push(['times', timeList(held.offsets, held.times)])
  return Object.freeze({ table: writeTable(columns), report })
}

/** Which baskets are in the table. */
function judgeBaskets(
  { lines, rowOf }: OrderLines,
  { offsets, items, withReturn }: Entries,
  least: number,
): BasketFates {
  const kept: number[] = []
  const dropped = { excluded: 0, returned: 0, small: 0 }
  const seenIn = new Int32Array(lines.itemCount).fill(-1)
  for (let basket = 0; basket < rowOf.length; basket++) {
    let different = 0
    for (let entry = offsets[basket]; entry < offsets[basket + 1]; entry++) {
      if (seenIn[items[entry]] !== basket) different++
      seenIn[items[entry]] = basket
    }
    if (rowOf[basket] < 0) dropped.excluded++
    else if (different === 0 && withReturn[basket] === 1) dropped.returned++
    else if (different < least) dropped.small++
    else kept.push(basket)
  }
  return { kept: Int32Array.from(kept), dropped }
}

/** The entries of the kept baskets, with labels that are all used, and times in milliseconds. */
function gatherEntries(
  { offsets, items, times }: Entries,
  kept: Int32Array,
  { labels, instants }: OrderLines,
): { offsets: Int32Array; items: Int32Array; times: Float64Array | null; labels: readonly string[] } {
  const ends = new Int32Array(kept.length + 1)
  kept.forEach((basket, i) => (ends[i + 1] = ends[i] + offsets[basket + 1] - offsets[basket]))
  const rows = new Int32Array(ends[kept.length])
  const used = new Uint8Array(labels.length)
  kept.forEach((basket, i) => {
    for (let k = ends[i]; k < ends[i + 1]; k++) {
      rows[k] = offsets[basket] + k - ends[i]
      used[items[rows[k]]] = 1
    }
  })
  let next = 0
  const place = Int32Array.from(used, (flag) => (flag === 1 ? next++ : -1))
  return {
    offsets: ends,
    items: rows.map((row) => place[items[row]]),
    times: times === null ? null : Float64Array.from(rows, (row) => instants[times[row]]),
    labels: labels.filter((_, item) => used[item] === 1),
  }
}

/**
 * Read order lines: which basket, what, when, how much, and whether they count.
 */
import { categoryColumn } from '../arrow/category-column.js'
import { keyColumns, type Keys } from '../arrow/key-columns.js'
import { readTable, type SourceTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { checkWholeLabels } from '../arrow/whole-labels.js'
import { BodkinError } from '../errors.js'
import { rankValues } from '../numeric/counting-order.js'
import type { Lines } from './basket-entries.js'
import type { BasketsSettings } from './baskets-options.js'
import { eventTimes, eventValues } from './event-columns.js'
import { excludedRows, type ExcludedRows } from './excluded-rows.js'

/** Order lines, and what was left out of them. */
export interface OrderLines {
  /** Lines with a basket, an item and a quantity other than 0. */
  readonly lines: Lines
  /** Keys of the baskets; those with a null key come last and are none. */
  readonly keys: Keys
  /** Customers of the rows where baskets are orders and customers come along, else null. */
  readonly customers: Keys | null
  /** First row of each basket that is not excluded, −1 for baskets that have none. */
  readonly rowOf: Int32Array
  /** Labels of the items, ascending. */
  readonly labels: readonly string[]
  /** Instants that times point to, ms, rising; empty without times. */
  readonly instants: Float64Array
  readonly rows: number
  readonly excluded: ExcludedRows
  /** Lines that count, but for … */
  readonly withoutBasket: number
  readonly withoutItem: number
  readonly withoutQuantity: number
}

/** @throws BodkinError naming the column and the row of a cell that cannot be used */
export function readLines(table: TableLike, settings: BasketsSettings): OrderLines {
  const source = readTable(table, 'lines')
  if (source.rows === 0)
    throw new BodkinError('DATA', 'prepare.baskets needs at least one line, got no rows', { rows: 0 })
  const excluded = excludedRows(source, settings.exclude)
  const [basket, customer] = settings.keys
  const keys = keyColumns(source, [basket])
  const nullBasket = keys.describe(keys.count - 1) === `${basket} null` ? keys.count - 1 : -1
  const { codes, labels, rankOf } = sortedLabels(source, settings.item)
  const times = settings.time === undefined ? null : eventTimes(source, settings.time, excluded.flags)
  const quantities = settings.quantity === undefined ? null : eventValues(source, settings.quantity, excluded.flags)

  const basketCount = nullBasket < 0 ? keys.count : keys.count - 1
  const rowOf = new Int32Array(basketCount).fill(-1)
  const kept = new Int32Array(source.rows)
  let count = 0
  let [withoutBasket, withoutItem, withoutQuantity] = [0, 0, 0]
  for (let row = 0; row < source.rows; row++) {
    if (excluded.flags[row] === 1) continue
    const key = keys.groups[row]
    if (key === nullBasket) {
      withoutBasket++
      continue
    }
    if (rowOf[key] < 0) rowOf[key] = row
    if (codes[row] < 0) withoutItem++
    else if (quantities !== null && (Number.isNaN(quantities[row]) || quantities[row] === 0)) withoutQuantity++
    else kept[count++] = row
  }
  const customers = customer === undefined ? null : keyColumns(source, [customer])
  if (customers !== null) checkCustomers(keys, customers, rowOf, excluded.flags)
  const rows = kept.subarray(0, count)
  const { places, instants } = rankTimes(times, rows)
  const lines: Lines = {
    baskets: rows.map((row) => keys.groups[row]),
    items: rows.map((row) => rankOf[codes[row]]),
    times: places,
    quantities: quantities === null ? null : Float64Array.from(rows, (row) => quantities[row]),
    basketCount,
    itemCount: labels.length,
    timeCount: instants.length,
  }
  return {
    lines,
    keys,
    customers,
    rowOf,
    labels,
    instants,
    rows: source.rows,
    excluded,
    withoutBasket,
    withoutItem,
    withoutQuantity,
  }
}

/** An order is one customer's: a second one means that `transaction` does not tell orders apart. */
function checkCustomers(keys: Keys, customers: Keys, rowOf: Int32Array, excluded: Uint8Array): void {
  for (let row = 0; row < excluded.length; row++) {
    const basket = keys.groups[row]
    if (excluded[row] === 1 || basket >= rowOf.length) continue
    const [one, other] = [customers.groups[rowOf[basket]], customers.groups[row]]
    if (one === other) continue
    const got = `${customers.describe(one)} (row ${rowOf[basket]}) and ${customers.describe(other)} (row ${row})`
    throw new BodkinError('DATA', `${keys.describe(basket)} must belong to one customer, got ${got}`, {
      rows: [rowOf[basket], row],
    })
  }
}

/** Labels ascending, and the place of each code among them. */
function sortedLabels(
  source: SourceTable,
  name: string,
): { codes: Int32Array; labels: readonly string[]; rankOf: Int32Array } {
  const { codes, labels } = categoryColumn(source, name)
  checkWholeLabels(source.column(name), codes, labels)
  const order = labels.map((_, code) => code).sort((a, b) => (labels[a] < labels[b] ? -1 : 1))
  const rankOf = new Int32Array(labels.length)
  order.forEach((code, rank) => (rankOf[code] = rank))
  return { codes, labels: order.map((code) => labels[code]), rankOf }
}

/** Times of the given rows as places among the different ones, in whole milliseconds. */
function rankTimes(
  times: Float64Array | null,
  rows: Int32Array,
): { places: Int32Array | null; instants: Float64Array } {
  if (times === null) return { places: null, instants: new Float64Array(0) }
  const { ranks, distinct } = rankValues(Float64Array.from(rows, (row) => Math.round(times[row])))
  return { places: ranks, instants: distinct }
}

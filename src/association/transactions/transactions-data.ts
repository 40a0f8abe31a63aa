/**
 * What baskets become once they are read: two arrays of integers and the labels behind them. Everything in the module starts from here.
 */
import type { OutputColumn } from '../../arrow/write-table.js'
import type { TransactionsProfile } from './transactions-profile.js'

/**
 * Baskets of items. Plain frozen data; the arrays cannot be frozen and must not be changed.
 *
 * Equal baskets give equal data whatever the order of lines, the chunks and the dictionaries they came in: long form numbers baskets by
 * ascending key, the other forms by row, and items are numbered by their labels.
 */
export interface Transactions {
  /** Baskets n, empty ones included: what supports are shares of. */
  readonly count: number
  /** Basket b holds `items[offsets[b]]` to `items[offsets[b + 1] − 1]`; n + 1 numbers, the first 0. */
  readonly offsets: Int32Array
  /** Positions in `labels`, ascending and distinct within a basket. */
  readonly items: Int32Array
  /** Labels of the items, ascending by code point, each of them in some basket. */
  readonly labels: readonly string[]
  /** The baskets' keys as they were read, a row each. */
  readonly ids: BasketIds
  /** What was read, and what looks wrong with it. */
  readonly profile: TransactionsProfile
}

/** Keys of baskets: the transaction column of long form, row numbers of the other forms. */
export interface BasketIds {
  /** Name of the column; `transaction` for row numbers. */
  readonly name: string
  /** Row b is the key of basket b. */
  readonly column: OutputColumn
}

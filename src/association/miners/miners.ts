/**
 * The public miners. They differ in how they search, never in what they find.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { aprioriItemsets } from './apriori.js'
import { fpGrowthItemsets } from './fp-growth.js'
import { lcmItemsets } from './lcm/lcm.js'
import { mineTask, readMiningTask } from './mine-itemsets.js'
import type { MinerOptions } from './miner-options.js'
import type { Transactions } from '../transactions/transactions-data.js'
import type { TransactionsOptions } from '../transactions/transactions-options.js'

/** Baskets that were read before, with the miner's options; or a table, with those of `transactions` among them. */
export type MinerInput =
  | readonly [baskets: Transactions, options: MinerOptions]
  | readonly [table: TableLike, options: MinerOptions & TransactionsOptions]

/**
 * Itemsets by Apriori (Agrawal & Srikant 1994): level by level, each with one pass over the baskets. Easy to follow, good with a high
 * threshold; `lcm` and `fpGrowth` are faster on everything else and give the same table.
 *
 * The table has a row for each itemset: `itemsets` (list of labels, the more frequent first), `length`, `count`, `support` = count / n;
 * ordered by length, falling count, then labels by code point. The schema's metadata hold `bodkin.transactions` (n), `bodkin.min_count`,
 * `bodkin.kind`, `bodkin.max_length`, `bodkin.must_contain`; after a search that was cut short by `limits`, also `bodkin.truncated` (the
 * limit) and `bodkin.complete_support` (the share from which on nothing is missing).
 *
 * @param input what `transactions` gave; or a table, with the options of `transactions` beside the miner's
 * @param options `minSupport` or `minCount`, `maxLength`, `kind`, `mustContain`, `limits`
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA`; `LIMIT` when the result would be larger than `limits` allow
 * @example
 * const table = apriori({ order: [1, 1, 2, 2, 3], item: ['tea', 'milk', 'tea', 'milk', 'tea'] },
 *   { transaction: 'order', item: 'item', minSupport: 0.5 })
 * // itemsets ['tea'] 3, ['milk'] 2, ['tea', 'milk'] 2
 */
export function apriori(...[input, options]: MinerInput): Table {
  return mineTask({ kernel: aprioriItemsets, findsAll: true }, readMiningTask(input, options))
}

/**
 * Itemsets by FP-growth (Han, Pei & Yin 2000): a prefix tree of the baskets, mined by divide and conquer. Table, options and errors as
 * `apriori`.
 *
 * @example
 * fpGrowth(tx, { minSupport: 0.01, kind: 'closed' })
 */
export function fpGrowth(...[input, options]: MinerInput): Table {
  return mineTask({ kernel: fpGrowthItemsets, findsAll: true }, readMiningTask(input, options))
}

/**
 * Itemsets by LCM (Uno, Kiyomi & Arimura 2003–2005): depth first over projected databases; the fastest here, and the one of `mine`. It finds
 * closed, maximal and generator itemsets without listing the others. Table, options and errors as `apriori`; `lcmAsync` has workers.
 *
 * @example
 * lcm(tx, { minSupport: 0.001 })
 */
export function lcm(...[input, options]: MinerInput): Table {
  return mineTask({ kernel: lcmItemsets, findsAll: false }, readMiningTask(input, options))
}

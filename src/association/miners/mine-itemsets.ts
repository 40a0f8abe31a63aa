/**
 * The way of every miner: options → baskets → recoded database → search → order → table.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import type { Database } from '../database/database.js'
import { estimateItemsets } from '../search/estimate.js'
import { searchGuard } from '../search/guard.js'
import type { Itemsets } from '../search/itemset-buffer.js'
import { writeItemsets, type ItemsetFacts } from '../itemsets/itemset-table.js'
import { itemsOf, resolveMinerOptions, resolveTableMinerOptions, type MinerSettings } from './miner-options.js'
import { mineContaining } from '../search/must-contain.js'
import { sortItemsets } from '../search/order.js'
import { recode, type Baskets } from '../database/recode.js'
import type { Kernel, Miner, Search } from '../search/search.js'
import { minCountOf } from '../database/thresholds.js'
import { isTransactions, readTransactions } from '../transactions/transactions.js'
import type { Transactions } from '../transactions/transactions-data.js'

/** Baskets and settings of one call, read and checked. */
export interface MiningTask {
  readonly transactions: Transactions
  readonly settings: MinerSettings
  readonly minCount: number
}

const ANY_LENGTH = 2 ** 31 - 1

/** Options and columns. `input` is a `Transactions`, or a table with the options of `transactions` among the miner's. */
export function readMiningTask(input: Transactions | TableLike, options: unknown): MiningTask {
  if (isTransactions(input)) {
    const settings = resolveMinerOptions(options)
    return { transactions: input, settings, minCount: thresholdCount(settings, input) }
  }
  const { miner, baskets } = resolveTableMinerOptions(options)
  const transactions = readTransactions(input, baskets)
  return { transactions, settings: miner, minCount: thresholdCount(miner, transactions) }
}

function thresholdCount({ threshold }: MinerSettings, { count }: Transactions): number {
  return 'minCount' in threshold ? threshold.minCount : minCountOf(threshold.minSupport, count)
}

/** The search on this thread. */
export function mineTask(miner: Miner, { transactions, settings, minCount }: MiningTask): Table {
  const { database, itemsets } = searchItemsets(miner, transactions, minCount, settings)
  const sorted = sortItemsets(itemsets, database.rank)
  return itemsetsTable(sorted, database.items, { transactions, settings, minCount })
}

/**
 * Found itemsets as the table that every miner gives.
 *
 * @param itemsets in recoded items and in the documented order
 * @param items position of each recoded item in the labels
 */
export function itemsetsTable(
  itemsets: Itemsets,
  items: Int32Array,
  { transactions, settings, minCount }: MiningTask,
): Table {
  const facts: ItemsetFacts = {
    transactions: transactions.count,
    minCount,
    kind: settings.kind,
    maxLength: settings.maxLength,
    mustContain: settings.mustContain,
    truncated: itemsets.truncated,
  }
  const labels = Array.from(items, (item) => transactions.labels[item])
  return writeItemsets({ itemsets, labels, facts })
}

/** Recode and search; for callers that need the arrays rather than the table. */
export function searchItemsets(
  miner: Miner,
  baskets: Baskets,
  minCount: number,
  { kind, maxLength, mustContain, limits }: Pick<MinerSettings, 'kind' | 'maxLength' | 'mustContain' | 'limits'>,
): { database: Database; itemsets: Itemsets } {
  const required = itemsOf(mustContain, baskets.labels)
  const database = recode(baskets, minCount)
  const longest = maxLength ?? ANY_LENGTH
  // estimated is what is mined, which may be the baskets of the required items alone
  let mined = database
  const kernel: Kernel = (part, search) => miner.kernel((mined = part), search)
  const canEstimate = kind === 'frequent' || miner.findsAll
  const guard = searchGuard(limits, () => (canEstimate ? estimateItemsets(mined, longest) : null))
  const search: Search = { kind, maxLength: longest, guard }
  const itemsets = required.length === 0 ? kernel(database, search) : mineContaining(kernel, database, required, search)
  return { database, itemsets }
}

/**
 * LCM off the caller's thread: the search is shared out by first item. The result is the one of `lcm`, byte for byte.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../../arrow/table-like.js'
import { integer, readOptions, withDefault, type Schema } from '../../../options/rules.js'
import { withPool, type Pool } from '../../../parallel/pool.js'
import {
  checkAborted,
  progressReporter,
  runSchema,
  type RunOptions,
  type RunSettings,
} from '../../../parallel/run-options.js'
import { shareArrays } from '../../../parallel/share.js'
import { itemsetsTable, readMiningTask, type MiningTask } from '../mine-itemsets.js'
import { itemsOf, type MinerOptions } from '../miner-options.js'
import type { Baskets } from '../../database/recode.js'
import type { Transactions } from '../../transactions/transactions-data.js'
import type { TransactionsOptions } from '../../transactions/transactions-options.js'
import { buffersOf, finishTask, prepareTask, shardTask, wholeTask, type Mined, type Question } from './lcm-tasks.js'

/** As `MinerInput`, with the options of calls that can run long. `seed` is taken and not used: nothing here is random. */
export type LcmAsyncInput =
  | readonly [baskets: Transactions, options: MinerOptions & RunOptions]
  | readonly [table: TableLike, options: MinerOptions & TransactionsOptions & RunOptions]

const ANY_LENGTH = 2 ** 31 - 1
const LABEL = 'itemsets'

const asyncSchema: Schema<RunSettings & { seed: number }> = {
  ...runSchema,
  seed: withDefault(integer({ min: 0 }), 0),
}

/**
 * Itemsets by LCM, as `lcm` gives them, without holding up the caller: with `workers`, baskets are prepared, searched and sorted on worker
 * threads; without, on this thread, which gets turns between pieces of that. A table is read on this thread either way, so a
 * server reads its baskets once with `transactions`.
 *
 * @param input what `transactions` gave; or a table, with the options of `transactions` beside the miner's
 * @param options those of `lcm`, and `workers`, `signal`, `onProgress`
 * @throws BodkinError as `lcm`; `ABORTED` by the signal. The promise rejects; nothing is thrown at once
 * @example
 * const table = await lcmAsync(tx, { minSupport: 0.001, workers: 2, signal: AbortSignal.timeout(60_000) })
 */
export async function lcmAsync(...[input, options]: LcmAsyncInput): Promise<Table> {
  const { run, rest } = splitOptions(options)
  checkAborted(run.signal)
  const task = readMiningTask(input, rest)
  const mined = await withPool(run.workers, (pool) => search(pool, task, run))
  return itemsetsTable(mined.itemsets, mined.items, task)
}

/** Options of the run apart from those of the search; what is no object is left to the latter's check. */
function splitOptions(options: unknown): { run: RunSettings; rest: unknown } {
  const given = typeof options === 'object' && options !== null ? options : {}
  const { signal, onProgress, workers, seed, ...rest } = given as Record<string, unknown>
  const run = readOptions(asyncSchema, { signal, onProgress, workers, seed })
  return { run, rest: given === options ? rest : options }
}

async function search(pool: Pool, task: MiningTask, { workers, signal, onProgress }: RunSettings): Promise<Mined> {
  const { transactions, settings, minCount } = task
  const { kind, maxLength, limits, mustContain } = settings
  const { count, offsets, items, labels } = transactions
  const required = itemsOf(mustContain, labels)
  const question: Question = { minCount, kind, maxLength: maxLength ?? ANY_LENGTH, limits }
  const own: Baskets = { count, offsets, items, labels }
  const baskets = workers === 0 ? own : shareArrays(own)
  if (required.length > 0 || limits.maxMs !== null || limits.onLimit === 'truncate') {
    const mined = await pool.run(wholeTask, { baskets, question, required }, { signal })
    progressReporter(1, LABEL, onProgress)()
    return mined
  }
  const prepared = await pool.run(prepareTask, { baskets, question }, { signal })
  const inputs = prepared.shards.map((shard) => ({ prepared, shard, question }))
  const shards = await pool.map(shardTask, inputs, { signal, onProgress, label: LABEL })
  const transfer = shards.flatMap((shard) => [...buffersOf(shard), shard.supports.buffer as ArrayBuffer])
  return pool.run(finishTask, { prepared, shards, question }, { signal, transfer })
}

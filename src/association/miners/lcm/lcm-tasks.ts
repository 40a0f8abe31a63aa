/**
 * The steps of a search as tasks for the pool: prepare the baskets, search shards, put the shards together in the documented order; or all
 * of it at once where a shard cannot know what the others leave it: with required items, a limit in time, or a result that may be cut.
 */
import type { Task } from '../../../parallel/task.js'
import { shareArrays } from '../../../parallel/share.js'
import { turnTaker } from '../../../parallel/take-turns.js'
import type { Database } from '../../database/database.js'
import { estimateItemsets } from '../../search/estimate.js'
import { searchGuard, type Limits } from '../../search/guard.js'
import { itemsetsOf, type Itemsets } from '../../search/itemset-buffer.js'
import { mineContaining } from '../../search/must-contain.js'
import { sortingItemsets, sortItemsets } from '../../search/order.js'
import { recode, recoding, type Baskets } from '../../database/recode.js'
import { runStepsInTurns } from '../../database/steps.js'
import type { ItemsetKind, Search } from '../../search/search.js'
import { lcmItemsets } from './lcm.js'
import type { Block } from './lists.js'
import { mergeShards, type ShardItemsets } from './merge-shards.js'
import { blockOf, searchRoots } from './search-roots.js'
import { shardsOf, type Shard } from './shards.js'
import type { Sweep } from './sweep.js'

/** What is asked. */
export interface Question {
  readonly minCount: number
  readonly kind: ItemsetKind
  readonly maxLength: number
  readonly limits: Limits
}

/** Baskets ready for shards, in shared memory. */
interface Prepared {
  readonly database: Database
  readonly block: Block
  readonly shards: readonly Shard[]
}

/** Itemsets in the documented order, in arrays of exactly their size, and the item of the labels behind each recoded one. */
export interface Mined {
  readonly itemsets: Itemsets
  readonly items: Int32Array
}

/** Recode, search, sort: the whole search in one piece. `required` are positions in the labels. */
export const wholeTask: Task<{ baskets: Baskets; question: Question; required: readonly number[] }, Mined> = {
  name: 'association/lcm',
  run({ baskets, question, required }) {
    const database = recode(baskets, question.minCount)
    let mined = database
    const kernel = (part: Database, search: Search): Itemsets => lcmItemsets((mined = part), search)
    const search = searchOf(question, () => mined)
    const itemsets =
      required.length === 0 ? kernel(database, search) : mineContaining(kernel, database, required, search)
    return { itemsets: sortItemsets(itemsets, database.rank), items: database.items }
  },
  transfer: ({ itemsets, items }) => [...buffersOf(itemsets), items.buffer as ArrayBuffer],
}

/** Recode and index. */
export const prepareTask: Task<{ baskets: Baskets; question: Question }, Prepared> = {
  name: 'association/lcm-prepare',
  async run({ baskets, question }) {
    const turn = turnTaker(undefined)
    const database = await runStepsInTurns(recoding(baskets, question.minCount), turn)
    const block = await runStepsInTurns(blockOf(database, question.kind), turn)
    const sweep = block.sweep === null ? null : shareSweep(block.sweep)
    return { database: shareArrays(database), block: { ...shareArrays(block), sweep }, shards: shardsOf(block) }
  },
}

/** Search one shard. */
export const shardTask: Task<{ prepared: Prepared; shard: Shard; question: Question }, ShardItemsets> = {
  name: 'association/lcm-shard',
  run({ prepared, shard, question }) {
    const { database, block } = prepared
    const search = searchOf(question, () => database)
    const { out, supports } = searchRoots(database, block, search, shard.from, shard.to)
    return { ...itemsetsOf(out, 0), supports }
  },
  transfer: (shard) => [...buffersOf(shard), shard.supports.buffer as ArrayBuffer],
}

/** Put shards together and sort. */
export const finishTask: Task<{ prepared: Prepared; shards: readonly ShardItemsets[]; question: Question }, Mined> = {
  name: 'association/lcm-finish',
  async run({ prepared: { database }, shards, question }) {
    const turn = turnTaker(undefined)
    const search = searchOf(question, () => database)
    const itemsets = await runStepsInTurns(mergeShards(shards, database.counts.length, search), turn)
    const sorted = await runStepsInTurns(sortingItemsets(itemsets, database.rank), turn)
    return { itemsets: sorted, items: database.items }
  },
  transfer: ({ itemsets }) => buffersOf(itemsets),
}

function shareSweep(sweep: Sweep): Sweep {
  return { ...shareArrays(sweep), forms: sharedBytes(sweep.forms), codes: sharedBytes(sweep.codes) }
}

function sharedBytes(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
  copy.set(bytes)
  return copy
}

/** The buffers of itemsets, to be moved. */
export function buffersOf({ offsets, items, counts }: Itemsets): ArrayBuffer[] {
  return [offsets, items, counts].map(({ buffer }) => buffer as ArrayBuffer)
}

function searchOf({ kind, maxLength, limits }: Question, database: () => Database): Search {
  const estimate = kind === 'frequent' ? () => estimateItemsets(database(), maxLength) : () => null
  return { kind, maxLength, guard: searchGuard(limits, estimate) }
}

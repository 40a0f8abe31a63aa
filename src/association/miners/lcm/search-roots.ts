/**
 * A search over some of the first items: the whole of it, or a shard that a worker takes.
 */
import type { Database } from '../../database/database.js'
import type { Steps } from '../../database/steps.js'
import { itemsetBuffer, type ItemsetBuffer } from '../../search/itemset-buffer.js'
import type { Search } from '../../search/search.js'
import { closedVisitor } from './closed.js'
import { covers } from './covers.js'
import { frequentVisitor } from './frequent.js'
import { generatorVisitor } from './generators.js'
import { rootBlock, visitItem, type Block } from './lists.js'
import { maximalVisitor } from './maximal.js'
import { repository, type Repository } from './repository.js'
import { basketMarks, noMarks } from './support.js'
import { isStopped, startWalk, type Visitor } from './walk.js'

/** What a search found. */
interface Found {
  readonly out: ItemsetBuffer
  /** By itemset, for the kinds that are told by it: its support with marks. */
  readonly supports: Float64Array
  /** When the search was stopped: every itemset with at least this count, of the kind and of these first items, is there. */
  readonly completeCount: number
}

/** The baskets as the search wants them, in steps. */
export function* blockOf(database: Database, kind: Search['kind']): Steps<Block> {
  const { weights, transactions } = database
  const isMarked = kind === 'closed' || kind === 'generator'
  return yield* rootBlock(database, isMarked ? basketMarks(weights.length, transactions) : noMarks(weights.length))
}

/** Whether a kind is searched from the least frequent item on. */
export function isDescending(kind: Search['kind']): boolean {
  return kind === 'closed' || kind === 'maximal'
}

/**
 * Every itemset whose least frequent item is `from` … `to` − 1. Apart from frequent ones, some may be of the kind only as long as itemsets
 * with items from `to` on are left aside, or those before `from` for generators; and closed and maximal ones may be longer than wanted.
 */
export function searchRoots(
  { minCount, transactions }: Pick<Database, 'minCount' | 'transactions'>,
  block: Block,
  { kind, maxLength, guard }: Search,
  from: number,
  to: number,
): Found {
  const out = itemsetBuffer(guard)
  const found = repository(out)
  const visitor = visitorOf(kind, found, block.size, maxLength, transactions)
  const walk = startWalk(visitor, out, minCount, block.size)
  for (let k = from; k < to; k++) {
    const { count, length } = out
    const item = visitor.descending ? from + to - 1 - k : k
    if (!isStopped(walk)) visitItem(walk, block, item)
    if (out.stopped === null) continue
    // what was found of the last item is left out, so that one can say what is complete
    out.count = count
    out.length = length
    const completeCount = visitor.descending ? transactions + 1 : Math.floor(block.supports[item]) + 1
    return { out, supports: found.supports, completeCount }
  }
  return { out, supports: found.supports, completeCount: minCount }
}

function visitorOf(
  kind: Search['kind'],
  found: Repository,
  items: number,
  maxLength: number,
  transactions: number,
): Visitor {
  switch (kind) {
    case 'frequent':
      return frequentVisitor(maxLength)
    case 'closed':
      return closedVisitor(found, items)
    case 'maximal':
      return maximalVisitor(covers(found.out, items), items)
    case 'generator':
      return generatorVisitor(found, items, maxLength, transactions)
  }
}

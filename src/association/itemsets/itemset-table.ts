/**
 * Itemsets as a table and back. The arrays of the search become the table's buffers: the recoded items are the dictionary's codes.
 *
 * Columns: itemsets (List<Dictionary>), length (Int32), count (Int32), support (Float64). What the search was asked for stands in the
 * schema's metadata, so that rules and significance can use the same thresholds.
 */
import type { Table } from 'apache-arrow'
import { BodkinError } from '../../errors.js'
import { listColumn } from '../../arrow/list-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, int32, list, writeTable } from '../../arrow/write-table.js'
import type { Itemsets, Truncation } from '../search/itemset-buffer.js'
import type { ItemsetKind } from '../search/search.js'

/** What a search was asked for. */
export interface ItemsetFacts {
  /** Baskets n. */
  readonly transactions: number
  /** What an itemset had to reach. */
  readonly minCount: number
  readonly kind: ItemsetKind
  /** Longest itemset listed, or null for any length. */
  readonly maxLength: number | null
  /** Labels that every itemset holds. */
  readonly mustContain: readonly string[]
  /** Null when every itemset that was asked for is there. */
  readonly truncated: Truncation | null
}

/** Itemsets with the labels behind their items. */
export interface LabelledItemsets {
  /** Its items are positions in `labels`, the more frequent ones of an itemset first. */
  readonly itemsets: Itemsets
  readonly labels: readonly string[]
  readonly facts: ItemsetFacts
}

/** Metadata of the schema by key; all but `bodkin.truncated` are always there. */
const KEYS = {
  transactions: 'bodkin.transactions',
  minCount: 'bodkin.min_count',
  kind: 'bodkin.kind',
  maxLength: 'bodkin.max_length',
  mustContain: 'bodkin.must_contain',
  truncated: 'bodkin.truncated',
  completeCount: 'bodkin.complete_count',
  completeSupport: 'bodkin.complete_support',
} as const

/** The table; the arrays belong to it from then on and have exactly their size. */
export function writeItemsets({ itemsets, labels, facts }: LabelledItemsets): Table {
  const { count, offsets, items, counts } = itemsets
  const lengths = new Int32Array(count)
  const support = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    lengths[i] = offsets[i + 1] - offsets[i]
    support[i] = counts[i] / facts.transactions
  }
  return writeTable(
    {
      itemsets: list(offsets, items, labels),
      length: int32(lengths),
      count: int32(counts),
      support: float64(support),
    },
    toMetadata(facts),
  )
}

/** What a search was asked for, as the texts of a schema. */
export function toMetadata(facts: ItemsetFacts): Record<string, string> {
  const { transactions, minCount, kind, maxLength, mustContain, truncated } = facts
  return {
    [KEYS.transactions]: String(transactions),
    [KEYS.minCount]: String(minCount),
    [KEYS.kind]: kind,
    [KEYS.maxLength]: maxLength === null ? '' : String(maxLength),
    [KEYS.mustContain]: JSON.stringify(mustContain),
    ...(truncated === null
      ? {}
      : {
          [KEYS.truncated]: truncated.limit,
          [KEYS.completeCount]: String(truncated.completeCount),
          [KEYS.completeSupport]: String(truncated.completeCount / transactions),
        }),
  }
}

/**
 * Read a table of itemsets, of any copy of Arrow.
 *
 * @throws BodkinError `DATA` when the table lacks the metadata that the miners write, `COLUMN` when it lacks the columns
 */
export function readItemsets(table: TableLike): LabelledItemsets {
  const source = readTable(table, 'itemsets')
  const { offsets, codes, labels } = listColumn(source, 'itemsets')
  const counts = Int32Array.from(numericColumn(source, 'count').values)
  const facts = fromMetadata(metadataOf(table))
  return { itemsets: { count: source.rows, offsets, items: codes, counts, truncated: facts.truncated }, labels, facts }
}

/**
 * What `toMetadata` wrote.
 * @throws BodkinError `DATA` when the number of baskets is missing
 */
export function fromMetadata(metadata: ReadonlyMap<string, string>): ItemsetFacts {
  const transactions = Number(metadata.get(KEYS.transactions))
  if (!(transactions >= 1)) {
    const message = `itemsets must come from a miner, got a table whose schema's metadata lack ${KEYS.transactions} (the number of baskets)`
    throw new BodkinError('DATA', message, { metadata: KEYS.transactions })
  }
  const limit = metadata.get(KEYS.truncated)
  const maxLength = metadata.get(KEYS.maxLength) ?? ''
  return {
    transactions,
    minCount: Number(metadata.get(KEYS.minCount) ?? 1),
    kind: (metadata.get(KEYS.kind) ?? 'frequent') as ItemsetKind,
    maxLength: maxLength === '' ? null : Number(maxLength),
    mustContain: JSON.parse(metadata.get(KEYS.mustContain) ?? '[]') as string[],
    truncated:
      limit === undefined
        ? null
        : { limit: limit as Truncation['limit'], completeCount: Number(metadata.get(KEYS.completeCount)) },
  }
}

/** The metadata of a table's schema; empty for tables that have none. */
export function metadataOf(table: TableLike): ReadonlyMap<string, string> {
  const { schema } = table as { schema?: { metadata?: unknown } }
  // told by its name, since the map may come from another realm
  const isMap = Object.prototype.toString.call(schema?.metadata) === '[object Map]'
  return isMap ? (schema?.metadata as ReadonlyMap<string, string>) : new Map()
}

/** Baskets to find rules in, and what a report says about them. */
import type { TableLike } from '../../src/arrow/table-like.js'
import type { mine, Transactions } from '../../src/association/index.js'

/** A question about baskets, ready for the job. */
export interface BasketJob {
  /** Heading of its section. */
  readonly title: string
  /** One or two sentences under the heading. */
  readonly introduction: string
  /** What a basket is, in the plural: `collisions`. */
  readonly baskets: string
  /** Where the data come from, with their licence where known. */
  readonly source: string
  /** What is mined, and how. */
  readonly table: TableLike
  readonly options: Parameters<typeof mine>[1]
  /** The same baskets, for the picture of pairs. */
  readonly transactions: Transactions
  /** Items of the picture on a wide screen and on a phone; null for the commonest ones. */
  readonly pictured: { readonly wide: readonly string[]; readonly narrow: readonly string[] } | null
  /** What was left out before, and other facts, in the order in which they are told. */
  readonly facts: readonly (readonly [term: string, value: string])[]
  /** Name of the files without an ending: `bird-strike-rules`. */
  readonly file: string
}

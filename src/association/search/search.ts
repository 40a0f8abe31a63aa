/** What a miner is asked for, in the form its kernel takes, and what a kernel is. */
import type { Database } from '../database/database.js'
import type { Guard } from './guard.js'
import type { Itemsets } from './itemset-buffer.js'

/**
 * Which itemsets to list: all frequent ones; closed (no proper superset of equal count); maximal (no frequent proper superset);
 * generators (no proper subset of equal count, where the empty set counts as a subset with count n but is never listed).
 */
export type ItemsetKind = 'frequent' | 'closed' | 'maximal' | 'generator'

/** One search. */
export interface Search {
  readonly kind: ItemsetKind
  /** Longest itemset to list, ≥ 1; applies after the definition of `kind`: a set may fail to be closed by one that is too long to list. */
  readonly maxLength: number
  /** What the search may use; a fresh one for each search, since it keeps count. */
  readonly guard: Guard
}

/** Every itemset that the search asks for, in any order. Pure, on typed arrays. */
export type Kernel = (database: Database, search: Search) => Itemsets

/** A kernel, and what its limits are about. */
export interface Miner {
  readonly kernel: Kernel
  /** Whether it finds all frequent itemsets on the way to other kinds, so that their number is what limits it. */
  readonly findsAll: boolean
}

/**
 * LCM: itemsets by depth-first search with occurrence deliver, projected databases and hypercube decomposition.
 *
 * The tree of walk.ts is searched in three stages, by how many items a node's tail has: lists (lists.ts) on top, words of up to 31 bits
 * (words.ts) in the middle, tables of all subsets of up to ten items (table.ts) at the bottom. On sparse baskets nearly every item goes straight
 * from the lists to a table or words; on dense ones merged words and perfect extensions keep the work far below the number of itemsets.
 * What is listed is the visitor's business: frequent.ts, closed.ts, maximal.ts, generators.ts.
 *
 * Cost: two passes over the items of the baskets of every node above the tables, plus the itemsets. Memory: the baskets of one path.
 * Uno, Kiyomi & Arimura, LCM ver. 2 (FIMI 2004) and ver. 3 (OSDM 2005), from the papers.
 */
import type { Database } from '../../database/database.js'
import { runSteps } from '../../database/steps.js'
import { itemsetsOf, type Itemsets } from '../../search/itemset-buffer.js'
import { gatherItemsets } from '../../search/order.js'
import type { Search } from '../../search/search.js'
import { blockOf, isDescending, searchRoots } from './search-roots.js'

/**
 * Every itemset of the search, in any order.
 *
 * A frequent search that is cut short gives what lies above a count; a closed or maximal one goes from the least frequent item on, so
 * what it gives is right, but nothing can be said of what is missing: `completeCount` is n + 1.
 */
export function lcmItemsets(database: Database, search: Search): Itemsets {
  const block = runSteps(blockOf(database, search.kind))
  const { out, completeCount } = searchRoots(database, block, search, 0, block.size)
  return upToLength(itemsetsOf(out, completeCount), search)
}

/** Longer itemsets are needed to tell which shorter ones are closed or maximal; they are not listed. */
export function upToLength(itemsets: Itemsets, { kind, maxLength }: Pick<Search, 'kind' | 'maxLength'>): Itemsets {
  const { count, offsets } = itemsets
  if (!isDescending(kind)) return itemsets
  const kept = new Int32Array(count)
  let size = 0
  for (let i = 0; i < count; i++) if (offsets[i + 1] - offsets[i] <= maxLength) kept[size++] = i
  return size === count ? itemsets : gatherItemsets(itemsets, kept.subarray(0, size))
}

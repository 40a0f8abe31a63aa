/** A cache that lasts as long as the process. */
import type { CacheRow, OwnCache } from '../types.js'
import { keptCache, type KeptCache } from './kept-cache.js'

/** A cache in memory. */
export interface MemoryCache extends KeptCache, OwnCache {
  readonly get: (key: string) => CacheRow | undefined
  readonly set: (key: string, row: CacheRow) => void
  readonly delete: (key: string) => boolean
  readonly entries: () => Iterable<readonly [string, CacheRow]>
}

/**
 * A cache in memory: for tests, short-lived processes, and to share answers between calls of one process.
 *
 * @example
 * const cache = memoryCache()
 * await locate(monday, { ip: 'address', provider, cache })
 * await locate(tuesday, { ip: 'address', provider, cache })   // asks only for what Monday did not have
 */
export function memoryCache(): MemoryCache {
  const rows = new Map<string, CacheRow>()
  const base = {
    get: (key: string) => rows.get(key),
    set: (key: string, row: CacheRow) => void rows.set(key, row),
    delete: (key: string) => rows.delete(key),
    entries: () => rows.entries(),
  }
  return Object.freeze({ ...base, ...keptCache(base, () => undefined) })
}

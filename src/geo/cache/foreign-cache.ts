/**
 * Caches of others: anything with get, set and delete, such as a Keyv on Redis, Valkey or Postgres, or a Map.
 *
 * What such a store gives back is not trusted: a value that has not the shape of a row counts as absent. Where it fails, the run goes on
 * without it, and the cache says so in its warnings: an answer asked for twice is better than a run that is lost.
 */
import type { CacheRow, OwnCache, Cache } from '../types.js'
import { fileCache } from './file-cache.js'
import { readRow } from './line.js'
import { memoryCache } from './memory-cache.js'

/** A store of values by key, as `keyv` defines it. */
export interface KeyValueStore {
  readonly get: (key: string) => unknown
  /** `ttlMs`: how long the store may keep the value, milliseconds. */
  readonly set: (key: string, value: CacheRow, ttlMs?: number) => unknown
  readonly delete: (key: string) => unknown
  readonly entries?:
    (() => Iterable<readonly [string, unknown]> | AsyncIterable<readonly [string, unknown]>) | undefined
  readonly iterator?: ((...rest: never[]) => AsyncIterable<unknown>) | undefined
}

/** The cache that option `cache` means: a path opens a file cache, nothing is a cache in memory, a store is taken as it is. */
export function readCache(value: Cache | KeyValueStore | string | undefined): OwnCache {
  if (value === undefined) return memoryCache()
  if (typeof value === 'string') return fileCache(value)
  return isOurs(value) ? value : foreignCache(value)
}

/** Ours keep rows as they are and say themselves what went wrong. */
function isOurs(value: Cache | KeyValueStore): value is OwnCache {
  return 'toTable' in value && 'sweep' in value
}

function foreignCache(store: KeyValueStore): OwnCache {
  const failed = new Map<string, number>()
  const tolerant = async <T>(verb: string, work: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch {
      // the store's own message may hold its address and password
      failed.set(verb, (failed.get(verb) ?? 0) + 1)
      return undefined
    }
  }
  return {
    get: async (key) => readRow(key, await tolerant('read', () => store.get(key))),
    // an expired row is kept another month, for runs with `keepStale`
    set: (key, row) =>
      tolerant('written', () => store.set(key, row, Math.max(0, row.expiresAt - Date.now()) + MONTH_MS)),
    delete: (key) => tolerant('deleted', () => store.delete(key)),
    async *entries() {
      for await (const entry of store.entries?.() ?? store.iterator?.() ?? []) {
        const [key, value] = entry as readonly [unknown, unknown]
        const row = typeof key === 'string' ? readRow(key, value) : undefined
        if (row !== undefined) yield [row.key, row] as const
      }
    },
    warnings: () => [...failed].map(([verb, times]) => `cache: the store failed ${times} times; rows were not ${verb}`),
  }
}

const MONTH_MS = 31 * 86_400_000

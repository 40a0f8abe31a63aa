/**
 * What a cache of ours can do beyond remembering: forget an address, sweep out what expired, become a table, take in another cache.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { addressKey } from '../keys.js'
import { classifyIp } from '../ip.js'
import type { Cache, CacheRow } from '../types.js'
import { cacheTable, readCacheTable } from './arrow.js'

/** Upkeep of a cache. */
export interface KeptCache {
  /**
   * Forget an address: its own row, and the row of every network that it lies in (`keyPrefix`, `truncate`). The bytes leave the disk, except
   * from journals that other processes are writing to this moment: those lose them when they are merged.
   *
   * @param secret key of the hashes, where rows were kept with `privacy: 'hmac'`
   * @returns how many rows went
   */
  readonly purge: (ip: string, secret?: string) => number
  /** Remove rows that have expired; their bytes leave the disk. Returns how many went. */
  readonly sweep: () => number
  /** All rows as a table: key, status, source, fetched_at, expires_at, then a column a field of the records. */
  readonly toTable: () => Table
  /** Take in the rows of another cache or of a table that `toTable` made; of two rows of a key the one fetched later stays. Returns how many came. */
  readonly merge: (other: Cache | TableLike) => Promise<number>
}

interface Base {
  readonly get: (key: string) => CacheRow | undefined
  readonly set: (key: string, row: CacheRow) => void
  readonly delete: (key: string) => boolean
  readonly entries: () => Iterable<readonly [string, CacheRow]>
}

/** Upkeep of `base`; `compact` runs after rows were removed. */
export function keptCache(base: Base, compact: () => void): KeptCache {
  const remove = (keys: readonly string[]): number => {
    const removed = keys.filter((key) => base.delete(key)).length
    if (removed > 0) compact()
    return removed
  }
  return {
    purge: (ip, secret) => remove(keysOf(ip, secret)),
    sweep() {
      const now = Date.now()
      const expired: string[] = []
      for (const [key, row] of base.entries()) if (row.expiresAt <= now) expired.push(key)
      return remove(expired)
    },
    toTable: () => cacheTable(base.entries()),
    async merge(other) {
      let taken = 0
      for await (const [key, row] of isCache(other) ? other.entries() : readCacheTable(other)) {
        const mine = base.get(key)
        if (mine !== undefined && mine.fetchedAt >= row.fetchedAt) continue
        base.set(key, { ...row, key })
        taken++
      }
      return taken
    },
  }
}

/** Every key under which an answer for this address may lie. */
function keysOf(ip: string, secret: string | undefined): string[] {
  const { canonical } = classifyIp(ip)
  if (canonical === null) return [ip]
  const privacy = secret === undefined ? 'none' : 'hmac'
  const widest = canonical.includes(':') ? 128 : 32
  const keys = [addressKey({ privacy, secret })(canonical).key]
  for (let bits = 0; bits <= widest; bits++)
    keys.push(addressKey({ privacy, secret, keyPrefix: { v4: bits, v6: bits } })(canonical).key)
  return keys
}

function isCache(other: Cache | TableLike): other is Cache {
  const { get, set, entries } = (other ?? {}) as Partial<Cache>
  return typeof get === 'function' && typeof set === 'function' && typeof entries === 'function'
}

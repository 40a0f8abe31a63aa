/**
 * Sharing within one process, for caches that have none of their own: two runs at once on one cache object ask for an address once, and runs one
 * after another spend one allowance.
 */
import type { OwnCache, Sharing } from './types.js'

const known = new WeakMap<object, ProcessState>()

interface ProcessState {
  readonly documents: Map<string, object>
  readonly claims: Set<string>
}

/**
 * How runs on this cache agree: the cache's own way across processes, or this process's.
 *
 * @param given what the caller gave for the cache: the object that tells two caches apart
 */
export function sharingOf(cache: OwnCache, given: unknown): Sharing {
  return cache.sharing ?? processSharing(typeof given === 'object' && given !== null ? given : cache)
}

function processSharing(cache: object): Sharing {
  let state = known.get(cache)
  if (state === undefined) {
    state = { documents: new Map(), claims: new Set() }
    known.set(cache, state)
  }
  const { documents, claims } = state
  return {
    update<T extends object>(name: string, change: (old: T | undefined) => T) {
      const changed = change(documents.get(name) as T | undefined)
      documents.set(name, changed)
      return changed
    },
    read: <T extends object>(name: string) => documents.get(name) as T | undefined,
    claim(key) {
      if (claims.has(key)) return false
      claims.add(key)
      return true
    },
    release: (key) => void claims.delete(key),
    refresh: (key) => !claims.has(key),
  }
}

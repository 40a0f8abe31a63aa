/**
 * Runs in several processes on one folder: claims on keys, shared documents, and what others wrote.
 *
 * Where the disk refuses (full, too many open files) the run goes on without sharing that one thing and the cache says so in its warnings:
 * an address asked for twice is better than a run that is lost.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { BodkinError } from '../../errors.js'
import type { Sharing } from '../types.js'
import { documentsIn } from './documents.js'
import type { Folder } from './folder.js'
import { locksIn, type Locks } from './lock.js'
import type { Members } from './members.js'

/**
 * Share the folder `path` with other processes.
 *
 * @param claims locks in a folder of their own, one a key
 * @param warn is told what the disk refused
 */
export function shareFolder(
  path: string,
  members: Members,
  folder: Folder,
  claims: Locks,
  warn: (error: unknown) => void,
): Sharing {
  const shared = join(path, 'shared')
  const documents = documentsIn(shared, locksIn(shared, members))
  /** Documents that could not be written, from then on in memory. */
  const own = new Map<string, object>()

  const hasFreshRow = (key: string): boolean => {
    const row = folder.index().get(key)
    const now = Date.now()
    return row !== undefined && row.fetchedAt <= now && row.expiresAt > now
  }

  const read = <T extends object>(name: string): T | undefined => {
    const kept = own.get(name) as T | undefined
    if (kept !== undefined) return kept
    try {
      return documents.read<T>(name)
    } catch (error) {
      refuseOthers(error)
      warn(error)
      return undefined
    }
  }

  return {
    read,
    update<T extends object>(name: string, change: (old: T | undefined) => T) {
      if (!own.has(name)) {
        try {
          return documents.update(name, change)
        } catch (error) {
          refuseOthers(error)
          warn(error)
        }
      }
      const changed = change(read<T>(name))
      own.set(name, changed)
      return changed
    },
    claim(key) {
      try {
        return claims.take(nameOf(key)) === undefined
      } catch (error) {
        refuseOthers(error)
        warn(error)
        return true
      }
    },
    release: (key) => claims.release(nameOf(key)),
    refresh(key) {
      try {
        folder.refresh()
        return hasFreshRow(key) || !claims.isHeld(nameOf(key))
      } catch (error) {
        refuseOthers(error)
        warn(error)
        return true
      }
    },
  }
}

/** A key may be any text: its file is named by a hash. */
function nameOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40)
}

/** Only what a file system says may be made up for; our own errors and defects go on. */
export function refuseOthers(error: unknown): void {
  if (error instanceof BodkinError || typeof (error as NodeJS.ErrnoException).syscall !== 'string') {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

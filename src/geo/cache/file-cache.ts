/**
 * A cache in a folder: rows survive the process, and several processes share them.
 */
import { join, resolve } from 'node:path'
import { BodkinError, show } from '../../errors.js'
import { choice, readOptions, withDefault, type Schema } from '../../options/rules.js'
import type { CacheRow, OwnCache } from '../types.js'
import { codeOf, makeFolder } from './files.js'
import { openFolder, type Folder } from './folder.js'
import type { Fsync } from './journal.js'
import { keptCache, type KeptCache } from './kept-cache.js'
import { locksIn, type Locks } from './lock.js'
import { describeIdentity, joinMembers, loneMember, type Members } from './members.js'
import { refuseOthers, shareFolder } from './share.js'

/** Options of `fileCache`. */
export interface FileCacheOptions {
  /**
   * Processes that open the same folder: `'share'` (default) lets them work together: one asks for an address, the others wait for its
   * answer, and all keep to one rate and one quota. `'fail'` is for one process alone: the second to open gets an error that says who has it.
   */
  readonly lock?: 'share' | 'fail'
  /** When rows reach the disk: `'interval'` (default) within 250 ms, `'row'` each one at once. The death of the process loses no row either way. */
  readonly fsync?: Fsync
}

interface FileCacheSettings {
  readonly lock: 'share' | 'fail'
  readonly fsync: Fsync
}

const schema: Schema<FileCacheSettings> = {
  lock: withDefault(choice('share', 'fail'), 'share'),
  fsync: withDefault(choice('row', 'interval'), 'interval'),
}

/** A cache in a folder. */
export interface FileCache extends KeptCache, OwnCache {
  readonly get: (key: string) => CacheRow | undefined
  readonly set: (key: string, row: CacheRow) => void
  readonly delete: (key: string) => boolean
  readonly entries: () => Iterable<readonly [string, CacheRow]>
  readonly warnings: () => readonly string[]
  readonly flush: () => void
  readonly close: () => void
}

const EXCLUSIVE = 'alone'

/**
 * Open a cache in a folder, which is made if it is not there (readable by its owner only).
 *
 * Rows are lines of JSON with checksums: a damaged line costs itself only, and is counted in `warnings()`. A full disk does not stop a run:
 * its rows stay in memory, and a warning says so. One machine at a time: do not put the folder on a disk that several machines write to.
 *
 * @param path of the folder
 * @throws BodkinError `CACHE` when the folder cannot be written, was written by a newer version, or is held by another process with
 *   `lock: 'fail'`; `OPTION` for unusable options
 * @example
 * const cache = fileCache('./places')
 * await locate(visits, { ip: 'address', provider: ip2location({ key }), cache })
 * cache.close()
 */
export function fileCache(path: string, options: FileCacheOptions = {}): FileCache {
  if (typeof path !== 'string' || path === '')
    throw new BodkinError('OPTION', `fileCache needs the path of a folder, got ${show(path)}`)
  const { lock, fsync } = readOptions(schema, options)
  const root = resolve(path)
  const { members, locks } = enter(root, lock)
  let folder: Folder
  try {
    folder = openFolder(root, members, locks, fsync)
  } catch (error) {
    leave(members, locks)
    throw unusable(root, error)
  }
  const claims = locksIn(join(root, 'claims'), members)
  const warned = new Map<string, string>()
  const warn = (error: unknown): void => void warned.set(codeOf(error), (error as Error).message)
  let open = true
  /** The disk may refuse a row; the run goes on with the row in memory. */
  const tolerant = (work: () => void): void => {
    if (!open)
      throw new BodkinError('CACHE', `the cache ${root} is closed: open it again with fileCache`, { path: root })
    try {
      work()
    } catch (error) {
      refuseOthers(error)
      warn(error)
    }
  }
  const merge = (keep: (key: string) => boolean): void => tolerant(() => void folder.merge(keep))

  const base = {
    get: (key: string) => folder.index().get(key),
    set: (key: string, row: CacheRow) => tolerant(() => folder.put(key, row)),
    delete(key: string) {
      const had = folder.index().at(key) > 0 && !folder.index().gone().has(key)
      if (had) tolerant(() => folder.drop(key))
      return had
    },
    *entries(): Generator<readonly [string, CacheRow]> {
      for (const key of folder.index().keys()) {
        const row = folder.index().get(key)
        if (row !== undefined) yield [key, row]
      }
    },
  }
  const all = (): boolean => true
  if (folder.isWasteful()) merge(all)
  return Object.freeze({
    ...base,
    // removed rows must leave the disk, not only the map
    ...keptCache(base, () => merge(all)),
    sharing: lock === 'share' && !members.lone ? shareFolder(root, members, folder, claims, warn) : undefined,
    warnings: () => describeTrouble(root, folder, warned),
    flush: () => tolerant(() => folder.sync()),
    close() {
      if (!open) return
      if (folder.isWasteful()) merge(all)
      tolerant(() => folder.close())
      tolerant(() => {
        claims.releaseAll()
        claims.clear()
      })
      open = false
      leave(members, locks)
    },
  })
}

function enter(root: string, lock: 'share' | 'fail'): { members: Members; locks: Locks } {
  try {
    for (const name of ['members', 'locks', 'claims', 'shared']) makeFolder(join(root, name))
  } catch (error) {
    throw unusable(root, error)
  }
  let members: Members
  try {
    members = joinMembers(join(root, 'members'))
  } catch (error) {
    if (codeOf(error) !== 'ENOSPC' || lock === 'fail') throw unusable(root, error)
    members = loneMember() // nothing can be written, and so nothing be shared; what is there can be read
  }
  const locks = locksIn(join(root, 'locks'), members)
  try {
    refuseHolders(root, lock, members, locks)
  } catch (error) {
    leave(members, locks)
    throw unusable(root, error)
  }
  return { members, locks }
}

/** Whoever wants the folder alone takes the lock and looks for members; whoever shares it joins and looks for the lock: one of them sees the other. */
function refuseHolders(root: string, lock: 'share' | 'fail', members: Members, locks: Locks): void {
  if (members.lone) return
  if (lock === 'share') {
    if (!locks.isHeld(EXCLUSIVE)) return
    throw new BodkinError(
      'CACHE',
      `the cache ${root} was opened for one process alone by another: wait until it closes`,
      {
        path: root,
      },
    )
  }
  const holder = locks.take(EXCLUSIVE) ?? members.others()[0]
  if (holder === undefined) return
  const message = `the cache ${root} is in use by ${describeIdentity(holder)}: wait until it closes, or open it with lock "share"`
  throw new BodkinError('CACHE', message, { path: root, pid: holder.pid })
}

function leave(members: Members, locks: Locks): void {
  locks.release(EXCLUSIVE)
  members.leave()
}

function unusable(root: string, error: unknown): unknown {
  if (error instanceof BodkinError || typeof (error as NodeJS.ErrnoException).syscall !== 'string') return error
  const message = `the cache ${root} cannot be used (${codeOf(error)}): give the path of a folder that can be written`
  return new BodkinError('CACHE', message, { path: root, reason: codeOf(error) }, error)
}

function describeTrouble(root: string, folder: Folder, warned: ReadonlyMap<string, string>): string[] {
  const trouble: string[] = []
  const damaged = folder.damaged()
  if (damaged > 0)
    trouble.push(`cache ${root}: ${damaged} damaged ${damaged === 1 ? 'line was' : 'lines were'} skipped`)
  const unwritten = folder.unwritten()
  const codes = [...warned.keys()].join(', ')
  if (unwritten > 0)
    trouble.push(
      `cache ${root}: ${unwritten} ${unwritten === 1 ? 'row is' : 'rows are'} in memory only, the disk refused (${codes})`,
    )
  else if (warned.size > 0) trouble.push(`cache ${root}: the disk refused for a time (${codes}); all rows are written`)
  return trouble
}

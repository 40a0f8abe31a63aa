/**
 * Locks that survive the death of their holder, made of files only.
 *
 * Lock `name` is held by whoever created `name.0` (creation is exclusive; the file is a second name of its owner's member file). If that process died, whoever creates `name.1` takes over, and so
 * on: nobody ever removes a live holder's file, as taking over by removing would when two take over at once. A holder checks that every
 * lower number is there and stale and that there is no higher one; on release it removes all its files, the lowest first.
 */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BodkinError } from '../../errors.js'
import { pauseThread, removeFile } from './files.js'
import { describeIdentity, readIdentity, type Identity, type Members } from './members.js'

/** The locks of one folder. */
export interface Locks {
  /** Take a lock; undefined when it is yours now, else who holds it. */
  readonly take: (name: string) => Identity | undefined
  /** Give it back. */
  readonly release: (name: string) => void
  /** Give all of them back. */
  readonly releaseAll: () => void
  /** Remove what dead holders left long ago. */
  readonly clear: () => void
  /** Does a live process hold it? */
  readonly isHeld: (name: string) => boolean
  /** Take it, do something, give it back; waits for its turn. For work of well under a millisecond. */
  readonly inTurn: <T>(name: string, work: () => T) => T
}

/** A file that its creator has not filled yet is alive for so long. */
const NEWBORN_MS = 5000
/** Longest wait of `inTurn`: a holder needs some tenths of a millisecond. */
const PATIENCE_MS = 10_000

const LONG_STALE_MS = 3_600_000

const NOBODY: Identity = { token: '', pid: 0, host: '', start: null }

/** The locks in `directory`, taken in the name of `members.self`. */
export function locksIn(directory: string, members: Members): Locks {
  const held = new Map<string, number>()
  const fileOf = (name: string, generation: number): string => join(directory, `${name}.${generation}`)

  /** The live holder of one generation; null when its file is stale, undefined when there is none. */
  const holderOf = (file: string): Identity | null | undefined => {
    const stats = statSync(file, { throwIfNoEntry: false }) // no error is made for the usual answer
    if (stats === undefined) return undefined
    const identity = readIdentity(file)
    if (identity !== undefined) return members.isAlive(identity) ? identity : null
    return Date.now() - stats.mtimeMs < NEWBORN_MS ? NOBODY : null
  }

  const take = (name: string): Identity | undefined => {
    for (let generation = 0; ; generation++) {
      const file = fileOf(name, generation)
      if (!members.mark(file)) {
        const holder = holderOf(file)
        if (holder === undefined)
          generation = -1 // just released: begin again
        else if (holder !== null) return holder
        continue
      }
      const rival = rivalOf(name, generation)
      if (rival === undefined) {
        held.set(name, generation)
        return undefined
      }
      removeFile(file)
      if (rival !== null) return rival
      generation = -1
    }
  }

  /** What speaks against holding a generation: a live holder of another, null for a gap below (begin again), undefined for nothing. */
  const rivalOf = (name: string, generation: number): Identity | null | undefined => {
    for (let lower = 0; lower < generation; lower++) {
      const holder = holderOf(fileOf(name, lower))
      if (holder !== null) return holder === undefined ? null : holder
    }
    const above = holderOf(fileOf(name, generation + 1))
    return above === null ? undefined : above
  }

  const release = (name: string): void => {
    const generation = held.get(name)
    if (generation === undefined) return
    held.delete(name)
    for (let i = 0; i <= generation; i++) removeFile(fileOf(name, i))
  }

  return {
    take,
    release,
    releaseAll: () => [...held.keys()].forEach(release),
    clear() {
      for (const name of readdirSync(directory)) {
        const file = join(directory, name)
        const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity
        // nobody is taking over by now what has been stale for so long
        if (Date.now() - touched > LONG_STALE_MS && holderOf(file) === null) removeFile(file)
      }
    },
    isHeld(name) {
      for (let generation = 0; ; generation++) {
        const holder = holderOf(fileOf(name, generation))
        if (holder !== null) return holder !== undefined
      }
    },
    inTurn(name, work) {
      const deadline = performance.now() + PATIENCE_MS
      for (;;) {
        const holder = take(name)
        if (holder === undefined) break
        if (performance.now() > deadline) {
          const message = `the cache folder is blocked by ${describeIdentity(holder)}: it does not give back the lock "${name}"`
          throw new BodkinError('CACHE', message, { lock: name, pid: holder.pid })
        }
        pauseThread(0.2 + 0.3 * Math.random())
      }
      try {
        return work()
      } finally {
        release(name)
      }
    },
  }
}

/**
 * The rows of a cache folder, as one process sees them.
 *
 *   snapshot.jsonl              rows of all journals that were merged
 *   journal-<token>.<n>.jsonl   what one process added since; only its owner writes to it
 *
 * The newest line of a key (highest `at`) is its row, whichever file it lies in. Files of others are read on from where they were left
 * (`refresh`). Merging writes a new snapshot beside the old one, pushes it to the disk, renames it, and then removes the journals, which its
 * header names: a crash at any point leaves files that read as the same rows.
 */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, statSync, writeSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import type { CacheRow } from '../types.js'
import { isMissing, removeFile, syncFolderOf } from './files.js'
import { lineIndex, type LineIndex } from './index-of-lines.js'
import { CACHE_VERSION, openJournal, type Fsync, type Journal } from './journal.js'
import { encodeFields, encodeGone, encodeHeader, lineReader } from './line.js'
import type { Locks } from './lock.js'
import type { Members } from './members.js'
import { scanFile, type Visit } from './scan.js'

/** The rows of a folder. */
export interface Folder {
  readonly index: () => LineIndex
  /** Write a row; throws what the file system says, but the row counts in this process. */
  readonly put: (key: string, row: CacheRow) => void
  /** Take a row back, likewise. */
  readonly drop: (key: string) => void
  /** Take in what others wrote since. */
  readonly refresh: () => void
  /** Merge the journals that nobody writes to any more into a new snapshot, this process's own included. False when another one is at it. */
  readonly merge: (keep: (key: string) => boolean) => boolean
  /** Are there so many merged-away lines or left journals that merging pays? */
  readonly isWasteful: () => boolean
  /** Lines that were skipped because they were damaged. */
  readonly damaged: () => number
  /** Rows of this process that are not on the disk because it refused them. */
  readonly unwritten: () => number
  readonly sync: () => void
  readonly close: () => void
}

const SNAPSHOT = 'snapshot.jsonl'
const JOURNAL = /^journal-(([\w-]+)\.\d+)\.jsonl$/
/** A snapshot that is being written, or was when its writer died. */
const TEMPORARY = /^snapshot\.jsonl\.([\w-]+)\.tmp$/
/** Journals of processes that are gone, above which opening merges. */
const MANY_JOURNALS = 8
/** Coarsest clock of a file's times that still deserves the name. */
const TICK_MS = 2000

/** Open the rows of `path`, which exists; `members` has this process in it already. */
export function openFolder(path: string, members: Members, locks: Locks, fsync: Fsync): Folder {
  const own = members.self.token
  const snapshotPath = join(path, SNAPSHOT)
  let index = lineIndex()
  let journal: Journal | undefined
  let journalNumber = 0
  /** How far each file was read. */
  let ends = new Map<string, number>()
  let snapshotId = ''
  let damaged = 0
  let lines = 0
  let abandoned = 0
  /** Lines that could not be written: they are tried again with the next one. */
  const unwritten: Buffer[] = []
  /** Journals of others, and the time of the folder when they were listed. */
  let others: readonly string[] = []
  let listedAt = -1

  const visit: Visit = (line) => {
    lines++
    index.add(line)
  }

  const journals = (): { name: string; id: string; owner: string }[] =>
    readdirSync(path).flatMap((name) => {
      const match = JOURNAL.exec(name)
      return match === null ? [] : [{ name, id: match[1], owner: match[2] }]
    })
  const liveTokens = (): Set<string> => new Set(members.others().map((identity) => identity.token))

  /** Read everything from the start. Journals are opened before the snapshot: one that is merged away meanwhile is in the new snapshot. */
  const load = (): void => {
    index = lineIndex()
    listedAt = -1
    ends = new Map()
    damaged = 0
    lines = 0
    abandoned = 0
    const live = liveTokens()
    const files = journals().flatMap((file) => {
      const descriptor = openIfThere(join(path, file.name))
      return descriptor === undefined ? [] : [{ ...file, descriptor, path: join(path, file.name) }]
    })
    try {
      const merged = loadSnapshot()
      for (const file of files) {
        if (merged.has(file.id)) continue
        const closed = file.owner !== own && !live.has(file.owner)
        const scan = scanFile(file, 0, closed, visit)
        ends.set(file.name, scan.end)
        damaged += scan.damaged
        if (closed) abandoned++
      }
    } finally {
      for (const { descriptor } of files) closeSync(descriptor)
    }
    const readLine = lineReader()
    for (const line of unwritten) {
      const fields = readLine(line, 0, line.length - 1)
      if (fields !== undefined) visit(fields)
    }
  }

  const loadSnapshot = (): ReadonlySet<string> => {
    snapshotId = identityOf(snapshotPath)
    const descriptor = openIfThere(snapshotPath)
    if (descriptor === undefined) return new Set()
    try {
      const scan = scanFile({ descriptor, path: snapshotPath }, 0, true, visit)
      damaged += scan.damaged
      return new Set(scan.header?.merged)
    } finally {
      closeSync(descriptor)
    }
  }

  const refresh = (): void => {
    const changed = statSync(path).mtimeMs
    if (changed !== listedAt) {
      if (identityOf(snapshotPath) !== snapshotId) return load()
      others = journals().flatMap(({ name, owner }) => (owner === own ? [] : [name]))
      // a change within the clock tick of the last one would go unnoticed: a young listing is made again
      listedAt = Date.now() - changed > TICK_MS ? changed : -1
    }
    for (const name of others) {
      const file = join(path, name)
      const from = ends.get(name) ?? 0
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (size <= from) continue
      const descriptor = openIfThere(file)
      if (descriptor === undefined) return load() // merged away this moment
      try {
        const scan = scanFile({ descriptor, path: file }, from, false, visit)
        ends.set(name, scan.end)
        damaged += scan.damaged
      } finally {
        closeSync(descriptor)
      }
    }
  }

  const write = (line: Buffer): void => {
    unwritten.push(line)
    let written = 0
    try {
      // merged journals are named in the snapshot: the next one needs a name of its own
      journal ??= openJournal(join(path, `journal-${own}.${++journalNumber}.jsonl`), fsync)
      for (; written < unwritten.length; written++) journal.append(unwritten[written])
    } finally {
      unwritten.splice(0, written)
    }
  }
  const nextAt = (): number => Math.max(Date.now(), index.latest() + 1)

  const merge = (keep: (key: string) => boolean): boolean => {
    if (locks.take('merge') !== undefined) return false
    try {
      // who is gone is settled before the files are read to their ends: they cannot grow any more
      const live = liveTokens()
      const all = journals()
      const closed = all.filter(({ owner }) => !live.has(owner))
      refresh()
      const temporary = `${snapshotPath}.${own}.tmp`
      const merged = closed.map(({ id }) => id)
      writeSnapshot(temporary, merged, closed.length < all.length, keep)
      renameSync(temporary, snapshotPath)
      syncFolderOf(snapshotPath)
      journal?.close()
      journal = undefined
      unwritten.length = 0
      for (const { name } of closed) removeFile(join(path, name))
      for (const name of readdirSync(path)) {
        const token = TEMPORARY.exec(name)?.[1]
        if (token !== undefined && !live.has(token)) removeFile(join(path, name))
      }
      load()
      return true
    } finally {
      locks.release('merge')
    }
  }

  const writeSnapshot = (
    file: string,
    merged: readonly string[],
    othersWrite: boolean,
    keep: (key: string) => boolean,
  ): void => {
    const descriptor = openSync(file, 'w', 0o600)
    try {
      let block: Buffer[] = [encodeHeader({ format: 'bodkin geo cache', version: CACHE_VERSION, merged })]
      let size = 0
      const push = (line: Buffer): void => {
        block.push(line)
        size += line.length
        if (size < 1 << 20) return
        writeFully(descriptor, Buffer.concat(block))
        block = []
        size = 0
      }
      for (const key of index.keys()) {
        if (!keep(key)) continue
        push(index.line(key) as Buffer)
      }
      // a journal that is still written to may hold an older row of a key that was taken back
      if (othersWrite) for (const [key, at] of index.gone()) push(encodeGone(key, at))
      writeFully(descriptor, Buffer.concat(block))
      fsyncSync(descriptor)
    } catch (error) {
      removeFile(file)
      throw error
    } finally {
      closeSync(descriptor)
    }
  }

  load()
  return {
    index: () => index,
    put(key, row) {
      const at = nextAt()
      const { source, status, fetchedAt, expiresAt } = row
      const fields = { source, status, fetchedAt, expiresAt, record: JSON.stringify(row.record) }
      visit({ key, at, row: fields })
      write(encodeFields(key, at, fields))
    },
    drop(key) {
      const at = nextAt()
      visit({ key, at, row: null })
      write(encodeGone(key, at))
    },
    refresh,
    merge,
    isWasteful: () => abandoned > MANY_JOURNALS || lines > 2 * index.size() + 1000,
    damaged: () => damaged,
    unwritten: () => unwritten.length,
    sync: () => journal?.sync(),
    close() {
      journal?.close()
      journal = undefined
    },
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Tells one snapshot from the next. */
function identityOf(path: string): string {
  const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`
}

function writeFully(descriptor: number, bytes: Buffer): void {
  for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from)
}

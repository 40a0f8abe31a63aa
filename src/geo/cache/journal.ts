/**
 * A journal: the lines that one process adds to a cache folder, in a file that no other process writes to.
 *
 * Opened append-only. Each line goes down in one write; a short write (a disk that fills up) is cut back, so that the file ends in a whole
 * line whatever happens short of the power failing, and then a damaged tail costs that line only. The data reach the disk after each row
 * (`row`) or within 250 ms (`interval`); what was written survives the death of the process either way.
 */
import { closeSync, constants, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { encodeHeader } from './line.js'

/** The version of lines and headers that this package writes, and the highest that it reads. */
export const CACHE_VERSION = 1

/** How soon rows are pushed to the disk. */
export type Fsync = 'row' | 'interval'

/** A journal that is open for writing. */
export interface Journal {
  /** Write a line; throws what the file system says, with the file as it was before. */
  readonly append: (line: Buffer) => void
  /** Push what was written to the disk now. */
  readonly sync: () => void
  readonly close: () => void
}

const SYNC_MS = 250

/** Open a new journal; the first line is its header. */
export function openJournal(path: string, fsync: Fsync): Journal {
  const descriptor = openSync(path, constants.O_CREAT | constants.O_APPEND | constants.O_WRONLY, 0o600)
  let size = fstatSync(descriptor).size
  let torn = false
  let dirty = false
  let open = true

  const write = (line: Buffer): void => {
    let written = 0
    try {
      // a tail that could not be cut back is closed by a line break, so that it damages itself only
      if (torn) size += writeSync(descriptor, '\n')
      torn = false
      written = writeSync(descriptor, line)
    } finally {
      if (written === line.length) size += written
      else cutBack()
    }
    if (written < line.length)
      throw Object.assign(new Error('the disk is full: a line was cut short'), { code: 'ENOSPC' })
  }
  const cutBack = (): void => {
    try {
      ftruncateSync(descriptor, size)
    } catch {
      torn = true // the write's own error is on its way to the caller
    }
  }

  const timer = setInterval(() => {
    if (!dirty) return
    dirty = false
    fdatasync(descriptor, (error) => {
      dirty ||= error !== null
    })
  }, SYNC_MS)
  timer.unref()
  if (fsync === 'row') clearInterval(timer)

  const sync = (): void => {
    if (!dirty || !open) return
    fdatasyncSync(descriptor)
    dirty = false
  }
  const journal: Journal = {
    append(line) {
      write(line)
      dirty = true
      if (fsync === 'row') sync()
    },
    sync,
    close() {
      clearInterval(timer)
      sync()
      open = false
      closeSync(descriptor)
    },
  }
  try {
    if (size === 0) write(encodeHeader({ format: 'bodkin geo cache', version: CACHE_VERSION }))
  } catch (error) {
    clearInterval(timer)
    closeSync(descriptor)
    throw error
  }
  return journal
}

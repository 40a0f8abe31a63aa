/**
 * Small documents that several processes read and change: quota counts, limiter slots.
 *
 * A change is read, changed and written in one turn under a lock. It is written over the old text in one write, padded with blanks to its
 * length: readers, who take no lock, see the old or the new one, and the death of the writer leaves one of them.
 */
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readWhole } from './files.js'
import type { Locks } from './lock.js'

/** The documents of one folder. */
export interface Documents {
  readonly read: <T extends object>(name: string) => T | undefined
  readonly update: <T extends object>(name: string, change: (old: T | undefined) => T) => T
}

/** The documents in `directory`. A document that cannot be parsed (power was lost while it was written) counts as absent. */
export function documentsIn(directory: string, locks: Locks): Documents {
  const fileOf = (name: string): string => join(directory, encodeURIComponent(name))
  return {
    read: <T extends object>(name: string) => parse<T>(readWhole(fileOf(name))?.toString('utf8') ?? ''),
    update: <T extends object>(name: string, change: (old: T | undefined) => T) =>
      locks.inTurn(encodeURIComponent(name), () => {
        const descriptor = openSync(fileOf(name), constants.O_RDWR | constants.O_CREAT, 0o600)
        try {
          const old = readFileSync(descriptor, 'utf8')
          const changed = change(parse<T>(old))
          writeSync(descriptor, JSON.stringify(changed).padEnd(old.length), 0)
          return changed
        } finally {
          closeSync(descriptor)
        }
      }),
  }
}

function parse<T extends object>(text: string): T | undefined {
  if (text === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as T) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

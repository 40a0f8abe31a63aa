/**
 * Which processes have a cache folder open, and whether a process that left its mark is still alive.
 *
 * Each open cache has a file in `members/` that says who it is: process id, the time that process was started (so that a process id that is
 * used again is not taken for its old owner), host, and a token of its own. The file's time is touched every 2 s. A mark is stale when its
 * process is gone; where that cannot be asked (another host, no /proc), when its file was not touched for a minute.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createFile, isMissing, linkFile, removeFile } from './files.js'

/** Who left a mark. */
export interface Identity {
  readonly token: string
  readonly pid: number
  readonly host: string
  /** When the process was started, in clock ticks since boot; null where the system does not say. */
  readonly start: string | null
}

/** The members of one folder, seen from one of them. */
export interface Members {
  readonly self: Identity
  /** Put this member's mark in a place that nobody else has marked; false when somebody has. */
  readonly mark: (file: string) => boolean
  /** Is the owner of a mark alive? */
  readonly isAlive: (identity: Identity) => boolean
  /** The other members that are alive; files of dead ones are removed. */
  readonly others: () => Identity[]
  /** The folder takes no mark: nobody knows of this process, and it knows of nobody. */
  readonly lone: boolean
  readonly leave: () => void
}

const TOUCH_MS = 2000
const SILENT_MS = 60_000
/** How long an answer about another process may be used again. */
const REMEMBER_MS = 200

/** Tokens of the caches that this process has open: a mark of ours with another token is of a cache that was closed or of a worker. */
const openHere = new Set<string>()

/** Become a member of the folder `directory` (which exists). */
export function joinMembers(directory: string): Members {
  const self = newIdentity()
  const file = memberFile(directory, self.token)
  writeFileSync(file, JSON.stringify(self), { flag: 'wx', mode: 0o600 })
  openHere.add(self.token)
  const touch = setInterval(() => {
    const now = new Date()
    try {
      utimesSync(file, now, now)
    } catch (error) {
      if (!isMissing(error)) return // a full or unreachable disk: others fall back on the process id
      clearInterval(touch)
    }
  }, TOUCH_MS)
  touch.unref()

  const remembered = new Map<string, { alive: boolean; until: number }>()
  const isAlive = (identity: Identity): boolean => {
    const known = remembered.get(identity.token)
    if (known !== undefined && performance.now() < known.until) return known.alive
    const alive = judge(directory, identity)
    remembered.set(identity.token, { alive, until: performance.now() + REMEMBER_MS })
    return alive
  }

  return {
    self,
    mark: (place) => linkFile(file, place) ?? createFile(place, JSON.stringify(self)),
    lone: false,
    isAlive,
    others() {
      const alive: Identity[] = []
      for (const name of readdirSync(directory)) {
        const identity = readIdentity(join(directory, name))
        if (identity === undefined || identity.token === self.token) continue
        if (isAlive(identity)) alive.push(identity)
        else removeFile(join(directory, name))
      }
      return alive
    },
    leave() {
      clearInterval(touch)
      openHere.delete(self.token)
      removeFile(file)
    },
  }
}

/** A member that could leave no mark, because the disk is full. It takes all others for alive, and touches nothing of theirs. */
export function loneMember(): Members {
  return {
    self: newIdentity(),
    lone: true,
    mark: () => true,
    isAlive: () => true,
    others: () => [],
    leave: () => undefined,
  }
}

function newIdentity(): Identity {
  return {
    token: `${Date.now().toString(36)}-${process.pid}-${randomBytes(4).toString('hex')}`,
    pid: process.pid,
    host: hostname(),
    start: startOf(process.pid),
  }
}

/** The identity that a file holds; undefined when the file is gone or not (yet) whole. */
export function readIdentity(file: string): Identity | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  try {
    const { token, pid, host, start } = JSON.parse(text) as Partial<Identity>
    if (typeof token !== 'string' || typeof host !== 'string' || !Number.isSafeInteger(pid)) return undefined
    return { token, pid: pid as number, host, start: typeof start === 'string' ? start : null }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** `process 4711`, with the host when it is another. */
export function describeIdentity({ pid, host }: Identity): string {
  return `process ${pid}${pid === process.pid ? ' (this one)' : ''}${host === hostname() ? '' : ` on ${host}`}`
}

function judge(directory: string, { token, pid, host, start }: Identity): boolean {
  if (host !== hostname()) return wasTouched(directory, token)
  if (pid === process.pid && openHere.has(token)) return true
  if (!isRunning(pid)) return false
  const startNow = startOf(pid)
  if (startNow === null || start === null) return wasTouched(directory, token)
  // the same process, but none of this thread's caches: a worker's, which touches its file while it lives
  return startNow === start && (pid !== process.pid || wasTouched(directory, token))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process was started: the 22nd field of its stat line, counted behind the name, which may hold blanks and brackets. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null // no /proc here, or the process has just gone: the caller asks otherwise
  }
}

function wasTouched(directory: string, token: string): boolean {
  try {
    return Date.now() - statSync(memberFile(directory, token)).mtimeMs < SILENT_MS
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function memberFile(directory: string, token: string): string {
  return join(directory, `${token}.json`)
}

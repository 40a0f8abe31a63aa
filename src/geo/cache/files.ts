/**
 * The few file operations that the cache folder is made of, each whole or not done at all.
 */
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** The error code of a failed operation, such as `ENOSPC`. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}

/** Was the file or folder not there? */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}

/** Make a folder that only its owner can read, with its parents, unless it is there. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && statSync(path).isDirectory()) return
    // only then: of a read-only disk the recursive call says ENOENT
    if (!isMissing(error)) throw error
    mkdirSync(path, { recursive: true, mode: 0o700 })
  }
}

/** Remove a file; that it is gone already is as good. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

/** The whole of a file, undefined when there is none. */
export function readWhole(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Create a file with its content; false when there is one already. */
export function createFile(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Give a file a second name, in one step; false when that name is taken, undefined where the file system knows no second names. */
export function linkFile(path: string, second: string): boolean | undefined {
  try {
    linkSync(path, second)
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') return false
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) return undefined
    throw error
  }
}

/** Push the renaming of a file to the disk: the folder is what was changed. Windows has no such thing and needs none. */
export function syncFolderOf(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Stop this thread for a moment: for waits of well under a millisecond on another process. */
export function pauseThread(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

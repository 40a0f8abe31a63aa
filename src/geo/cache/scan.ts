/**
 * Read a cache file line by line, from any position, in pieces of bounded size.
 *
 * Lines that are not as they were written are skipped and counted; nothing of them is used. The last line of a file that its owner may
 * still be writing is left for the next time when its line break is missing.
 */
import { fstatSync, readSync } from 'node:fs'
import { BodkinError } from '../../errors.js'
import { CACHE_VERSION } from './journal.js'
import { isWhole, lineReader, parseBody, readHeader, type Header, type LineFields } from './line.js'

/** What was found in a file, beside the lines. */
export interface Scan {
  readonly damaged: number
  readonly header: Header | undefined
  /** Where the next scan goes on. */
  readonly end: number
}

/** Takes the lines of a scan, in the order of the file. */
export type Visit = (line: LineFields) => void

/** Bytes of one read. */
const PAGE = 1 << 22
const LINE_BREAK = 10

/**
 * Scan a file from position `from` on.
 *
 * @param file open for reading, and its path for messages
 * @param closed nobody writes to the file any more: a last line without line break is a damaged one
 * @throws BodkinError `CACHE` when a newer version of the package wrote the file
 */
export function scanFile(
  file: { readonly descriptor: number; readonly path: string },
  from: number,
  closed: boolean,
  visit: Visit,
): Scan {
  const size = fstatSync(file.descriptor).size
  let damaged = 0
  let header: Header | undefined
  let position = from
  let pageSize = PAGE
  const readLine = lineReader()
  while (position < size) {
    const page = Buffer.allocUnsafeSlow(Math.min(pageSize, size - position))
    const length = readFully(file.descriptor, page, position)
    if (length === 0) break
    const stop = page.lastIndexOf(LINE_BREAK, length - 1) + 1
    const atEnd = position + length >= size
    if (stop === 0 && !atEnd) {
      pageSize *= 2 // a line longer than the page
      continue
    }
    for (let start = 0; start < stop;) {
      const end = page.indexOf(LINE_BREAK, start)
      const whole = isWhole(page, start, end)
      const line = whole ? readLine(page, start, end) : undefined
      if (line !== undefined) visit(line)
      else {
        const found = whole ? readHeader(parseBody(page, start, end)) : undefined
        if (found === undefined) damaged++
        else header = checkVersion(found, file.path)
      }
      start = end + 1
    }
    position += stop
    pageSize = PAGE
    if (!atEnd) continue
    if (closed && stop < length) {
      damaged++
      position += length - stop
    }
    break
  }
  return { damaged, header, end: position }
}

function readFully(descriptor: number, page: Buffer, position: number): number {
  let length = 0
  while (length < page.length) {
    const read = readSync(descriptor, page, length, page.length - length, position + length)
    if (read === 0) break
    length += read
  }
  return length
}

function checkVersion(header: Header, path: string): Header {
  if (header.version <= CACHE_VERSION) return header
  const message = `the cache file ${path} was written by a newer version (format ${header.version}, this one reads up to ${CACHE_VERSION}): use that version, or another folder`
  throw new BodkinError('CACHE', message, { path, version: header.version })
}

/** Results on disk: each file is whole or absent, because it is written beside its place and then moved there. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableToIPC, type Table } from 'apache-arrow'
import { categoryColumn } from '../src/arrow/category-column.js'
import { numericColumn } from '../src/arrow/numeric-column.js'
import { readTable } from '../src/arrow/read-table.js'
import { timeColumn } from '../src/arrow/time-column.js'
import { BodkinError } from '../src/errors.js'
import type { ResultFile } from './section.js'

/**
 * Write files into a folder, which is made when it is missing.
 *
 * @returns their paths
 * @throws BodkinError `DATA` when the folder or a file cannot be written
 */
export function writeFiles(folder: string, files: readonly ResultFile[]): string[] {
  try {
    mkdirSync(folder, { recursive: true })
    return files.map(({ name, content }) => {
      const path = join(folder, name)
      const draft = `${path}.${process.pid}.tmp`
      writeFileSync(draft, content)
      renameSync(draft, path)
      return path
    })
  } catch (error) {
    throw new BodkinError(
      'DATA',
      `cannot write into ${folder}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
      { folder },
      error,
    )
  }
}

/** Paths among `names` that lie in the folder. */
export function existing(folder: string, names: readonly string[]): string[] {
  return names.map((name) => join(folder, name)).filter((path) => existsSync(path))
}

/** A table as an Arrow IPC file. */
export function toArrow(table: Table): Uint8Array {
  return tableToIPC(table, 'file')
}

/** A table as CSV: a header, ISO times in UTC, numbers in full, quotes where a text needs them. */
export function toCSV(table: Table): string {
  const source = readTable(table)
  const columns = source.names.map((name, j) => cellsOf(source, name, table.schema.fields[j].type.toString()))
  const lines = Array.from({ length: source.rows }, (_, row) => columns.map((cells) => cells[row]).join(','))
  return `${[source.names.map(quote).join(','), ...lines].join('\n')}\n`
}

function cellsOf(source: ReturnType<typeof readTable>, name: string, type: string): string[] {
  if (/^(?:Timestamp|Date)/.test(type))
    return Array.from(timeColumn(source, name), (ms) => (Number.isNaN(ms) ? '' : isoTime(ms)))
  if (/^(?:Dictionary|Utf8|LargeUtf8)/.test(type)) {
    const { codes, labels } = categoryColumn(source, name)
    return Array.from(codes, (code) => (code < 0 ? '' : quote(labels[code])))
  }
  return Array.from(numericColumn(source, name).values, (value) => (Number.isNaN(value) ? '' : String(value)))
}

function isoTime(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace('.000Z', 'Z')
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A user's own file as a series: CSV by its lines, Arrow IPC (file or stream) by its columns. */
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import { timeColumn } from '../../src/arrow/time-column.js'
import { BodkinError, show } from '../../src/errors.js'
import { readCSV, type TimesAndValues } from './read-csv.js'
import { settle, type Series } from './series.js'

/**
 * Read a series from a file.
 *
 * @param path `.csv`, `.tsv`, `.txt`, `.arrow`, `.arrows`, `.feather` or `.ipc`
 * @throws BodkinError that names the file, and the line or row and column where there is one
 */
export function seriesFromFile(path: string, time: string, value: string): Series {
  const file = basename(path)
  const read = readTimesAndValues(path, file, time, value)
  const infinite = read.values.findIndex((number) => number === Infinity || number === -Infinity)
  if (infinite >= 0) {
    throw new BodkinError(
      'DATA',
      `${file}, row ${infinite}, column ${show(value)}: must be finite, got ${read.values[infinite]}`,
    )
  }
  return { name: value, unit: value, source: file, ...settle(read.times, read.values), holidays: null }
}

function readTimesAndValues(path: string, file: string, time: string, value: string): TimesAndValues {
  const kind = extname(path).toLowerCase()
  if (['.csv', '.tsv', '.txt'].includes(kind)) return readCSV(readBytes(path).toString('utf8'), file, time, value)
  if (!['.arrow', '.arrows', '.feather', '.ipc'].includes(kind)) {
    throw new BodkinError(
      'FORMAT',
      `${file} must be a .csv, .arrow or .feather file, got ${kind === '' ? 'no extension' : show(kind)}`,
    )
  }
  return readArrow(readBytes(path), file, time, value)
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code)
    throw new BodkinError('DATA', `cannot read ${path}: ${why}`, { path }, error)
  }
}

function readArrow(bytes: Buffer, file: string, time: string, value: string): TimesAndValues {
  const source = arrowTable(bytes, file)
  try {
    const times = timeColumn(source, time)
    const missing = times.findIndex(Number.isNaN)
    if (missing >= 0) throw new BodkinError('DATA', `column ${show(time)}, row ${missing}: must have a time, got null`)
    return { times, values: numericColumn(source, value).values }
  } catch (error) {
    if (!(error instanceof BodkinError)) throw error
    throw new BodkinError(error.code, `${file}: ${error.message}`, error.details, error)
  }
}

function arrowTable(bytes: Buffer, file: string): ReturnType<typeof readTable> {
  try {
    return readTable(tableFromIPC(bytes), file)
  } catch (error) {
    const advice = /codec|compress/i.test(String(error)) ? ': write it without compression' : ''
    throw new BodkinError(
      'FORMAT',
      `${file} must be an Arrow IPC file or stream${advice} (${String(error)})`,
      {},
      error,
    )
  }
}

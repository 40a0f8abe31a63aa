/**
 * A CSV file as columns of text, then of times and numbers.
 *
 * Values are read as text and converted here: automatic typing would take `01.02.2024` or `1 234` for text or a date as it pleases. A line
 * with more or fewer values than the header is an error, because a thousands comma would otherwise silently cut a number.
 */
import { fromCSV } from 'arquero'
import { readTable } from '../../src/arrow/read-table.js'
import { timeColumn } from '../../src/arrow/time-column.js'
import { BodkinError, didYouMean, show } from '../../src/errors.js'

/** Times in ms since 1970 UTC and values, NaN where the file has none. */
export interface TimesAndValues {
  readonly times: Float64Array
  readonly values: Float64Array
}

const absent = new Set(['', 'na', 'n/a', 'nan', 'null', 'none'])
const decimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i

/**
 * @param text content of the file; the separator (comma, semicolon or tab) is the commonest of the header line
 * @param file name for messages
 * @param time name of the time column: ISO text, UTC
 * @param value name of the value column: decimal point, no thousands separator; empty, NA, NaN, null or None is a gap
 * @throws BodkinError `COLUMN` for a missing column, `DATA` for a value that cannot be used, with file, line and column
 */
export function readCSV(text: string, file: string, time: string, value: string): TimesAndValues {
  const content = text.replace(/^\ufeff/, '')
  if (content.trim() === '') throw new BodkinError('DATA', `${file} is empty: it needs a header line and rows`)
  const header = content.slice(0, content.search(/\r?\n|$/))
  const delimiter = commonestSeparator(header)
  assertEvenLines(content, delimiter, file)
  const table = fromCSV(content, { autoType: false, delimiter })
  const names = table.columnNames()
  const column = (name: string): (string | null | undefined)[] => {
    if (!names.includes(name)) {
      const near = didYouMean(name, names) || `: it has ${names.map((known) => show(known)).join(', ')}`
      throw new BodkinError('COLUMN', `${file} has no column ${show(name)}${near}`, { column: name, columns: names })
    }
    return Array.from(table.array(name) as ArrayLike<string | null | undefined>)
  }
  const timeText = column(time).map((cell) => cell?.trim() ?? '')
  const valueText = column(value).map((cell) => cell?.trim() ?? '')
  // An empty line becomes a row of nothing: it is not a row.
  const rows = timeText.map((_, i) => i).filter((i) => timeText[i] !== '' || valueText[i] !== '')
  if (rows.length === 0) throw new BodkinError('DATA', `${file} has no rows under its header`)
  const place = (row: number, name: string): string => `${file}, line ${row + 2}, column ${show(name)}`
  return {
    times: parseTimes(rows, timeText, (row) => place(row, time)),
    values: Float64Array.from(rows, (row) => parseNumber(valueText[row], place(row, value))),
  }
}

function parseTimes(rows: readonly number[], text: readonly string[], place: (row: number) => string): Float64Array {
  const empty = rows.find((row) => text[row] === '')
  if (empty !== undefined) throw new BodkinError('DATA', `${place(empty)}: must have a time, got nothing`)
  try {
    return timeColumn(readTable({ time: rows.map((row) => text[row]) }, 'file'), 'time')
  } catch (error) {
    if (!(error instanceof BodkinError) || typeof error.details.row !== 'number') throw error
    const rule = error.message.slice(error.message.indexOf(': ') + 2)
    throw new BodkinError('DATA', `${place(rows[error.details.row])}: ${rule}`, error.details, error)
  }
}

function parseNumber(text: string, place: string): number {
  if (absent.has(text.toLowerCase())) return Number.NaN
  if (decimal.test(text)) return Number(text)
  const advice = /^[-+]?[\d.,'\s]+$/.test(text)
    ? ': write it with a decimal point and without thousands separators'
    : ''
  throw new BodkinError('DATA', `${place}: must be a number, got ${show(text)}${advice}`)
}

function commonestSeparator(header: string): string {
  const count = (separator: string): number => header.split(separator).length
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best))
}

/** Every line must have as many values as the header; separators and line ends inside quotes belong to their value. */
function assertEvenLines(content: string, delimiter: string, file: string): void {
  const records = splitRecords(content, delimiter)
  const [{ cells: names }] = records
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw new BodkinError('DATA', `${file}: column names must be unique, got ${show(twice)} twice`)
  const uneven = records.find(({ cells, blank }) => !blank && cells.length !== names.length)
  if (uneven === undefined) return
  throw new BodkinError(
    'DATA',
    `${file}, line ${uneven.line}: must have ${names.length} values like the header, got ${uneven.cells.length}`,
    { line: uneven.line },
  )
}

/** The records of a CSV: where each begins, and its trimmed values. */
function splitRecords(content: string, delimiter: string): { line: number; cells: string[]; blank: boolean }[] {
  const records: { line: number; cells: string[]; blank: boolean }[] = []
  let [line, begun, quoted, cell] = [1, 1, false, '']
  let cells: string[] = []
  const endRecord = (): void => {
    cells.push(cell.trim())
    records.push({ line: begun, cells, blank: cells.length === 1 && cells[0] === '' })
    ;[cells, cell, begun] = [[], '', line]
  }
  for (const sign of content) {
    if (sign === '\n') line++
    if (sign === '"') quoted = !quoted
    else if (sign === delimiter && !quoted) {
      cells.push(cell.trim())
      cell = ''
    } else if (sign === '\n' && !quoted) endRecord()
    else cell += sign
  }
  if (cell !== '' || cells.length > 0) endRecord()
  return records
}

/** A user's own order lines: CSV by its columns, Arrow IPC (file or stream) as it is. */
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { fromCSV } from 'arquero'
import type { TableLike } from '../../src/arrow/table-like.js'
import { transactions } from '../../src/association/index.js'
import { BodkinError } from '../../src/errors.js'
import type { BasketJob } from './basket-job.js'

/**
 * Read order lines from a file.
 *
 * @param path `.csv`, `.tsv`, `.txt`, `.arrow`, `.arrows`, `.feather` or `.ipc`
 * @throws BodkinError that names the file
 */
export function basketsFromFile(path: string, transaction: string, item: string): BasketJob {
  const file = basename(path)
  const table = readLines(path, file)
  const layout = { transaction, item }
  const baskets = transactions(table, layout)
  return {
    title: `What goes together in ${file}`,
    introduction: `A basket is one value of ${transaction}, an item one of ${item}.`,
    baskets: 'baskets',
    source: file,
    table,
    options: layout,
    transactions: baskets,
    pictured: null,
    facts: baskets.profile.warnings.map(({ message }, i): [string, string] => [i === 0 ? 'Look at' : '', message]),
    file: 'rules',
  }
}

function readLines(path: string, file: string): TableLike {
  const kind = extname(path).toLowerCase()
  const bytes = readBytes(path)
  if (['.csv', '.tsv', '.txt'].includes(kind)) {
    const text = bytes.toString('utf8').replace(/^\ufeff/, '')
    if (text.trim() === '') throw new BodkinError('DATA', `${file} is empty: it needs a header line and rows`)
    const [header] = text.split(/\r?\n/, 1)
    const delimiter = [',', ';', '\t'].reduce((best, sign) =>
      header.split(sign).length > header.split(best).length ? sign : best,
    )
    const csv = fromCSV(text, { autoType: false, delimiter })
    return Object.fromEntries(
      csv.columnNames().map((name) => [
        name,
        // an empty cell is no item and no basket
        Array.from(csv.array(name) as ArrayLike<string | null>, (cell) => (cell?.trim() ?? '') || null),
      ]),
    )
  }
  if (!['.arrow', '.arrows', '.feather', '.ipc'].includes(kind))
    throw new BodkinError('FORMAT', `${file} must be a .csv, .arrow or .feather file`)
  try {
    return tableFromIPC(bytes)
  } catch (error) {
    throw new BodkinError('FORMAT', `${file} must be an Arrow IPC file or stream (${String(error)})`, {}, error)
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new BodkinError(
      'DATA',
      `cannot read ${path}: ${code === 'ENOENT' ? 'there is no such file' : code}`,
      { path },
      error,
    )
  }
}

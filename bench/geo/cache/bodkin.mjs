/** bodkin's `fileCache`: rows written to a fresh folder, and a folder opened and read. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { rowOf, rowsOf } from './rows.mjs'

const { geo } = await importBodkin('index.js')

export const versions = bodkinVersions

export function prepare(task, { count }) {
  const folder = mkdtempSync(join(tmpdir(), 'bodkin-bench-cache-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  if (task === 'locate') return prepareLocate(join(folder, 'warm'), count)
  const rows = rowsOf(count)
  if (task === 'write') {
    let round = 0
    const run = () => write(join(folder, String(round++)), rows)
    return { run, answer: (path) => ({ cities: read(path, rows).length }) }
  }
  const path = write(join(folder, 'warm'), rows)
  return { run: () => read(path, rows), answer: (cities) => ({ cities: cities.length }) }
}

/** The rows are made one by one: what counts here is memory. */
function prepareLocate(path, count) {
  write(path, rowsOneByOne(count))
  const addresses = Array.from({ length: count }, (_, i) => rowOf(i).key)
  const provider = geo.provider({ name: 'none', lookup: () => null })
  const run = () => geo.locate({ ip: addresses }, { ip: 'ip', cache: path, provider, gate: false })
  return { run, answer: async (result) => ({ cities: (await result).summary.byStatus.cached }) }
}

function* rowsOneByOne(count) {
  for (let i = 0; i < count; i++) yield rowOf(i)
}

function write(path, rows) {
  const cache = geo.fileCache(path)
  for (const row of rows) cache.set(row.key, row)
  cache.close()
  return path
}

function read(path, rows) {
  const cache = geo.fileCache(path)
  const cities = rows.map(({ key }) => cache.get(key)?.record?.city).filter((city) => city !== undefined)
  cache.close()
  return cities
}

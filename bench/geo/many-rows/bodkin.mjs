/** bodkin's `locate` on many rows: through a provider at first, from the cache file afterwards. */
import { Int32, Table, Utf8, Vector, Dictionary, makeData, makeVector } from 'apache-arrow'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { addresses } from '../common/server.mjs'

const { fileCache, locate } = await importBodkin('geo/index.js')

export const versions = bodkinVersions

/**
 * @param task `first`: an empty cache in each run · `second`: a cache file that knows all
 * @param params `rows`, `distinct` addresses
 */
export async function prepare(task, { rows, distinct }) {
  const table = tableOf(rows, distinct)
  const folder = mkdtempSync(join(tmpdir(), 'bodkin-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  let calls = 0
  const lookup = (ip) => {
    calls++
    return placeOf(ip)
  }
  const provider = { name: 'bench', lookup }
  if (task === 'second') await fill(join(folder, 'full'), distinct)
  let runs = 0
  const run = () => {
    calls = 0
    const cache = join(folder, task === 'first' ? `run-${runs++}` : 'full')
    return locate(table, { ip: 'ip', provider, cache, concurrency: 16 })
  }
  const answer = ({ table: located, summary }) => ({
    calls,
    rows: located.numRows,
    located: summary.byStatus.ok + summary.byStatus.cached,
    last: located.getChild('city').get(rows - 1),
    wanted: placeOf(table.getChild('ip').get(rows - 1)).city,
    dictionary: String(located.getChild('city').type),
  })
  return { run, answer }
}

function placeOf(ip) {
  const third = ip.split('.')[2]
  return {
    country: 'France',
    country_code: 'FR',
    region: `region ${Number(third) % 18}`,
    city: `city ${third}`,
    latitude: 48.8,
    longitude: 2.3,
    postal: `75${third.padStart(3, '0')}`,
    timezone: 'Europe/Paris',
    asn: '3215',
    organization: 'Orange',
  }
}

/** Write what a first run would have left, as the cache's own rows. */
async function fill(path, distinct) {
  const cache = fileCache(path, { fsync: 'interval' })
  const now = Date.now()
  for (const key of addresses(distinct)) {
    const row = {
      key,
      record: placeOf(key),
      status: 'ok',
      source: 'bench',
      fetchedAt: now,
      expiresAt: now + 6 * 86_400_000,
    }
    cache.set(key, row)
  }
  await cache.close()
}

/** Rows with a dictionary column of addresses; every address comes, the first ones in order, the rest mixed. */
function tableOf(rows, distinct) {
  const codes = Int32Array.from({ length: rows }, (_, i) =>
    i < distinct ? i : (Math.imul(i, 2_654_435_761) >>> 0) % distinct,
  )
  const labels = addresses(distinct)
  const bytes = Buffer.from(labels.join(''))
  const valueOffsets = new Int32Array(distinct + 1)
  for (let i = 0; i < distinct; i++) valueOffsets[i + 1] = valueOffsets[i] + labels[i].length
  const dictionary = makeVector(
    makeData({ type: new Utf8(), length: distinct, valueOffsets, data: new Uint8Array(bytes) }),
  )
  const type = new Dictionary(new Utf8(), new Int32())
  return new Table({ ip: new Vector([makeData({ type, length: rows, data: codes, dictionary })]) })
}

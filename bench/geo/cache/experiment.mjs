/** The cache: rows written to the disk one by one, and a cache that is opened and read whole. */
import { fileURLToPath } from 'node:url'
import { timeBar } from '../../harness/entries.mjs'
import { figure } from '../../harness/report.mjs'

export const title = 'Geo: cache'

export const about = [
  'Data: rows with ten fields, an address each, 5,000 places (cache/rows.mjs).',
  'Tasks: `write`: an empty cache → all rows in it, each in a write of its own with its checksum, → closed. `read`: a folder on the disk → opened, every checksum tested → every row ' +
    'read. keyv with its own store keeps rows in memory only, so it neither writes to the disk nor opens anything: it shows what the map alone costs.',
  'Answers: as many rows as were written.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const contenders = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'keyv in memory', host: 'node', module: here('keyv.mjs') },
  ])
  const sizes = lab.quick ? [200] : [2000, 20_000, 100_000]
  const race = (task, count) =>
    lab.race({
      id: `${task} rows=${count}`,
      group: task === 'write' ? 'Rows in → cache closed' : 'Cache opened → rows out',
      size: count,
      entries: contenders.map((contender, i) => ({
        label: contender.name,
        ours: i === 0,
        contender,
        task,
        params: { count },
      })),
      verify: (_, { cities }) => (cities === count ? null : `${cities} rows of ${count}`),
    })
  const reads = []
  for (const count of sizes) reads.push(await race('read', count))
  for (const count of sizes) await race('write', count)
  await lab.close(contenders)
  lab.scaling('Cache opened → rows out')
  lab.scaling('Rows in → cache closed')
  if (lab.quick) return
  timeBar(lab, 'a cache of 20,000 rows opened and read', reads[1], 'bodkin', 200, { headline: true })
  await measureMemory(lab)
}

/** A process that locates a million distinct addresses out of a cache on the disk, and has written it before. */
async function measureMemory(lab) {
  const [contender] = await lab.open([{ name: 'bodkin, locate', host: 'node', module: here('bodkin.mjs') }])
  const count = 1_000_000
  const [{ answer, why }] = await lab.answersToAll([contender], [{ task: 'locate', params: { count } }])
  lab.check('locate, a million distinct addresses from the cache', {
    measured: why ?? `${answer.cities} rows`,
    required: `${count} rows`,
    passed: answer?.cities === count,
    ours: true,
  })
  await lab.close([contender])
  const { peakMb } = contender
  lab.bar({
    what: 'peak memory of locate, a million distinct addresses from a cache on the disk',
    kind: 'at most',
    required: 600,
    measured: peakMb,
    unit: 'MB',
    time: peakMb === null ? '' : `${figure(peakMb)} MB`,
    ratio: '',
    headline: true,
  })
}

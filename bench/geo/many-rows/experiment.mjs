/** Many rows, few addresses: what the machine costs beside the calls. */
import { fileURLToPath } from 'node:url'
import { timeBar } from '../../harness/entries.mjs'
import { figure } from '../../harness/report.mjs'

export const title = 'Geo: many rows, each address once'

const secondGroup = 'A table of visits in → places out, all addresses known to the cache file'
const firstGroup = 'The same with an empty cache and a provider that answers at once'
const addressCount = 20_000

export const about = [
  `Data: a dictionary column of addresses, ${addressCount.toLocaleString('en')} of them in up to a million rows, every one used; a provider in the process that answers at once with all ten columns of a place.`,
  'Task, second run: `locate` with the path of a cache that has every answer: opening it, reading it, and all thirteen columns in the timed part. First run: an empty cache; each answer is claimed, checked and written to the journal.',
  'Answers: as many calls as addresses at first and none afterwards, every row located, its own place in the last row, columns as dictionaries.',
  'Memory: peak of a process that makes a table of a million rows with a million addresses and locates it once from a cache file; the table, Node and the modules included.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const sizes = lab.quick ? [2000] : [10_000, 100_000, 1_000_000]
  const [contender] = await open(lab, 'bodkin')
  const seconds = []
  for (const rows of sizes) seconds.push(await race(lab, contender, 'second', secondGroup, rows, 0))
  const distinctSizes = lab.quick ? [200] : [1000, 4000, addressCount]
  for (const distinct of distinctSizes) await raceFirst(lab, contender, distinct)
  await lab.close([contender])
  lab.scaling(secondGroup)
  lab.scaling(firstGroup)
  if (lab.quick) return
  timeBar(lab, '1 M rows, 20,000 addresses, second run', seconds.at(-1), 'bodkin', 500, { headline: true })
  await measureMemory(lab)
}

function open(lab, name) {
  return lab.open([{ name, host: 'node', module: here('bodkin.mjs') }])
}

function race(lab, contender, task, group, rows, calls) {
  const distinct = Math.min(addressCount, rows / 2)
  return lab.race({
    id: `${task} run rows=${rows} addresses=${distinct}`,
    group,
    size: rows,
    entries: [{ label: 'bodkin', ours: true, contender, task, params: { rows, distinct } }],
    verify: (_, answer) => problemOf(answer, rows, calls),
  })
}

function raceFirst(lab, contender, distinct) {
  const rows = lab.quick ? 2000 : 1_000_000
  return lab.race({
    id: `first run rows=${rows} addresses=${distinct}`,
    group: firstGroup,
    size: distinct,
    entries: [{ label: 'bodkin', ours: true, contender, task: 'first', params: { rows, distinct } }],
    verify: (_, answer) => problemOf(answer, rows, distinct),
  })
}

function problemOf(answer, rows, calls) {
  if (answer.calls !== calls) return `${answer.calls} calls instead of ${calls}`
  if (answer.rows !== rows || answer.located !== rows) return `${answer.located} of ${answer.rows} rows located`
  if (answer.last !== answer.wanted) return `the last row is in ${answer.last} instead of ${answer.wanted}`
  return answer.dictionary.startsWith('Dictionary') ? null : `city is ${answer.dictionary}`
}

async function measureMemory(lab) {
  const [contender] = await open(lab, 'bodkin, a million addresses, one call')
  const rows = 1_000_000
  const why = await lab.answerOf(contender, 'second', { rows, distinct: rows }).then(
    ({ answer }) => problemOf(answer, rows, 0),
    (error) => error.message,
  )
  await lab.close([contender])
  const peak = why === null ? contender.peakMb * 1.048_576 : null
  lab.bar({
    what: `peak memory with a million distinct addresses${why === null ? '' : ` (${why})`}`,
    kind: 'at most',
    required: 600,
    measured: peak,
    unit: 'MB',
    time: peak === null ? '' : `${figure(peak)} MB`,
    headline: true,
  })
}

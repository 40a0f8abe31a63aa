/** Online Retail end to end: what the profile reports, what is published and refused, what holds in the later period, time and memory. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { timeOf } from '../../harness/entries.mjs'
import { sharedFile } from '../common/data.mjs'

export const title = 'Association: Online Retail end to end'

const later = '2011-09-01'
const permutations = 20
const minSupport = 0.01

export const about = [
  'Data: Online Retail of ../shared/data/association (UCI Machine Learning Repository), 541,909 invoice lines of a year. Without that folder there is nothing to measure here.',
  `Task: a table of lines → profile of the baskets → cancelled invoices, codes that are no products and lines that sell nothing left out → \`mine\` at ${100 * minSupport} %, at most 3 items, ${permutations} shuffles, rules of ` +
    `the months before ${later} tested again on those from then on. Reading the CSV is outside the timed part.`,
  'Answers: every line is kept or left out for a reason; published and refused rules; the same with one thread and with two workers.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const ways = [
  { label: 'bodkin', workers: 0 },
  { label: 'bodkin, 2 workers', workers: 2 },
]

export async function run(lab) {
  const file = sharedFile('online_retail.csv.gz')
  if (file === null) {
    lab.log('  left out: online_retail.csv.gz is not there')
    return
  }
  const rows = lab.quick ? 20_000 : 541_909
  const at = lab.quick ? '2010-12-08' : later
  const contenders = await lab.open(
    ways.map(({ label }) => ({ name: label, host: 'node', module: here('bodkin.mjs') })),
  )
  const race = await lab.race({
    id: `mine lines=${rows} minSupport=${minSupport} maxLength=3 permutations=${permutations} split=${at}`,
    group: 'Lines in → verdict out',
    entries: ways.map(({ label, workers }, i) => ({
      label,
      ours: true,
      contender: contenders[i],
      task: 'mine',
      params: { file, rows, workers, permutations, minSupport: lab.quick ? 0.03 : minSupport, at },
    })),
    verify: (label, answer, answers) => problemOf(answer, answers.bodkin, rows),
  })
  await lab.close(contenders)
  const { bodkin } = race.answers
  if (bodkin === undefined) return
  const reasons = Object.entries(bodkin.reasons).map(([code, times]) => [`refused: ${code}`, times])
  lab.table(
    'What came out',
    ['what', 'number'],
    [
      ['lines', rows],
      ['lines of cancelled invoices, left out', bodkin.left.cancelled],
      ['lines of codes that are no products, left out', bodkin.left.nonProduct],
      ['lines that sell nothing, left out', bodkin.left.returned],
      ['cancelled invoices', bodkin.cancelledInvoices],
      ['codes that are no products', bodkin.nonProducts],
      ['neutral lift of what is left', figure(bodkin.neutralLift)],
      ['rules published', bodkin.published],
      ['rules refused', bodkin.refused],
      ...reasons,
      ['time, one thread', timeOf(race, 'bodkin')],
      ['peak memory, one thread', `${figure(contenders[0].peakMb)} MiB`],
    ],
  )
  lab.log(`  ${bodkin.summary}`)
}

function problemOf(answer, first, rows) {
  const { kept, left } = answer
  const seen = kept + left.cancelled + left.nonProduct + left.returned
  if (seen !== rows) return `${seen} of ${rows} lines accounted for`
  if (first !== undefined && JSON.stringify(answer) !== JSON.stringify(first))
    return 'the answer of one thread is another'
  return answer.published + answer.refused > 0 ? null : 'no rules'
}

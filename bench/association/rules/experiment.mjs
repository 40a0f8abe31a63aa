/** Rules out of itemsets: how long it takes, and how that grows with their number. */
import { fileURLToPath } from 'node:url'
import { timeBar, timeOf } from '../../harness/entries.mjs'
import { basketFile, leastCount } from '../common/data.mjs'

export const title = 'Association: rules'

const minThreshold = 0.5
const group = 'Itemsets in → rules out'
const scaled = 'T10I4D100K, confidence 50 %, by number of rules'

export const about = [
  'Data: groceries and T10I4D100K of ../shared/data/association where that folder is there, and the attributes of birdstrikes.csv of vega-datasets.',
  `Task: all rules of confidence ${100 * minThreshold} % or more, with any number of items on either side, with counts and all measures that both tools give: bodkin an Arrow table of itemsets → ` +
    'Arrow table, mlxtend a frame → frame. The itemsets are mined outside the timed part, those of mlxtend by pyfim.',
  'Answers: as many rules (T10I4D100K 0.1 %: 333,757), and sums of confidence, lift and leverage equal to 1e-9.',
]

const cases = [
  { name: 'groceries', what: 'groceries 0.1 %', minSupport: 0.001, ms: 20 },
  { name: 'T10I4D100K', what: 'T10I4D100K 0.1 %', minSupport: 0.001, ms: 500, count: 333_757 },
  { name: 'birdstrikes', what: 'birdstrikes 1 %', minSupport: 0.01 },
]
const sizes = [0.008, 0.004, 0.002, 0.001]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const contenders = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'mlxtend', host: 'python', module: here('mlxtend_rival.py') },
  ])
  const raced = []
  for (const one of cases) {
    const written = basketFile(one.name, lab.quick ? 400 : Infinity)
    if (written === null) {
      lab.log(`  ${one.name} left out: its file is not there`)
      continue
    }
    raced.push({ one, race: await raceRules(lab, contenders, one, written, group, null) })
  }
  if (!lab.quick) await raceSizes(lab, contenders)
  await lab.close(contenders)
  for (const { one, race } of raced) {
    if (one.ms === undefined) continue
    timeBar(lab, `${one.what} / 50 % confidence`, race, 'bodkin', one.ms, { headline: true, rival: 'mlxtend' })
    lab.log(`  ${one.what}: ${timeOf(race, 'bodkin')}`)
  }
}

function raceRules(lab, contenders, { name, minSupport, count }, { file, baskets }, inGroup, size) {
  const support = lab.quick ? 0.02 + minSupport : minSupport
  const params = { file, minSupport: support, minCount: leastCount(support, baskets), minThreshold }
  return lab.race({
    id: `rules ${name} baskets=${baskets} minSupport=${support} minConfidence=${minThreshold}`,
    group: inGroup,
    size,
    entries: contenders.map((contender) => ({
      label: contender.name,
      ours: contender.name === 'bodkin',
      contender,
      task: 'rules',
      params,
    })),
    verify: (label, answer, answers) => problemOf(answer, answers.bodkin, lab.quick ? undefined : count),
  })
}

/** The number of rules is asked for first: it is the size. */
async function raceSizes(lab, contenders) {
  const written = basketFile('T10I4D100K')
  if (written === null) return
  for (const minSupport of sizes) {
    const params = { file: written.file, minSupport, minThreshold }
    const { answer } = await lab.answerOf(contenders[0], 'count', params)
    await raceRules(lab, contenders, { name: 'T10I4D100K', minSupport }, written, scaled, answer.count)
  }
  lab.scaling(scaled)
}

function problemOf(answer, ours, count) {
  if (count !== undefined && answer.count !== count) return `${answer.count} rules instead of ${count}`
  if (ours === undefined) return null
  if (answer.count !== ours.count) return `${answer.count} rules instead of ${ours.count}`
  const odd = ['confidence', 'lift', 'leverage'].find(
    (name) => !(Math.abs(answer[name] - ours[name]) <= 1e-9 * Math.abs(ours[name])),
  )
  return odd === undefined ? null : `${odd} sums to ${answer[odd]} instead of ${ours[odd]}`
}

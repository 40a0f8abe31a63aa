/** `mine` and its test with swap shuffles: time by number of shuffles, by baskets and by threshold. */
import { fileURLToPath } from 'node:url'
import { timeBar } from '../../harness/entries.mjs'
import { basketFile } from '../common/data.mjs'

export const title = 'Association: significance'

export const about = [
  'Data: groceries of ../shared/data/association where that folder is there; else the attributes of birdstrikes.csv of vega-datasets, whose values of one attribute exclude each other.',
  'Task: `mine` with its defaults, a table of baskets → published and refused rules, every rule tested against shuffles that keep item totals and basket sizes, each shuffle mined ' +
    'anew with the same thresholds; and `significance` alone on the rules of the same itemsets. No rival tests rules in this way.',
  'Answers: the same bytes in all tables with one thread and with two workers; something published and something refused.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const whole = 'Table in → verdict out'
const ways = [
  { label: 'bodkin', workers: 0 },
  { label: 'bodkin, 2 workers', workers: 2 },
]

export async function run(lab) {
  const groceries = basketFile('groceries', 1) !== null
  const name = groceries ? 'groceries' : 'birdstrikes'
  const setting = {
    name,
    exclusive: groceries ? null : '=',
    minSupport: groceries ? 0.005 : 0.02,
    permutations: 200,
    workers: ways,
  }
  const contenders = await lab.open(
    ways.map(({ label }) => ({ name: label, host: 'node', module: here('bodkin.mjs') })),
  )
  const race = (change, task = 'mine', group = whole, size = null) =>
    raceMine(lab, contenders, { ...setting, ...change }, task, group, size)
  if (lab.quick) {
    const small = { rows: 400, minSupport: 0.05, permutations: 20 }
    await race(small)
    await race(small, 'significance', 'The test alone')
    await lab.close(contenders)
    return
  }
  const main = await race({})
  await race({}, 'significance', 'The test alone')
  // what grows does so on one thread
  const alone = { workers: ways.slice(0, 1) }
  const byShuffles = `${name}, by shuffles`
  for (const permutations of [50, 100, 200, 400])
    await race({ permutations, ...alone }, 'mine', byShuffles, permutations)
  const all = basketFile(name).baskets
  const byBaskets = `First baskets of ${name}, 200 shuffles`
  for (const share of [0.25, 0.5, 1])
    await race({ rows: Math.round(all * share), ...alone }, 'mine', byBaskets, Math.round(all * share))
  for (const minSupport of groceries ? [0.02, 0.01] : [0.1, 0.05])
    await race({ minSupport, ...alone }, 'mine', `${name}, by threshold`)
  await lab.close(contenders)
  for (const group of [byShuffles, byBaskets]) lab.scaling(group)
  if (groceries) timeBar(lab, 'mine with 200 shuffles, groceries 0.5 %', main, 'bodkin', 5000, { headline: true })
}

function raceMine(lab, contenders, setting, task, group, size) {
  const { name, rows = Infinity, minSupport, permutations, exclusive, workers: chosen } = setting
  const { file, baskets } = basketFile(name, rows)
  return lab.race({
    id: `${task} ${name} baskets=${baskets} minSupport=${minSupport} permutations=${permutations}`,
    group,
    size,
    entries: chosen.map(({ label, workers }, i) => ({
      label,
      ours: true,
      contender: contenders[i],
      task,
      params: { file, minSupport, permutations, workers, exclusive },
    })),
    verify: (label, answer, answers) => problemOf(answer, answers.bodkin, task, lab.quick),
  })
}

function problemOf(answer, first, task, quick) {
  if (first !== undefined && answer.digest !== first.digest)
    return `tables differ from those of one thread (${answer.digest}, ${first.digest})`
  if (quick) return null
  if (task === 'significance') return answer.rules > 0 ? null : 'no rules'
  return answer.published > 0 && answer.refused > 0
    ? null
    : `${answer.published} rules published, ${answer.refused} refused`
}

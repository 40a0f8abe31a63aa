/** The gate of `mine` on baskets with a known right answer: how often chance is published, and how much of what was planted is found. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { basketFile, writeBaskets } from '../common/data.mjs'
import { recipeLists } from '../common/recipe.mjs'
import { plantedItems } from './shuffle.mjs'

export const title = 'Association: what the gate lets through'

const seeds = 100
/** Seeds asked for at once. */
const portion = 5
const pairs = plantedItems / 2

export const about = [
  'Data: groceries of ../shared/data/association, shuffled by exchanges that keep item totals and basket sizes (gate/shuffle.mjs; a program apart from the one under test); where ' +
    'that folder is not, 40,000 lines of the recipe in common/recipe.mjs.',
  `Task: \`mine\` with its defaults on ${seeds} seeds. In shuffled baskets nothing goes with anything, so whatever is published is false. Then ${pairs} pairs are planted into each, 1.5 times as ` +
    'common as among baskets of these sizes. A published rule is true when a planted pair stands across it; a pair is found when the rule of its two items alone is published.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const groceries = basketFile('groceries')
  const file = groceries?.file ?? writeBaskets('recipe-40000', recipeLists(40_000))
  const name = groceries === null ? 'recipe' : 'groceries'
  const contenders = await lab.open([1, 2].map(() => ({ name: 'bodkin', host: 'node', module: here('bodkin.mjs') })))
  const [nothing, planted] = [
    await simulateAll(lab, contenders, file, false),
    await simulateAll(lab, contenders, file, true),
  ]
  await lab.close(contenders)
  const sum = (answers, key) => answers.reduce((total, answer) => total + answer[key], 0)
  const row = (what, answers) => [
    what,
    answers.length,
    answers.filter(({ publish }) => publish).length,
    sum(answers, 'tested'),
    sum(answers, 'published'),
    sum(answers, 'wrong'),
    sum(answers, 'found'),
  ]
  const columns = [
    'baskets',
    'seeds',
    'seeds that publish',
    'rules tested',
    'published',
    'of them false',
    'planted pairs found',
  ]
  lab.table('Verdicts', columns, [
    row(`${name}, shuffled`, nothing),
    row(`${name}, shuffled, ${pairs} pairs planted`, planted),
  ])
  bars(lab, name, nothing, planted, sum)
}

async function simulateAll(lab, contenders, file, plant) {
  const count = lab.quick ? 2 : seeds
  const step = lab.quick ? 1 : portion
  const jobs = Array.from({ length: count / step }, (_, i) => ({
    task: 'gate',
    params: { file, from: i * step, to: (i + 1) * step, plant },
  }))
  const outcomes = await lab.answersToAll(contenders, jobs)
  const answers = outcomes.flatMap(({ answer }) => answer ?? [])
  const why = outcomes.find((outcome) => outcome.why !== undefined)?.why
  lab.check(plant ? 'mine on planted pairs' : 'mine on shuffled baskets', {
    measured: why ?? `${answers.length} verdicts`,
    required: `${count} verdicts`,
    passed: answers.length === count,
    ours: true,
  })
  if (plant) checkSupport(lab, answers)
  return answers
}

/** The planted pairs must be as frequent as said, or mine does not get to see them. */
function checkSupport(lab, answers) {
  const least = Math.min(...answers.map(({ leastSupport }) => leastSupport))
  lab.check('support of the planted pairs', {
    measured: least,
    required: 'at least 0.01',
    passed: least >= 0.01,
    ours: false,
  })
}

function bars(lab, name, nothing, planted, sum) {
  const complete = nothing.length === seeds && planted.length === seeds
  const shares = {
    found: sum(planted, 'found') / (pairs * planted.length),
    wrong: sum(planted, 'wrong') / Math.max(1, sum(planted, 'published')),
  }
  const publishing = nothing.filter(({ publish }) => publish).length
  const bar = (what, kind, required, measured, unit, time) =>
    lab.bar({
      what: `${name}: ${what}`,
      kind,
      required,
      measured: complete ? measured : null,
      unit,
      time,
      headline: true,
    })
  bar(`shuffled baskets that publish anything, of ${seeds}`, 'at most', 9, publishing, '', String(publishing))
  bar('planted pairs found', 'at least', 90, 100 * shares.found, '%', `${figure(100 * shares.found)} %`)
  bar(
    'false ones among the published, all seeds together',
    'at most',
    5,
    100 * shares.wrong,
    '%',
    `${figure(100 * shares.wrong)} %`,
  )
}

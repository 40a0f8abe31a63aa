/** The gate of `auto` on simulated series: how often noise is published, and how often what can be predicted is. */
import { fileURLToPath } from 'node:url'
import { kinds, rowsEach } from './series.mjs'

export const title = 'Forecast: what the gate lets through'

const horizon = 14
const count = 500
/** Series asked for at once. */
const portion = 10

export const about = [
  `Data: ${count} simulated daily series of ${rowsEach} rows for each kind (gate/series.mjs).`,
  `Task: \`auto\` with its defaults, horizon ${horizon}; counted is how often the verdict says publish. Gaussian noise and Gaussian random walks hold nothing that is predicted better than ` +
    'by the mean or the last value: with a test at 5 % and the error of a simulation, at most 7 % may pass. The other kinds should pass in 90 %. No rival has a gate.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const contenders = await lab.open([1, 2].map(() => ({ name: 'bodkin', host: 'node', module: here('bodkin.mjs') })))
  const rows = []
  for (const { kind, publish } of kinds) rows.push(await simulateKind(lab, contenders, kind, publish))
  await lab.close(contenders)
  lab.table('Verdicts', ['kind', 'series', 'published', 'share', 'checks that failed, series each'], rows)
}

async function simulateKind(lab, contenders, kind, publish) {
  const series = lab.quick ? 2 : count
  const step = lab.quick ? 1 : portion
  const jobs = Array.from({ length: series / step }, (_, i) => ({
    task: 'verdicts',
    params: { kind, from: i * step, to: (i + 1) * step, horizon },
  }))
  const outcomes = await lab.answersToAll(contenders, jobs)
  const answers = outcomes.flatMap(({ answer }) => answer ?? [])
  const why = outcomes.find((outcome) => outcome.why !== undefined)?.why
  const complete = answers.length === series && answers.every((answer) => answer.rows === horizon)
  lab.check(`verdicts on ${kind}`, {
    measured: why ?? `${answers.length} verdicts`,
    required: `${series} verdicts with ${horizon} rows each`,
    passed: complete,
    ours: true,
  })
  const published = answers.filter((answer) => answer.publish).length
  const share = published / answers.length
  lab.log(`  ${kind}: ${published} of ${answers.length} published`)
  lab.bar({
    what: `published of ${series} series, ${kind}`,
    kind: publish ? 'at least' : 'at most',
    required: publish ? 90 : 7,
    measured: complete ? 100 * share : null,
    unit: '%',
    time: complete ? `${(100 * share).toFixed(1)} %` : '',
    headline: true,
  })
  return [kind, answers.length, published, `${(100 * share).toFixed(1)} %`, failures(answers)]
}

/** `NO_SKILL 480, COVERAGE 3` */
function failures(answers) {
  const counts = new Map()
  for (const { publish, failed } of answers) {
    if (!publish) for (const code of new Set(failed)) counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  const parts = [...counts].toSorted((a, b) => b[1] - a[1]).map(([code, times]) => `${code} ${times}`)
  return parts.length === 0 ? '–' : parts.join(', ')
}

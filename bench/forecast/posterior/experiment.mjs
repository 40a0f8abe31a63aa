/** Posterior: draws of every parameter, against Prophet's `mcmc_samples`. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { rowsOf, writeCsv } from '../common/data.mjs'
import { ratioOf, timeBar, timeOf } from '../../harness/entries.mjs'

export const title = 'Forecast: full posterior'

/** What is asked of bodkin: four chains of 1,000 kept draws, every fourth sweep kept after 500. */
const sampling = { chains: 4, draws: 1000, warmup: 500, thin: 4 }
/** What is asked of Prophet: four chains of 300 sweeps, the first half of which is its warm-up; more would take it minutes. */
const rivalSampling = { chains: 4, samples: 300 }
const rivalRows = 731
const largestRHat = 1.01
const leastEss = 1000

export const about = [
  'Data: US births and its first rows (npm), daily page views "peyton".',
  `Task: the additive model with default options, table in → a model with draws and diagnostics. bodkin keeps ${sampling.chains} × ${sampling.draws} draws (every ` +
    `${sampling.thin}th sweep, after ${sampling.warmup}). Prophet's chains run one after the other, as everything here does, and get ${rivalSampling.chains} × ${rivalSampling.samples} sweeps, half of them ` +
    `its warm-up: fewer than a report would use, because each takes it tens of milliseconds. It is run at ${rivalRows} rows only, once; its time grows with the rows.`,
  'Answers: bodkin’s largest rank-normalised R-hat and least effective sample size over all parameters; the means of k, m, σ and the seasonal coefficients within half a ' +
    'standard deviation of Prophet’s, and the standard deviations within a factor of 1.5 (its few draws allow no sharper check).',
]

const group = 'Posterior, table in → draws'
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const opened = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    ...(lab.quick ? [] : [{ name: 'prophet', host: 'python', module: here('prophet_rival.py') }]),
  ])
  const results = []
  for (const one of plannedCases(lab)) results.push({ ...one, raced: await race(lab, opened, one) })
  await lab.close(opened)
  lab.scaling(group)
  diagnosticsTable(lab, results)
  bars(lab, results)
}

function race(lab, [bodkin, prophet], { name, rows, size, data }) {
  const settings = lab.quick ? { ...sampling, draws: 100, warmup: 100, thin: 1 } : sampling
  const entries = [{ label: 'bodkin', ours: true, contender: bodkin, task: 'posterior', params: { data, ...settings } }]
  if (prophet !== undefined) {
    entries.push({
      label: 'prophet',
      contender: prophet,
      task: 'posterior',
      params: { data, ...rivalSampling },
      skip: name === 'births' && rows === rivalRows ? null : `minutes; shown at ${rivalRows} rows of births`,
    })
  }
  const { chains, draws, warmup, thin } = settings
  return lab.race({
    id: `posterior ${name} rows=${rows} chains=${chains} draws=${draws} warmup=${warmup} thin=${thin}`,
    group,
    size,
    entries,
    verify: (label, answer, answers) =>
      label === 'bodkin' ? ownProblem(answer, lab.quick) : distanceFrom(answer, answers.bodkin),
  })
}

/** Short chains of a quick run have worse diagnostics: it asserts that they are there. */
function ownProblem({ means, deviations, rHat, ess }, quick) {
  if (![...means, ...deviations, rHat, ess].every(Number.isFinite))
    return 'a mean, deviation or diagnostic is not finite'
  const [mostRHat, fewest] = quick ? [1.3, 10] : [1.05, 200]
  return rHat <= mostRHat && ess >= fewest ? null : `R-hat ${figure(rHat)}, effective size ${figure(ess)}`
}

function distanceFrom({ means, deviations }, ours) {
  if (ours === undefined) return null
  if (means.length !== ours.means.length) return `${means.length} parameters instead of ${ours.means.length}`
  const shift = Math.max(...means.map((mean, i) => Math.abs(mean - ours.means[i]) / ours.deviations[i]))
  if (!(shift <= 0.5)) return `a mean lies ${figure(shift)} standard deviations from ours`
  const factor = Math.max(...deviations.map((sd, i) => Math.max(sd / ours.deviations[i], ours.deviations[i] / sd)))
  return factor <= 1.5 ? null : `a standard deviation is ${figure(factor)} times ours`
}

function plannedCases({ quick, log }) {
  const births = rowsOf('births')
  const prefixes = quick ? [rivalRows] : [rivalRows, 1461, 2922, births.length]
  const cases = prefixes.map((count) => planned('births', births.slice(0, count), count))
  if (quick) return cases
  const peyton = rowsOf('peyton')
  if (peyton === null) log('  peyton: not available: ../shared/data/forecast is not there')
  return peyton === null ? cases : [...cases, planned('peyton', peyton, null)]
}

function planned(name, rows, size) {
  return { name, rows: rows.length, size, data: writeCsv(`${name}-${rows.length}`, rows) }
}

function diagnosticsTable(lab, results) {
  const rows = results
    .filter(({ raced }) => raced.answers.bodkin !== undefined)
    .map(({ name, rows: count, raced }) => {
      const { rHat, ess } = raced.answers.bodkin
      return [`${name}, ${count} rows`, timeOf(raced, 'bodkin'), rHat.toFixed(4), figure(ess)]
    })
  lab.table('Diagnostics of bodkin’s draws', ['series', 'time', 'largest R-hat', 'least effective size'], rows)
}

function bars(lab, results) {
  const peyton = results.find(({ name }) => name === 'peyton')?.raced
  timeBar(lab, 'posterior of peyton, 4 × 1,000 kept draws', peyton, 'bodkin', 2500, { headline: true })
  const answers = results.map(({ raced }) => raced.answers.bodkin).filter((answer) => answer !== undefined)
  const worst = (value, choose) => (answers.length === 0 ? null : choose(...answers.map(value)))
  const rHat = worst((answer) => answer.rHat, Math.max)
  const ess = worst((answer) => answer.ess, Math.min)
  const series = `worst of ${answers.length} series`
  const diagnostics = { unit: '', headline: false }
  lab.bar({
    what: `largest R-hat, ${series}`,
    kind: 'at most',
    required: largestRHat,
    measured: rHat,
    time: rHat?.toFixed(4) ?? '',
    ...diagnostics,
  })
  lab.bar({
    what: `least effective size, ${series}`,
    kind: 'at least',
    required: leastEss,
    measured: ess,
    time: figure(ess),
    ...diagnostics,
  })
  const small = results.find(({ rows }) => rows === rivalRows)?.raced
  const ratio = ratioOf(small, 'bodkin', 'prophet')
  lab.bar({
    what: `posterior of births, ${rivalRows} rows, over Prophet with 4 × 300 sweeps`,
    kind: 'at least',
    required: 10,
    measured: ratio?.median ?? null,
    unit: '×',
    time: timeOf(small, 'bodkin'),
    ratio: ratio === undefined ? '' : `${figure(ratio.median)} ×`,
    headline: true,
  })
}

/** Training: a table → a model, on real tables and on growing ones. */
import { fileURLToPath } from 'node:url'
import { ratioBar, timeOf } from '../../harness/entries.mjs'
import { trainingFile } from './data.mjs'
import { aboutNpmRivals, raceNpmRivals } from './npm-rivals.mjs'

export const title = 'Regression: training'

const tolerance = 0.01
const parameters = { rounds: 100, maxDepth: 6, learningRate: 0.1 }
const real = 'Table in → model out, real tables'
const flights = 'Flights (6 features, 2 of them categories of some 300 levels), by rows'
const synthetic = 'Synthetic (16 features), by rows'

export const about = [
  'Data: train/data.mjs; row r is for the test iff (r·2654435761 mod 2^32) mod 5 = 0, so four fifths of the rows are learned from. The tables of ../shared/data/regression take part ' +
    'where that folder is there; flights come from vega-datasets.',
  `Task: ${parameters.rounds} trees of depth ${parameters.maxDepth}, learning rate ${parameters.learningRate}, λ 1, 256 bins, native categories, one thread; binning included: bodkin an Arrow table → ` +
    'model, the rivals arrays → model. LightGBM takes its cuts from a sample of 200,000 rows; the others from all.',
  `Answers: the root mean squared error on the test rows, for bodkin within ${100 * tolerance} % of XGBoost's; the others' splits of categories differ by design and are allowed 5 %.`,
  aboutNpmRivals,
]

const tables = ['california', 'bike', 'diamonds', 'abalone']
const flightRows = [10_000, 100_000, 1_000_000]
const syntheticRows = [1250, 10_000, 100_000, 1_000_000, 3_750_000]
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const raced = new Map()
  for (const name of lab.quick ? [] : tables) raced.set(name, await race(lab, name, Infinity, real))
  for (const rows of lab.quick ? [400] : flightRows)
    raced.set(`flights ${rows}`, await race(lab, 'flights', rows, flights))
  for (const rows of lab.quick ? [400] : syntheticRows) {
    raced.set(`synthetic ${rows}`, await race(lab, 'synthetic', rows, synthetic))
  }
  await raceNpmRivals(lab, lab.quick ? { ...parameters, rounds: 5 } : parameters)
  if (lab.quick) return
  lab.scaling(flights)
  lab.scaling(synthetic)
  accuracyTable(lab, raced)
  for (const [name, what] of [
    ['california', 'california'],
    ['flights 1000000', 'flights, 800,000 rows'],
    ['synthetic 1000000', 'synthetic, 800,000 rows'],
  ]) {
    const one = raced.get(name)
    if (one === null) continue
    ratioBar(lab, `training on ${what}, against XGBoost`, one.race, 'bodkin', 'xgboost', 1, { headline: true })
    ratioBar(lab, `training on ${what}, against LightGBM (stretch)`, one.race, 'bodkin', 'lightgbm', 1)
    lab.log(`  ${what}: ${timeOf(one.race, 'bodkin')}`)
  }
  const { peaks } = raced.get('synthetic 1000000')
  if (peaks.xgboost !== null) {
    lab.bar({
      what: 'peak memory of the process, synthetic 800,000 rows, its data included, against XGBoost',
      kind: 'at most',
      required: peaks.xgboost,
      measured: peaks.bodkin,
      unit: 'MiB',
      time: '',
      ratio: '',
      headline: false,
    })
  }
}

/** One table in processes of their own, so that peak memory is that table's. */
async function race(lab, name, rows, group) {
  const table = await trainingFile(name, rows)
  if (table === null) {
    lab.log(`  ${name} left out: its file is not there`)
    return null
  }
  const contenders = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'xgboost', host: 'python', module: here('xgboost_rival.py') },
    { name: 'lightgbm', host: 'python', module: here('lightgbm_rival.py') },
    { name: 'scikit-learn', host: 'python', module: here('scikit_learn_rival.py') },
  ])
  const settings = lab.quick ? { ...parameters, rounds: 5 } : parameters
  const params = { ...table, ...settings }
  const wide = Math.max(...table.levels) > 255
  const raced = await lab.race({
    id: `train ${name} rows=${table.rows} rounds=${settings.rounds} maxDepth=${settings.maxDepth} learningRate=${settings.learningRate}`,
    group,
    size: table.rows,
    entries: contenders.map((contender) => ({
      label: contender.name,
      ours: contender.name === 'bodkin',
      contender,
      task: 'train',
      params,
      skip: wide && contender.name === 'scikit-learn' ? 'takes categories of at most 255 levels' : null,
    })),
    verify: (label, answer, answers) => problemOf(label, answer, answers, lab.quick || table.rows < 2000),
  })
  await lab.close(contenders)
  const peaks = Object.fromEntries(contenders.map((contender) => [contender.name, contender.peakMb ?? null]))
  return { race: raced, peaks, rows: table.rows }
}

/** On a few hundred rows equally good cuts decide; what is asked there is the same size. */
function problemOf(label, { rmse }, answers, small) {
  const reference = label === 'bodkin' ? answers.xgboost : answers.bodkin
  if (reference === undefined) return null
  const allowed = small ? 0.2 : label === 'bodkin' || label === 'xgboost' ? tolerance : 0.05
  const off = rmse / reference.rmse - 1
  if (label === 'bodkin' ? off <= allowed : Math.abs(off) <= allowed) return null
  return `root mean squared error ${rmse}, which is ${(100 * off).toFixed(1)} % off`
}

function accuracyTable(lab, raced) {
  const labels = ['bodkin', 'xgboost', 'lightgbm', 'scikit-learn']
  const shown = [...raced].filter(([, one]) => one !== null)
  lab.table(
    'Root mean squared error on the test rows, and peak memory of the process with its data (MiB)',
    ['table', 'rows', ...labels, ...labels.map((label) => `${label}, MiB`)],
    shown.map(([name, { race, peaks, rows }]) => [
      name.split(' ')[0],
      rows.toLocaleString('en'),
      ...labels.map((label) => race.answers[label]?.rmse.toPrecision(5) ?? ''),
      ...labels.map((label) => (peaks[label] === null ? '' : Math.round(peaks[label]).toString())),
    ]),
  )
}

/** The packages of npm: each at a size that it can do, compared by the time of a tree. */
import { fileURLToPath } from 'node:url'
import { ratioOf, timeOf } from '../../harness/entries.mjs'
import { spread } from '../../harness/report.mjs'
import { readTraining, trainingFile } from './data.mjs'

/** What a rival may need for one call, seconds. */
const patience = 120
const group = 'Packages of npm, synthetic: arrays of rows or a CSV text → model'
/** Trees of the forest. */
const forest = 10
const faster = 10
/** Errors that differ by less are equal, as against XGBoost. */
const tolerance = 0.01

/** `rows` of the table: ml-cart's time grows with their square. `rounds` of bodkin where they are not the experiment's: about as many trees as the rival keeps. */
const rivals = [
  { name: 'ml-cart', module: 'ml-cart.mjs', rows: 2500 },
  { name: 'ml-random-forest', module: 'ml-random-forest.mjs', rows: 1250 },
  { name: 'ydf-training', module: 'ydf-training.mjs', rows: 20_000, rounds: 200 },
]

export const aboutNpmRivals =
  `Packages of npm: ml-cart grows one tree and ml-random-forest ${forest}, of the same depth; ydf-training takes no options and stops by itself (ydf-training.mjs). So it is the time of a tree that is ` +
  `compared, bodkin's being that of its whole fit, binning included, over its trees; against ydf-training it grows 200, about as many as that keeps. They must only do better than the mean; they are stopped after ${patience} seconds.`

export async function raceNpmRivals(lab, parameters) {
  const found = []
  for (const rival of rivals) found.push({ ...rival, race: await raceOne(lab, rival, parameters) })
  if (lab.quick) return
  lab.table(
    'Packages of npm: a tree, and the root mean squared error on the test rows',
    ['package', 'rows', 'its trees', 'its fit', 'its error', 'bodkin’s trees', 'bodkin’s fit', 'bodkin’s error'],
    found.map(({ name, rows, race }) => [
      name,
      rows.toLocaleString('en'),
      ...columnsOf(race, name),
      ...columnsOf(race, 'bodkin'),
    ]),
  )
  for (const one of found) bars(lab, one)
}

/** One rival and its size. */
async function raceOne(lab, { name, module, rows, rounds }, experiment) {
  const parameters = rounds === undefined || lab.quick ? experiment : { ...experiment, rounds }
  const table = await trainingFile('synthetic', lab.quick ? 400 : rows)
  const contenders = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name, host: 'node', module: here(module), patienceMs: 1000 * patience },
  ])
  const { target } = readTraining(table)
  const mean = target.reduce((sum, y) => sum + y, 0) / target.length
  const deviation = Math.sqrt(target.reduce((sum, y) => sum + (y - mean) ** 2, 0) / target.length)
  const race = await lab.race({
    id: `train npm ${name} rows=${table.rows} rounds=${parameters.rounds} maxDepth=${parameters.maxDepth} forest=${forest}`,
    group,
    entries: contenders.map((contender) => ({
      label: contender.name,
      ours: contender.name === 'bodkin',
      contender,
      task: 'train',
      params: { ...table, ...parameters, forest },
    })),
    verify: (_label, { rmse }) =>
      rmse < deviation ? null : `root mean squared error ${rmse}; that of the mean is ${deviation}`,
  })
  await lab.close(contenders)
  return race
}

function here(file) {
  return fileURLToPath(new URL(file, import.meta.url))
}

function columnsOf(race, label) {
  const { trees, rmse } = race.answers[label] ?? {}
  return [trees?.toString() ?? '', timeOf(race, label), rmse?.toPrecision(4) ?? '']
}

/** A row each for the time of a tree and for the error. */
function bars(lab, { name, rows, race }) {
  const { bodkin: own, [name]: other } = race.answers
  const ratio = ratioOf(race, 'bodkin', name)
  const timed = ratio !== undefined && other !== undefined
  const scale = timed ? own.trees / other.trees : 1
  const perTree = timed && { median: ratio.median * scale, min: ratio.min * scale, max: ratio.max * scale }
  lab.bar({
    what: `a tree, synthetic ${rows.toLocaleString('en')} rows, against ${name}`,
    kind: 'at least',
    required: faster,
    measured: perTree ? perTree.median : null,
    unit: '×',
    time: timeOf(race, 'bodkin'),
    ratio: perTree ? `${spread(perTree)} ×` : '',
    headline: true,
  })
  lab.bar({
    what: `its root mean squared error over that of ${name} (equal: within ${100 * tolerance} %)`,
    kind: 'at most',
    required: 1 + tolerance,
    measured: timed ? own.rmse / other.rmse : null,
    unit: '×',
  })
}

/** Many small models: what a model of 120 rows costs. */
import { fileURLToPath } from 'node:url'
import { ratioBar } from '../../harness/entries.mjs'
import { columnCount, tablesFile } from './data.mjs'

export const title = 'Regression: many small models'

const group = 'Models of 120 rows, by their number'
const byRows = '100 models, by rows'
const parameters = { rounds: 60, maxDepth: 3, learningRate: 0.1 }
const tolerance = 0.02
const loose = 0.1
/** Models that XGBoost is asked for: more take minutes over all rounds and cost the same each. */
const mostOfXgboost = 100

export const about = [
  `Data: tables of ${columnCount} features, seeded (data.mjs).`,
  `Task: a model a table, one after the other on one thread: ${parameters.rounds} trees of depth ${parameters.maxDepth}, λ 1; bodkin a table of typed arrays → model, the rivals arrays → model.`,
  `XGBoost does at most ${mostOfXgboost} models; its time a model does not depend on their number.`,
  `Answers: the mean squared error on the training rows within ${100 * tolerance} % of XGBoost's (LightGBM's cuts lie between values: within ${100 * loose} %, also where XGBoost takes no part).`,
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const contenders = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'xgboost', host: 'python', module: here('xgboost_rival.py') },
    { name: 'lightgbm', host: 'python', module: here('lightgbm_rival.py') },
  ])
  const raceOf = (tables, rows, inGroup, size) =>
    lab.race({
      id: `small tables=${tables} rows=${rows} rounds=${parameters.rounds} maxDepth=${parameters.maxDepth}`,
      group: inGroup,
      size,
      entries: contenders.map((contender) => ({
        label: contender.name,
        ours: contender.name === 'bodkin',
        contender,
        task: 'models',
        params: { file: tablesFile(tables, rows), rows, ...parameters },
        skip:
          contender.name === 'xgboost' && tables > mostOfXgboost ? `asked for at most ${mostOfXgboost} models` : null,
      })),
      verify: problemOf,
    })
  let largest
  for (const tables of lab.quick ? [2] : [10, 100, 1000]) largest = await raceOf(tables, 120, group, tables)
  for (const rows of lab.quick ? [] : [60, 120, 240, 480]) await raceOf(100, rows, byRows, rows)
  await lab.close(contenders)
  if (lab.quick) return
  lab.scaling(group)
  lab.scaling(byRows)
  ratioBar(lab, '1,000 models of 120 × 4, against LightGBM (.4 of its time)', largest, 'bodkin', 'lightgbm', 2.5, {
    headline: true,
  })
}

function problemOf(label, { mse }, answers) {
  const other = label === 'bodkin' ? (answers.xgboost === undefined ? 'lightgbm' : 'xgboost') : 'bodkin'
  if (answers[other] === undefined) return null
  const off = mse / answers[other].mse - 1
  const allowed = [label, other].includes('lightgbm') ? loose : tolerance
  return Math.abs(off) <= allowed ? null : `mean squared error ${mse}, which is ${(100 * off).toFixed(1)} % off`
}

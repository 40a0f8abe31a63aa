/** Cross-validation of trees: how long five folds take, and how that grows with the rows. */
import { fileURLToPath } from 'node:url'
import { ratioBar, timeOf } from '../../harness/entries.mjs'
import { featureCount, foldCount, friedmanFile } from './data.mjs'

export const title = 'Regression: cross-validation'

const group = `${foldCount} folds, 100 trees of depth 6, by rows`
const few = `${foldCount} folds on small tables, 60 trees of depth 3`
const tolerance = 0.03

export const about = [
  `Data: ${featureCount} features with 256 values each and the target of Friedman (1991), seeded (data.mjs); fold = row mod ${foldCount}.`,
  'Task: train on four fifths, predict the fifth, five times, on one thread: bodkin an Arrow table → table of predictions and scores; XGBoost arrays → ' +
    'a model and predictions a fold; `xgboost.cv` scores both parts after every round and keeps no prediction; scikit-learn `cross_val_predict` of ' +
    'HistGradientBoostingRegressor. Learning rate .1, λ 1, at most 256 bins.',
  `Answers: the root mean squared error of held-out rows within ${100 * tolerance} % of XGBoost's (of bodkin's for the others).`,
]

const sizes = [1000, 10_000, 100_000]
// fewer than 120 rows are no answer to compare: one row in another bin moves the error by more than the tolerance
const smallSizes = [120, 240, 480]
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const contenders = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'xgboost', host: 'python', module: here('xgboost_rival.py') },
    { name: 'scikit-learn', host: 'python', module: here('scikit_learn_rival.py') },
  ])
  const [bodkin, xgboost, scikit] = contenders
  const raceOf = (rows, parameters, inGroup) => {
    const params = { file: friedmanFile(rows), ...parameters }
    return lab.race({
      id: `cross-validation rows=${rows} rounds=${parameters.rounds} maxDepth=${parameters.maxDepth}`,
      group: inGroup,
      size: rows,
      entries: [
        { label: 'bodkin', ours: true, contender: bodkin, task: 'models', params },
        { label: 'xgboost', contender: xgboost, task: 'models', params },
        { label: 'xgboost.cv', contender: xgboost, task: 'cv', params },
        { label: 'scikit-learn', contender: scikit, task: 'models', params },
      ],
      verify: (label, answer, answers) =>
        problemOf(label, answer, label === 'bodkin' ? answers.xgboost : answers.bodkin),
    })
  }
  const raced = []
  for (const rows of lab.quick ? [100] : smallSizes) {
    raced.push([rows, await raceOf(rows, { rounds: lab.quick ? 5 : 60, maxDepth: 3, learningRate: 0.1 }, few)])
  }
  for (const rows of lab.quick ? [] : sizes) {
    raced.push([rows, await raceOf(rows, { rounds: 100, maxDepth: 6, learningRate: 0.1 }, group)])
  }
  await lab.close(contenders)
  if (lab.quick) return
  lab.scaling(group)
  for (const [rows, race] of raced) {
    ratioBar(
      lab,
      `five folds of ${rows.toLocaleString('en')} rows against a model a fold`,
      race,
      'bodkin',
      'xgboost',
      1,
    )
    lab.log(`  ${rows}: ${timeOf(race, 'bodkin')}`)
  }
}

/** Small tables differ more: where two cuts are equally good, the tools take different ones. */
function problemOf(label, answer, reference) {
  if (reference === undefined) return null
  const allowed = label === 'xgboost.cv' ? 2 * tolerance : tolerance
  const off = answer.rmse / reference.rmse - 1
  return Math.abs(off) <= allowed
    ? null
    : `root mean squared error ${answer.rmse}, which is ${(100 * off).toFixed(1)} % off`
}

/** Predictions of trees: how long they take, and how that grows with the rows. */
import { fileURLToPath } from 'node:url'
import { ratioBar, timeOf } from '../../harness/entries.mjs'
import { columnCount, modelFile, parameters, syntheticFile } from './data.mjs'

export const title = 'Regression: predictions'

const group = `${parameters.rounds} trees of depth ${parameters.maxDepth}, ${columnCount} columns, by rows`

export const about = [
  'Data: synthetic, float32, seeded by a formula (data.mjs). Model: trained by bodkin and given to XGBoost as its JSON; LightGBM trains its own with the parameters that mean the same.',
  'Task: a table in memory → predictions, on one thread: bodkin an Arrow table → typed array; XGBoost and LightGBM a row-major NumPy array → array. "xgboost" makes a DMatrix on the way, as ' +
    'its users do; "xgboost in place" does not.',
  'Answers: bodkin’s and XGBoost’s predictions are the same float32, bit for bit; LightGBM’s have the same mean to 1 %.',
]

const sizes = [1000, 10_000, 100_000, 1_000_000]
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const trainingRows = lab.quick ? 2000 : 100_000
  const rounds = lab.quick ? 5 : parameters.rounds
  const model = await modelFile(trainingRows, rounds)
  const training = syntheticFile(trainingRows)
  const contenders = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'xgboost', host: 'python', module: here('xgboost_rival.py') },
    { name: 'lightgbm', host: 'python', module: here('lightgbm_rival.py') },
  ])
  const [bodkin, xgboost, lightgbm] = contenders
  const raced = []
  for (const rows of lab.quick ? [500] : sizes) {
    const params = { file: syntheticFile(rows), model, training, ...parameters, rounds }
    const race = await lab.race({
      id: `predict rows=${rows} columns=${columnCount} trees=${rounds} depth=${parameters.maxDepth}`,
      group,
      size: rows,
      entries: [
        { label: 'bodkin', ours: true, contender: bodkin, task: 'predict', params },
        { label: 'xgboost', contender: xgboost, task: 'predict', params },
        { label: 'xgboost in place', contender: xgboost, task: 'inplace', params },
        { label: 'lightgbm', contender: lightgbm, task: 'predict', params },
      ],
      verify: (label, answer, { bodkin: ours }) => problemOf(label, answer, ours, lab.quick),
    })
    raced.push([rows, race])
  }
  await lab.close(contenders)
  if (lab.quick) return
  lab.scaling(group)
  for (const [rows, race] of raced) lab.log(`  ${rows}: ${timeOf(race, 'bodkin')}`)
  const [rows, largest] = raced.at(-1)
  const what = `predictions of ${rows.toLocaleString('en')} rows × ${columnCount}, ${rounds} trees of depth ${parameters.maxDepth}, over`
  ratioBar(lab, `${what} XGBoost`, largest, 'bodkin', 'xgboost', 1, { headline: true })
  ratioBar(lab, `${what} XGBoost in place`, largest, 'bodkin', 'xgboost in place', 1)
  ratioBar(lab, `${what} LightGBM`, largest, 'bodkin', 'lightgbm', 1)
}

/** A few trees are far from the mean: LightGBM's answer counts in full runs. */
function problemOf(label, answer, ours, quick) {
  if (ours === undefined || label === 'bodkin') return null
  if (label !== 'lightgbm')
    return answer.bits === ours.bits ? null : `mean ${answer.mean} instead of ${ours.mean}, or other bits`
  const off = Math.abs(answer.mean / ours.mean - 1)
  return off <= (quick ? 0.5 : 0.01) ? null : `mean ${answer.mean} instead of ${ours.mean}`
}

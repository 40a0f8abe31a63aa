/** SHAP values of trees: how long they take, and how that grows with the rows. The contenders are those of ../predict. */
import { fileURLToPath } from 'node:url'
import { ratioBar, timeOf } from '../../harness/entries.mjs'
import { columnCount, modelFile, parameters, syntheticFile } from '../predict/data.mjs'

export const title = 'Regression: SHAP values'

const group = `${parameters.rounds} trees of depth ${parameters.maxDepth}, ${columnCount} columns, by rows`

export const about = [
  'Data and models as in regression/predict.',
  'Task: a table in memory → what each column adds to each prediction (path-dependent TreeSHAP), on one thread: bodkin `shap`, XGBoost `pred_contribs`, LightGBM `pred_contrib`.',
  'Answers: mean sizes of every column’s contributions and the bias equal XGBoost’s to 1e-5 of the largest; LightGBM’s, of its own model, to 5 %.',
]

const sizes = [100, 1000, 10_000]
const here = (file) => fileURLToPath(new URL(`../predict/${file}`, import.meta.url))

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
  const raced = []
  for (const rows of lab.quick ? [50] : sizes) {
    const params = { file: syntheticFile(rows), model, training, ...parameters, rounds }
    const race = await lab.race({
      id: `shap rows=${rows} columns=${columnCount} trees=${rounds} depth=${parameters.maxDepth}`,
      group,
      size: rows,
      entries: contenders.map((contender) => ({
        label: contender.name,
        ours: contender.name === 'bodkin',
        contender,
        task: 'shap',
        params,
      })),
      verify: (label, answer, { bodkin: ours }) => problemOf(label, answer, ours, lab.quick),
    })
    raced.push([rows, race])
  }
  await lab.close(contenders)
  if (lab.quick) return
  lab.scaling(group)
  for (const [rows, race] of raced) lab.log(`  ${rows}: ${timeOf(race, 'bodkin')}`)
  const [rows, largest] = raced.at(-1)
  const what = `SHAP values of ${rows.toLocaleString('en')} rows, ${rounds} trees of depth ${parameters.maxDepth}, over`
  ratioBar(lab, `${what} XGBoost`, largest, 'bodkin', 'xgboost', 2, { headline: true })
  ratioBar(lab, `${what} LightGBM`, largest, 'bodkin', 'lightgbm', 2)
}

function problemOf(label, answer, ours, quick) {
  if (ours === undefined || label === 'bodkin') return null
  const tolerance = label === 'xgboost' ? 1e-5 : quick ? 1 : 0.05
  const scale = Math.max(...ours.sizes)
  const bad = answer.sizes.findIndex((size, j) => !(Math.abs(size - ours.sizes[j]) <= tolerance * scale))
  if (bad >= 0) return `contributions of x${bad} have mean size ${answer.sizes[bad]} instead of ${ours.sizes[bad]}`
  const near = Math.abs(answer.bias - ours.bias) <= tolerance * Math.abs(ours.bias)
  return near ? null : `bias ${answer.bias} instead of ${ours.bias}`
}

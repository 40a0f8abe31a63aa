/** bodkin's cross-validation and tuning: Arrow table in, Arrow table out. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { readCsv } from '../common/data.mjs'
import { historyTable, numbers } from '../common/tables.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

export function prepare(task, params) {
  const history = historyTable(readCsv(params.data))
  const folds = { horizon: params.horizonDays, cutoffs: params.cutoffs.map((time) => new Date(time)) }
  if (task === 'cross-validation') {
    return { run: () => forecast.crossValidate(history, { interval: params.interval }, folds), answer: scored }
  }
  if (task === 'tune') {
    const run = () => forecast.tune(history, {}, { ...folds, grid: params.grid })
    return { run, answer: ({ scores }) => ({ losses: numbers(scores, 'score') }) }
  }
  throw new Error(`no task ${task}`)
}

function scored(table) {
  const [y, yhat, lower, upper] = ['y', 'yhat', 'yhat_lower', 'yhat_upper'].map((name) => numbers(table, name))
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    rows: y.length,
    cutoffs: new Set(numbers(table, 'cutoff')).size,
    mae: mean(y.map((value, i) => Math.abs(value - yhat[i]))),
    rmse: Math.sqrt(mean(y.map((value, i) => (value - yhat[i]) ** 2))),
    coverage: mean(y.map((value, i) => Number(value >= lower[i] && value <= upper[i]))),
  }
}

/** bodkin's `auto`: one series or a table of many in, forecast and verdict out. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { readCsv } from '../common/data.mjs'
import { historyTable, numbers } from '../common/tables.mjs'
import { panelTable } from '../many/panel-table.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param task 'auto': `data`, `horizon`, `frequency` · 'auto by': `count` series of the recipe, `horizon`, `workers` */
export function prepare(task, params) {
  const { horizon, frequency, workers } = params
  if (task === 'auto') {
    const history = historyTable(readCsv(params.data))
    const run = () => forecast.auto(history, { horizon, frequency })
    return { run, answer: ({ forecast: table, verdict }) => ({ ...forecastOf(table), publish: verdict.publish }) }
  }
  if (task === 'auto by') {
    const history = panelTable(params.count, false)
    const run = () => forecast.auto(history, { by: 'series', horizon, frequency: 'D', workers })
    return { run, answer: ({ forecast: table, verdicts }) => ({ ...forecastOf(table), series: verdicts.numRows }) }
  }
  throw new Error(`no task ${task}`)
}

function forecastOf(table) {
  const [yhat, lower, upper] = ['yhat', 'yhat_lower', 'yhat_upper'].map((name) => numbers(table, name))
  const ordered = yhat.every((value, i) => lower[i] <= value && value <= upper[i])
  return { rows: yhat.length, ordered, models: [...new Set([...table.getChild('model')].map(String))] }
}

/** bodkin's ets, theta and arima: Arrow table in, forecast table with an 80 % interval out. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { readCsv } from '../common/data.mjs'
import { historyTable, meanWidth, numbers } from '../common/tables.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param task 'ets', 'theta' or 'arima' */
export function prepare(task, { data, season, periods, frequency }) {
  const history = historyTable(readCsv(data))
  const run = () => forecast.predict(forecast[task](history, { season }), { periods, frequency })
  return { run, answer: (table) => ({ yhat: numbers(table, 'yhat'), width: meanWidth(table) }) }
}

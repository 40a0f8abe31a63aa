/** bodkin itself: Arrow table in, Arrow table out, default options; both kinds of interval. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { readCsv } from '../common/data.mjs'
import { historyTable, meanWidth, numbers, timesTable } from '../common/tables.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

export function prepare(task, params) {
  const history = historyTable(readCsv(params.data))
  if (task === 'fit') return { run: () => forecast.fit(history), answer: fitted }
  if (task === 'forecast') {
    const { periods, frequency, interval, draws } = params
    const run = () => {
      const model = forecast.fit(history)
      return { model, table: forecast.predict(model, { periods, frequency }, { interval, draws }) }
    }
    return { run, answer: ({ model, table }) => ({ ...fitted(model), ...predicted(table) }) }
  }
  if (task === 'holdout') {
    const future = timesTable(readCsv(params.future))
    const run = () => forecast.predict(forecast.fit(history), future, { interval: 'none' })
    return { run, answer: (table) => ({ yhat: numbers(table, 'yhat') }) }
  }
  throw new Error(`no task ${task}`)
}

function fitted(model) {
  const { objective, certificate } = model.fit
  return { objective, certificate: certificate.kind, kktResidual: certificate.kktResidual }
}

function predicted(table) {
  return { ds: numbers(table, 'ds'), yhat: numbers(table, 'yhat'), width: meanWidth(table) }
}

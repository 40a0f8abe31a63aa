/** bodkin itself: Arrow table in, Arrow table out, default options; both kinds of interval. */
import { makeVector, Table, TimestampMillisecond, vectorFromArray } from 'apache-arrow'
import { bodkinVersions, importBodkin } from '../harness/bodkin.mjs'
import { readCsv } from './data.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

export function prepare(task, params) {
  const rows = readCsv(params.data)
  const history = new Table({ ds: timestamps(rows), y: makeVector(Float64Array.from(rows, (row) => row.y)) })
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
    const future = new Table({ ds: timestamps(readCsv(params.future)) })
    const run = () => forecast.predict(forecast.fit(history), future, { interval: 'none' })
    return { run, answer: (table) => ({ yhat: [...table.getChild('yhat')] }) }
  }
  throw new Error(`no task ${task}`)
}

function timestamps(rows) {
  return vectorFromArray(
    rows.map((row) => row.ds),
    new TimestampMillisecond(),
  )
}

function fitted(model) {
  const { objective, certificate } = model.fit
  return { objective, certificate: certificate.kind, kktResidual: certificate.kktResidual }
}

function predicted(table) {
  const [lower, upper] = ['yhat_lower', 'yhat_upper'].map((name) => [...table.getChild(name)])
  const width = upper.reduce((sum, value, i) => sum + value - lower[i], 0) / upper.length
  return { ds: [...table.getChild('ds')].map(Number), yhat: [...table.getChild('yhat')], width }
}

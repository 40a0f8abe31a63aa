/** bodkin's `auto` and its single models, each on the training rows of a fold. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { readCsv } from '../common/data.mjs'
import { historyTable, numbers, timesTable } from '../common/tables.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

const additive = (options) => (history) => forecast.fit(history, options)

/** A model from a history and the rows in a season. */
const models = {
  additive: additive({}),
  multiplicative: additive({ seasonalityMode: 'multiplicative' }),
  'additive, AR': additive({ autoregression: 'auto' }),
  'multiplicative, AR': additive({ seasonalityMode: 'multiplicative', autoregression: 'auto' }),
  ets: (history, season) => forecast.ets(history, { season }),
  theta: (history, season) => forecast.theta(history, { season }),
  arima: (history, season) => forecast.arima(history, { season }),
  seasonalNaive: (history, season) =>
    season > 1 ? forecast.seasonalNaive(history, { season }) : forecast.naive(history),
  drift: (history) => forecast.drift(history),
  naive: (history) => forecast.naive(history),
  mean: (history) => forecast.mean(history),
}

/** What is asked of `auto`: the forecast that it chooses; and what stands in the table when its gate may refuse that. */
const gates = { auto: { gate: false }, 'auto, gated': {} }

/** @param task one of `gates` or the name of a model; `folds`: training rows of each fold */
export function prepare(task, { file, folds, horizon, season, frequency }) {
  const rows = readCsv(file)
  const parts = folds.map((train) => ({
    history: historyTable(rows.slice(0, train)),
    future: timesTable(rows.slice(train, train + horizon)),
  }))
  const forecastOne = ({ history, future }) =>
    gates[task] !== undefined
      ? forecast.auto(history, { horizon, frequency, ...gates[task] })
      : { forecast: forecast.predict(models[task](history, season), future, { interval: 'analytic' }) }
  const run = async () => {
    const results = []
    for (const part of parts) results.push(await forecastOne(part))
    return results
  }
  return { run, answer: (results) => results.map(answerOf) }
}

function answerOf({ forecast: table, verdict }) {
  const [yhat, lower, upper] = ['yhat', 'yhat_lower', 'yhat_upper'].map((name) => numbers(table, name))
  const model = verdict === undefined ? null : String(table.getChild('model').get(0))
  return { yhat, lower, upper, model, publish: verdict?.publish ?? null }
}

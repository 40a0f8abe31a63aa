/** bodkin's posterior: Arrow table in, a model with draws and their diagnostics out. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { readCsv } from '../common/data.mjs'
import { historyTable, numbers } from '../common/tables.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

export function prepare(task, params) {
  if (task !== 'posterior') throw new Error(`no task ${task}`)
  const history = historyTable(readCsv(params.data))
  const { draws, warmup, thin, chains } = params
  return { run: () => forecast.posterior(history, {}, { draws, warmup, thin, chains }), answer: summarised }
}

/** Means and deviations of k, m, σ and the seasonal coefficients (the changes of the trend left out), and the worst diagnostics of all parameters. */
function summarised({ diagnostics }) {
  const names = [...diagnostics.getChild('parameter')].map(String)
  const [means, deviations, rHat, ess] = ['mean', 'sd', 'r_hat', 'ess'].map((name) => numbers(diagnostics, name))
  const shown = names.flatMap((name, i) => (name.startsWith('delta[') ? [] : [i]))
  return {
    means: shown.map((i) => means[i]),
    deviations: shown.map((i) => deviations[i]),
    rHat: Math.max(...rHat),
    ess: Math.min(...ess),
  }
}

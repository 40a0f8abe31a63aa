/** bodkin's verdicts on simulated series. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { historyTable } from '../common/tables.mjs'
import { simulate } from './series.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params `kind`, series `from` … `to` − 1, `horizon` */
export function prepare(task, { kind, from, to, horizon }) {
  if (task !== 'verdicts') throw new Error(`no task ${task}`)
  const histories = Array.from({ length: to - from }, (_, i) => historyTable(simulate(kind, from + i)))
  const run = async () => {
    const results = []
    for (const history of histories) results.push(await forecast.auto(history, { horizon, frequency: 'D' }))
    return results
  }
  return { run, answer: (results) => results.map(verdictOf) }
}

function verdictOf({ forecast: table, verdict }) {
  const failed = verdict.reasons.filter(({ passed }) => !passed).map(({ code }) => code)
  return { publish: verdict.publish, failed, rows: table.numRows }
}

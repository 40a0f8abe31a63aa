/** bodkin's `causes` with its defaults on simulated machine-months. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { causes as planted, features, simulate } from './simulate.mjs'

const { regression } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params seeds `from` … `to` − 1, `rows`, `r2`, `icc`; `unit`: whether the machine is told; `gate`: false for every p-value in full */
export function prepare(task, { from, to, rows, r2, icc, unit, gate }) {
  if (task !== 'gate') throw new Error(`no task ${task}`)
  const tables = Array.from({ length: to - from }, (_, i) => simulate({ seed: from + i, rows, r2, icc }))
  const options = {
    target: 'uptime',
    exposure: 'hours',
    features,
    unit: unit ? 'machine' : null,
    ...(gate === false ? { gate } : {}),
  }
  const run = async () => {
    const results = []
    for (const [i, table] of tables.entries())
      results.push(await regression.causes(table, { ...options, seed: from + i }))
    return results
  }
  return { run, answer: (results) => results.map(judged) }
}

function judged({ causes, verdict }) {
  const rows = causes.toArray().map((row) => row.toJSON())
  const published = rows.filter((row) => row.published).map((row) => row.feature)
  return {
    publish: verdict.publish,
    found: published.filter((feature) => planted.includes(feature)).length,
    wrong: published.filter((feature) => !planted.includes(feature)).length,
    pValues: Object.fromEntries(rows.map((row) => [row.feature, row.p_value])),
  }
}

/**
 * `@bsull/augurs`: Prophet in Rust compiled to WebAssembly, with Stan's optimiser compiled to WebAssembly.
 *
 * Its rule for the yearly season differs from Prophet's at exactly two years, so the seasonalities are given by name. Arrays in, arrays out,
 * which is its natural form. What it hands to the optimiser is kept, so that its objective can be computed from its own design.
 */
import { readFileSync } from 'node:fs'
import initProphet, { Prophet } from '@bsull/augurs/prophet'
import { optimizer } from '@bsull/augurs-prophet-wasmstan'
import { packageVersion } from '../../harness/package-version.mjs'
import { readCsv } from '../common/data.mjs'
import { objective } from './objective.mjs'

const entry = import.meta.resolve('@bsull/augurs/prophet')
await initProphet({ module_or_path: readFileSync(new URL('prophet_bg.wasm', entry)) })

export function versions() {
  return Object.fromEntries(
    ['@bsull/augurs', '@bsull/augurs-prophet-wasmstan'].map((name) => [name, packageVersion(name)]),
  )
}

export function prepare(task, params) {
  const rows = readCsv(params.data)
  const history = { ds: rows.map((row) => row.ds / 1000), y: rows.map((row) => row.y) }
  const future =
    params.future === undefined ? params.ds?.map((ms) => ms / 1000) : readCsv(params.future).map((row) => row.ds / 1000)
  const fit = () => fitted(history, params)
  const forecast = () => {
    const result = fit()
    return { ...result, table: result.model.predict({ ds: future }) }
  }
  if (task === 'fit') return { run: fit, answer: (result) => ({ objective: objectiveOf(result) }) }
  if (task === 'forecast')
    return { run: forecast, answer: (result) => ({ objective: objectiveOf(result), ...predicted(result.table) }) }
  if (task === 'holdout') return { run: forecast, answer: ({ table }) => ({ yhat: [...table.yhat.point] }) }
  throw new Error(`no task ${task}`)
}

function fitted(history, { yearly, weekly, daily, draws }) {
  const seen = {}
  const model = new Prophet({
    optimizer: {
      optimize(initial, data, options) {
        seen.data = data
        seen.output = optimizer.optimize(initial, data, options)
        return seen.output
      },
    },
    yearlySeasonality: { type: 'manual', enabled: yearly },
    weeklySeasonality: { type: 'manual', enabled: weekly },
    dailySeasonality: { type: 'manual', enabled: daily },
    intervalWidth: 0.8,
    uncertaintySamples: draws,
  })
  model.fit(history)
  return { model, seen }
}

function objectiveOf({ seen }) {
  return objective(JSON.parse(seen.data), seen.output.params)
}

function predicted({ ds, yhat }) {
  const { lower, upper } = yhat.intervals
  const width = upper.reduce((sum, value, i) => sum + value - lower[i], 0) / upper.length
  return { ds: [...ds].map((seconds) => Number(seconds) * 1000), yhat: [...yhat.point], width }
}

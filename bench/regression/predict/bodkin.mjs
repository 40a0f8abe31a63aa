/** bodkin's `predict` and `shap`: an Arrow table and a model that is at hand → predictions, contributions. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Table, makeVector } from 'apache-arrow'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { columnCount, readColumns } from './data.mjs'

const { fromXGBoost, predict, shap } = await importBodkin('regression/index.js')

export const versions = bodkinVersions

/** @param params `file`, `model` */
export function prepare(task, { file, model: path }) {
  const columns = Object.entries(readColumns(file)).map(([name, values]) => [name, makeVector(values)])
  const table = new Table(Object.fromEntries(columns))
  const model = fromXGBoost(readFileSync(path, 'utf8'))
  if (task === 'predict') return { run: () => predict(model, table), answer: predictionAnswer }
  return { run: () => shap(model, table), answer: shapAnswer }
}

function predictionAnswer(predictions) {
  const bytes = new Uint8Array(Float32Array.from(predictions).buffer)
  return { mean: mean(predictions), bits: createHash('sha256').update(bytes).digest('hex') }
}

function shapAnswer(table) {
  const sizes = Array.from({ length: columnCount }, (_, j) => mean(table.getChildAt(j).toArray().map(Math.abs)))
  return { sizes, bias: mean(table.getChild('bias').toArray()) }
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

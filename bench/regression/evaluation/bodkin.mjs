/** bodkin's `crossValidate`: an Arrow table → predictions of held-out rows and scores. */
import { Table, makeVector } from 'apache-arrow'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { foldCount, readColumns } from './data.mjs'

const { regression } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params `file`, `rounds`, `maxDepth`, `learningRate` */
export function prepare(_task, { file, rounds, maxDepth, learningRate }) {
  const columns = readColumns(file)
  const table = new Table(
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, makeVector(values)])),
  )
  const options = { target: 'y', unit: 'fold', folds: foldCount, rounds, maxDepth, learningRate }
  return { run: () => regression.crossValidate(table, options), answer: ({ pooled }) => ({ rmse: pooled.rmse }) }
}

/** bodkin's `fit`, once a table. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { readTables } from './data.mjs'

const { regression } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params `file`, `rows`, `rounds`, `maxDepth`, `learningRate` */
export function prepare(_task, { file, rows, rounds, maxDepth, learningRate }) {
  const tables = readTables(file, rows)
  return {
    run: () => tables.map((table) => regression.fit(table, { target: 'y', rounds, maxDepth, learningRate })),
    answer(models) {
      const errors = models.map((model, i) => {
        const { y } = tables[i]
        const found = regression.predict(model, tables[i])
        return found.reduce((sum, value, row) => sum + (value - y[row]) ** 2, 0) / y.length
      })
      return { mse: errors.reduce((sum, error) => sum + error, 0) / errors.length }
    },
  }
}

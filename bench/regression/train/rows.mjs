/** A file of data.mjs as the packages of npm take it: arrays of rows, split into training and test rows. */
import { isTest, readTraining } from './data.mjs'

/** @returns `{ train, test }`, each `{ x, y }`: rows of numbers and their targets */
export function readRows(params) {
  const { columns, target } = readTraining(params)
  const split = { train: { x: [], y: [] }, test: { x: [], y: [] } }
  for (let row = 0; row < params.rows; row++) {
    const { x, y } = isTest(row) ? split.test : split.train
    x.push(columns.map((values) => values[row]))
    y.push(target[row])
  }
  return split
}

/** Root mean squared error. */
export function errorOf(found, y) {
  return Math.sqrt(y.reduce((sum, value, row) => sum + (found[row] - value) ** 2, 0) / y.length)
}

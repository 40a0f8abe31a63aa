/** bodkin's `fit`: an Arrow table → a model. */
import { Dictionary, Int32, Table, Utf8, makeData, makeVector, vectorFromArray } from 'apache-arrow'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { isTest, readTraining } from './data.mjs'

const { regression } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params what `trainingFile` gave, with `rounds`, `maxDepth`, `learningRate` */
export function prepare(_task, params) {
  const { rounds, maxDepth, learningRate } = params
  const { train, test, target } = split(params)
  return {
    run: () => regression.fit(train, { target: 'y', rounds, maxDepth, learningRate, unseenCategory: 'left' }),
    answer(model) {
      const found = regression.predict(model, test)
      const sum = found.reduce((total, value, row) => total + (value - target[row]) ** 2, 0)
      return { rmse: Math.sqrt(sum / found.length), trees: model.trees.weight.length }
    },
  }
}

/** The columns as two tables; the file's own memory is let go. */
function split(params) {
  const { columns, target } = readTraining(params)
  const rows = [[], []]
  for (let row = 0; row < params.rows; row++) rows[isTest(row) ? 1 : 0].push(row)
  const [train, test] = rows.map((picked) => {
    const take = (values) => Float32Array.from(picked, (row) => values[row])
    const vectors = columns.map((values, f) => [
      params.names[f],
      params.levels[f] > 0 ? dictionary(take(values), params.levels[f], f) : makeVector(take(values)),
    ])
    return new Table(Object.fromEntries([...vectors, ['y', makeVector(take(target))]]))
  })
  return { train, test, target: Float32Array.from(rows[1], (row) => target[row]) }
}

/** Labels whose sorted order is that of the codes; a table's dictionaries need different ids. */
function dictionary(codes, levels, id) {
  const labels = Array.from({ length: levels }, (_, code) => `level ${String(code).padStart(5, '0')}`)
  const nulls = codes.reduce((count, code) => count + (Number.isNaN(code) ? 1 : 0), 0)
  if (nulls > 0) throw new Error('categories of these tables have no nulls')
  const type = new Dictionary(new Utf8(), new Int32(), id)
  const dictionaryVector = vectorFromArray(labels, new Utf8())
  return makeVector(
    makeData({ type, length: codes.length, data: Int32Array.from(codes), dictionary: dictionaryVector }),
  )
}

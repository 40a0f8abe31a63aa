/**
 * `ydf-training`, the C++ of Yggdrasil Decision Forests as WebAssembly: a CSV text → boosted trees. It takes no options: depth 6, learning rate .1,
 * up to 300 trees, and it stops once 30 further ones have not helped a tenth of the rows that it holds out.
 */
import { createRequire } from 'node:module'
import { packageVersion } from '../../harness/package-version.mjs'
import { errorOf, readRows } from './rows.mjs'

const mostTrees = 300
const patience = 30
const ydf = await createRequire(import.meta.url)('ydf-training')({ print: () => {}, printErr: () => {} })

export function versions() {
  return { 'ydf-training': packageVersion('ydf-training') }
}

export function prepare(_task, params) {
  const { train, test } = readRows(params)
  const text = (rows, y) =>
    [[...params.names, 'y'], ...rows.map((row, i) => [...row, y[i]])].map((cells) => cells.join(',')).join('\n')
  const [training, held] = [text(train.x, train.y), text(test.x, test.y)]
  let last = null
  return {
    run() {
      // its memory is not collected
      last?.unload()
      last = new ydf.GradientBoostedTreesLearner('y', 'REGRESSION').train(training)
      return last
    },
    answer(model) {
      const kept = Number(/Number of trees: (\d+)/.exec(model.describe())[1])
      // trees that were grown and dropped again count as grown
      return { rmse: errorOf(model.predict(held), test.y), trees: Math.min(mostTrees, kept + patience) }
    },
  }
}

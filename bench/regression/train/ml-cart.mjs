/** `ml-cart`: arrays of rows → one tree. */
import { DecisionTreeRegression } from 'ml-cart'
import { packageVersion } from '../../harness/package-version.mjs'
import { errorOf, readRows } from './rows.mjs'

export function versions() {
  return { 'ml-cart': packageVersion('ml-cart') }
}

export function prepare(_task, params) {
  const { train, test } = readRows(params)
  return {
    run() {
      const tree = new DecisionTreeRegression({ maxDepth: params.maxDepth })
      tree.train(train.x, train.y)
      return tree
    },
    answer: (tree) => ({ rmse: errorOf(tree.predict(test.x), test.y), trees: 1 }),
  }
}

/** `ml-random-forest`: arrays of rows → a forest of ml-cart's trees on bootstrap samples, without its out-of-bag predictions. */
import { RandomForestRegression } from 'ml-random-forest'
import { packageVersion } from '../../harness/package-version.mjs'
import { errorOf, readRows } from './rows.mjs'

export function versions() {
  return { 'ml-random-forest': packageVersion('ml-random-forest') }
}

/** @param params what `trainingFile` gave, with `forest`, the number of trees, and `maxDepth` */
export function prepare(_task, params) {
  const { train, test } = readRows(params)
  const { forest, maxDepth } = params
  return {
    run() {
      const model = new RandomForestRegression({ nEstimators: forest, treeOptions: { maxDepth }, noOOB: true })
      model.train(train.x, train.y)
      return model
    },
    answer: (model) => ({ rmse: errorOf(model.predict(test.x), test.y), trees: forest }),
  }
}

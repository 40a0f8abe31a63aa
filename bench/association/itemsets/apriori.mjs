/** `apriori` of npm: lists of labels → itemsets by length; it makes the rules of confidence 1 along with them and cannot leave that out. */
import apriori from 'apriori'
import { readLists } from '../common/baskets.mjs'
import { digest } from '../common/digest.mjs'
import { packageVersion } from '../../harness/package-version.mjs'

export function versions() {
  return { apriori: packageVersion('apriori') }
}

export function prepare(task, { file, minCount, baskets }) {
  const lists = readLists(file)
  return {
    run: () => new apriori.Algorithm((minCount - 0.5) / baskets, 1, false).analyze(lists),
    answer: ({ frequentItemSets }) =>
      digest(
        Object.values(frequentItemSets)
          .flat()
          .map(({ itemSet, support }) => [itemSet.length, Math.round(support * baskets)]),
      ),
  }
}

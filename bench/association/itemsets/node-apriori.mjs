/** `node-apriori`: lists of labels → an array of itemsets. */
import { Apriori } from 'node-apriori'
import { readLists } from '../common/baskets.mjs'
import { digest } from '../common/digest.mjs'
import { packageVersion } from '../../harness/package-version.mjs'

export function versions() {
  return { 'node-apriori': packageVersion('node-apriori') }
}

export function prepare(task, { file, minCount, baskets }) {
  const lists = readLists(file)
  return {
    run: () => new Apriori((minCount - 0.5) / baskets).exec(lists),
    answer: ({ itemsets }) => digest(itemsets.map(({ items, support }) => [items.length, support])),
  }
}

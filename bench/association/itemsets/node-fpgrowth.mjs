/** `node-fpgrowth`: lists of labels → an array of itemsets. */
import { FPGrowth } from 'node-fpgrowth'
import { readLists } from '../common/baskets.mjs'
import { digest } from '../common/digest.mjs'
import { packageVersion } from '../../harness/package-version.mjs'

export function versions() {
  return { 'node-fpgrowth': packageVersion('node-fpgrowth') }
}

/** Half a basket below the least count: the package takes ⌈support · n⌉. */
export function prepare(task, { file, minCount, baskets }) {
  const lists = readLists(file)
  return {
    run: () => new FPGrowth((minCount - 0.5) / baskets).exec(lists),
    answer: (itemsets) => digest(itemsets.map(({ items, support }) => [items.length, support])),
  }
}

/** bodkin's miners: a table of baskets → a table of itemsets. */
import { readBasketTable } from '../common/baskets.mjs'
import { digest } from '../common/digest.mjs'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'

const { association } = await importBodkin('index.js')
const { transactions } = association

export const versions = bodkinVersions

/**
 * @param task the miner: `lcm`, `fpGrowth` or `apriori`
 * @param params `file`, `minSupport`; `read`: whether the baskets are read outside the timed part
 */
export function prepare(task, { file, minSupport, read }) {
  const layout = { items: 'items' }
  const table = readBasketTable(file)
  const mine = association[task]
  if (!read) return { run: () => mine(table, { ...layout, minSupport }), answer }
  const baskets = transactions(table, layout)
  return { run: () => mine(baskets, { minSupport }), answer }
}

function answer(itemsets) {
  const [lengths, counts] = ['length', 'count'].map((name) => itemsets.getChild(name).toArray())
  return digest(pairs(lengths, counts))
}

function* pairs(lengths, counts) {
  for (let row = 0; row < lengths.length; row++) yield [lengths[row], counts[row]]
}

/** bodkin's `rules`: a table of itemsets → a table of rules. */
import { readBasketTable } from '../common/baskets.mjs'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'

const { association } = await importBodkin('index.js')
const { lcm, rules } = association

export const versions = bodkinVersions

/**
 * @param task `rules`; `count`: how many there are, nothing more
 * @param params `file`, `minSupport`, `minThreshold` of the confidence
 */
export function prepare(task, { file, minSupport, minThreshold }) {
  const itemsets = lcm(readBasketTable(file), { items: 'items', minSupport })
  return { run: () => rules(itemsets, { minThreshold }), answer: (table) => answer(task, table) }
}

function answer(task, table) {
  if (task === 'count') return { count: table.numRows }
  const sum = (name) =>
    table
      .getChild(name)
      .toArray()
      .reduce((total, value) => total + value, 0)
  return { count: table.numRows, confidence: sum('confidence'), lift: sum('lift'), leverage: sum('leverage') }
}

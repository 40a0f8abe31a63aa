/** bodkin's `lcm` on lines of the recipe: a table of lines → a table of itemsets. */
import { makeData, Int32, Table, Vector } from 'apache-arrow'
import { categories } from '../common/baskets.mjs'
import { fillLines, itemCount, labelOf } from '../common/recipe.mjs'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'

const { association } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params `lines`, `minSupport`, `parts`: tables that the lines come in, 1 = one table */
export function prepare(task, { lines, minSupport, parts }) {
  if (task !== 'itemsets') throw new Error(`no task ${task}`)
  const tables = tablesOf(lines, parts)
  const options = { transaction: 'order', item: 'item', minSupport }
  const run =
    parts === 1
      ? () => association.lcm(tables[0], options)
      : () => {
          const baskets = association.transactions(tables.values(), { transaction: 'order', item: 'item' })
          return association.lcm(baskets, { minSupport })
        }
  return { run, answer }
}

/** Lines as tables of two columns: order Int32, item as a dictionary of Int32 codes: 8 bytes a line. */
function tablesOf(lines, parts) {
  const { baskets, items } = fillLines(lines)
  const labels = Array.from({ length: itemCount }, (_, item) => labelOf(item))
  const step = Math.ceil(lines / parts)
  return Array.from({ length: parts }, (_, part) => {
    const [order, item] = [baskets, items].map((all) => all.subarray(part * step, (part + 1) * step))
    return new Table({
      order: new Vector([makeData({ type: new Int32(), data: order })]),
      item: new Vector([categories(item, labels)]),
    })
  })
}

/** How many itemsets, and the counts of those of one and two items by their labels. */
function answer(table) {
  const lengths = table.getChild('length').toArray()
  const counts = table.getChild('count').toArray()
  const itemsets = table.getChild('itemsets')
  const short = []
  for (let row = 0; row < table.numRows && lengths[row] <= 2; row++)
    short.push([[...itemsets.get(row)].toSorted().join('\t'), counts[row]])
  return { count: table.numRows, orders: Number(table.schema.metadata.get('bodkin.transactions')), short }
}

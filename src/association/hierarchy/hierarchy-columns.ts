/**
 * Read the categories of items out of the lines, as a tree: items below, categories above.
 */
import { categoryColumn } from '../../arrow/category-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import type { HierarchySettings } from './hierarchy-options.js'
import type { Taxonomy } from './hierarchy.js'
import { normalizeLabel } from '../transactions/labels.js'
import type { Normalize } from '../transactions/transactions-options.js'

/** A level of categories: a category a row, −1 for none. */
interface Level {
  readonly name: string
  readonly codes: Int32Array
  readonly labels: readonly string[]
  /** Node of the first category. */
  readonly first: number
}

/**
 * The tree above the items.
 *
 * A category is labelled with its level, `department: dairy`, because a category and an item may share a name.
 *
 * @param table lines of long form
 * @param item column of items
 * @param labels items of the baskets, as `Transactions` has them
 * @throws BodkinError `COLUMN` for a level that is no column of labels, `DATA` with the row where an item or a category lies in two
 */
export function readTaxonomy(
  table: TableLike,
  item: string,
  { levels: names }: HierarchySettings,
  labels: readonly string[],
  normalize: Normalize,
): Taxonomy {
  const source = readTable(table)
  const itemOf = itemsOfRows(source, item, labels, normalize)
  const levels: Level[] = []
  let nodes = labels.length
  for (const name of names) {
    const { codes, labels: own } = categoryColumn(source, name)
    levels.push({ name, codes, labels: own, first: nodes })
    nodes += own.length
  }
  const all = [...labels, ...levels.flatMap(({ name, labels: own }) => own.map((label) => `${name}: ${label}`))]
  const parents = new Int32Array(nodes).fill(-1)
  const toldBy = new Int32Array(nodes)
  for (let row = 0; row < source.rows; row++) {
    if (itemOf[row] < 0) continue
    let node = itemOf[row]
    for (const { name, codes, first } of levels) {
      if (codes[row] < 0) continue
      const parent = first + codes[row]
      if (parents[node] < 0) {
        parents[node] = parent
        toldBy[node] = row
      } else if (parents[node] !== parent) {
        const [one, other] = [all[parents[node]], all[parent]].map((label) => JSON.stringify(label))
        const rule = `${JSON.stringify(all[node])} must lie in one category, got ${one} (row ${toldBy[node]}) and ${other}`
        throw new BodkinError('DATA', `column "${name}", row ${row}: ${rule}`, { column: name, row })
      }
      node = parent
    }
  }
  refuseSharedLabels(all)
  return { items: labels.length, labels: all, parents }
}

/** Item of each row, −1 where it is none of the baskets'. */
function itemsOfRows(source: SourceTable, name: string, labels: readonly string[], normalize: Normalize): Int32Array {
  const { codes, labels: own } = categoryColumn(source, name)
  const known = new Map(labels.map((label, i) => [label, i]))
  const itemOf = own.map((label) => known.get(normalizeLabel(label, normalize)) ?? -1)
  return codes.map((code) => (code < 0 ? -1 : itemOf[code]))
}

function refuseSharedLabels(labels: readonly string[]): void {
  const known = new Set<string>()
  for (const label of labels) {
    if (known.has(label)) {
      const message = `an item has the name of a category, ${JSON.stringify(label)}: rename one of them`
      throw new BodkinError('DATA', message, { label })
    }
    known.add(label)
  }
}

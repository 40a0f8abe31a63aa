/**
 * Itemsets as text.
 */
import type { Table } from 'apache-arrow'
import { BodkinError } from '../../errors.js'
import { listColumn } from '../../arrow/list-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { text, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { optional, readOptions, rule, textRule, withDefault, type Schema } from '../../options/rules.js'
import { metadataOf } from './itemset-table.js'
import { isListColumn, outputColumn } from './table-columns.js'

/** How itemsets become text. */
export interface ItemsetLabelsOptions {
  /** What stands between two items; default ' - '. */
  readonly separator?: string
  /** The column of lists; default: every column of lists (`itemsets`, or `antecedents` and `consequents`). */
  readonly column?: string
}

interface Settings {
  readonly separator: string
  readonly column: string | undefined
}

const schema: Schema<Settings> = {
  separator: withDefault(
    rule('text', (value): value is string => typeof value === 'string'),
    ' - ',
  ),
  column: optional(textRule('the name of a column')),
}

/**
 * The same table with its lists of items as one text each: 'Mode - Livres'. Items stay in the order of the itemset.
 *
 * @param table itemsets, rules, or any table with lists of labels; `column` names the list, default all of them
 * @param options `separator`, `column`
 * @returns all columns, the lists replaced by text under their names
 * @throws BodkinError `OPTION`; `COLUMN` when there is no such column or it holds no lists of labels
 * @example
 * itemsetLabels(lcm(tx, { minSupport: 0.4 })).getChild('itemsets')?.get(4)   // 'Mode - Livres'
 */
export function itemsetLabels(table: TableLike, options: ItemsetLabelsOptions = {}): Table {
  const { separator, column } = readOptions(schema, options)
  const source = readTable(table)
  const lists = column === undefined ? source.names.filter((name) => isListColumn(source.column(name))) : [column]
  if (lists.length === 0) {
    const names = source.names.map((name) => JSON.stringify(name)).join(', ')
    throw new BodkinError('COLUMN', `table must have a column of lists, got ${names}`, { columns: source.names })
  }
  const columns = source.names.map((name): [string, OutputColumn] => [
    name,
    lists.includes(name) ? joined(source, name, separator) : outputColumn(source, name),
  ])
  // a column that is not there is an error of `column`, not a column that stays as it is
  if (column !== undefined) source.column(column)
  return writeTable(columns, Object.fromEntries(metadataOf(table)))
}

function joined(source: SourceTable, name: string, separator: string): OutputColumn {
  const { offsets, codes, labels } = listColumn(source, name)
  const texts = Array.from({ length: source.rows }, (_, row) =>
    Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) => (code < 0 ? 'null' : labels[code])).join(
      separator,
    ),
  )
  return text(texts)
}

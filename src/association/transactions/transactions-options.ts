/**
 * Where baskets stand in a table: options of `transactions`, which the miners take too.
 */
import { BodkinError } from '../../errors.js'
import { choice, listOf, optional, readOptions, textRule, withDefault, type Schema } from '../../options/rules.js'

/** What is done to labels before they are compared. */
export type Normalize = 'none' | 'trim' | 'fold'

/** Options of every layout. */
interface LabelOptions {
  /**
   * 'none' (default): labels as they are; 'trim': without white space at either end; 'fold': trimmed, inner white space as one blank,
   * Unicode NFC, lower case. Labels that become equal are one item.
   */
  readonly normalize?: Normalize
}

/** Long form: one line for each item of a basket. */
export interface LongFormOptions extends LabelOptions {
  /** Column that says which basket the line belongs to: text, integers, numbers, booleans or times. Lines without one are skipped. */
  readonly transaction: string
  /** Column of items: text, or whole numbers. A null item leaves its basket as it is. */
  readonly item: string
}

/** One row for each basket, with a list of items. */
export interface ListFormOptions extends LabelOptions {
  /** Column of lists; a null list is skipped, an empty one is an empty basket. */
  readonly items: string
}

/** One row for each basket, one column for each item. */
export interface OneHotOptions extends LabelOptions {
  /** Columns of true/false or 1/0; their names are the items. */
  readonly oneHot: readonly string[]
}

/** Where baskets stand in a table, and how their labels are compared. */
export type TransactionsOptions = LongFormOptions | ListFormOptions | OneHotOptions

/** The layout that the options name. */
export type Layout =
  | { readonly form: 'long'; readonly transaction: string; readonly item: string }
  | { readonly form: 'list'; readonly items: string }
  | { readonly form: 'oneHot'; readonly columns: readonly string[] }

/** Complete settings. */
export interface TransactionsSettings {
  readonly layout: Layout
  readonly normalize: Normalize
}

/** The options one by one, before it is known which layout they name. */
export interface LayoutFields {
  readonly transaction: string | undefined
  readonly item: string | undefined
  readonly items: string | undefined
  readonly oneHot: readonly string[] | undefined
  readonly normalize: Normalize
}

/** Rules of the options, for functions that take them beside their own. */
export const layoutSchema: Schema<LayoutFields> = {
  transaction: optional(textRule('the name of a column')),
  item: optional(textRule('the name of a column')),
  items: optional(textRule('the name of a column')),
  oneHot: optional(listOf(textRule('the name of a column'))),
  normalize: withDefault(choice('none', 'trim', 'fold'), 'none'),
}

/** Read the options of `transactions`. */
export function resolveTransactionsOptions(options: unknown): TransactionsSettings {
  return layoutOf(readOptions(layoutSchema, options))
}

/**
 * The one layout that the options name.
 * @throws BodkinError `OPTION` when they name none or two
 */
export function layoutOf(fields: LayoutFields): TransactionsSettings {
  const { transaction, item, items, oneHot, normalize } = fields
  const given = (['transaction', 'item', 'items', 'oneHot'] as const).filter((name) => fields[name] !== undefined)
  switch (given.join()) {
    case 'transaction,item':
      return settings({ form: 'long', transaction: transaction as string, item: item as string }, normalize)
    case 'items':
      return settings({ form: 'list', items: items as string }, normalize)
    case 'oneHot':
      return settings({ form: 'oneHot', columns: distinct(oneHot as readonly string[]) }, normalize)
    default: {
      const got = given.length === 0 ? 'none of them' : given.map((name) => JSON.stringify(name)).join(', ')
      const message = `options must say where the baskets are with "transaction" and "item", "items" alone, or "oneHot" alone, got ${got}`
      throw new BodkinError('OPTION', message, { given })
    }
  }
}

function settings(layout: Layout, normalize: Normalize): TransactionsSettings {
  return Object.freeze({ layout: Object.freeze(layout), normalize })
}

function distinct(columns: readonly string[]): readonly string[] {
  const twice = columns.find((name, i) => columns.indexOf(name) !== i)
  if (columns.length > 0 && twice === undefined) return columns
  const got = twice === undefined ? 'an empty array' : `${JSON.stringify(twice)} twice`
  throw new BodkinError('OPTION', `option "oneHot" must be columns, each once, got ${got}`, { option: 'oneHot' })
}

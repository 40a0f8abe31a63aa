/**
 * The options of `baskets`, checked.
 */
import { BodkinError, show } from '../errors.js'
import { integer, optional, readOptions, textRule, withDefault, type Schema } from '../options/rules.js'
import { excludeRule, type Exclude } from './exclude.js'

/** Options of `baskets`. One of `transaction` and `customer` is needed. */
export interface BasketsOptions {
  /** Name of the column that says what was bought: text, or codes. */
  readonly item: string
  /** Name of the column that says to which order or invoice a line belongs: each is a basket. */
  readonly transaction?: string
  /** Name of the column of customers. Without `transaction` a basket is a customer's whole history; with it, customers come along as a column. */
  readonly customer?: string
  /** Name of the column of times (Date, Timestamp or ISO 8601 text in UTC): items come in time order, and `times` beside them. */
  readonly time?: string
  /** Name of a column of quantities; below 0 is a return. Default: every line counts as bought. */
  readonly quantity?: string
  /** Lines that do not count (cancelled, refunded). A basket of nothing but such lines is no basket. */
  readonly exclude?: Exclude
  /** Leave out baskets with fewer different items, ≥ 0; default 0: empty baskets stay, because they count in supports. */
  readonly minItems?: number
}

/** The options of `baskets`, complete. */
export interface BasketsSettings {
  readonly item: string
  /** Columns that tell baskets apart or come along: the first one is the basket. */
  readonly keys: readonly string[]
  /** Whether a basket is a customer's history, in which an item may come again. */
  readonly history: boolean
  readonly time: string | undefined
  readonly quantity: string | undefined
  readonly exclude: Exclude | undefined
  readonly minItems: number
}

interface BasketsFields {
  readonly item: string
  readonly transaction: string | undefined
  readonly customer: string | undefined
  readonly time: string | undefined
  readonly quantity: string | undefined
  readonly exclude: Exclude | undefined
  readonly minItems: number
}

/** Names that the result's own columns have. */
const OWN_COLUMNS: readonly string[] = ['items', 'times']

const column = textRule('a column name')
const schema: Schema<BasketsFields> = {
  item: column,
  transaction: optional(column),
  customer: optional(column),
  time: optional(column),
  quantity: optional(column),
  exclude: optional(excludeRule),
  minItems: withDefault(integer({ min: 0 }), 0),
}

/** Check the options of `baskets`. */
export function readBasketsOptions(options: unknown): BasketsSettings {
  const { transaction, customer, ...rest } = readOptions(schema, options)
  const keys = [transaction, customer].filter((name) => name !== undefined)
  if (keys.length === 0) {
    const message = 'options must say what a basket is: "transaction" (an order) or "customer" (a whole history)'
    throw new BodkinError('OPTION', message)
  }
  if (keys[0] === keys[1]) {
    const message = `options "transaction" and "customer" must name different columns, got ${show(keys[0])} twice`
    throw new BodkinError('OPTION', message, { option: 'customer' })
  }
  const taken = keys.find((name) => OWN_COLUMNS.includes(name))
  if (taken !== undefined) {
    const option = taken === transaction ? 'transaction' : 'customer'
    const message = `option "${option}" must name a column other than "items" and "times", which the result has, got ${show(taken)}`
    throw new BodkinError('OPTION', message, { option, value: taken })
  }
  return Object.freeze({ ...rest, keys: Object.freeze(keys), history: transaction === undefined })
}

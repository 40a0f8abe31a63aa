/**
 * The option that leaves rows out, which all preparations take alike.
 */
import { listOf, record, refuse, rule, textRule, type Rule } from '../options/rules.js'

/**
 * A row as an `exclude` function sees it: Arrow text, numbers and booleans as such, dates and timestamps as Date, nulls as null; cells of
 * JavaScript arrays and row objects as they are. Columns are read when a function first asks for them, and unknown names are errors.
 */
export type EventRow = Readonly<Record<string, unknown>>

/** Values of a column; they are compared by their text, so that 1 and '1' are one. null stands for cells without a value. */
export interface ExcludedValues {
  readonly column: string
  readonly values: readonly (string | number | bigint | boolean | null)[]
}

/** Which rows do not count: those for which a function gives true, or whose column has one of the values. */
export type Exclude = ((row: EventRow) => boolean) | ExcludedValues

const excluded = record<ExcludedValues>({
  column: textRule('a column name'),
  values: listOf(
    rule(
      'text, a number, a boolean or null',
      (value): value is string | number | bigint | boolean | null =>
        value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value),
    ),
  ),
})

/** Rule of an option that leaves rows out. */
export const excludeRule: Rule<Exclude> = {
  expected: 'a function of a row, or an object with column and values',
  read(value, place) {
    if (typeof value === 'function') return value as (row: EventRow) => boolean
    return typeof value === 'object' && value !== null
      ? excluded.read(value, place)
      : refuse(place, excludeRule.expected, value)
  },
}

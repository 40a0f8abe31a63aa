/**
 * Sequential rules: what customers buy after what, and whether the order means anything.
 *
 * options → histories (columns) → pairs (kernel) → measures, order, table. For N customers, f of whom have X before Y and r Y before X:
 *
 *   support f/N · confidence f/customers(X) · lift f/r, against the reverse order · direction_p: sign test
 *
 * A customer with both orders says nothing about direction, so the test compares those with X before Y only and those with Y before X only: if
 * the visits of every customer were in random order, either would be as likely. Dixon & Mood (1946) for the test; for windows and
 * gaps Srikant & Agrawal, Mining Sequential Patterns: Generalizations and Performance Improvements (EDBT 1996), of which this is the case of
 * two items, with the direction tested.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { category, float64, int32, writeTable } from '../../arrow/write-table.js'
import { signTest } from '../../numeric/sign-test.js'
import { readHistories } from './sequential-columns.js'
import { readSequentialOptions, type SequentialOptions } from './sequential-options.js'
import { sequentialPairs, type SequentialPairs } from './sequential-pairs.js'

const DAY = 86_400_000

/**
 * Rules "X, later Y" over the histories of customers.
 *
 * A customer supports the rule once, however often X and Y were bought. X before Y means that some visit with Y lies at least `gap` and at most
 * `window` after some visit with X; the same instant is no order. A rule that holds in both directions for most customers
 * (staples) has lift 1 and a high `direction_p`. Direction is not cause: what came into the shop later is bought later.
 *
 * Columns: `antecedent`, `consequent`, `customers` (f), `support` (f/N), `confidence` (f of the customers with the antecedent), `lift` (f/r, null where
 * nobody has the reverse order), `reverse_customers` (r), `direction_p` (exact two-sided sign test over the customers with one
 * order only), `median_lag_days` (from the first antecedent that is followed to the first consequent after it). Clearest direction first, then more
 * customers, then labels. The schema's metadata hold `bodkin.customers` (N) and `bodkin.min_customers`.
 *
 * @param table a row a line: customer, time and item
 * @throws BodkinError `OPTION`; `COLUMN` for a column that is missing or of another type; `DATA` for a row without a time and when there are no lines
 * @example
 * sequentialRules({ who: ['a', 'a', 'b', 'b'], at: ['2024-01-01', '2024-01-03', '2024-01-01', '2024-01-08'], what: ['printer', 'ink', 'printer', 'ink'] },
 *   { customer: 'who', time: 'at', item: 'what' })
 * // printer → ink: customers 2, support 1, confidence 1, lift null, reverse_customers 0, direction_p 0.5, median_lag_days 4.5
 */
export function sequentialRules(table: TableLike, options: SequentialOptions): Table {
  const settings = readSequentialOptions(options)
  const { histories, spans, labels, holders, customers, minCustomers } = readHistories(table, settings)
  const pairs = sequentialPairs(histories, spans, minCustomers)
  const direction = directionTests(pairs)
  const order = sortPairs(pairs, direction)
  const column = (value: (row: number) => number): Float64Array => Float64Array.from(order, value)
  return writeTable(
    {
      antecedent: category(
        order.map((row) => pairs.antecedents[row]),
        labels,
      ),
      consequent: category(
        order.map((row) => pairs.consequents[row]),
        labels,
      ),
      customers: int32(order.map((row) => pairs.customers[row])),
      support: float64(column((row) => pairs.customers[row] / customers)),
      confidence: float64(column((row) => pairs.customers[row] / holders[pairs.antecedents[row]])),
      lift: float64(column((row) => (pairs.reverse[row] === 0 ? NaN : pairs.customers[row] / pairs.reverse[row]))),
      reverse_customers: int32(order.map((row) => pairs.reverse[row])),
      direction_p: float64(column((row) => direction[row])),
      median_lag_days: float64(column((row) => pairs.lags[row] / DAY)),
    },
    { 'bodkin.customers': String(customers), 'bodkin.min_customers': String(minCustomers) },
  )
}

/** A p-value for each pair; few different counts come again and again, so each is worked out once. */
function directionTests({ customers, reverse, both }: SequentialPairs): Float64Array {
  const known = new Map<string, number>()
  return Float64Array.from(customers, (count, row) => {
    const [one, other] = [count - both[row], reverse[row] - both[row]]
    const key = `${Math.min(one, other)} ${Math.max(one, other)}`
    const found = known.get(key) ?? signTest(one, other)
    known.set(key, found)
    return found
  })
}

/** Clearest direction first, then more customers, then labels (numbers of items follow them). */
function sortPairs({ antecedents, consequents, customers }: SequentialPairs, direction: Float64Array): Int32Array {
  return Int32Array.from(direction.keys()).sort(
    (a, b) =>
      direction[a] - direction[b] ||
      customers[b] - customers[a] ||
      antecedents[a] - antecedents[b] ||
      consequents[a] - consequents[b],
  )
}

/**
 * What a rule may be worth, when prices are known.
 *
 *   expected_extra_sales = leverage · n = both − nA·nC/n          baskets with both sides beyond those that independence would give
 *   revenue_at_stake     = expected_extra_sales · Σ prices of the consequent
 *
 * Both are negative for sides that avoid each other. They count against plain independence; where baskets differ in size much of a positive
 * number is that alone, so read them for rules that were published by `mine`.
 */
import { BodkinError } from '../../errors.js'
import { categoryColumn } from '../../arrow/category-column.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import type { SourceTable } from '../../arrow/read-table.js'
import { float64, type OutputColumn } from '../../arrow/write-table.js'
import { sumCells } from '../../prepare/sum-cells.js'
import type { RuleTable } from './rules-table.js'

/**
 * Mean price of each item over its lines that have one, by label.
 *
 * @param columns names of the item's column and of the price's (any currency, for one piece)
 * @throws BodkinError `COLUMN`; `DATA` for an infinite price
 */
export function meanPrices(
  source: SourceTable,
  { item, price }: { readonly item: string; readonly price: string },
): Map<string, number> {
  const { codes, labels } = categoryColumn(source, item)
  const { values } = numericColumn(source, price)
  for (let row = 0; row < source.rows; row++) {
    if (codes[row] < 0 || Number.isNaN(values[row]) || Number.isFinite(values[row])) continue
    const message = `column ${JSON.stringify(price)}, row ${row}: must be finite, got ${values[row]}`
    throw new BodkinError('DATA', message, { column: price, row })
  }
  // the same to the last bit whatever the order of the rows
  const { sums, sizes } = sumCells(codes, values, labels.length)
  return new Map(labels.flatMap((label, code) => (sizes[code] === 0 ? [] : [[label, sums[code] / sizes[code]]])))
}

/** Columns `expected_extra_sales` (baskets) and `revenue_at_stake` (units of the prices; null where an item of the consequent has none). */
export function actionColumns(rules: RuleTable, prices: ReadonlyMap<string, number>): [string, OutputColumn][] {
  const { count, labels, consequents, both, antecedent, consequent, transactions } = rules
  const priceOf = Float64Array.from(labels, (label) => prices.get(label) ?? NaN)
  const sales = new Float64Array(count)
  const revenue = new Float64Array(count)
  for (let rule = 0; rule < count; rule++) {
    sales[rule] = both[rule] - (antecedent[rule] * consequent[rule]) / transactions[rule]
    let value = 0
    for (let k = consequents.offsets[rule]; k < consequents.offsets[rule + 1]; k++)
      value += priceOf[consequents.items[k]]
    revenue[rule] = sales[rule] * value
  }
  return [
    ['expected_extra_sales', float64(sales)],
    ['revenue_at_stake', float64(revenue)],
  ]
}

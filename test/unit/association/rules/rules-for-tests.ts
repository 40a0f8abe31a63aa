/** Tables of rules as plain values, and the small shop that the tests of rules share. */
import type { Table } from 'apache-arrow'
import { transactions, type Transactions } from '../../../../src/association/index.js'

/**
 * Five baskets: bread 4, butter 3, milk 3, tea 1; bread + butter 3, bread + milk 2, butter + milk 1, bread + tea 1, butter + tea 1.
 */
export const shop: Transactions = transactions(
  {
    items: [['bread', 'milk'], ['bread', 'butter'], ['bread', 'butter', 'milk'], ['milk'], ['bread', 'butter', 'tea']],
  },
  { items: 'items' },
)

/** One row of a table of rules; lists as arrays. */
export type RuleRow = Record<string, unknown> & { readonly antecedents: string[]; readonly consequents: string[] }

/** All rows. */
export function rulesOf(table: Table): RuleRow[] {
  return table.toArray().map((row: { toJSON: () => Record<string, unknown> }) => {
    const values = row.toJSON()
    return {
      ...values,
      antecedents: [...(values['antecedents'] as Iterable<string>)],
      consequents: [...(values['consequents'] as Iterable<string>)],
    }
  })
}

/** Each rule as text: `butter → bread`. */
export function textsOf(table: Table): string[] {
  return rulesOf(table).map((row) => `${row.antecedents.join(' ')} → ${row.consequents.join(' ')}`)
}

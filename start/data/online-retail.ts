/**
 * Online Retail: 541,909 invoice lines of a shop in London, December 2010 to December 2011, where the file is at hand.
 *
 * Chen, Sain & Guo 2012, UCI Machine Learning Repository (CC0 in the copy used here). What the profile of the baskets warns of is left out and told: cancelled
 * invoices, items that are no products. Rules are found in the first months and looked for in the last ones.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { fromCSV } from 'arquero'
import { transactions } from '../../src/association/index.js'
import { formatNumber } from '../../src/figure/format.js'
import type { BasketJob } from './basket-job.js'

const path = fileURLToPath(new URL('../../../shared/data/association/online_retail.csv.gz', import.meta.url))
/** The last quarter of the year begins here. */
const later = '2011-09-01'

/** Whether the file is there. */
export function hasOnlineRetail(): boolean {
  return existsSync(path)
}

/** Read the lines and leave out what is no purchase of a product. */
export function onlineRetail(): BasketJob {
  const csv = fromCSV(gunzipSync(readFileSync(path)).toString('utf8'), { autoType: false })
  const column = (name: string): readonly string[] => csv.array(name) as readonly string[]
  const [invoice, code, description, quantity, at] = [
    'InvoiceNo',
    'StockCode',
    'Description',
    'Quantity',
    'InvoiceDate',
  ].map(column)
  const { profile } = transactions({ invoice, code }, { transaction: 'invoice', item: 'code' })
  const nonProducts = new Set(profile.nonProducts.map(({ label }) => label))
  const kept: number[] = []
  const left = { cancelled: 0, nonProduct: 0, returned: 0 }
  for (let row = 0; row < invoice.length; row++) {
    if (/^c/i.test(invoice[row])) left.cancelled++
    else if (nonProducts.has(code[row])) left.nonProduct++
    else if (!(Number(quantity[row]) > 0)) left.returned++
    else kept.push(row)
  }
  const nameOf = namesOf(code, description)
  const table = {
    invoice: kept.map((row) => invoice[row]),
    item: kept.map((row) => nameOf.get(code[row]) as string),
    at: kept.map((row) => `${at[row]}Z`),
  }
  const layout = { transaction: 'invoice', item: 'item' }
  return {
    title: 'What goes together in an online shop',
    introduction:
      'Invoices of a shop for gifts, whose customers are often shops themselves: with hundreds of items on many an invoice nearly everything goes with everything. Rules are found up to August 2011 and have to hold again from September on.',
    baskets: 'invoices',
    source: 'Online Retail, UCI Machine Learning Repository (Chen, Sain & Guo 2012)',
    table,
    options: {
      ...layout,
      minSupport: 0.01,
      maxLength: 3,
      permutations: 20,
      maxRules: 5000,
      split: { time: 'at', at: later },
    },
    transactions: transactions(table, layout),
    pictured: null,
    facts: [
      ['Lines', formatNumber(invoice.length, 0)],
      [
        'Cancelled',
        `${formatNumber(left.cancelled, 0)} lines of ${formatNumber(profile.cancelled.baskets, 0)} invoices`,
      ],
      [
        'No products',
        `${formatNumber(left.nonProduct, 0)} lines of ${profile.nonProducts.length} codes, such as ${profile.nonProducts
          .slice(0, 3)
          .map(({ label }) => label)
          .join(', ')}`,
      ],
      ['Nothing sold', `${formatNumber(left.returned, 0)} lines with a quantity of 0 or below`],
    ],
    file: 'online-retail-rules',
  }
}

/** The commonest description of each code, with the code behind it where two share one. */
function namesOf(code: readonly string[], description: readonly (string | null)[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>()
  code.forEach((own, row) => {
    const text = description[row]?.trim() ?? ''
    const known = counts.get(own) ?? new Map<string, number>()
    counts.set(own, known)
    if (text !== '') known.set(text, (known.get(text) ?? 0) + 1)
  })
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const [own, texts] of counts) {
    const [best] = [...texts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    const name = best === undefined || taken.has(best[0]) ? `${best?.[0] ?? ''} ${own}`.trim() : best[0]
    taken.add(name)
    names.set(own, name)
  }
  return names
}

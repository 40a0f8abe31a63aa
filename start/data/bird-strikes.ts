/**
 * Collisions of aircraft with birds: which circumstances go with damage?
 *
 * Federal Aviation Administration, 10,000 reports of the years 1990 to 2002, through the npm package `vega-datasets` (public domain in the United States).
 * A basket is a report, its items are `column=value`; empty cells are no items. What kind of damage it was is taken together as yes or no.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fromCSV } from 'arquero'
import { transactions } from '../../src/association/index.js'
import { BodkinError } from '../../src/errors.js'
import { formatNumber } from '../../src/figure/format.js'
import type { BasketJob } from './basket-job.js'

/** Columns of the file and what they are called in rules. */
const attributes = {
  'Airport Name': 'airport',
  'Aircraft Make Model': 'aircraft',
  'Effect Amount of damage': 'damage',
  'Aircraft Airline Operator': 'operator',
  'Origin State': 'state',
  'Phase of flight': 'phase',
  'Wildlife Size': 'size',
  'Wildlife Species': 'species',
  'Time of day': 'time of day',
} as const

/** Attributes with few values, for the picture of pairs on a wide screen and on a phone. */
const pictured = { wide: /^(?:damage=yes|phase=|size=|time of day=)/, narrow: /^(?:damage=yes|phase=|size=)/ }
const leastPictured = 100

/** Read the package's rows. */
export function birdStrikes(): BasketJob {
  const path = fileURLToPath(new URL('../data/birdstrikes.csv', import.meta.resolve('vega-datasets')))
  const items = readReports(readFileSync(path, 'utf8'))
  const baskets = transactions({ items }, { items: 'items' })
  const counts = new Map<string, number>()
  for (const label of items.flat()) counts.set(label, (counts.get(label) ?? 0) + 1)
  const countOf = (label: string): number => counts.get(label) ?? 0
  const common = baskets.labels.filter((label) => countOf(label) >= leastPictured)
  return {
    title: 'Which circumstances go with damage when aircraft meet birds',
    introduction:
      'Every report of a collision is a basket of circumstances: phase of flight, size and species of the bird, time of day, airport, state, aircraft and operator. Rules that end in damage are held against shuffled reports; only those that stand out are published.',
    baskets: 'collisions',
    source: 'Federal Aviation Administration, by npm package vega-datasets (public domain)',
    table: { items },
    // exclusive: a report has one value of each column
    options: {
      items: 'items',
      consequents: 'damage=yes',
      exclusive: '=',
      minSupport: 0.005,
      maxLength: 3,
      permutations: 100,
    },
    transactions: baskets,
    pictured: {
      wide: common.filter((label) => pictured.wide.test(label)),
      narrow: common.filter((label) => pictured.narrow.test(label)),
    },
    facts: [['Damage', `in ${formatNumber(countOf('damage=yes'), 0)} of ${formatNumber(items.length, 0)} collisions`]],
    file: 'bird-strike-rules',
  }
}

/** @throws BodkinError `DATA` when the package has other columns than it had */
function readReports(text: string): string[][] {
  const csv = fromCSV(text, { autoType: false })
  const items: string[][] = Array.from({ length: csv.numRows() }, () => [])
  for (const [column, attribute] of Object.entries(attributes)) {
    if (!csv.columnNames().includes(column))
      throw new BodkinError('DATA', `birdstrikes.csv has no column "${column}"`, { column })
    const values = csv.array(column) as ArrayLike<string | null>
    items.forEach((report, row) => {
      const value = values[row]
      if (value === null || value === '') return
      report.push(`${attribute}=${attribute === 'damage' ? (value === 'None' ? 'no' : 'yes') : value}`)
    })
  }
  return items
}

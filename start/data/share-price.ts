/**
 * A series that no forecast of this kind can beat: the closing price of a share, on the days of trade of three years.
 *
 * Apple Inc., through the npm package `@observablehq/sample-datasets` (ISC; prices by Yahoo Finance). It stands in the report to show a refusal.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readCSV } from './read-csv.js'
import { settle, type Series } from './series.js'

/** The package has five years; three are enough to be refused by. */
const from = Date.UTC(2015, 4, 13)

/** Read the package's rows from 13 May 2015 on. */
export function sharePriceSeries(): Series {
  const path = fileURLToPath(import.meta.resolve('@observablehq/sample-datasets/aapl.csv'))
  const { times, values } = readCSV(readFileSync(path, 'utf8'), 'aapl.csv', 'Date', 'Close')
  const { ds, y, missing } = settle(times, values)
  const first = ds.findIndex((time) => time >= from)
  return {
    name: 'the price of a share (Apple)',
    unit: 'dollars at the close',
    source: 'Yahoo Finance, by npm package @observablehq/sample-datasets (ISC)',
    ds: ds.subarray(first),
    y: y.subarray(first),
    missing,
    holidays: null,
  }
}

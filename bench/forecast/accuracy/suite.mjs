/**
 * The series of the accuracy experiment with their folds: the suite of real series in ../shared/data when it is there (rules in its README), and
 * the last days of US births, which are always there.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readCsv, rowsOf, writeCsv } from '../common/data.mjs'

const folder = new URL('../../../../shared/data/forecast/suite/', import.meta.url)
/** Births: this many last days, because two rivals take minutes on all of them. */
const birthsRows = 1461

/** One series: `{ name, file, frequency, season, horizon, folds: [training rows], y }`; null for the suite when it is not there. */
export function suite() {
  if (!existsSync(new URL('index.json', folder))) return null
  return readJson('index.json').map(({ name, file, freq, season_length: season, horizon, folds, step }) => {
    const path = fileURLToPath(new URL(file, folder))
    return withFolds({ name, file: path, frequency: freq, season, horizon, folds, step, rows: readCsv(path) })
  })
}

/** What the rivals reached on the suite, by their own programs: the lines of rivals.json. */
export function suiteRivals() {
  return readJson('rivals.json')
}

/** The last four years of births. */
export function birthsSeries(rowCount = birthsRows, folds = 6) {
  const rows = rowsOf('births').slice(-rowCount)
  const file = writeCsv(`births-last-${rowCount}`, rows)
  return withFolds({ name: 'births', file, frequency: 'D', season: 7, horizon: 28, folds, step: 28, rows })
}

function withFolds({ rows, folds, step, horizon, ...series }) {
  const trains = Array.from({ length: folds }, (_, i) => rows.length - horizon - (folds - 1 - i) * step)
  return { ...series, horizon, folds: trains, y: rows.map((row) => row.y) }
}

function readJson(file) {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
}

/**
 * The baskets of the association experiments, as files that every contender reads: one basket a line, its items apart by tabs.
 *
 * The sets of ../shared/data/association are there when that folder is; on any other machine birdstrikes.csv of the npm package vega-datasets
 * is what is left: 10,000 collisions of aircraft with animals, each a basket of `attribute=value`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const cache = new URL('../../.bench-cache/association/', import.meta.url)
const shared = new URL('../../../../shared/data/association/', import.meta.url)

const files = {
  retail: 'retail.dat.gz',
  T10I4D100K: 'T10I4D100K.dat.gz',
  chess: 'chess.dat.gz',
  mushroom: 'mushroom.dat.gz',
  'BMS-WebView-1': 'BMS-WebView-1.dat.gz',
  groceries: 'groceries.csv',
}

/** The columns of text in birdstrikes.csv, and the attribute that each one is. */
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
}

/** Path of a file in ../shared/data/association, or null when it is not there. */
export function sharedFile(name) {
  const file = new URL(name, shared)
  return existsSync(file) ? fileURLToPath(file) : null
}

/** The baskets of a set as lists of labels, or null when its file is not there. */
export function basketsOf(name) {
  if (name === 'birdstrikes') return birdstrikes()
  const file = sharedFile(files[name])
  if (file === null) return null
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().replace(/\n$/, '')
  const apart = file.endsWith('.csv') ? (line) => line.split(',') : (line) => line.trim().split(/\s+/)
  return text.split('\n').map((line) => apart(line).filter((item) => item !== ''))
}

/** Write baskets for the contenders, all or the first `rows`; returns `{ file, baskets }` (how many), or null when the set is not there. */
export function basketFile(name, rows = Infinity) {
  const all = basketsOf(name)
  if (all === null) return null
  const chosen = all.slice(0, rows)
  return { file: writeBaskets(`${name}-${chosen.length}`, chosen), baskets: chosen.length }
}

/** Write lists of labels; returns the path. */
export function writeBaskets(name, lists) {
  mkdirSync(cache, { recursive: true })
  const file = new URL(`${name}.tsv`, cache)
  writeFileSync(file, lists.map((items) => `${items.join('\t')}\n`).join(''))
  return fileURLToPath(file)
}

/** The smallest count c with c / n ≥ minSupport. `leastCount(0.07, 100)` → 7 */
export function leastCount(minSupport, n) {
  let count = Math.max(1, Math.floor(minSupport * n) - 1)
  while (count / n < minSupport) count++
  return count
}

function birdstrikes() {
  const file = new URL('../../../node_modules/vega-datasets/data/birdstrikes.csv', import.meta.url)
  const text = readFileSync(file, 'utf8')
  const [header, ...rows] = text.trim().split(/\r?\n/).map(cells)
  const columns = Object.entries(attributes).map(([column, attribute]) => [header.indexOf(column), attribute])
  return rows.map((row) => columns.flatMap(([at, attribute]) => (row[at] === '' ? [] : [`${attribute}=${row[at]}`])))
}

/** Cells of one line of CSV; quoted ones may hold commas and doubled quotes. */
function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  )
}

/** Baskets of real data: those of npm are always there, the others where `BODKIN_DATA` (default `../shared/data`) has them. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { transactions, type Transactions } from '../../../src/association/index.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
/** Where the files lie that do not come from npm. */
export const dataFolder: string = join(
  process.env['BODKIN_DATA'] ?? resolve(root, '..', 'shared', 'data'),
  'association',
)

/** Whether those files are there. */
export function hasData(): boolean {
  return existsSync(join(dataFolder, 'expected_counts.json'))
}

/** A file of one basket a line, items apart by white space (FIMI) or commas (CSV). */
export function basketFile(file: string): Transactions {
  const bytes = readFileSync(join(dataFolder, file))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  const apart = file.endsWith('.csv') ? ',' : /\s+/
  const items = text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (file.endsWith('.csv') ? line : line.trim()).split(apart).filter((item) => item !== ''))
  return transactions({ items }, { items: 'items' })
}

/** The nine columns of text in birdstrikes.csv, and the attribute that each one is. */
const ATTRIBUTES = {
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

/** 10,000 collisions of aircraft with animals as baskets of `attribute=value`; empty cells are no items. */
export function birdstrikes(): Transactions {
  const text = readFileSync(join(root, 'node_modules', 'vega-datasets', 'data', 'birdstrikes.csv'), 'utf8')
  const [header, ...rows] = text.trim().split(/\r?\n/).map(cells)
  const items = rows.map((row) =>
    Object.entries(ATTRIBUTES).flatMap(([column, attribute]) => {
      const value = row[header.indexOf(column)]
      return value === '' ? [] : [`${attribute}=${value}`]
    }),
  )
  return transactions({ items }, { items: 'items' })
}

/** Cells of one line of CSV; quoted ones may hold commas and doubled quotes. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  )
}

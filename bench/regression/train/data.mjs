/**
 * The tables of the training experiment as files that every contender reads: float32, feature after feature, then the target; codes of a
 * category are numbers, nulls NaN. Row r is a test row iff (r·2654435761 mod 2^32) mod 5 = 0.
 *
 *   synthetic   x[r][j] = (h(r·32 + j + 12345) >>> 8)/2^24, h the finaliser of MurmurHash3 (Appleby 2011); 16 features; noise = Σ of x16 … x27 − 6;
 *               y = 40·t·(1 − t) + 20·(x2 − .5)² + 10·x3 + 5·x4 + noise with t = x0·x1
 *   flights     the first rows of flights-3m.parquet of vega-datasets in file order: month, day of week (0 = Sunday), minute of day, distance,
 *               origin and destination (categories, numbered by first appearance); y = delay in minutes
 *   california, bike, diamonds, abalone   of ../shared/data/regression, where that folder is there
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { tableFromIPC } from 'apache-arrow'

const cache = new URL('../../.bench-cache/regression/', import.meta.url)
const shared = new URL('../../../../shared/data/regression/', import.meta.url)

const files = {
  california: { file: 'california_housing.csv.gz', target: 'median_house_value', without: [] },
  bike: { file: 'bike_hour.csv.gz', target: 'cnt', without: ['instant', 'dteday', 'casual', 'registered'] },
  diamonds: { file: 'diamonds.csv.gz', target: 'price', without: ['rownames'] },
  abalone: { file: 'abalone.csv', target: 'Rings', without: [] },
}

/**
 * Write a table.
 *
 * @param name of the recipe
 * @param rows how many of synthetic and flights
 * @returns `{ file, rows, names, levels }` (`levels`: labels of each category, 0 for numbers), or null where its source is not there
 */
export async function trainingFile(name, rows = Infinity) {
  mkdirSync(cache, { recursive: true })
  const key = Number.isFinite(rows) ? `${name}-${rows}` : name
  const [file, about] = [new URL(`train-${key}.f32`, cache), new URL(`train-${key}.json`, cache)]
  if (!existsSync(about)) {
    const made = await make(name, rows)
    if (made === null) return null
    writeFileSync(file, concatenate([...made.columns, made.target]))
    const { names, levels, target } = made
    writeFileSync(about, JSON.stringify({ file: fileURLToPath(file), rows: target.length, names, levels }))
  }
  return JSON.parse(readFileSync(about, 'utf8'))
}

/** Whether the row is for the test. */
export function isTest(row) {
  return (Math.imul(row, 2654435761) >>> 0) % 5 === 0
}

/** The features and the target of a file. */
export function readTraining({ file, rows, names }) {
  const bytes = readFileSync(file)
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  const column = (index) => values.subarray(index * rows, (index + 1) * rows)
  return { columns: names.map((_, index) => column(index)), target: column(names.length) }
}

function make(name, rows) {
  if (name === 'synthetic') return synthetic(rows)
  if (name === 'flights') return flights(rows)
  return fromCsv(files[name])
}

function synthetic(rows) {
  const column = (j) => Float32Array.from({ length: rows }, (_, r) => (mix(r * 32 + j + 12345) >>> 8) / 2 ** 24)
  const columns = Array.from({ length: 16 }, (_, j) => column(j))
  const target = new Float32Array(rows)
  for (let r = 0; r < rows; r++) {
    const t = columns[0][r] * columns[1][r]
    let noise = -6
    for (let j = 16; j < 28; j++) noise += (mix(r * 32 + j + 12345) >>> 8) / 2 ** 24
    target[r] = 40 * t * (1 - t) + 20 * (columns[2][r] - 0.5) ** 2 + 10 * columns[3][r] + 5 * columns[4][r] + noise
  }
  return { names: columns.map((_, j) => `x${j}`), levels: columns.map(() => 0), columns, target }
}

function mix(key) {
  let bits = key | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

async function flights(rows) {
  const require = createRequire(new URL('../../../package.json', import.meta.url))
  const source = new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url)
  if (!existsSync(source)) return null
  const { readParquet } = require('parquet-wasm')
  const table = tableFromIPC(readParquet(readFileSync(source), { limit: rows }).intoIPCStream())
  const dates = Array.from(table.getChild('date'), (date) => new Date(Number(date)))
  const number = (values) => Float32Array.from(values, Number)
  const [origin, destination] = ['origin', 'destination'].map((name) => codes(Array.from(table.getChild(name))))
  return {
    names: ['month', 'weekday', 'minute', 'distance', 'origin', 'destination'],
    levels: [0, 0, 0, 0, origin.levels, destination.levels],
    columns: [
      number(dates.map((date) => date.getUTCMonth() + 1)),
      number(dates.map((date) => date.getUTCDay())),
      number(dates.map((date) => date.getUTCHours() * 60 + date.getUTCMinutes())),
      number(table.getChild('distance')),
      origin.values,
      destination.values,
    ],
    target: number(table.getChild('delay')),
  }
}

function fromCsv({ file, target, without }) {
  const path = new URL(file, shared)
  if (!existsSync(path)) return null
  const bytes = readFileSync(path)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  const [head, ...lines] = text.trim().split(/\r?\n/)
  const names = cells(head)
  const table = lines.map(cells)
  const kept = names
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => name !== target && !without.includes(name))
  const columns = kept.map(({ index }) => {
    const values = table.map((row) => row[index])
    const isNumber = values.every((value) => value === '' || Number.isFinite(Number(value)))
    if (!isNumber) return codes(values)
    return { levels: 0, values: Float32Array.from(values, (value) => (value === '' ? NaN : Number(value))) }
  })
  const at = names.indexOf(target)
  return {
    names: kept.map(({ name }) => name),
    levels: columns.map(({ levels }) => levels),
    columns: columns.map(({ values }) => values),
    target: Float32Array.from(table, (row) => Number(row[at])),
  }
}

/** These files quote words at most, never a comma. */
function cells(line) {
  return line.split(',').map((cell) => cell.replace(/^"|"$/g, ''))
}

/** Numbers of labels by first appearance. */
function codes(labels) {
  const known = new Map()
  const values = Float32Array.from(labels, (label) => {
    if (label === '' || label === null) return NaN
    if (!known.has(label)) known.set(label, known.size)
    return known.get(label)
  })
  return { values, levels: known.size }
}

function concatenate(parts) {
  return Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)))
}

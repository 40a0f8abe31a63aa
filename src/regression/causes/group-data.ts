/**
 * The rows of one group in canonical order: by unit, by time, and then by a hash of everything that they hold, so that a result never depends
 * on the order in which the table had them. (A hash, for the place within a unit must not follow the target or a feature: histories are
 * exchanged row by row, and histories that are sorted alike stay associated.) Rows that are alike in everything may swap places without a trace.
 */
import type { FeatureColumn } from '../columns.js'

/** One group. Structured-cloneable. */
export interface GroupData {
  /** Name for random streams and messages; empty for the only group. */
  readonly name: string
  /** Row of the table that each row was. */
  readonly source: Int32Array
  readonly columns: readonly FeatureColumn[]
  readonly target: Float64Array
  /** Exposure over its mean, or 1 each. */
  readonly weight: Float64Array
  /** Unit of each row, 0 to count − 1; rows of a unit are adjacent. */
  readonly units: { readonly of: Int32Array; readonly count: number } | null
  /** Rank of each row's time; ascending within a unit, or over all rows. */
  readonly times: Float64Array | null
}

/** The columns of the whole table. */
interface TableData {
  readonly columns: readonly FeatureColumn[]
  readonly target: Float64Array
  readonly exposure: Float64Array | null
  readonly units: Int32Array | null
  readonly times: Int32Array | null
}

/** The group that these rows of the table make. */
export function groupData(name: string, rows: Int32Array, table: TableData): GroupData {
  const source = canonicalOrder(rows, table)
  const { columns, target, exposure, units, times } = table
  const weight = Float64Array.from(source, (row) => (exposure === null ? 1 : exposure[row]))
  const mean = weight.reduce((sum, value) => sum + value, 0) / Math.max(1, weight.length)
  return Object.freeze({
    name,
    source,
    columns: columns.map((column) => ({ ...column, values: Float32Array.from(source, (row) => column.values[row]) })),
    target: Float64Array.from(source, (row) => target[row]),
    weight: mean > 0 ? weight.map((value) => value / mean) : weight,
    units: units === null ? null : dense(Int32Array.from(source, (row) => units[row])),
    times: times === null ? null : Float64Array.from(source, (row) => times[row]),
  })
}

function canonicalOrder(rows: Int32Array, { columns, target, exposure, units, times }: TableData): Int32Array {
  const content = [target, ...(exposure === null ? [] : [exposure]), ...columns.map(({ values }) => values)]
  const hashes = contentHashes(rows, content, target.length)
  const keys = [...(units === null ? [] : [units]), ...(times === null ? [] : [times]), hashes, ...content]
  return rows.slice().sort((a, b) => {
    for (const key of keys) {
      if (key[a] < key[b]) return -1
      if (key[a] > key[b]) return 1
      // null comes last
      const order = Number(Number.isNaN(key[a])) - Number(Number.isNaN(key[b]))
      if (order !== 0) return order
    }
    return 0
  })
}

/** 32 bits of each of these rows' numbers (MurmurHash3's mixer, Appleby 2011); indexed as the table is. */
function contentHashes(rows: Int32Array, content: readonly ArrayLike<number>[], tableRows: number): Float64Array {
  const hashes = new Float64Array(tableRows)
  const number = new Float64Array(1)
  const words = new Uint32Array(number.buffer)
  for (const row of rows) {
    let hash = 0x9747b28c
    for (const values of content) {
      // one zero and one NaN, whatever their bits
      number[0] = values[row] + 0
      if (Number.isNaN(values[row])) words.fill(0x7ff80000)
      for (const word of words) {
        const mixed = Math.imul(word, 0xcc9e2d51)
        hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
        hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
      }
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hashes[row] = (hash ^ (hash >>> 16)) >>> 0
  }
  return hashes
}

/** Adjacent equal units as 0, 1, … */
function dense(units: Int32Array): { of: Int32Array; count: number } {
  let count = 0
  const of = units.map((unit, row) => (row > 0 && unit !== units[row - 1] ? ++count : count))
  return { of, count: units.length === 0 ? 0 : count + 1 }
}

/** Weighted standard deviation of the target. */
export function targetDeviation({ target, weight }: GroupData): number {
  let [total, sum, squares] = [0, 0, 0]
  target.forEach((y, row) => {
    total += weight[row]
    sum += weight[row] * y
    squares += weight[row] * y * y
  })
  return Math.sqrt(Math.max(0, squares / total - (sum / total) ** 2))
}

/**
 * The design matrix of the additive model, and its moments.
 *
 *   Z = [ t | 1 | max(t − τ_s, 0) … | features … ]      T rows, p columns; flat growth has only 1 | features (mean-function.ts builds it)
 *
 * Dense columns lie in one column-major array for the Gram kernel. Holidays are 0/1 columns that are nearly empty: they are kept as row
 * numbers, and their inner products are counted and summed instead of multiplied, so that hundreds of them cost little.
 */
import { gram } from '../../kernel/gram.js'
import type { Moments } from '../solve/moments.js'
import type { FeatureColumn } from './frame.js'

/** Z, column by column. */
export interface Design {
  readonly rows: number
  readonly columns: readonly FeatureColumn[]
}

/** y − Z·θ, row by row. */
export function residuals({ columns }: Design, y: Float64Array, theta: Float64Array): Float64Array {
  const rest = y.slice()
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j]
    if (theta[j] === 0) continue
    if (column instanceof Int32Array) for (const row of column) rest[row] -= theta[j]
    else subtract(rest, column, theta[j])
  }
  return rest
}

function subtract(rest: Float64Array, column: Float64Array, weight: number): void {
  for (let i = 0; i < rest.length; i++) rest[i] -= weight * column[i]
}

/** Zᵀ·v, length p. */
export function crossProduct({ columns }: Design, v: Float64Array): Float64Array {
  const products = new Float64Array(columns.length)
  const dense: number[] = []
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j]
    if (column instanceof Int32Array) for (const row of column) products[j] += v[row]
    else dense.push(j)
  }
  let d = 0
  for (; d + 4 <= dense.length; d += 4) fourProducts(columns, dense, d, v, products)
  for (; d < dense.length; d++) products[dense[d]] = product(columns[dense[d]], v)
  return products
}

function product(column: FeatureColumn, v: Float64Array): number {
  let sum = 0
  for (let i = 0; i < v.length; i++) sum += column[i] * v[i]
  return sum
}

/** Four dense columns at once: their sums do not wait for each other, each adds up in row order as it would alone. */
function fourProducts(
  columns: readonly FeatureColumn[],
  dense: readonly number[],
  from: number,
  v: Float64Array,
  products: Float64Array,
): void {
  const [j, k, l, m] = dense.slice(from, from + 4)
  const [a, b, c, d] = [columns[j], columns[k], columns[l], columns[m]] as Float64Array[]
  let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0]
  for (let i = 0; i < v.length; i++) {
    const value = v[i]
    sumA += a[i] * value
    sumB += b[i] * value
    sumC += c[i] * value
    sumD += d[i] * value
  }
  products[j] = sumA
  products[k] = sumB
  products[l] = sumC
  products[m] = sumD
}

/** ZᵀZ, p×p row-major. O(T·d²/2) for d dense columns. */
export function gramOf({ rows, columns }: Design): Float64Array {
  const p = columns.length
  const dense = columns.flatMap((column, j) => (column instanceof Float64Array ? [j] : []))
  const packed = new Float64Array(rows * dense.length)
  dense.forEach((j, a) => packed.set(columns[j] as Float64Array, a * rows))
  const block = gram(packed, rows, dense.length)
  const full = new Float64Array(p * p)
  dense.forEach((i, a) => dense.forEach((j, b) => (full[i * p + j] = block[a * dense.length + b])))
  const mark = new Uint8Array(rows)
  columns.forEach((column, i) => {
    if (!(column instanceof Int32Array)) return
    for (const row of column) mark[row] = 1
    columns.forEach((other, j) => {
      if (other instanceof Int32Array && j > i) return
      let sum = 0
      if (other instanceof Int32Array) for (const row of other) sum += mark[row]
      else for (const row of column) sum += other[row]
      full[i * p + j] = sum
      full[j * p + i] = sum
    })
    for (const row of column) mark[row] = 0
  })
  return full
}

/** The moments about `origin`: what the solver sees. `gramMatrix` is passed in because it does not depend on y or the origin. */
export function momentsAbout(design: Design, y: Float64Array, origin: Float64Array, gramMatrix: Float64Array): Moments {
  const rest = residuals(design, y, origin)
  return {
    rows: design.rows,
    size: origin.length,
    gram: gramMatrix,
    cross: crossProduct(design, rest),
    square: sumOfSquared(rest),
    origin,
  }
}

/** Σ v², in row order. */
export function sumOfSquared(v: Float64Array): number {
  let sum = 0
  for (let i = 0; i < v.length; i++) sum += v[i] * v[i]
  return sum
}

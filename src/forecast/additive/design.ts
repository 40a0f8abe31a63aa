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
  const rest = Float64Array.from(y)
  columns.forEach((column, j) => {
    const weight = theta[j]
    if (weight === 0) return
    if (column instanceof Int32Array) for (const row of column) rest[row] -= weight
    else for (let i = 0; i < rest.length; i++) rest[i] -= weight * column[i]
  })
  return rest
}

/** Zᵀ·v, length p. */
export function crossProduct({ columns }: Design, v: Float64Array): Float64Array {
  return Float64Array.from(columns, (column) => {
    let sum = 0
    if (column instanceof Int32Array) for (const row of column) sum += v[row]
    else for (let i = 0; i < v.length; i++) sum += column[i] * v[i]
    return sum
  })
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
  let square = 0
  for (const value of rest) square += value * value
  return { rows: design.rows, size: origin.length, gram: gramMatrix, cross: crossProduct(design, rest), square, origin }
}

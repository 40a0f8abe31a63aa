/**
 * Features that are no causes because they are the target in other clothes.
 *
 *   determined    one feature alone gives R² > .98: rows in cells of it (its labels, or up to n/5 parts at its quantiles), each predicted by the mean of the
 *                 others in its cell, or a straight line
 *   composed      numbers of which the target is an exact weighted sum: bicycles = casual + registered
 *   consequence   of a 0/1 target: a label or one of few values whose rows, 10 or more, all have the rarer outcome: a flag that is set when it happens
 *
 * None of these proves a leak, and a leak may hide from all of them: a column that is known only after the outcome can be a noisy one.
 * O(m·n log n + n·m²).
 */
import type { FeatureColumn } from '../columns.js'
import { fitRidge } from '../evaluation/ridge.js'
import { categoryBins, numberBins } from './small-matrix.js'
import { shortNumber } from './feature-profile.js'

/** A suspicion. Structured-cloneable. */
export interface Leak {
  readonly features: readonly number[]
  readonly message: string
  /** R² of the features alone. */
  readonly measured: number
}

/** R² from which on one feature alone is too good to be a cause. */
export const TOO_GOOD = 0.98
/** Relative rest of an exact sum: single-precision features carry 7 digits. */
const EXACT = 1e-9
const MOST_SUMMANDS = 60
const FLAG_ROWS = 10
const FLAG_VALUES = 10
const MOST_PARTS = 250

/** Look for leaks. `weight` as the models have it. */
export function findLeaks(columns: readonly FeatureColumn[], target: Float64Array): Leak[] {
  if (target.every((y) => y === target[0])) return []
  const rows = target.length
  let mean = 0
  for (const y of target) mean += y / rows
  let spread = 0
  for (const y of target) spread += (y - mean) ** 2
  const found: Leak[] = []
  columns.forEach((column, f) => {
    const measured = explainedAlone(column, target, spread)
    if (measured <= TOO_GOOD) return
    const message = `${quote(column)} alone explains ${percent(measured)} of the target's variance, as only the target itself in other clothes does`
    found.push({ features: [f], message, measured })
  })
  const alone = new Set(found.flatMap(({ features }) => features))
  const sum = exactSum(columns, target, spread)
  if (sum !== null && !sum.features.every((f) => alone.has(f))) found.push(sum)
  columns.forEach((column, f) => {
    const message = alone.has(f) ? null : consequence(column, target, mean)
    if (message !== null) found.push({ features: [f], message, measured: explainedAlone(column, target, spread) })
  })
  return found
}

/** R² of one feature: by cells with each row left out, or by a straight line. */
function explainedAlone({ kind, values }: FeatureColumn, target: Float64Array, spread: number): number {
  const most = Math.max(2, Math.min(MOST_PARTS, Math.floor(target.length / 5)))
  const { codes, count } = kind === 'category' ? categoryBins(values) : numberBins(values, most)
  // rows without a value are a cell of their own
  const sum = new Float64Array(count + 1)
  const size = new Float64Array(count + 1)
  target.forEach((y, row) => {
    const cell = codes[row] < 0 ? count : codes[row]
    sum[cell] += y
    size[cell]++
  })
  let total = 0
  for (const s of sum) total += s
  let error = 0
  target.forEach((y, row) => {
    const cell = codes[row] < 0 ? count : codes[row]
    // alone in its cell, a row is predicted by all others
    const guess = size[cell] > 1 ? (sum[cell] - y) / (size[cell] - 1) : (total - y) / (target.length - 1)
    error += (y - guess) ** 2
  })
  const byCells = 1 - error / spread
  if (kind === 'category') return byCells
  return Math.max(byCells, 1 - residualOf([{ values }], target).error / spread)
}

/** The numbers of which the target is an exact sum, with their factors; null when it is none. */
function exactSum(columns: readonly FeatureColumn[], target: Float64Array, spread: number): Leak | null {
  const numbers = columns.flatMap(({ kind, values }, f) =>
    kind === 'numeric' && !values.some(Number.isNaN) ? [{ values, f }] : [],
  )
  if (numbers.length < 2 || numbers.length > MOST_SUMMANDS || target.length < 2 * numbers.length + 5) return null
  const { error, slopes, scales } = residualOf(numbers, target)
  if (!(error <= EXACT * spread)) return null
  const largest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0)
  const parts = numbers.flatMap(({ f }, j) =>
    Math.abs(slopes[j]) > 1e-4 * largest ? [{ f, factor: slopes[j] / scales[j] }] : [],
  )
  const terms = parts.map(({ f, factor }) => {
    const size = shortNumber(Math.abs(factor))
    return `${factor < 0 ? '− ' : '+ '}${size === '1' ? '' : `${size}·`}${quote(columns[f])}`
  })
  return {
    features: parts.map(({ f }) => f),
    message: `the target is an exact sum: ${terms.join(' ').replace(/^\+ /, '')}`,
    measured: 1 - error / spread,
  }
}

/** Least squares on standardised columns: squared error, slopes, and the deviations that the columns were divided by. */
function residualOf(
  columns: readonly { readonly values: Float32Array }[],
  target: Float64Array,
): { error: number; slopes: Float64Array; scales: Float64Array } {
  const width = columns.length
  const rows = target.length
  const x = new Float64Array(rows * width)
  const scales = new Float64Array(width)
  const filled = columns.map(({ values }, j) => {
    let [mean, squares, count] = [0, 0, 0]
    for (const value of values) if (!Number.isNaN(value)) count++
    for (const value of values) if (!Number.isNaN(value)) mean += value / count
    for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2
    scales[j] = Math.sqrt(squares / count) || 1
    return { values, mean }
  })
  filled.forEach(({ values, mean }, j) => {
    for (let r = 0; r < rows; r++) x[r * width + j] = Number.isNaN(values[r]) ? 0 : (values[r] - mean) / scales[j]
  })
  const { intercept, slopes } = fitRidge(x, target, null, width, 0)
  let error = 0
  for (let r = 0; r < rows; r++) {
    let guess = intercept
    for (let j = 0; j < width; j++) guess += slopes[j] * x[r * width + j]
    error += (target[r] - guess) ** 2
  }
  return { error, slopes, scales }
}

/** A sentence on a value that always comes with the rarer outcome of a 0/1 target, or null. */
function consequence(column: FeatureColumn, target: Float64Array, mean: number): string | null {
  if (!target.every((y) => y === 0 || y === 1)) return null
  const rare = mean <= 0.5 ? 1 : 0
  const cells = new Map<number, { size: number; hits: number }>()
  target.forEach((y, row) => {
    const cell = cells.get(column.values[row]) ?? { size: 0, hits: 0 }
    cell.size++
    if (y === rare) cell.hits++
    cells.set(column.values[row], cell)
  })
  if (column.kind === 'numeric' && cells.size > FLAG_VALUES) return null
  for (const [value, { size, hits }] of cells) {
    if (size < FLAG_ROWS || hits < size || Number.isNaN(value)) continue
    const name = column.kind === 'category' ? JSON.stringify(column.labels[value]) : shortNumber(value)
    return `the target is ${rare} in all ${size} rows where ${quote(column)} is ${name}, as for a column that is filled in after the outcome`
  }
  return null
}

function quote({ name }: FeatureColumn): string {
  return JSON.stringify(name)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.995 ? 2 : 1)} %`
}

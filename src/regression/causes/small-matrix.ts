/**
 * The features of one group as its permutation tests see them: coarse bins for the trees, standardised columns for the ridge.
 *
 * Numbers get at most 16 bins at their quantiles (each value its own bin when there are no more values than that); categories one bin a
 * label, the rarest together from the 250th on. For the ridge a number is standardised, missing values at its mean, and a category is a
 * block of 0/1 columns; one with more than 24 labels is left to the trees. Coarse on purpose: on a few hundred rows finer bins only add noise.
 */
import type { FeatureColumn } from '../columns.js'

/** Most bins of a number. */
const NUMBER_BINS = 16
/** Most bins of a category. */
const CATEGORY_BINS = 250
/** Most labels of a category that the ridge gets columns for. */
const RIDGE_LABELS = 24

/** Features of a small table. Structured-cloneable. */
export interface SmallMatrix {
  readonly rows: number
  readonly features: number
  /** Row-major, rows × features; `counts[f]` stands for a missing value of feature f. */
  readonly bins: Uint8Array
  /** Bins of each feature without the one for missing values, each at most 255. */
  readonly counts: Int32Array
  /** 1 where the bins are categories, in no order. */
  readonly category: Uint8Array
  /** Row-major, rows × width: the ridge's columns. */
  readonly design: Float64Array
  readonly width: number
  /** Feature f has the columns begins[f] … begins[f + 1] − 1 of the design. */
  readonly begins: Int32Array
}

/** Build it from the group's columns. */
export function smallMatrix(columns: readonly FeatureColumn[], rows: number): SmallMatrix {
  const features = columns.length
  const bins = new Uint8Array(rows * features)
  const counts = new Int32Array(features)
  const parts: Float64Array[][] = []
  columns.forEach(({ kind, values }, f) => {
    const { codes, count } = kind === 'category' ? categoryBins(values) : numberBins(values)
    counts[f] = count
    for (let r = 0; r < rows; r++) bins[r * features + f] = codes[r] < 0 ? count : codes[r]
    if (kind === 'numeric') parts.push(count < 2 ? [] : [standardised(values)])
    else parts.push(count < 2 || count > RIDGE_LABELS ? [] : indicators(codes, count))
  })
  const begins = new Int32Array(features + 1)
  parts.forEach((part, f) => (begins[f + 1] = begins[f] + part.length))
  const width = begins[features]
  const design = new Float64Array(rows * width)
  parts.flat().forEach((column, j) => {
    for (let r = 0; r < rows; r++) design[r * width + j] = column[r]
  })
  const category = Uint8Array.from(columns, ({ kind }) => Number(kind === 'category'))
  return Object.freeze({ rows, features, bins, counts, category, design, width, begins })
}

/** Bin of every row (−1 = missing) and the number of bins. */
interface Codes {
  readonly codes: Int32Array
  readonly count: number
}

/** Bins of a number at its quantiles. Also used to cut a feature into strata. */
export function numberBins(values: ArrayLike<number>, most: number = NUMBER_BINS): Codes {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort()
  const cuts: number[] = []
  const distinct = countDistinct(sorted, most)
  if (distinct !== null) cuts.push(...distinct.slice(1))
  else
    for (let k = 1; k < most; k++) {
      const cut = sorted[Math.floor((k * sorted.length) / most)]
      if (cut > (cuts.at(-1) ?? sorted[0])) cuts.push(cut)
    }
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1
    let bin = 0
    while (bin < cuts.length && value >= cuts[bin]) bin++
    return bin
  })
  return { codes, count: sorted.length === 0 ? 0 : cuts.length + 1 }
}

/** The distinct values of a sorted array, or null when there are more than `most`. */
function countDistinct(sorted: Float64Array, most: number): number[] | null {
  const distinct: number[] = []
  for (const value of sorted) {
    if (value === distinct.at(-1)) continue
    if (distinct.length === most) return null
    distinct.push(value)
  }
  return distinct
}

/** Bins of a category: one a code that occurs, the most frequent first (ties by code), so that only the rarest share a bin. */
export function categoryBins(values: ArrayLike<number>): Codes {
  const frequency = new Map<number, number>()
  for (let r = 0; r < values.length; r++)
    if (!Number.isNaN(values[r])) frequency.set(values[r], (frequency.get(values[r]) ?? 0) + 1)
  const ranked = [...frequency.keys()].sort(
    (a, b) => (frequency.get(b) as number) - (frequency.get(a) as number) || a - b,
  )
  const bin = new Map(ranked.map((code, rank) => [code, Math.min(rank, CATEGORY_BINS - 1)]))
  return {
    codes: Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : (bin.get(value) as number))),
    count: Math.min(ranked.length, CATEGORY_BINS),
  }
}

function standardised(values: ArrayLike<number>): Float64Array {
  let sum = 0
  let count = 0
  for (let r = 0; r < values.length; r++)
    if (!Number.isNaN(values[r])) {
      sum += values[r]
      count++
    }
  const mean = sum / count
  let squares = 0
  for (let r = 0; r < values.length; r++) if (!Number.isNaN(values[r])) squares += (values[r] - mean) ** 2
  const deviation = Math.sqrt(squares / count)
  return Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : (value - mean) / deviation))
}

function indicators(codes: Int32Array, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, bin) => Float64Array.from(codes, (code) => Number(code === bin)))
}

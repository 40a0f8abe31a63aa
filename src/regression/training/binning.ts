/**
 * The table as small integers: every value becomes the number of its bin, once, and all trees of all models work on those.
 *
 * Layout: row-major rows × features, one byte a cell where no feature needs more than 256 codes, else two. Feature f has `counts[f]` value
 * bins 0 … counts[f] − 1; the code counts[f] is "missing". Bin b of a numeric feature ends (exclusively) at
 * `cutValues[cutBegin[f] + b]`; bin b of a category is its code b.
 */
import { BodkinError } from '../../errors.js'
import type { FeatureColumn } from '../columns.js'
import { binFinder, numericCuts } from './cuts.js'
import type { ModelFeature } from '../model/tree-model.js'

/** A binned table. It holds typed arrays and plain values only, so it crosses to worker threads. */
export interface BinnedMatrix {
  readonly rows: number
  readonly features: readonly ModelFeature[]
  /** Row-major rows × features. */
  readonly bins: Uint8Array | Uint16Array
  /** Value bins of each feature; also its code of "missing". */
  readonly counts: Int32Array
  /** 1 where some row of the matrix lacks the feature. */
  readonly hasMissing: Uint8Array
  /** Where each feature's cuts begin in `cutValues`; one entry more than features. Categories have none. */
  readonly cutBegin: Int32Array
  readonly cutValues: Float32Array
  /** Sentences on features that no tree can use. */
  readonly notes: readonly string[]
}

/** Cells of a matrix are counted in 31 bits. */
const MOST_CELLS = 2 ** 31 - 1

/**
 * Bin the columns of a training table.
 *
 * @param columns features; from a generator they are read one at a time, so that a large table is never there twice
 * @param weights weights of the rows for the quantiles, or null
 * @throws BodkinError `LIMIT` when the matrix would have more than 2^31 − 1 cells
 */
export function binColumns(
  columns: Iterable<FeatureColumn>,
  { maxBin }: { readonly maxBin: number },
  weights: Float64Array | null = null,
): BinnedMatrix {
  const matrix = assemble(columns, ({ kind, values, labels }) => {
    if (kind === 'category') return { cuts: new Float32Array(0), count: labels.length }
    const cuts = numericCuts(values, weights, maxBin)
    return { cuts, count: cuts.length }
  })
  return Object.freeze({ ...matrix, notes: Object.freeze(uselessFeatures(matrix)) })
}

/**
 * Bin further rows with the cuts of a training table.
 *
 * @param columns the features of `like`, category codes in its numbering; a code that it does not have counts as missing
 */
export function binLike(columns: Iterable<FeatureColumn>, like: BinnedMatrix): BinnedMatrix {
  const { counts, cutBegin, cutValues } = like
  const matrix = assemble(columns, (_column, f) => ({
    cuts: cutValues.subarray(cutBegin[f], cutBegin[f + 1]),
    count: counts[f],
  }))
  return Object.freeze({ ...matrix, features: like.features, notes: [] })
}

/** Bins of one column. */
interface BinnedColumn {
  readonly feature: ModelFeature
  readonly cuts: Float32Array
  readonly count: number
  readonly cells: Uint8Array | Uint16Array
  readonly hasMissing: boolean
}

type CutsOf = (column: FeatureColumn, f: number) => { readonly cuts: Float32Array; readonly count: number }

/** Bin column after column, then put the cells together row by row. */
function assemble(columns: Iterable<FeatureColumn>, cutsOf: CutsOf): Omit<BinnedMatrix, 'notes'> {
  const binned: BinnedColumn[] = []
  for (const column of columns) {
    checkCells(column.values.length, binned.length + 1)
    binned.push(binColumn(column, cutsOf(column, binned.length)))
  }
  const stride = binned.length
  const rows = stride === 0 ? 0 : binned[0].cells.length
  const wide = binned.some(({ cells }) => cells instanceof Uint16Array)
  const bins = wide ? new Uint16Array(rows * stride) : new Uint8Array(rows * stride)
  interleave(binned, bins, rows)
  const cutBegin = new Int32Array(stride + 1)
  binned.forEach(({ cuts }, f) => (cutBegin[f + 1] = cutBegin[f] + cuts.length))
  const cutValues = new Float32Array(cutBegin[stride])
  binned.forEach(({ cuts }, f) => cutValues.set(cuts, cutBegin[f]))
  return {
    rows,
    features: Object.freeze(binned.map(({ feature }) => feature)),
    bins,
    counts: Int32Array.from(binned, ({ count }) => count),
    hasMissing: Uint8Array.from(binned, ({ hasMissing }) => (hasMissing ? 1 : 0)),
    cutBegin,
    cutValues,
  }
}

function checkCells(rows: number, features: number): void {
  if (rows * features <= MOST_CELLS) return
  throw new BodkinError(
    'LIMIT',
    `a table for trees must have at most ${MOST_CELLS} cells, got ${rows} rows × ${features} features`,
    { rows, features },
  )
}

function binColumn(
  { name, kind, values, labels }: FeatureColumn,
  { cuts, count }: { readonly cuts: Float32Array; readonly count: number },
): BinnedColumn {
  const find = kind === 'numeric' ? binFinder(cuts) : codeFinder(count)
  const cells = count > 255 ? new Uint16Array(values.length) : new Uint8Array(values.length)
  let missing = 0
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    // above the last cut, which training rows never are, belongs to the last bin
    const bin = value !== value || count === 0 ? count : Math.min(find(value), kind === 'numeric' ? count - 1 : count)
    cells[row] = bin
    if (bin === count) missing++
  }
  // 256 codes fit a byte when none of them is for missing
  const fitting = count === 256 && missing === 0 ? Uint8Array.from(cells) : cells
  return { feature: Object.freeze({ name, kind, labels }), cuts, count, cells: fitting, hasMissing: missing > 0 }
}

/** A code of the training table is its own bin, any other is missing. */
function codeFinder(count: number): (code: number) => number {
  return (code) => (code >= 0 && code < count ? code : count)
}

/** Rows of a block, so that a block of the matrix stays in the cache while its columns are written. */
const BLOCK_ROWS = 512

function interleave(columns: readonly BinnedColumn[], bins: Uint8Array | Uint16Array, rows: number): void {
  const stride = columns.length
  for (let begin = 0; begin < rows; begin += BLOCK_ROWS) {
    const end = Math.min(begin + BLOCK_ROWS, rows)
    columns.forEach(({ cells }, f) => {
      for (let row = begin, at = begin * stride + f; row < end; row++, at += stride) bins[at] = cells[row]
    })
  }
}

/** Features with one value at most, as sentences. */
function uselessFeatures({ features, counts, hasMissing }: Omit<BinnedMatrix, 'notes'>): string[] {
  return features.flatMap(({ name }, f) => {
    if (counts[f] === 0) return [`feature ${JSON.stringify(name)} has no value in any row: no tree can use it`]
    if (counts[f] === 1 && hasMissing[f] === 0) {
      return [`feature ${JSON.stringify(name)} has the same value in every row: no tree can use it`]
    }
    return []
  })
}

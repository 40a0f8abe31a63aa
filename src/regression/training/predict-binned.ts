/** Margins of rows of a binned matrix: held-out rows of a fold, without a table. */
import type { BinnedMatrix } from './binning.js'
import { startMargins, type Boosted } from './boost.js'
import type { ObjectiveName } from '../options.js'
import { addTrees } from './walk-bins.js'

/** Which rows and rounds. */
export interface PredictBinnedOptions {
  /** Rows of the matrix; null or absent = all. */
  readonly rows?: Int32Array | null
  /** Rounds to use; default `bestRounds`. */
  readonly rounds?: number
  /** Base margins, one a row of the matrix. */
  readonly baseMargin?: Float64Array | null
}

/**
 * Margins, float32, row-major rows × outputs in the order of `rows`; `toResponses` makes responses of them.
 *
 * @example
 * predictBinned(matrix, boosted, 'squarederror', { rows: Int32Array.of(3, 1) })   // margins of rows 3 and 1
 */
export function predictBinned(
  matrix: BinnedMatrix,
  boosted: Boosted,
  objective: ObjectiveName,
  { rows = null, rounds = boosted.bestRounds, baseMargin = null }: PredictBinnedOptions = {},
): Float32Array {
  const chosen = rows ?? Int32Array.from({ length: matrix.rows }, (_, row) => row)
  const { baseScore, trees } = boosted
  const margins = startMargins({ objective }, chosen, baseMargin, baseScore, baseScore.length)
  addTrees(matrix, boosted, 0, trees.rounds[rounds], chosen, margins, baseScore.length)
  return margins
}

/**
 * One fit of a fold: trees of the training rows, predictions for the held-out ones. Typed arrays in, typed arrays out, so that the same
 * function runs here and on a worker. A fit depends on its input alone, so the bits do not depend on the workers.
 */
import type { Task } from '../../parallel/task.js'
import type { BinnedMatrix } from '../training/binning.js'
import { boost, type Boosted, type BoostTarget } from '../training/boost.js'
import { toResponses } from '../model/link.js'
import type { TreeSettings } from '../options.js'
import { predictBinned } from '../training/predict-binned.js'

/** Which rows to learn from and which to predict, with which settings. */
export interface FoldFit {
  readonly settings: TreeSettings
  /** Rows of the matrix, ascending. */
  readonly train: Int32Array
  readonly test: Int32Array
  /** Numbers of rounds to predict with, none above the settings'. */
  readonly rounds: readonly number[]
  /** Whether the trees come back, too. */
  readonly keep: boolean
}

/** A fit and the table that it is about: all rows, whichever it uses. */
export interface FoldFitInput extends FoldFit {
  readonly matrix: BinnedMatrix
  readonly target: BoostTarget
}

/** What a fit gives. */
export interface FoldFitted {
  /** Responses of the `test` rows with each number of `rounds`, one after the other. */
  readonly predictions: readonly Float64Array[]
  /** The trees, where they were to be kept. */
  readonly boosted: Boosted | null
}

export const treeFoldTask: Task<FoldFitInput, FoldFitted> = {
  name: 'regression/fold',
  run: (input) => predictFold(input, boost(input.matrix, input.target, input.settings, input.train)),
}

/** What a fit gives, from its trees. */
export function predictFold(
  { matrix, target, settings, test, rounds, keep }: FoldFitInput,
  boosted: Boosted,
): FoldFitted {
  // a constant target needs one round only
  const most = boosted.trees.rounds.length - 1
  const from = { rows: test, baseMargin: target.baseMargin ?? null }
  const predictions = rounds.map((count) => {
    const margins = predictBinned(matrix, boosted, settings.objective, { ...from, rounds: Math.min(count, most) })
    toResponses(settings.objective, margins)
    return Float64Array.from(margins)
  })
  return { predictions, boosted: keep ? boosted : null }
}

/**
 * Everything about a group except its permutation tests, as one task: models of the folds and of all rows, scores, importances, shapes, actions.
 */
import type { Task } from '../../parallel/task.js'
import type { BinnedMatrix } from '../training/binning.js'
import type { Boosted } from '../training/boost.js'
import type { TreeOptions, TreeSettings } from '../options.js'
import type { OtherRows } from './borrow.js'
import { defaultsBySize } from './defaults-by-size.js'
import { effectsOf, partsOf } from './feature-profile.js'
import { findActions, type Action } from './find-actions.js'
import { fitModels, type GroupModels } from './fold-models.js'
import { targetDeviation, type GroupData } from './group-data.js'
import { heldOutImportance, type Importances } from './held-out-importance.js'
import { heldOutScores, holdOutRows, type HeldOut, type Scores } from './held-out-scores.js'
import { describeShape, type Shape } from './shape.js'
import type { SmallMatrix } from './small-matrix.js'

/** A group and how to look at it. */
interface AssessInput {
  readonly data: GroupData
  readonly small: SmallMatrix
  /** Rows to borrow from, where the group has few. */
  readonly others: OtherRows | null
  readonly bounded: boolean
  readonly trees: TreeOptions
  /** Features that somebody can change. */
  readonly actionable: readonly number[]
  readonly sign: 1 | -1
  readonly coverage: number
  /** Whether the features are looked at one by one: a refused group shows no ranking. */
  readonly ranked: boolean
  readonly seed: number
}

/** What a group's models make of each feature. */
interface Ranking {
  readonly importances: Importances
  readonly shapes: readonly Shape[]
  readonly actions: readonly Action[]
}

/** What was found; typed arrays and plain values. */
export interface Assessment {
  readonly scores: Scores
  readonly heldOut: HeldOut
  readonly ranking: Ranking | null
  readonly boosted: Boosted
  readonly settings: TreeSettings
  readonly features: BinnedMatrix['features']
  readonly notes: readonly string[]
}

/** Assess a group. */
function assess(input: AssessInput): Assessment {
  const { data, small, others, bounded, trees, coverage, ranked, seed } = input
  const models = fitModels(data, defaultsBySize(data, bounded, trees, seed), others, ranked, seed)
  const { matrix, settings, final } = models
  return {
    scores: heldOutScores(data, models, small),
    heldOut: holdOutRows(data, models, bounded, coverage),
    ranking: ranked ? rank(input, models) : null,
    boosted: final,
    settings,
    features: matrix.features,
    notes: [...matrix.notes, ...models.notes],
  }
}

function rank({ data, actionable, sign, coverage, seed }: AssessInput, models: GroupModels): Ranking {
  const deviation = targetDeviation(data)
  return {
    importances: heldOutImportance(data, models, seed),
    shapes: data.columns.map((column, f) => {
      const parts = partsOf(f, data, models)
      return describeShape(column, parts, effectsOf(f, parts, data, models), deviation)
    }),
    actions: actionable.flatMap((feature) => findActions(feature, data, models, sign, coverage)),
  }
}

/** `assess` for the pool. */
export const assessCausesTask: Task<AssessInput, Assessment> = { name: 'regression/assess-causes', run: assess }

/** Boosting as a task for the pool. */
import type { Task } from '../../parallel/task.js'
import type { BinnedMatrix } from './binning.js'
import { boost, type Boosted, type BoostTarget, type Validation } from './boost.js'
import type { TreeSettings } from '../options.js'

/** The arguments of `boost`. */
export interface BoostInput {
  readonly matrix: BinnedMatrix
  readonly target: BoostTarget
  readonly settings: TreeSettings
  readonly validation: Validation | null
}

/** One model. */
export const boostTask: Task<BoostInput, Boosted> = {
  name: 'regression/boost',
  run: ({ matrix, target, settings, validation }) => boost(matrix, target, settings, null, validation),
}

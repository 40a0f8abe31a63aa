/**
 * Many fits on one binned table, on worker threads or on this one: the engine of `crossValidate`, `tune` and `conformal`.
 *
 * With workers the table is put into shared memory once; a fit is a task. On this thread the event loop gets its turn between rounds, so that
 * a server goes on answering while a large table is fitted. The result is the same, byte for byte.
 */
import { withPool } from '../../parallel/pool.js'
import { checkAborted, progressReporter, type RunSettings } from '../../parallel/run-options.js'
import { shareArrays } from '../../parallel/share.js'
import { turnTaker } from '../../parallel/take-turns.js'
import { openBooster, type Boosted } from '../training/boost.js'
import type { EvaluationData } from './evaluation-data.js'
import { predictFold, treeFoldTask, type FoldFit, type FoldFitInput, type FoldFitted } from './fold-task.js'

/**
 * Run the fits.
 *
 * @param label of the progress
 * @returns one a fit, in order
 * @throws BodkinError `ABORTED` by the signal
 */
export function fitFolds(
  { matrix, target }: Pick<EvaluationData, 'matrix' | 'target'>,
  fits: readonly FoldFit[],
  { workers, signal, onProgress }: RunSettings,
  label: string,
): Promise<FoldFitted[]> {
  const shared = workers === 0 ? { matrix, target } : { matrix: shareArrays(matrix), target: shareArrays(target) }
  const inputs = fits.map((fit) => ({ ...fit, ...shared }))
  if (workers === 0) return inTurns(inputs, { signal, onProgress }, label)
  return withPool(workers, (pool) => pool.map(treeFoldTask, inputs, { signal, onProgress, label }))
}

async function inTurns(
  inputs: readonly FoldFitInput[],
  { signal, onProgress }: Omit<RunSettings, 'workers'>,
  label: string,
): Promise<FoldFitted[]> {
  const takeTurn = turnTaker(signal)
  const report = progressReporter(inputs.length, label, onProgress)
  const results: FoldFitted[] = []
  for (const input of inputs) {
    results.push(predictFold(input, await boostInTurns(input, takeTurn)))
    report()
    checkAborted(signal)
  }
  return results
}

async function boostInTurns(
  { matrix, target, settings, train }: FoldFitInput,
  takeTurn: () => Promise<void>,
): Promise<Boosted> {
  const booster = openBooster(matrix, target, settings, train)
  try {
    while (booster.step()) await takeTurn()
    return booster.finish()
  } finally {
    booster.close()
  }
}

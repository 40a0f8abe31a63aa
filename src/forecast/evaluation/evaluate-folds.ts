/**
 * Many candidates on the same folds: the engine of `crossValidate`, `tune` and the choice among models.
 *
 * With workers a fold is a task, and the history is put into shared memory once. On this thread every fit is a step of its own with a turn
 * of the event loop before it, so that a server goes on answering and the signal is obeyed between fits. The result is the same, byte for
 * byte: a fold depends on the history, its cutoff and the seed alone.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { withPool } from '../../parallel/pool.js'
import { checkAborted, progressReporter, type Progress } from '../../parallel/run-options.js'
import type { History } from '../history.js'
import type { Candidate } from './candidates.js'
import { foldForecaster, foldTask, type FoldOutcome } from './fold-forecast.js'
import { mapColumns, type Fold } from './folds.js'

/** How the folds run. */
export interface EvaluationRun {
  /** Worker threads, 0 for this one. */
  readonly workers: number
  readonly seed: number
  readonly signal: AbortSignal | undefined
  /** Called after each fold, of all candidates. */
  readonly onProgress: ((progress: Progress) => void) | undefined
  /** Name of the progress. */
  readonly label: string
}

/**
 * Evaluate candidates on folds.
 *
 * @param history sorted rows, with every column that a candidate needs
 * @returns `outcomes[fold][candidate]`: a forecast of the fold's window, or why there is none
 * @throws BodkinError `ABORTED` by the signal
 */
export async function evaluateFolds(
  history: History,
  folds: readonly Fold[],
  candidates: readonly Candidate[],
  run: EvaluationRun,
): Promise<FoldOutcome[][]> {
  const { workers, seed } = run
  if (workers === 0) return onThisThread(history, folds, candidates, run)
  const shared = shareHistory(history)
  const inputs = folds.map((fold) => ({ history: shared, fold, candidates, seed }))
  return withPool(workers, (pool) => pool.map(foldTask, inputs, run))
}

async function onThisThread(
  history: History,
  folds: readonly Fold[],
  candidates: readonly Candidate[],
  { seed, signal, onProgress, label }: EvaluationRun,
): Promise<FoldOutcome[][]> {
  checkAborted(signal)
  const report = progressReporter(folds.length, label, onProgress)
  const results: FoldOutcome[][] = []
  for (const fold of folds) {
    const forecast = foldForecaster(history, fold, seed)
    const outcomes: FoldOutcome[] = []
    for (const candidate of candidates) {
      await nextTurn()
      checkAborted(signal)
      outcomes.push(forecast(candidate))
    }
    results.push(outcomes)
    report()
  }
  checkAborted(signal)
  return results
}

/** The same history in shared memory: workers read it without a copy each. */
function shareHistory(history: History): History {
  const { ds, y, columns } = history
  return { ...history, ds: shareArray(ds), y: shareArray(y), columns: mapColumns(columns, shareArray) }
}

function shareArray(values: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(values.byteLength))
  shared.set(values)
  return shared
}

/**
 * Fit gradient-boosted trees: read the options, read the table, bin it, boost, and pack the model.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { readOptions } from '../../options/rules.js'
import { withPool } from '../../parallel/pool.js'
import { checkAborted, progressReporter, runSchema, type RunSettings } from '../../parallel/run-options.js'
import { shareArrays } from '../../parallel/share.js'
import { turnTaker } from '../../parallel/take-turns.js'
import type { BinnedMatrix } from './binning.js'
import { boost, openBooster, type Boosted } from './boost.js'
import { boostTask } from './boost-task.js'
import { columnsSchema, type FitAsyncOptions, type FitOptions } from './fit-options.js'
import { settleTree, treeSchema, type TreeSettings } from '../options.js'
import { readTraining, type TrainingTable } from './training-table.js'
import type { TreeModel } from '../model/tree-model.js'

/**
 * Fit trees to a table, on this thread.
 *
 * @param table any table; nulls among the features are missing values
 * @returns a frozen model; `notes` says what a reader should know (constant columns, no split possible)
 * @throws BodkinError `OPTION`, `COLUMN` or `DATA`: an unknown option, a missing column, a label that is null, infinite or outside the
 *   objective's domain; `LIMIT` above 2^31 − 1 cells
 * @example
 * const model = fit({ x: [1, 2, 3, 4], y: [0, 0, 1, 1] }, { target: 'y', rounds: 20, minChildWeight: 0 })
 * predict(model, { x: [1.5, 3.5] })   // Float64Array [0.0009…, 0.9990…]
 */
export function fit(table: TableLike, options: FitOptions): TreeModel {
  const fields = readOptions({ ...columnsSchema, ...treeSchema }, options)
  const settings = settleTree(treeFields(fields))
  const training = readTraining(table, fields, settings)
  const { matrix, target, validation } = training
  return modelOf(boost(matrix, target, settings, null, validation), matrix, settings, fields.target)
}

/**
 * Fit trees and let this thread breathe: with `workers` 0 it takes a turn of the event loop between rounds, with more the work is a worker
 * thread's. The model has the same bits either way.
 *
 * @throws (rejects) what `fit` throws, and `ABORTED` when the signal is raised
 */
export async function fitAsync(table: TableLike, options: FitAsyncOptions): Promise<TreeModel> {
  const fields = readOptions({ ...columnsSchema, ...treeSchema, ...runSchema }, options)
  const settings = settleTree(treeFields(fields))
  const training = readTraining(table, fields, settings)
  const boosted =
    fields.workers === 0 ? await inTurns(training, settings, fields) : await onWorker(training, settings, fields)
  return modelOf(boosted, training.matrix, settings, fields.target)
}

/** The trees' fields among others. */
function treeFields<T extends object>(fields: T): { [K in keyof T & keyof typeof treeSchema]: T[K] } {
  const keys = Object.keys(treeSchema) as (keyof T & keyof typeof treeSchema)[]
  return Object.fromEntries(keys.map((key) => [key, fields[key]])) as { [K in keyof T & keyof typeof treeSchema]: T[K] }
}

async function inTurns(
  { matrix, target, validation }: TrainingTable,
  settings: TreeSettings,
  { signal, onProgress }: RunSettings,
): Promise<Boosted> {
  const takeTurn = turnTaker(signal)
  const report = progressReporter(settings.rounds, 'fit', onProgress)
  const booster = openBooster(matrix, target, settings, null, validation)
  try {
    let rounds = 0
    for (let more = true; more;) {
      more = booster.step()
      rounds++
      // rounds that need not be done count as done
      report(more ? 1 : settings.rounds - rounds + 1)
      // the listener may have raised the signal; takeTurn looks at it only where it is a turn's time
      checkAborted(signal)
      await takeTurn()
    }
    return booster.finish()
  } finally {
    booster.close()
  }
}

async function onWorker(
  { matrix, target, validation }: TrainingTable,
  settings: TreeSettings,
  { signal, onProgress }: RunSettings,
): Promise<Boosted> {
  return withPool(1, async (pool) => {
    const inputs = [{ matrix: shareArrays(matrix), target, settings, validation }]
    const [boosted] = await pool.map(boostTask, inputs, {
      signal,
      onProgress,
      label: 'fit',
      units: () => settings.rounds,
    })
    return boosted
  })
}

/**
 * Pack what boosting gave.
 *
 * @param target name of the target's column, or null
 */
export function modelOf(
  { trees, baseScore, bestRounds, notes }: Boosted,
  matrix: Pick<BinnedMatrix, 'features' | 'notes'>,
  settings: TreeSettings,
  target: string | null,
): TreeModel {
  const { objective, huberSlope, tweediePower, maxDeltaStep, quantiles, unseenCategory } = settings
  return Object.freeze({
    kind: 'trees',
    target,
    objective,
    huberSlope,
    tweediePower,
    maxDeltaStep,
    quantiles,
    features: matrix.features,
    baseScore,
    trees,
    bestRounds,
    unseenCategory,
    source: 'bodkin',
    notes: Object.freeze([...matrix.notes, ...notes]),
  })
}

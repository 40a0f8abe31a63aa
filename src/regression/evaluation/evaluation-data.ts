/**
 * A table as folds need it: binned once for all fits, with target, weights and folds.
 *
 * Bins come from all rows, held-out ones too: where a number is cut depends on the features' values, never on a target. (xgboost.cv cuts each
 * fold anew; with at most `maxBin` different values the trees differ only in where, between two training values, a cut lies.)
 */
import { keyColumns, type Keys } from '../../arrow/key-columns.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import { columnError } from '../../arrow/source-column.js'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { binColumns, type BinnedMatrix } from '../training/binning.js'
import type { BoostTarget } from '../training/boost.js'
import { readBaseMargin, readFeatures, readTarget, readWeights } from '../columns.js'
import type { EvaluationFields } from './evaluation-options.js'
import { featureNames } from '../feature-names.js'
import { planFolds, type Fold } from './folds.js'
import type { TreeSettings } from '../options.js'

/** A table, ready for folds. */
export interface EvaluationData {
  readonly rows: number
  readonly matrix: BinnedMatrix
  readonly target: BoostTarget
  /** Unit of each row where units were named. */
  readonly units: { readonly of: Int32Array; readonly count: number } | null
  /** Rank of each row's time where times were named. */
  readonly times: Float64Array | null
}

/** @throws BodkinError `COLUMN`, `DATA` as `fit`; `DATA` with the row of a null unit or time */
export function readEvaluation(
  table: TableLike,
  fields: Omit<EvaluationFields, 'folds' | 'repeats'>,
  settings: TreeSettings,
  caller: string,
): EvaluationData {
  const { target, features, weight, baseMargin, unit, time } = fields
  const source = readTable(table)
  const parts = [target, weight, baseMargin]
  const names =
    features === undefined
      ? featureNames(source, undefined, [...parts, unit, time])
      : featureNames(source, features, parts)
  if (source.rows < 2) {
    throw new BodkinError('DATA', `${caller} needs at least two rows, got ${source.rows}`, { rows: source.rows })
  }
  const labels = readTarget(source, target, settings.objective)
  const weights = weight === undefined ? null : readWeights(source, weight)
  const matrix = binColumns(readFeatures(source, names), settings, weights)
  const units = unit === undefined ? null : readKeys(source, unit, 'a unit')
  const times = time === undefined ? null : Float64Array.from(readKeys(source, time, 'a time').groups)
  return {
    rows: source.rows,
    matrix,
    target: { labels, weights, baseMargin: baseMargin === undefined ? null : readBaseMargin(source, baseMargin) },
    units: units === null ? null : { of: units.groups, count: units.count },
    times,
  }
}

/**
 * The folds of a table.
 *
 * @throws BodkinError `DATA` when rows, units or times are too few, or when all rows that a fold learns from have weight 0
 */
export function foldsOf(
  { rows, units, times, target }: EvaluationData,
  { folds, repeats, seed }: { readonly folds: number; readonly repeats: number; readonly seed: number },
): Fold[] {
  const planned = planFolds({ rows, folds, repeats, seed, units, times })
  checkWeights(planned, target)
  return planned
}

/**
 * @param part rows to look at: a model learns nothing from weights of 0, and a score of them is none
 * @throws BodkinError `DATA` when all such rows of a fold have weight 0
 */
export function checkWeights(
  folds: readonly Pick<Fold, 'train' | 'test'>[],
  { weights = null }: BoostTarget,
  part: 'train' | 'test' = 'train',
): void {
  if (weights === null || folds.every((fold) => fold[part].some((row) => weights[row] > 0))) return
  const rows = part === 'train' ? 'rows that it learns from' : 'rows that it holds out'
  throw new BodkinError('DATA', `a fold has only weights of 0 among the ${rows}: give fewer folds`)
}

function readKeys(source: SourceTable, name: string, noun: string): Keys {
  const keys = keyColumns(source, [name])
  if (keys.describe(keys.count - 1) !== `${name} null`) return keys
  throw columnError('DATA', source.column(name), `must have ${noun}, got null`, keys.groups.indexOf(keys.count - 1))
}

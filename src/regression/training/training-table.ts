/** A table as training data: binned features, target, weights, base margins, and the validation rows in the same bins. */
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { binColumns, binLike, type BinnedMatrix } from './binning.js'
import type { BoostTarget, Validation } from './boost.js'
import { checkWatched, eachFeature, readBaseMargin, readTarget, readWeights } from '../columns.js'
import { featureNames } from '../feature-names.js'
import type { FitColumns } from './fit-options.js'
import { readForModel } from '../model/model-columns.js'
import type { TreeSettings } from '../options.js'

/** Everything that boosting needs. */
export interface TrainingTable {
  readonly matrix: BinnedMatrix
  readonly target: BoostTarget
  readonly validation: Validation | null
}

/**
 * Read the columns.
 *
 * @throws BodkinError `DATA` for a table without rows, `OPTION` when features repeat or hold the target, and what the columns throw
 */
export function readTraining(table: TableLike, columns: FitColumns, settings: TreeSettings): TrainingTable {
  const source = readTable(table)
  if (source.rows === 0) throw new BodkinError('DATA', 'table must have at least one row, got none', { table: 'table' })
  const names = featureNames(source, columns.features, [columns.target, columns.weight, columns.baseMargin])
  const target = readTargets(source, columns, settings)
  const matrix = binColumns(eachFeature(source, names), settings, target.weights)
  return { matrix, target, validation: readValidation(columns, settings, matrix) }
}

function readTargets(
  source: SourceTable,
  { target, weight, baseMargin }: FitColumns,
  { objective }: TreeSettings,
): BoostTarget & { readonly weights: Float64Array | null } {
  return {
    labels: readTarget(source, target, objective),
    weights: weight === undefined ? null : readWeights(source, weight),
    baseMargin: baseMargin === undefined ? null : readBaseMargin(source, baseMargin),
  }
}

function readValidation(columns: FitColumns, settings: TreeSettings, matrix: BinnedMatrix): Validation | null {
  const { validation } = columns
  if (validation === undefined) {
    if (settings.earlyStopping === null) return null
    throw new BodkinError('OPTION', 'option "earlyStopping" needs option "validation": rows to watch, got none', {
      option: 'earlyStopping',
    })
  }
  const source = readTable(validation, 'validation')
  if (source.rows === 0) {
    throw new BodkinError('DATA', 'validation must have at least one row, got none', { table: 'validation' })
  }
  const known = { features: matrix.features, unseenCategory: settings.unseenCategory, source: 'bodkin' } as const
  const target = readTargets(source, columns, settings)
  if (settings.earlyStopping !== null)
    checkWatched(source, columns.target, target.labels, settings.earlyStopping.metric)
  return { matrix: binLike(readForModel(known, source), matrix), target }
}

/**
 * The options of `conformal`, checked.
 */
import { BodkinError } from '../../../errors.js'
import { choice, integer, number, optional, readOptions, withDefault, type Schema } from '../../../options/rules.js'
import { evaluationSchema, treeSettingsOf, type DataOptions, type EvaluationFields } from '../evaluation-options.js'
import type { RunOptions } from '../../../parallel/run-options.js'
import type { TreeOptions, TreeSettings } from '../../options.js'

/** How intervals are calibrated. */
export type ConformalMethod = 'split' | 'cv+' | 'jackknife+'

/** Options of `conformal`. */
export interface ConformalOptions extends Omit<DataOptions, 'baseMargin'>, TreeOptions, RunOptions {
  /** Share of future rows that intervals are to cover, in (0, 1); default 0.8. */
  readonly coverage?: number
  /**
   * 'split': one model, calibrated on rows that it has not seen. 'cv+': a model a fold. 'jackknife+': a model a row (at most 2000). Default by
   * rows (units, where they are named): 'jackknife+' up to 100, 'cv+' below 1000, else 'split'.
   */
  readonly method?: ConformalMethod
  /** Share of the rows that 'split' calibrates on, in (0, 1); default 0.25. */
  readonly calibration?: number
  /** Folds of 'cv+', an integer ≥ 2; default 10. */
  readonly folds?: number
  /** Name of a column of units (machines): a unit's rows are held out together, for intervals of units that are new. */
  readonly unit?: string
  /** Seed of the split and of samples of rows and columns, an integer ≥ 0; default 0. */
  readonly seed?: number
}

interface ConformalFields extends Omit<EvaluationFields, 'baseMargin' | 'repeats' | 'time'> {
  readonly coverage: number
  readonly method: ConformalMethod | undefined
  readonly calibration: number
}

/** The options of `conformal`, read. */
export interface ConformalSettings {
  readonly fields: ConformalFields
  readonly trees: TreeSettings
}

const { baseMargin: _margin, repeats: _repeats, time: _time, ...shared } = evaluationSchema
const schema: Schema<ConformalFields> = {
  ...shared,
  folds: withDefault(integer({ min: 2, max: 1_000_000 }), 10),
  coverage: withDefault(number({ above: 0, below: 1 }), 0.8),
  method: optional(choice('split', 'cv+', 'jackknife+')),
  calibration: withDefault(number({ above: 0, below: 1 }), 0.25),
}

/** Check the options of `conformal`. */
export function readConformalOptions(options: unknown): ConformalSettings {
  const fields = readOptions(schema, options)
  if (fields.objective === 'quantile') {
    const message =
      'option "objective" must predict a centre in conformal, got "quantile": take "absoluteerror" for medians'
    throw new BodkinError('OPTION', message, { option: 'objective' })
  }
  return { fields, trees: treeSettingsOf(fields, 'conformal') }
}

/** The method for a number of rows, or of units where whole units are held out. */
export function methodFor(count: number): ConformalMethod {
  if (count <= 100) return 'jackknife+'
  return count < 1000 ? 'cv+' : 'split'
}

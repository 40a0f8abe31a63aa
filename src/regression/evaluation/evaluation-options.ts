/**
 * Options that `crossValidate`, `tune` and `conformal` share, and how they are read.
 */
import { BodkinError } from '../../errors.js'
import { integer, listOf, optional, textRule, withDefault, type Schema } from '../../options/rules.js'
import { runSchema, type RunOptions, type RunSettings } from '../../parallel/run-options.js'
import { settleTree, treeSchema, type TreeFields, type TreeOptions, type TreeSettings } from '../options.js'

/** Which columns of the table have which part. */
export interface DataOptions {
  /** Name of the column to predict. */
  readonly target: string
  /** Names of the columns to predict from; default: all columns without another part. */
  readonly features?: readonly string[]
  /** Name of a column of weights, ≥ 0: of the rows in training and in scores. */
  readonly weight?: string
  /** Name of a column of margins from which the trees begin. */
  readonly baseMargin?: string
}

/** How rows are held out. */
export interface FoldOptions {
  /** Folds, an integer of 2 to 1,000,000; default 5. */
  readonly folds?: number
  /** How often the rows are split anew, an integer ≥ 1; default 1. */
  readonly repeats?: number
  /** Name of a column of units (machines, customers): all rows of a unit are held out together. It is no feature unless it is named as one. */
  readonly unit?: string
  /** Name of a column of times, or of anything with an order: a fold learns from earlier rows only. It is no feature unless it is named as one. */
  readonly time?: string
}

/** Options of calls that fit to folds. */
export interface EvaluationOptions extends DataOptions, FoldOptions, TreeOptions, RunOptions {
  /** Seed of folds and of samples of rows and columns, an integer ≥ 0; default 0. */
  readonly seed?: number
}

interface DataFields {
  readonly target: string
  readonly features: readonly string[] | undefined
  readonly weight: string | undefined
  readonly baseMargin: string | undefined
}

/** The options of `EvaluationOptions` as they are read. */
export interface EvaluationFields extends DataFields, RunSettings, TreeFields {
  readonly folds: number
  readonly repeats: number
  readonly unit: string | undefined
  readonly time: string | undefined
}

const column = textRule('the name of a column')

/** Rules of the columns. */
const dataSchema: Schema<DataFields> = {
  target: column,
  features: optional(listOf(column)),
  weight: optional(column),
  baseMargin: optional(column),
}

/** Rules of `EvaluationOptions`, to be spread into the schema of a call. */
export const evaluationSchema: Schema<EvaluationFields> = {
  ...dataSchema,
  folds: withDefault(integer({ min: 2, max: 1_000_000 }), 5),
  repeats: withDefault(integer({ min: 1, max: 10_000 }), 1),
  unit: optional(column),
  time: optional(column),
  ...runSchema,
  ...treeSchema,
}

const TREE_KEYS = Object.keys(treeSchema) as (keyof TreeFields)[]

/**
 * The settings of the trees among others.
 *
 * @param caller for messages: 'crossValidate'
 * @throws BodkinError `OPTION` for early stopping, for which a fold has no rows to spare, and for several quantiles
 */
export function treeSettingsOf(fields: TreeFields, caller: string): TreeSettings {
  const own = Object.fromEntries(TREE_KEYS.map((key) => [key, fields[key]])) as unknown as TreeFields
  const settings = settleTree(own)
  if (settings.earlyStopping !== null) {
    const message = `option "earlyStopping" needs validation rows, which ${caller} has none of: let tune choose "rounds"`
    throw new BodkinError('OPTION', message, { option: 'earlyStopping' })
  }
  if (settings.quantiles.length > 1) {
    const message = `option "quantiles" must have one level in ${caller}, got ${settings.quantiles.length}`
    throw new BodkinError('OPTION', message, { option: 'quantiles', value: settings.quantiles })
  }
  return settings
}

/** The options of the trees that a caller gave, as given: what `fit` takes. */
export function givenTreeOptions(options: TreeOptions): TreeOptions {
  const given = TREE_KEYS.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]] as const]))
  return Object.freeze(Object.fromEntries(given)) as TreeOptions
}

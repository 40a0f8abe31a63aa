/**
 * Cross-validation: options → table → folds → fits → predictions of rows that their model has not seen, and scores.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, int32, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { number, readOptions, withDefault, type Schema } from '../../options/rules.js'
import { foldsOf, readEvaluation } from './evaluation-data.js'
import {
  evaluationSchema,
  treeSettingsOf,
  type EvaluationFields,
  type EvaluationOptions,
} from './evaluation-options.js'
import { fitFolds } from './fit-folds.js'
import type { Fold } from './folds.js'
import { score, type ScoreName } from './metrics.js'
import type { TreeSettings } from '../options.js'

/** Options of `crossValidate`. */
export interface CrossValidateOptions extends EvaluationOptions {
  /** From where on a prediction counts as a 1, in [0, 1]; default 0.5. For precision and recall. */
  readonly threshold?: number
}

interface CrossValidateFields extends EvaluationFields {
  readonly threshold: number
}

/** Scores by name, NaN where there is nothing to say (r2 of a constant target). */
export type Scores = Readonly<Partial<Record<ScoreName, number>>>

/** What `crossValidate` gives. */
export interface CrossValidation {
  /** `row` (of the table, from 0), `fold`, `repeat` (from 0), `y`, `yhat`; by repeat, fold and row. */
  readonly predictions: Table
  /** A row a fold: `repeat`, `fold`, `rows`, then `mse`, `rmse`, `mae`, `r2`, and by objective `pinball`, `log_loss`, `auc`, `precision`, `recall`. */
  readonly scores: Table
  /** The same scores over all predictions at once: the ones to quote. A mean of r2 over small folds is far too low. */
  readonly pooled: Scores
}

const schema: Schema<CrossValidateFields> = {
  ...evaluationSchema,
  threshold: withDefault(number({ min: 0, max: 1 }), 0.5),
}

/**
 * Predict every row by a model that has not seen it.
 *
 * @param table as for `fit`
 * @param options of `fit` (without early stopping and with one quantile at most), of the folds, and of the run. `unit` holds out all rows of a
 *   machine together; `time` learns from earlier rows only; both do both. With `weight`, scores are weighted like the training.
 * @returns the same for any number of workers
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA` as `fit`; `DATA` when rows, units or times are too few for the folds; `ABORTED`
 * @example
 * const { pooled } = await crossValidate(machines, { target: 'uptime', objective: 'logistic', unit: 'machine', repeats: 3 })
 * pooled.r2   // what the model explains of machines that it does not know
 */
export async function crossValidate(table: TableLike, options: CrossValidateOptions): Promise<CrossValidation> {
  const fields = readOptions(schema, options)
  const settings = treeSettingsOf(fields, 'crossValidate')
  const data = readEvaluation(table, fields, settings, 'crossValidate')
  const folds = foldsOf(data, fields)
  const fits = folds.map(({ train, test }) => ({ settings, train, test, rounds: [settings.rounds], keep: false }))
  const fitted = await fitFolds(data, fits, fields, 'cross-validation')
  const held = holdOut(
    folds,
    fitted.map(({ predictions }) => predictions[0]),
    data.target.labels,
    data.target.weights ?? null,
  )
  const names = scoreNames(settings, data.target.labels)
  const measure = (part: HeldOut): Scores =>
    Object.freeze(Object.fromEntries(names.map((name) => [name, scoreOf(name, part, settings, fields.threshold)])))
  return Object.freeze({
    predictions: predictionTable(folds, held),
    scores: scoreTable(folds, names, held.map(measure)),
    pooled: measure(pool(held)),
  })
}

/** Held-out rows with truth and prediction. */
export interface HeldOut {
  readonly rows: Int32Array
  readonly y: Float64Array
  readonly yhat: Float64Array
  readonly weights: Float64Array | null
}

/** Folds with what was predicted for them. */
export function holdOut(
  folds: readonly Fold[],
  predictions: readonly Float64Array[],
  labels: Float64Array,
  weights: Float64Array | null,
): HeldOut[] {
  return folds.map(({ test }, f) => ({
    rows: test,
    y: Float64Array.from(test, (row) => labels[row]),
    yhat: predictions[f],
    weights: weights === null ? null : Float64Array.from(test, (row) => weights[row]),
  }))
}

/** Which scores an objective and its labels call for. */
function scoreNames({ objective }: TreeSettings, labels: Float64Array): ScoreName[] {
  const names: ScoreName[] = ['mse', 'rmse', 'mae', 'r2']
  if (objective === 'quantile') names.push('pinball')
  if (objective === 'logistic') {
    names.push('log_loss')
    if (labels.every((y) => y === 0 || y === 1)) names.push('auc', 'precision', 'recall')
  }
  return names
}

/** One score of held-out rows. */
export function scoreOf(
  name: ScoreName,
  { y, yhat, weights }: HeldOut,
  { quantiles }: TreeSettings,
  threshold: number = 0.5,
): number {
  return score(name, y, yhat, weights, quantiles.length === 0 ? { threshold } : { threshold, quantile: quantiles[0] })
}

function pool(held: readonly HeldOut[]): HeldOut {
  const size = held.reduce((sum, { rows }) => sum + rows.length, 0)
  const rows = new Int32Array(size)
  const y = new Float64Array(size)
  const yhat = new Float64Array(size)
  const weights = held[0].weights === null ? null : new Float64Array(size)
  let at = 0
  for (const part of held) {
    rows.set(part.rows, at)
    y.set(part.y, at)
    yhat.set(part.yhat, at)
    if (part.weights !== null) weights?.set(part.weights, at)
    at += part.rows.length
  }
  return { rows, y, yhat, weights }
}

function predictionTable(folds: readonly Fold[], held: readonly HeldOut[]): Table {
  const { rows, y, yhat } = pool(held)
  const spread = (pick: (fold: Fold) => number): OutputColumn => {
    const values = new Int32Array(rows.length)
    let at = 0
    for (const fold of folds) values.fill(pick(fold), at, (at += fold.test.length))
    return int32(values)
  }
  return writeTable({
    row: int32(rows),
    fold: spread(({ fold }) => fold),
    repeat: spread(({ repeat }) => repeat),
    y: float64(y),
    yhat: float64(yhat),
  })
}

function scoreTable(folds: readonly Fold[], names: readonly ScoreName[], scores: readonly Scores[]): Table {
  const count = (pick: (fold: Fold) => number): OutputColumn => int32(Int32Array.from(folds, pick))
  return writeTable([
    ['repeat', count(({ repeat }) => repeat)],
    ['fold', count(({ fold }) => fold)],
    ['rows', count(({ test }) => test.length)],
    ...names.map((name): [string, OutputColumn] => [
      name,
      float64(Float64Array.from(scores, (each) => each[name] as number)),
    ]),
  ])
}

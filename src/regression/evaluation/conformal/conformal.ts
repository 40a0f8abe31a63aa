/**
 * Conformal intervals: options → table → which rows which model may not see → fits → residuals → a function that predicts with bounds.
 */
import type { Table } from 'apache-arrow'
import { readTable } from '../../../arrow/read-table.js'
import type { TableLike } from '../../../arrow/table-like.js'
import { float64, writeTable } from '../../../arrow/write-table.js'
import { checkWeights, readEvaluation } from '../evaluation-data.js'
import { modelOf } from '../../training/fit.js'
import { fitFolds } from '../fit-folds.js'
import { readForModel } from '../../model/model-columns.js'
import type { ObjectiveName } from '../../options.js'
import { predictColumns } from '../../model/predict.js'
import type { TreeModel } from '../../model/tree-model.js'
import { achievedCoverage, guaranteeOf, plusBounds, splitBounds, type Bounds } from './calibration.js'
import { readConformalOptions, type ConformalMethod, type ConformalOptions } from './conformal-options.js'
import { upperRank } from './order-statistics.js'
import { checkParts, planModels, residualsOf } from './plan.js'

/** A model with calibrated intervals. */
export interface Conformal {
  /** What `yhat` comes from: with 'split' a model of the rows that do not calibrate, else of all rows. */
  readonly model: TreeModel
  /**
   * `yhat`, `yhat_lower`, `yhat_upper` for the rows of a table that has the features. Bounds are infinite when there are too few rows for the
   * coverage, n < 1/α − 1; they keep to the values a target can have: [0, 1] for logistic, ≥ 0 for poisson, gamma and tweedie.
   */
  readonly predict: (table: TableLike) => Table
  /** Share of the rows that intervals covered when their own part was left out of the calibration: an honest check, with the error of a share. */
  readonly achieved: number
  readonly method: ConformalMethod
  readonly coverage: number
  /** What theory promises for any data: the coverage for 'split', 1 − 2α for 'jackknife+', a little less for 'cv+'. */
  readonly guarantee: number
  /** Rows that calibrate. */
  readonly calibrated: number
  /** The above in sentences. */
  readonly notes: readonly string[]
}

/**
 * Fit trees and calibrate intervals that hold whatever the data, as long as future rows are like these (exchangeable).
 *
 * - 'split' is exact and costs the calibration rows; 'cv+' and 'jackknife+' use all rows for both, at the price of the promise: 1 − 2α.
 * - Rows of one machine are alike. With `unit` whole machines are held out, and the intervals are those of new machines.
 * - Every interval of 'split' has the same width: large and small predictions are trusted alike.
 *
 * @param table as for `fit`
 * @returns the same for any number of workers
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA` as `crossValidate`; `LIMIT` for 'jackknife+' with more than 2000 rows; `ABORTED`
 * @example
 * const { predict, achieved } = await conformal(machines, { target: 'uptime', objective: 'logistic', coverage: 0.9, unit: 'machine' })
 * predict(planned).getChild('yhat_lower')   // inside [0, 1]
 */
export async function conformal(table: TableLike, options: ConformalOptions): Promise<Conformal> {
  const settings = readConformalOptions(options)
  const { fields, trees } = settings
  const data = readEvaluation(table, { ...fields, baseMargin: undefined, time: undefined }, trees, 'conformal')
  const plan = planModels(data, settings)
  checkWeights(plan.folds, data.target)
  const fits = plan.folds.map(({ train, test }) => ({
    settings: trees,
    train,
    test,
    rounds: [trees.rounds],
    keep: true,
  }))
  if (plan.method !== 'split') {
    const train = Int32Array.from({ length: data.rows }, (_, row) => row)
    fits.push({ settings: trees, train, test: new Int32Array(0), rounds: [trees.rounds], keep: true })
  }
  const fitted = await fitFolds(data, fits, fields, 'conformal')
  const models = fitted.flatMap(({ boosted }) =>
    boosted === null ? [] : [modelOf(boosted, data.matrix, trees, fields.target)],
  )
  const model = models[models.length - 1]
  const predictions = fitted.map((one) => one.predictions[0])
  const residuals = residualsOf(plan, predictions, data.target.labels)
  const { coverage, seed } = fields
  const predict = (rows: TableLike): Table => {
    const source = readTable(rows)
    const columns = readForModel(model, source)
    const yhat = predictColumns(model, columns, source.rows)
    const bounds =
      plan.method === 'split'
        ? splitBounds(yhat, residuals.sizes, coverage)
        : plusBounds(
            plan.folds.map((_, m) => predictColumns(models[m], columns, source.rows)),
            residuals,
            coverage,
          )
    return boundTable(yhat, bounds, trees.objective)
  }
  const { parts, count } = checkParts(plan, data, residuals, seed)
  const calibrated = residuals.sizes.length
  const result = {
    method: plan.method,
    coverage,
    guarantee: guaranteeOf(plan.method, calibrated, plan.folds.length, coverage),
    calibrated,
    achieved: achievedCoverage(residuals.sizes, parts, count, coverage),
  }
  return Object.freeze({ model, predict, ...result, notes: Object.freeze(conformalNotes(result)) })
}

/** Predictions with bounds, within what the target can be. */
function boundTable(yhat: Float32Array, { lower, upper }: Bounds, objective: ObjectiveName): Table {
  const least = objective === 'logistic' || isPositive(objective) ? 0 : -Infinity
  const most = objective === 'logistic' ? 1 : Infinity
  return writeTable({
    yhat: float64(Float64Array.from(yhat)),
    yhat_lower: float64(lower.map((value) => Math.max(least, value))),
    yhat_upper: float64(upper.map((value) => Math.min(most, value))),
  })
}

function isPositive(objective: ObjectiveName): boolean {
  return objective === 'poisson' || objective === 'gamma' || objective === 'tweedie'
}

function conformalNotes(
  result: Pick<Conformal, 'method' | 'coverage' | 'guarantee' | 'calibrated' | 'achieved'>,
): string[] {
  const { method, coverage, guarantee, calibrated, achieved } = result
  const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`
  const notes = [
    `${method}: ${calibrated} rows calibrate; asked for ${percent(coverage)}, promised for any data ${percent(guarantee)}, achieved in the cross-check ${percent(achieved)}.`,
  ]
  if (upperRank(calibrated, coverage) > calibrated) {
    const least = Math.ceil(1 / (1 - coverage) - 1 - 1e-9)
    notes.push(`Intervals are infinite: ${percent(coverage)} needs at least ${least} rows that calibrate.`)
  }
  return notes
}

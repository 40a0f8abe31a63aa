/**
 * Tune the trees: a grid of options on the same folds, and the most regular one that is not worse than the best.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { boolean, float64, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { BodkinError } from '../../errors.js'
import { oneStandardError, type Comparison } from '../../numeric/one-standard-error.js'
import { choice, optional, readOptions, type Schema } from '../../options/rules.js'
import { holdOut, scoreOf } from './cross-validate.js'
import { checkWeights, foldsOf, readEvaluation } from './evaluation-data.js'
import {
  evaluationSchema,
  givenTreeOptions,
  treeSettingsOf,
  type EvaluationFields,
  type EvaluationOptions,
} from './evaluation-options.js'
import { fitFolds } from './fit-folds.js'
import type { ObjectiveName, TreeOptions, TreeSettings } from '../options.js'
import { combine, defaultGrid, gridRule, shareFits, type Combination, type TreeGrid } from './tune-grid.js'

type TuneMetric = 'rmse' | 'mse' | 'mae' | 'log_loss' | 'pinball'

/** Options of `tune`. */
export interface TuneOptions extends EvaluationOptions {
  /**
   * Values to try, every combination. Default: `maxDepth: [2, 4, 6], rounds: [25, 50, 100, 200, 400], learningRate: [0.1], minChildWeight: [1, 5]`,
   * less what the options settle already.
   */
  readonly grid?: TreeGrid
  /** The loss, averaged over the folds; default that of the objective: 'log_loss' for logistic, 'mae' for absoluteerror, 'pinball' for quantile, else 'rmse'. */
  readonly metric?: TuneMetric
}

interface TuneFields extends EvaluationFields {
  readonly grid: TreeGrid | undefined
  readonly metric: TuneMetric | undefined
}

const schema: Schema<TuneFields> = {
  ...evaluationSchema,
  grid: optional(gridRule),
  metric: optional(choice('rmse', 'mse', 'mae', 'log_loss', 'pinball')),
}

/** What `tune` finds. */
export interface Tuned {
  /** The options of the trees that were given, with the chosen values: ready for `fit`. */
  readonly options: TreeOptions
  /**
   * A row a combination, the most regular first: a column for each option of the grid, then `score` (mean loss), `standard_error` of that mean,
   * `difference` from the best, `difference_error` (paired by fold), and `selected`.
   */
  readonly scores: Table
}

/**
 * Choose options by cross-validation, with the one-standard-error rule: of all combinations whose mean loss exceeds the best one's by no
 * more than the standard error of that difference (paired by fold), the most regular is taken: the shallowest trees, then the fewest rounds,
 * the smallest learning rate, the largest `minChildWeight`, and so on.
 *
 * Combinations that differ in `rounds` alone are one fit. The score of the chosen one is a little too good, having been chosen: judge it on
 * rows or units that had no part in it.
 *
 * @param table as for `fit`
 * @param options as of `crossValidate`, with `grid` and `metric`
 * @throws BodkinError as `crossValidate`; `OPTION` for an unknown or empty grid, a value that no tree takes, or a metric that does not fit
 * @example
 * const { options } = await tune(machines, { target: 'uptime', objective: 'logistic', grid: { maxDepth: [1, 2, 3], rounds: [20, 60, 180] } })
 * const model = fit(machines, { target: 'uptime', ...options })
 */
export async function tune(table: TableLike, options: TuneOptions): Promise<Tuned> {
  const fields = readOptions(schema, options)
  const given = givenTreeOptions(options)
  const combinations = combine(fields.grid ?? defaultGrid(given))
  const settingsOf = (combination: Combination): TreeSettings =>
    treeSettingsOf(readOptions(schema, { ...options, ...combination }), 'tune')
  const settings = combinations.map(settingsOf)
  const data = readEvaluation(table, fields, settings[0], 'tune')
  const folds = foldsOf(data, fields)
  checkWeights(folds, data.target, 'test')
  const shared = shareFits(combinations)
  const fits = shared.flatMap(({ combination, members }) => {
    const longest = settingsOf(combination)
    const rounds = members.map((member) => settings[member].rounds)
    return folds.map(({ train, test }) => ({ settings: longest, train, test, rounds, keep: false }))
  })
  const fitted = await fitFolds(data, fits, fields, 'tuning')

  const metric = fields.metric ?? defaultMetric(settings[0].objective)
  const losses = new Array<Float64Array>(combinations.length)
  shared.forEach(({ members }, s) =>
    members.forEach((member, m) => {
      const predictions = folds.map((_, f) => fitted[s * folds.length + f].predictions[m])
      const held = holdOut(folds, predictions, data.target.labels, data.target.weights ?? null)
      losses[member] = Float64Array.from(held, (part) => scoreOf(metric, part, settings[member]))
    }),
  )
  const { chosen, comparisons } = oneStandardError(losses)
  if (chosen < 0) {
    throw new BodkinError('DATA', `tune found no combination with a finite "${metric}": choose another metric`, {
      metric,
    })
  }
  return Object.freeze({
    options: Object.freeze({ ...given, ...combinations[chosen] }),
    scores: scoreTable(combinations, comparisons, chosen),
  })
}

function defaultMetric(objective: ObjectiveName): TuneMetric {
  if (objective === 'logistic') return 'log_loss'
  if (objective === 'absoluteerror') return 'mae'
  return objective === 'quantile' ? 'pinball' : 'rmse'
}

function scoreTable(combinations: readonly Combination[], comparisons: readonly Comparison[], chosen: number): Table {
  const keys = Object.keys(combinations[0]) as (keyof Combination)[]
  const tried = keys.map((key): [string, OutputColumn] => [
    key,
    float64(Float64Array.from(combinations, (combination) => combination[key] as number)),
  ])
  const measured = (pick: (comparison: Comparison) => number): OutputColumn =>
    float64(Float64Array.from(comparisons, pick))
  return writeTable([
    ...tried,
    ['score', measured(({ loss }) => loss)],
    ['standard_error', measured(({ standardError }) => standardError)],
    ['difference', measured(({ difference }) => difference)],
    ['difference_error', measured(({ differenceError }) => differenceError)],
    ['selected', boolean(Uint8Array.from(comparisons, (_, i) => Number(i === chosen)))],
  ])
}

/**
 * Tune the additive model: a grid of options on the same folds, and the most regular one that is not worse than the best.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { boolean, float64, text, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { BodkinError, show } from '../../errors.js'
import {
  choice,
  optional,
  readOptions,
  readRecord,
  refuse,
  withDefault,
  type Rule,
  type Schema,
} from '../../options/rules.js'
import type { ForecastOptions } from '../options.js'
import { forecastOrThrow } from './cross-validate.js'
import { evaluateFolds } from './evaluate-folds.js'
import { pastOf } from './folds.js'
import { oneStandardError, type Comparison } from '../../numeric/one-standard-error.js'
import { pointwise, type MetricName, type Scored } from './pointwise.js'
import { assertOptions, planAdditive, readCandidateHistory } from './read-candidate.js'
import { foldSchema, readFolds, type FoldOptions, type FoldSettings } from './run-settings.js'
import { seasonalError } from '../baselines/estimate.js'

/** Options that a grid may vary. Prior scales are tried in ascending order, others in the order given: the simplest first. */
const GRID_KEYS = [
  'changepointPriorScale',
  'seasonalityPriorScale',
  'holidaysPriorScale',
  'seasonalityMode',
  'holidaysMode',
  'growth',
  'changepointRange',
  'changepointCount',
  'yearlySeasonality',
  'weeklySeasonality',
  'dailySeasonality',
  'scaling',
] as const
type GridKey = (typeof GRID_KEYS)[number]

/** One value of each option of a grid. */
type Combination = Partial<Pick<ForecastOptions, GridKey>>

/** Values to try, by option. */
export type TuneGrid = { readonly [Key in GridKey]?: readonly NonNullable<ForecastOptions[Key]>[] }

/** Losses that can decide. Of rmse the root is taken fold by fold. */
const LOSSES = ['mae', 'mse', 'rmse', 'mape', 'smape', 'mase', 'interval_score'] as const

/** Options of `tune`. */
export interface TuneOptions extends FoldOptions {
  /** Values to try, every combination; default `changepointPriorScale: [0.001, 0.01, 0.1, 0.5], seasonalityPriorScale: [0.01, 0.1, 1, 10]`. */
  readonly grid?: TuneGrid
  /** The loss, averaged over the rows of a fold and then over the folds; default 'mae'. */
  readonly metric?: (typeof LOSSES)[number]
}

interface TuneSettings extends FoldSettings {
  readonly grid: TuneGrid
  readonly metric: (typeof LOSSES)[number]
}

const DEFAULT_GRID: TuneGrid = {
  changepointPriorScale: [0.001, 0.01, 0.1, 0.5],
  seasonalityPriorScale: [0.01, 0.1, 1, 10],
}
/** More combinations than this are a mistake. */
const MOST_COMBINATIONS = 10_000

const gridValues: Rule<readonly never[] | undefined> = optional({
  expected: 'an array of at least one value',
  read: (value, place) =>
    Array.isArray(value) && value.length > 0 ? (value as never[]) : refuse(place, gridValues.expected, value),
})
const gridSchema = Object.fromEntries(GRID_KEYS.map((key) => [key, gridValues])) as Schema<TuneGrid>
const grid: Rule<TuneGrid> = {
  expected: 'an object of arrays',
  read: (value, place) => readRecord(gridSchema, value, place),
}

const schema: Schema<TuneSettings> = {
  ...foldSchema,
  grid: withDefault(grid, DEFAULT_GRID),
  metric: withDefault(choice(...LOSSES), 'mae'),
}

/** What `tune` finds. */
export interface Tuned {
  /** The options given, with the chosen values: ready for `fit`. */
  readonly options: ForecastOptions
  /**
   * A row a combination, the most regular first: a column for each option of the grid, then `score` (mean loss), `standard_error` of that mean,
   * `difference` from the best, `difference_error` (paired by fold), and `selected`.
   */
  readonly scores: Table
}

/**
 * Choose options by cross-validation, with the one-standard-error rule: of all combinations whose mean loss exceeds the best one's by no
 * more than the standard error of that difference (paired by fold), the most regular is taken: the smallest `changepointPriorScale`, then the
 * smallest `seasonalityPriorScale`, `holidaysPriorScale`, then what the grid lists first.
 *
 * Columns and Gram matrix of a fold are built once for all combinations that differ in prior scales only.
 *
 * @param history as for `fit`
 * @param options of `fit`, what the grid varies excepted
 * @param run as of `crossValidate`, with `grid` and `metric`
 * @throws BodkinError as `crossValidate`; `OPTION` for an unknown or empty grid; `DATA` when no combination has a finite loss
 * @example
 * const { options, scores } = await tune(history, { seasonalityMode: 'multiplicative' }, { horizon: '90 days' })
 * const model = fit(history, options)
 */
export async function tune(history: TableLike, options: ForecastOptions, run: TuneOptions): Promise<Tuned> {
  assertOptions(options)
  const settings = readOptions(schema, run)
  const interval = settings.metric === 'interval_score' ? 'analytic' : 'none'
  const combinations = combine(settings.grid)
  const plans = combinations.map((values) => planAdditive({ ...options, ...values, interval }))
  const observed = readCandidateHistory(history, plans[0], 'tune')
  const candidates = plans.map((plan) => plan.settle(observed))
  const folds = readFolds(observed.ds, settings, candidates[0]).filter(({ train, end }) => end > train)
  const outcomes = await evaluateFolds(observed, folds, candidates, { ...settings, label: 'tuning' })
  const scales = folds.map((fold) => seasonalError(pastOf(observed, fold)))
  const losses = candidates.map(({ intervalWidth }, c) =>
    Float64Array.from(folds, ({ train, end }, f) =>
      meanLoss(settings.metric, {
        ...forecastOrThrow(outcomes[f][c]),
        y: observed.y.slice(train, end),
        scale: new Float64Array(end - train).fill(scales[f]),
        intervalWidth: new Float64Array(end - train).fill(intervalWidth),
      }),
    ),
  )
  const { chosen, comparisons } = oneStandardError(losses)
  if (chosen < 0) {
    throw new BodkinError(
      'DATA',
      `tune found no combination with a finite "${settings.metric}": choose another metric`,
      {
        metric: settings.metric,
      },
    )
  }
  return Object.freeze({
    options: Object.freeze({ ...options, ...combinations[chosen] }),
    scores: scoreTable(combinations, comparisons, chosen),
  })
}

/** Every combination of a grid, the most regular first. */
export function combine(values: TuneGrid): Combination[] {
  const axes = GRID_KEYS.flatMap((key) => {
    const list: readonly unknown[] | undefined = values[key]
    if (list === undefined) return []
    return [{ key, list: key.endsWith('PriorScale') ? [...(list as readonly number[])].sort((a, b) => a - b) : list }]
  })
  const count = axes.reduce((product, { list }) => product * list.length, 1)
  if (axes.length === 0 || count > MOST_COMBINATIONS) {
    throw new BodkinError(
      'OPTION',
      `option "grid" must have 1 to ${MOST_COMBINATIONS} combinations, got ${axes.length === 0 ? show({}) : count}`,
      { option: 'grid' },
    )
  }
  return axes.reduce<Combination[]>(
    (found, { key, list }) => found.flatMap((partial) => list.map((value) => ({ ...partial, [key]: value }))),
    [{}],
  )
}

/** The loss of a fold. */
function meanLoss(metric: MetricName, scored: Scored): number {
  const values = pointwise(metric, scored)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return metric === 'rmse' ? Math.sqrt(mean) : mean
}

function scoreTable(combinations: readonly Combination[], comparisons: readonly Comparison[], chosen: number): Table {
  const keys = Object.keys(combinations[0]) as GridKey[]
  const tried = keys.map((key): [string, OutputColumn] => {
    const values = combinations.map((combination) => combination[key])
    const numeric = values.every((value) => typeof value === 'number')
    return [key, numeric ? float64(Float64Array.from(values)) : text(values.map(String))]
  })
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

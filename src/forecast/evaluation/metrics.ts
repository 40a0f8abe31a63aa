/**
 * Metrics of a cross-validation by horizon: table → sorted rows → rolling windows → table.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { BodkinError } from '../../errors.js'
import { choice, listOf, number, optional, readOptions, withDefault, type Schema } from '../../options/rules.js'
import { DAY_MS } from '../calendar.js'
import { METRICS, pointwise, type MetricName } from './pointwise.js'
import { readEvaluation, type Evaluation, type OptionalColumn } from './read-evaluation.js'
import { firstFullGroup, groupHorizons, rollingMean, rollingMedian, type HorizonGroups } from './rolling.js'

/** Options of `metrics`. */
export interface MetricsOptions {
  /** Share of the rows in each window, at most 1; default 0.1. 0: each horizon by itself; 1: one row over everything; below 0: no averaging, a row a forecast. */
  readonly rollingWindow?: number
  /** Which metrics, in which order; default all that the table has the columns for. */
  readonly metrics?: readonly MetricName[]
}

interface MetricsSettings {
  readonly rollingWindow: number
  readonly metrics: readonly MetricName[] | undefined
}

const schema: Schema<MetricsSettings> = {
  rollingWindow: withDefault(number({ max: 1 }), 0.1),
  metrics: optional(listOf(choice(...METRICS))),
}

/** Columns that a metric needs beside ds, cutoff, y and yhat. */
const NEEDS: Readonly<Partial<Record<MetricName, readonly OptionalColumn[]>>> = {
  coverage: ['yhat_lower', 'yhat_upper'],
  mase: ['scale'],
  mean_width: ['yhat_lower', 'yhat_upper'],
  interval_score: ['yhat_lower', 'yhat_upper', 'interval_width'],
}

/** Below this |y| a percentage means nothing. */
const NEARLY_ZERO = 1e-8

/**
 * Measure a cross-validation, as Prophet's `performance_metrics` and beyond.
 *
 * Rows are sorted by horizon and averaged over a rolling window that ends at each distinct horizon; horizons whose window is not full are
 * left out.
 *
 * @param cv the table of `crossValidate`, or Prophet's own; `mase` needs its `scale`, `interval_score` its `interval_width`
 * @returns `horizon`, in days (Prophet gives a timedelta), and a column for each metric:
 *   `mse, rmse, mae, mape, mdape, smape` (shares, not percents), `coverage` (share inside the bounds), `mase`, `bias` (mean of yhat − y: above 0
 *   when forecasts are too high), `mean_width` of the bounds, `interval_score` (Winkler's; smaller is better). `mape` is left out when some
 *   |y| is below 1e-8, and so are metrics whose columns the table does not have
 * @throws BodkinError `COLUMN` or `DATA` when the table is none of a cross-validation; `OPTION` for an unknown metric or one named twice,
 *   or when a metric that was asked for by name lacks its columns
 * @example
 * metrics(cv, { rollingWindow: 1, metrics: ['mae'] })   // one row: the longest horizon, the mean absolute error of all forecasts
 */
export function metrics(cv: TableLike, options: MetricsOptions = {}): Table {
  const settings = readOptions(schema, options)
  const rows = readEvaluation(cv, 'metrics')
  const wanted = chooseMetrics(settings.metrics, rows)
  const count = rows.horizon.length
  const size = Math.trunc(settings.rollingWindow * count)
  if (size < 0) return metricTable(rows.horizon, wanted, (metric) => rooted(metric, pointwise(metric, rows)))
  const groups = groupHorizons(rows.horizon)
  const window = Math.max(1, size)
  return metricTable(groups.horizon.subarray(firstFullGroup(groups, window)), wanted, (metric) =>
    rolled(metric, rows, groups, window),
  )
}

function rolled(metric: MetricName, rows: Evaluation, groups: HorizonGroups, window: number): Float64Array {
  const values = pointwise(metric, rows)
  if (metric === 'mdape') return rollingMedian(values, groups, window)
  return rooted(metric, rollingMean(values, groups, window))
}

/** Only the root mean square error differs after averaging. Rounding may leave a mean of squares a hair below 0. */
function rooted(metric: MetricName, values: Float64Array): Float64Array {
  return metric === 'rmse' ? values.map((value) => Math.sqrt(Math.max(0, value))) : values
}

function metricTable(
  horizon: Float64Array,
  wanted: readonly MetricName[],
  column: (metric: MetricName) => Float64Array,
): Table {
  const measured = wanted.map((metric): [string, OutputColumn] => [metric, float64(column(metric))])
  return writeTable([['horizon', float64(horizon.map((ms) => ms / DAY_MS))], ...measured])
}

function chooseMetrics(asked: readonly MetricName[] | undefined, { y, missing }: Evaluation): readonly MetricName[] {
  const lacking = (metric: MetricName): OptionalColumn | undefined => NEEDS[metric]?.find((name) => missing.has(name))
  const twice = asked?.find((metric, i) => asked.indexOf(metric) !== i)
  if (twice !== undefined)
    throw new BodkinError('OPTION', `option "metrics" must name each metric once, got "${twice}" twice`, {
      option: 'metrics',
      value: twice,
    })
  for (const metric of asked ?? []) {
    const column = lacking(metric)
    if (column === undefined) continue
    throw new BodkinError(
      'OPTION',
      `option "metrics": "${metric}" needs column "${column}" with values, and cv has none`,
      {
        option: 'metrics',
        value: metric,
        column,
      },
    )
  }
  const percentages = y.every((value) => Math.abs(value) >= NEARLY_ZERO)
  return (asked ?? METRICS).filter((metric) => lacking(metric) === undefined && (metric !== 'mape' || percentages))
}

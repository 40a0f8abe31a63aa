/** Whether predictions mean what they say: observed against predicted, by tenth of the predictions. */
import type { TableLike } from '../arrow/table-like.js'
import { readTable } from '../arrow/read-table.js'
import { numbersOf } from './columns.js'
import { figure, numberFormat, type Figure, type FigureSize, type Json, type Row } from './specification.js'
import { lightPalette } from './theme.js'

/** What `decilesFigure` may be told. */
export interface DecilesFigureOptions extends FigureSize {
  /** Unit of both axes, default none. */
  readonly unit?: string
  /** Groups of equal size, default 10; fewer where the rows are fewer than five a group. */
  readonly groups?: number
}

const fewestRows = 5
/** 90 % of a mean lie within so many standard errors. */
const reach = 1.645

/**
 * Draw the mean observed value of each tenth of the rows, ordered by prediction, against the mean prediction, with 90 % whiskers; on the dashed line the
 * predictions are right on average. Predictions that know nothing give a level row of points.
 *
 * @param predictions table with `y` and `yhat`, held out, as `crossValidate` and `causes` give it; rows with a missing number are left out
 * @param options unit, groups and size, default 320 × 260
 * @throws BodkinError `COLUMN` when a column is missing
 * @example
 * const { predictions } = await crossValidate(months, { target: 'downtime' })
 * decilesFigure(predictions, { unit: 'hours' })
 */
export function decilesFigure(predictions: TableLike, options: DecilesFigureOptions = {}): Figure {
  const { width = 320, height = 260, groups = 10, unit } = options
  const source = readTable(predictions, 'predictions')
  const [y, yhat] = ['y', 'yhat'].map((name) => numbersOf(source, name))
  const order = Array.from(y.keys())
    .filter((row) => Number.isFinite(y[row]) && Number.isFinite(yhat[row]))
    .sort((a, b) => yhat[a] - yhat[b] || a - b)
  const count = Math.max(1, Math.min(groups, Math.floor(order.length / fewestRows)))
  const values = Array.from({ length: order.length === 0 ? 0 : count }, (_, group): Row => {
    const rows = order.slice(
      Math.round((group * order.length) / count),
      Math.round(((group + 1) * order.length) / count),
    )
    const observed = meanOf(rows.map((row) => y[row]))
    const variance = rows.reduce((sum, row) => sum + (y[row] - observed) ** 2, 0) / Math.max(1, rows.length - 1)
    const half = reach * Math.sqrt(variance / rows.length)
    return {
      predicted: meanOf(rows.map((row) => yhat[row])),
      observed,
      lower: observed - half,
      upper: observed + half,
    }
  })
  const all = values.flatMap(({ predicted, lower, upper }) => [predicted, lower, upper].map(Number))
  const domain = [Math.min(...all), Math.max(...all)]
  const scale = all.length === 0 ? {} : { scale: { domain, nice: true, zero: false } }
  const axis = (name: string): Json => ({
    title: unit === undefined ? name : `${name}, ${unit}`,
    format: numberFormat,
    labelOverlap: true,
  })
  const x = { field: 'predicted', type: 'quantitative', ...scale, axis: axis('predicted') }
  const vertical = (field: string): Json => ({ field, type: 'quantitative', ...scale, axis: axis('observed') })
  return figure({
    description: 'Mean observed against mean predicted value by tenth of the predictions',
    width,
    height,
    data: { values },
    layer: [
      {
        data: { values: all.length === 0 ? [] : domain.map((at) => ({ predicted: at, observed: at })) },
        mark: { type: 'line', color: lightPalette.baseline, strokeDash: [4, 4], strokeWidth: 1 },
        encoding: { x, y: vertical('observed') },
      },
      {
        mark: { type: 'rule', color: lightPalette.forecast, opacity: 0.5, strokeWidth: 2 },
        encoding: { x, y: vertical('lower'), y2: { field: 'upper' } },
      },
      {
        mark: { type: 'point', filled: true, color: lightPalette.forecast, size: 60, opacity: 1 },
        encoding: { x, y: vertical('observed') },
      },
    ],
  })
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

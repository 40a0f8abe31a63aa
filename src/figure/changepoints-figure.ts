/** The rate of the trend over time: a step at every place where the model bends it. */
import { readTable } from '../arrow/read-table.js'
import { timeColumn } from '../arrow/time-column.js'
import { numbersOf } from './columns.js'
import { figure, signedLabels, timeEncoding, type Figure, type FigureSize, type Row } from './specification.js'
import { lightPalette } from './theme.js'
import type { TableLike } from '../arrow/table-like.js'

/** What `changepointsFigure` may be told. */
export interface ChangepointsFigureOptions extends FigureSize {
  /** First and last instant of the history (ms since 1970 or Date), default the first and last changepoint. */
  readonly from?: number | Date
  readonly to?: number | Date
  /** Days that a rate refers to, default 365.25 (a year). */
  readonly perDays?: number
  /** Title of the vertical axis, default `change a year`. */
  readonly unit?: string
}

/**
 * Draw how fast the trend rises or falls between its changepoints; a dot marks each changepoint whose size is not zero.
 *
 * @param changepoints table of `changepoints(model)`: `ds`, `active`, `slope_before`, `slope_after` (units of y a day)
 * @param options span, scale and size (default 760 × 180)
 * @throws BodkinError `COLUMN` when a column is missing
 * @example
 * changepointsFigure(changepoints(model), { from: firstDay, to: lastDay, unit: 'births a day, change a year' })
 */
export function changepointsFigure(changepoints: TableLike, options: ChangepointsFigureOptions = {}): Figure {
  const { width = 760, height = 180, perDays = 365.25, unit = 'change a year' } = options
  const read = readTable(changepoints, 'changepoints')
  const times = timeColumn(read, 'ds')
  const active = numbersOf(read, 'active')
  const before = numbersOf(read, 'slope_before').map((slope) => slope * perDays)
  const after = numbersOf(read, 'slope_after').map((slope) => slope * perDays)
  const bends = Array.from(times, (_, i) => i).filter((i) => active[i] === 1)
  const dots: Row[] = bends.map((i) => ({ t: times[i], rate: after[i] }))
  const rate: Row[] = []
  if (times.length > 0) {
    const last = times.length - 1
    rate.push({ t: options.from === undefined ? times[0] : Number(options.from), rate: before[0] }, ...dots)
    rate.push({ t: options.to === undefined ? times[last] : Number(options.to), rate: after[last] })
  }
  const y = { field: 'rate', type: 'quantitative', axis: { title: unit, tickCount: 5, labelExpr: signedLabels } }
  return figure({
    description: 'Rate of the trend between its changepoints',
    width,
    height,
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: lightPalette.axis },
        encoding: { y: { field: 'zero', type: 'quantitative' } },
      },
      {
        data: { values: rate },
        mark: { type: 'line', interpolate: 'step-after', color: lightPalette.forecast, strokeWidth: 1.8 },
        encoding: { x: timeEncoding('t', width), y },
      },
      {
        data: { values: dots },
        mark: { type: 'circle', color: lightPalette.forecast, size: 36, opacity: 1 },
        encoding: { x: timeEncoding('t', width), y },
      },
    ],
  })
}

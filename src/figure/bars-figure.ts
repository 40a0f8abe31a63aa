/** Named numbers as horizontal bars with their values beside them: scores of a model against its baselines, effects of holidays. */
import { readTable } from '../arrow/read-table.js'
import { labelsOf, numbersOf } from './columns.js'
import { decimalsFor, formatNumber, formatSigned } from './format.js'
import { namedBars } from './named-bars.js'
import type { Figure, FigureSize } from './specification.js'
import { lightPalette } from './theme.js'
import type { TableLike } from '../arrow/table-like.js'

/** What `scoresFigure` may be told. */
export interface ScoresFigureOptions extends FigureSize {
  /** Column to draw, default `mae`. */
  readonly metric?: string
  /** Name of the row that is judged; the others are drawn as baselines. Default the first row. */
  readonly model?: string
  /** Title under the bars, default the metric in capitals. */
  readonly unit?: string
}

/** What `effectsFigure` may be told. */
export interface EffectsFigureOptions extends FigureSize {
  /** Title under the bars, default none. */
  readonly unit?: string
  /** The effects are fractions: show percent. Default false. */
  readonly percent?: boolean
}

/**
 * Compare a model with its baselines: one bar a model, the judged one in colour, the value beside the bar. Bars start at zero.
 *
 * @param scores table with a column `model` and one for each metric
 * @param options metric and judged model; `width` is that of the whole figure, default 480
 * @throws BodkinError `COLUMN` when a column is missing
 * @example
 * scoresFigure({ model: ['bodkin', 'naive'], mae: [310, 1820] }, { unit: 'mean absolute error' })
 */
export function scoresFigure(scores: TableLike, options: ScoresFigureOptions = {}): Figure {
  const { width = 480, metric = 'mae' } = options
  const read = readTable(scores, 'scores')
  const models = labelsOf(read, 'model')
  const values = numbersOf(read, metric)
  const judged = options.model ?? models[0]
  const decimals = decimalsFor(values)
  const rows = models.map((name, i) => ({
    name,
    value: Number.isFinite(values[i]) ? values[i] : null,
    text: formatNumber(values[i], decimals),
    colour: name === judged ? lightPalette.forecast : lightPalette.baseline,
  }))
  return namedBars(rows, width, options.height, options.unit ?? metric.toUpperCase(), `${metric} of each model`)
}

/**
 * Draw signed effects as bars to the left and right of zero, in the order given.
 *
 * @param effects table with `name` and `effect`
 * @param options unit and percent; `width` is that of the whole figure, default 480
 * @throws BodkinError `COLUMN` when a column is missing
 * @example
 * effectsFigure({ name: ['Christmas Day', 'New Year'], effect: [-5200, -3900] }, { unit: 'births a day' })
 */
export function effectsFigure(effects: TableLike, options: EffectsFigureOptions = {}): Figure {
  const { width = 480, percent = false } = options
  const read = readTable(effects, 'effects')
  const values = numbersOf(read, 'effect')
  const decimals = percent ? 1 : decimalsFor(values)
  const rows = labelsOf(read, 'name').map((name, i) => ({
    name,
    value: Number.isFinite(values[i]) ? values[i] : null,
    text: percent ? `${formatSigned(values[i] * 100, decimals)} %` : formatSigned(values[i], decimals),
    colour: lightPalette.forecast,
  }))
  return namedBars(rows, width, options.height, options.unit ?? null, 'Effect of each name')
}

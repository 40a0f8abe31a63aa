/** Named numbers as horizontal bars with their values beside them: scores of a model against its baselines, effects of holidays. */
import { readTable } from '../arrow/read-table.js'
import { labelsOf, numbersOf } from './columns.js'
import { decimalsFor, formatNumber, formatSigned } from './format.js'
import { figure, numberFormat, type Figure, type FigureSize, type Row } from './specification.js'
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
  return bars(rows, width, options.height, options.unit ?? metric.toUpperCase(), `${metric} of each model`)
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
  return bars(rows, width, options.height, options.unit ?? null, 'Effect of each name')
}

interface Bar {
  readonly name: string
  readonly value: number | null
  readonly text: string
  readonly colour: string
}

/** Room in pixels for a character of a name and for the column of values. */
const characterWidth = 7.5
const valueWidth = 64

/**
 * Three columns: names, bars, values. Names and values are drawn as text, not as axis labels: without a canvas an axis guesses the width of its
 * labels far too wide, and a value beside its bar would be cut off at one end and cross the zero line at the other.
 */
function bars(
  rows: readonly Bar[],
  width: number,
  height: number | undefined,
  title: string | null,
  what: string,
): Figure {
  const longest = Math.max(1, ...rows.map(({ name }) => name.length))
  const letters = Math.max(4, Math.min(longest, Math.floor((width * 0.54) / characterWidth)))
  const nameWidth = Math.ceil(letters * characterWidth)
  const barWidth = Math.max(60, Math.round(width - nameWidth - valueWidth - 2 * spacing - 8))
  const data: Row[] = rows.map(({ name, value, text, colour }, i) => ({
    i,
    name: shortened(name, letters),
    value,
    text,
    colour,
  }))
  const axis = {
    title,
    grid: true,
    tickCount: Math.max(2, Math.round(barWidth / 90)),
    format: numberFormat,
    labelOverlap: true,
    labelFlush: true,
  }
  const size = { height: height ?? { step: 30 } }
  const y = { field: 'i', type: 'ordinal', axis: null }
  return figure({
    description: what,
    data: { values: data },
    spacing,
    // Flush: the guessed width of an axis title must not push the columns apart.
    bounds: 'flush',
    hconcat: [
      {
        ...size,
        width: nameWidth,
        mark: { type: 'text', clip: true, align: 'right', x: nameWidth, color: lightPalette.ink, fontSize: 13 },
        encoding: { y, text: { field: 'name' } },
      },
      {
        ...size,
        width: barWidth,
        mark: { type: 'bar', height: { band: 0.6 } },
        encoding: {
          y,
          x: { field: 'value', type: 'quantitative', axis },
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      },
      {
        ...size,
        width: valueWidth,
        mark: { type: 'text', clip: true, align: 'right', x: valueWidth, color: lightPalette.ink, fontSize: 13 },
        encoding: { y, text: { field: 'text' } },
      },
    ],
  })
}

const spacing = 10

/** `shortened('Thanksgiving', 8)` → `'Thanksg…'` */
function shortened(name: string, letters: number): string {
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`
}

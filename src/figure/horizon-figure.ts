/** How the error of a forecast grows with its distance, beside the errors of simpler forecasts: a line a model, named at its end. */
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { metrics, type MetricsOptions } from '../forecast/evaluation/metrics.js'
import { METRICS, type MetricName } from '../forecast/evaluation/pointwise.js'
import { choice, readOptions, withDefault } from '../options/rules.js'
import { labelsOf, numbersOf } from './columns.js'
import { pushApart } from './place-labels.js'
import { known } from './series-layer.js'
import { figure, numberFormat, type Figure, type FigureSize, type Json, type Row } from './specification.js'
import { lightPalette } from './theme.js'

/** What `horizonFigure` may be told. */
export interface HorizonFigureOptions extends FigureSize {
  /** Column to draw, default `mae`. */
  readonly metric?: string
  /** Models to draw, default all. */
  readonly models?: readonly string[]
  /** Name of the model that is judged; the others are drawn as baselines. Default the first one. */
  readonly model?: string
  /** Title of the vertical axis, default the metric in capitals. */
  readonly unit?: string
  /** Title of the horizontal axis, default `horizon`. */
  readonly horizonUnit?: string
}

/** What `crossValidationFigure` may be told. */
export interface CrossValidationFigureOptions extends Omit<HorizonFigureOptions, 'metric'> {
  /** Metric of `metrics` to draw, default `mae`. */
  readonly metric?: MetricName
  /** Share of the rows that a point of a line averages, as in `metrics`; default 0.1. */
  readonly rollingWindow?: MetricsOptions['rollingWindow']
}

/** A line of the figure: its points by horizon, and its name beside the last one. */
interface ModelLine {
  readonly name: string
  readonly horizon: readonly number[]
  readonly value: readonly number[]
}

/**
 * Draw errors by horizon: one line a model, the judged one in colour, the others grey with dashes of their own. The axis starts at zero.
 *
 * @param errors long table: `horizon` (a number, such as rows ahead), `model`, and the metric; the table `errors` of `auto` is one
 * @param options metric, judged model, titles, and the size of the whole without axes (default 760 × 240)
 * @throws BodkinError `COLUMN` when a column is missing
 * @example
 * horizonFigure({ horizon: [1, 2, 1, 2], model: ['ets', 'ets', 'naive', 'naive'], mae: [3, 4, 5, 8] }, { horizonUnit: 'days ahead' })
 */
export function horizonFigure(errors: TableLike, options: HorizonFigureOptions = {}): Figure {
  const { metric = 'mae' } = options
  const read = readTable(errors, 'errors')
  const horizon = numbersOf(read, 'horizon')
  const values = numbersOf(read, metric)
  const rows = new Map<string, number[]>()
  labelsOf(read, 'model').forEach((name, i) => rows.set(name, [...(rows.get(name) ?? []), i]))
  const lines = (options.models ?? [...rows.keys()]).flatMap((name): ModelLine[] => {
    const places = (rows.get(name) ?? []).toSorted((a, b) => horizon[a] - horizon[b])
    return places.length === 0
      ? []
      : [{ name, horizon: places.map((i) => horizon[i]), value: places.map((i) => values[i]) }]
  })
  return drawLines(lines, options.unit ?? metric.toUpperCase(), options.horizonUnit ?? 'horizon', options)
}

/**
 * Draw the errors of several cross-validations by horizon, such as those of a model and of its baselines.
 *
 * @param folds table of `crossValidate` for each name; the first one is judged
 * @param options metric, rolling window, titles, and the size of the whole without axes (default 760 × 240)
 * @throws BodkinError `COLUMN` or `DATA` when a table is none of a cross-validation, `OPTION` for a metric that it cannot give
 * @example
 * crossValidationFigure({ additive: await crossValidate(history, {}, run), naive: await crossValidate(history, { model: 'naive' }, run) })
 */
export function crossValidationFigure(
  folds: Readonly<Record<string, TableLike>>,
  options: CrossValidationFigureOptions = {},
): Figure {
  const { metric } = readOptions({ metric: withDefault(choice(...METRICS), 'mae') }, { metric: options.metric })
  const { rollingWindow } = options
  const inDays = Object.entries(folds)
    .filter(([name]) => options.models?.includes(name) ?? true)
    .map(([name, cv]): ModelLine => {
      const read = readTable(metrics(cv, { rollingWindow, metrics: [metric] }), 'metrics')
      return { name, horizon: [...numbersOf(read, 'horizon')], value: [...numbersOf(read, metric)] }
    })
  const short = inDays.every(({ horizon }) => horizon.every((days) => days <= 2))
  const lines = short ? inDays.map((line) => ({ ...line, horizon: line.horizon.map((days) => days * 24) })) : inDays
  const horizonUnit = options.horizonUnit ?? (short ? 'hours ahead' : 'days ahead')
  return drawLines(lines, options.unit ?? metric.toUpperCase(), horizonUnit, options)
}

/** Dashes that tell grey lines apart. */
const dashes: readonly (readonly number[])[] = [
  [7, 3],
  [2, 2],
  [8, 3, 2, 3],
  [1, 3],
  [12, 3],
  [5, 2, 1, 2, 1, 2],
]
const solid: readonly number[] = [1, 0]

/** Pixels of a letter of a name, of its row, and between a line's end and its name. */
const letter = 7.2
const nameHeight = 16
const leader = 14

function drawLines(
  lines: readonly ModelLine[],
  unit: string,
  horizonUnit: string,
  options: HorizonFigureOptions,
): Figure {
  const { width = 760, height = 240 } = options
  const judged = options.model ?? lines[0]?.name
  const top = 1.05 * lines.flatMap(({ value }) => value).reduce((most, x) => (x > most ? x : most), 0) || 1
  const longest = Math.max(0, ...lines.map(({ name }) => name.length))
  const nameWidth = Math.min(Math.ceil(longest * letter) + leader + 4, Math.round(width * 0.42))
  const plotWidth = width - nameWidth
  const values: Row[] = lines.flatMap(({ name, horizon, value }) =>
    horizon.map((h, i) => ({ horizon: h, value: known(value[i]), model: name })),
  )
  const colours = lines.map(({ name }) => (name === judged ? lightPalette.forecast : lightPalette.baseline))
  let dash = 0
  const patterns = lines.map(({ name }) => (name === judged ? solid : dashes[dash++ % dashes.length]))
  const domain = lines.map(({ name }) => name)
  const points = Math.max(0, ...lines.map(({ horizon }) => horizon.length))
  const x = {
    field: 'horizon',
    type: 'quantitative',
    scale: { zero: false, nice: false, padding: points < 2 ? 20 : 4 },
    axis: { title: horizonUnit, tickCount: Math.max(3, Math.round(plotWidth / 60)), tickMinStep: 1, grid: false },
  }
  const y = {
    field: 'value',
    type: 'quantitative',
    scale: { domain: [0, top], nice: false },
    axis: { title: unit, tickCount: 5, format: numberFormat },
  }
  const color = { field: 'model', type: 'nominal', scale: { domain, range: colours }, legend: null }
  const plot = {
    width: plotWidth,
    height,
    data: { values },
    encoding: { x, y, color },
    layer: [
      {
        mark: { type: 'line', strokeJoin: 'round' },
        encoding: {
          strokeDash: { field: 'model', type: 'nominal', scale: { domain, range: patterns }, legend: null },
          strokeWidth: {
            condition: { test: { field: 'model', equal: judged ?? '' }, value: 2.4 },
            value: 1.5,
          },
        },
      },
      ...(points <= 16 ? [{ mark: { type: 'circle', size: 24, opacity: 1 } }] : []),
    ],
  }
  return figure({
    description: `${unit} by horizon for each model`,
    spacing: 0,
    // Flush: the guessed width of a name must not push the columns apart.
    bounds: 'flush',
    hconcat: [plot, nameColumn(lines, judged, top, nameWidth, height)],
  })
}

/** Names at the ends of their lines, pushed apart where they would cover each other. */
function nameColumn(
  lines: readonly ModelLine[],
  judged: string | undefined,
  top: number,
  width: number,
  height: number,
): Json {
  const ends = lines.map(({ value }) => value.findLast(Number.isFinite) ?? 0).map((value) => height * (1 - value / top))
  const places = pushApart(ends, nameHeight, nameHeight / 2, height - nameHeight / 2)
  const letters = Math.max(1, Math.floor((width - leader) / letter))
  const values: Row[] = lines.map(({ name }, i) => ({
    name: name.length <= letters ? name : `${name.slice(0, letters - 1)}…`,
    judged: name === judged,
    end: ends[i],
    place: places[i],
    from: 0,
    to: leader - 4,
    text: leader,
  }))
  const pixels = (field: string): Json => ({ field, type: 'quantitative', scale: null, axis: null })
  return {
    width,
    height,
    data: { values },
    layer: [
      {
        mark: { type: 'rule', color: lightPalette.axis, strokeWidth: 1 },
        encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('end'), y2: { field: 'place' } },
      },
      {
        mark: { type: 'text', clip: true, align: 'left', baseline: 'middle', fontSize: 12 },
        encoding: {
          x: pixels('text'),
          y: pixels('place'),
          text: { field: 'name' },
          color: {
            condition: { test: { field: 'judged', equal: true }, value: lightPalette.forecast },
            value: lightPalette.muted,
          },
        },
      },
    ],
  }
}

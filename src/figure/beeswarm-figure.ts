/** SHAP values of every row: how far each feature pushes each prediction. */
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { isCategory } from '../regression/columns.js'
import { numbersOf } from './columns.js'
import { figure, numberFormat, type Figure, type FigureSize, type Row } from './specification.js'
import { lightPalette } from './theme.js'

/** What `beeswarmFigure` may be told. */
export interface BeeswarmFigureOptions extends FigureSize {
  /** The rows that were explained: their feature values colour the points. Default none: one colour. */
  readonly values?: TableLike
  /** Title of the horizontal axis, default `effect on the prediction`. */
  readonly unit?: string
  /** Most features, by mean size; default 12. */
  readonly top?: number
  /** Most points a feature; further rows are passed over evenly. Default 400. */
  readonly points?: number
}

/** Colours of low, middle, high values; of labels and missing ones. */
const thirds = ['low value', 'middle', 'high value'] as const
const other = 'label or missing'
const palette = [lightPalette.forecast, lightPalette.baseline, lightPalette.truth, lightPalette.history]

/** Pixels of a point, of a feature's row, and how far points may stray from its middle. */
const dot = 4
const rowHeight = 44
const stray = 18

/**
 * Draw SHAP values as swarms: a row a feature, a point a row of the table, to the right what raises the prediction. Points that would cover each
 * other stand above and below; colour says whether the feature's own value is in its lowest, middle or highest third.
 *
 * @param shap table of `shap(model, rows)`: a column a feature, and `bias`, which is not drawn
 * @param options rows for the colours, title, number of features and points, `width` of the swarms, default 560
 * @throws BodkinError `COLUMN` when `values` lacks a feature
 * @example
 * beeswarmFigure(shap(model, months), { values: months, unit: 'hours' })
 */
export function beeswarmFigure(shap: TableLike, options: BeeswarmFigureOptions = {}): Figure {
  const { width = 560, top = 12, points = 400, unit = 'effect on the prediction' } = options
  const source = readTable(shap, 'shap')
  const values = options.values === undefined ? null : readTable(options.values, 'values')
  const stride = Math.max(1, Math.ceil(source.rows / points))
  const drawn = Array.from({ length: Math.ceil(source.rows / stride) }, (_, i) => i * stride)
  const features = source.names
    .filter((name) => name !== 'bias')
    .map((name) => ({ name, effects: numbersOf(source, name) }))
    .map((feature) => ({ ...feature, size: feature.effects.reduce((sum, effect) => sum + Math.abs(effect), 0) }))
    .sort((a, b) => b.size - a.size)
    .slice(0, top)
  const all = features.flatMap(({ effects }) => drawn.map((row) => effects[row]))
  const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)]
  const pixel = (effect: number): number => ((effect - least) / (most - least || 1)) * width
  const rows = features.flatMap(({ name, effects }, i): Row[] => {
    const colours = values === null || isCategory(values.column(name)) ? null : thirdsOf(numbersOf(values, name), drawn)
    const middle = (i + 0.5) * rowHeight
    const offsets = swarm(drawn.map((row) => pixel(effects[row])))
    return drawn.map((row, k) => ({
      name,
      effect: effects[row],
      y: middle + offsets[k],
      value: colours?.[k] ?? other,
    }))
  })
  const height = Math.max(1, features.length) * rowHeight
  const y = { field: 'y', type: 'quantitative', scale: { domain: [0, height], range: [0, height], nice: false } }
  const coloured = rows.some(({ value }) => value !== other)
  return figure({
    description: 'Effect of each feature on the prediction of each row',
    width,
    height,
    layer: [
      {
        data: { values: [{ effect: 0 }] },
        mark: { type: 'rule', color: lightPalette.axis },
        encoding: { x: { field: 'effect', type: 'quantitative' } },
      },
      {
        data: { values: rows },
        mark: { type: 'circle', size: dot * dot * 1.6, opacity: 0.65, clip: false },
        encoding: {
          x: {
            field: 'effect',
            type: 'quantitative',
            scale: { domain: [least, most], nice: false },
            axis: {
              title: unit,
              format: numberFormat,
              labelOverlap: true,
              tickCount: Math.max(2, Math.round(width / 80)),
            },
          },
          y: {
            ...y,
            axis: {
              title: null,
              values: features.map((_, i) => (i + 0.5) * rowHeight),
              labelExpr: `${JSON.stringify(features.map(({ name }) => name))}[floor(datum.value / ${rowHeight})]`,
              grid: false,
            },
          },
          color: {
            field: 'value',
            type: 'nominal',
            scale: { domain: [...thirds, other], range: palette },
            legend: coloured ? { values: usedOf(rows) } : null,
          },
        },
      },
    ],
  })
}

function usedOf(rows: readonly Row[]): string[] {
  return [...thirds, other].filter((name) => rows.some(({ value }) => value === name))
}

/** The third of each drawn row's value among the drawn ones; missing values have none. */
function thirdsOf(values: Float64Array, drawn: readonly number[]): string[] {
  const sorted = drawn
    .map((row) => values[row])
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b)
  const [first, second] = [1, 2].map((k) => sorted[Math.floor((k * sorted.length) / 3)])
  return drawn.map((row) => {
    const value = values[row]
    if (Number.isNaN(value)) return other
    return value < first ? thirds[0] : value < second ? thirds[1] : thirds[2]
  })
}

/** Offsets from the middle, in pixels, so that points within one dot of each other stand apart: the first free place, nearest to the middle. */
function swarm(places: readonly number[]): number[] {
  const taken = new Map<number, number>()
  return places.map((place) => {
    const column = Math.round(place / dot)
    const before = taken.get(column) ?? 0
    taken.set(column, before + 1)
    const steps = Math.ceil(before / 2) * (before % 2 === 0 ? 1 : -1)
    const offset = steps * (dot * 0.7)
    // a crowd beyond the row's room folds back into it
    return Math.abs(offset) <= stray ? offset : Math.sign(offset) * (Math.abs(offset) % stray)
  })
}

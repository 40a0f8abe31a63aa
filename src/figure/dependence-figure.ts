/** How a model's prediction changes with one feature. */
import type { TableLike } from '../arrow/table-like.js'
import { readTable, type SourceTable } from '../arrow/read-table.js'
import { isCategory } from '../regression/columns.js'
import { labelsOf, numbersOf } from './columns.js'
import { figure, numberFormat, type Figure, type FigureSize, type Json, type Row } from './specification.js'
import { lightPalette } from './theme.js'

/** What `dependenceFigure` may be told. */
export interface DependenceFigureOptions extends FigureSize {
  /** Title of the horizontal axis, the feature's name; default none. */
  readonly feature?: string
  /** Title of the vertical axis, the target's unit; default `prediction`. */
  readonly unit?: string
}

/**
 * Draw a partial dependence: the mean prediction by the feature's value, the middle of the rows' predictions as a band; labels as points with
 * whiskers, in the order of their mean.
 *
 * @param dependence table with `value` (numbers or labels), `mean`, `lower`, `upper`, as `partialDependence` gives it
 * @param options titles and size, default 480 × 200 (labels: 26 pixels each)
 * @throws BodkinError `COLUMN` when a column is missing or of the wrong type
 * @example
 * dependenceFigure(partialDependence(model, months, { feature: 'temperature' }), { feature: 'temperature in °C', unit: 'hours' })
 */
export function dependenceFigure(dependence: TableLike, options: DependenceFigureOptions = {}): Figure {
  const { width = 480, feature = null, unit = 'prediction' } = options
  const source = readTable(dependence, 'dependence')
  return isCategory(source.column('value'))
    ? labelsFigure(source, { width, height: options.height, feature, unit })
    : lineFigure(source, { width, height: options.height ?? 200, feature, unit })
}

interface Settings {
  readonly width: number
  readonly height: number | undefined
  readonly feature: string | null
  readonly unit: string
}

/** Rows of the table, `value` as the reader gives it. */
function rowsOf(source: SourceTable, value: ArrayLike<string | number>): Row[] {
  const [mean, lower, upper] = ['mean', 'lower', 'upper'].map((name) => numbersOf(source, name))
  return Array.from(mean, (_, i) => ({ value: value[i], mean: mean[i], lower: lower[i], upper: upper[i] }))
}

const quantitative = (field: string, title: string | null, width: number): Json => ({
  field,
  type: 'quantitative',
  scale: { zero: false, nice: false },
  axis: { title, format: numberFormat, labelOverlap: true, tickCount: Math.max(2, Math.round(width / 70)) },
})

function lineFigure(source: SourceTable, { width, height, feature, unit }: Settings): Figure {
  const x = quantitative('value', feature, width)
  const band = { y: { ...quantitative('lower', unit, height ?? 0), scale: { zero: false } }, y2: { field: 'upper' } }
  return figure({
    description: 'Mean prediction by the value of a feature, with the band of most rows',
    width,
    height,
    data: { values: rowsOf(source, numbersOf(source, 'value')) },
    encoding: { x },
    layer: [
      { mark: { type: 'area', color: lightPalette.forecast, opacity: 0.18 }, encoding: band },
      {
        mark: { type: 'line', color: lightPalette.forecast, strokeWidth: 2 },
        encoding: { y: { ...quantitative('mean', unit, height ?? 0), scale: { zero: false } } },
      },
    ],
  })
}

function labelsFigure(source: SourceTable, { width, height, feature, unit }: Settings): Figure {
  const rows = rowsOf(source, labelsOf(source, 'value')).toSorted((a, b) => Number(b.mean) - Number(a.mean))
  const y = { field: 'value', type: 'nominal', sort: rows.map(({ value }) => value), axis: { title: feature } }
  return figure({
    description: 'Mean prediction by the label of a feature, with the whisker of most rows',
    width,
    height: height ?? { step: 26 },
    data: { values: rows },
    encoding: { y },
    layer: [
      {
        mark: { type: 'rule', color: lightPalette.forecast, opacity: 0.4, strokeWidth: 3 },
        encoding: { x: quantitative('lower', unit, width), x2: { field: 'upper' } },
      },
      {
        mark: { type: 'point', filled: true, color: lightPalette.forecast, size: 60, opacity: 1 },
        encoding: { x: quantitative('mean', unit, width) },
      },
    ],
  })
}

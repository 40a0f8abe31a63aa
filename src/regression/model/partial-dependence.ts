/**
 * Partial dependence: how the predictions move when one feature is set to a value in all rows and the others stay (Friedman 2001).
 *
 *   mean(v) = average over the rows of prediction(row with feature = v); lower, upper = quantiles of the same predictions over the rows
 *
 * Where features depend on each other, it asks about rows that do not occur. O(points · rows · trees · depth).
 */
import type { Table } from 'apache-arrow'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, int32, text, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import { BodkinError, didYouMean } from '../../errors.js'
import { quantileInPlace } from '../../numeric/quantile.js'
import { integer, number, readOptions, textRule, withDefault, type Schema } from '../../options/rules.js'
import { assertTreeModel } from './assert-model.js'
import type { FeatureColumn } from '../columns.js'
import { readForModel } from './model-columns.js'
import { predictColumns } from './predict.js'
import type { TreeModel } from './tree-model.js'

/** Options of `partialDependence`. */
export interface PartialDependenceOptions {
  /** The feature to move. */
  readonly feature: string
  /**
   * Values of a numeric feature, at evenly spaced quantiles of the table's own, or all of them where they are no more; an integer ≥ 2; default
   * 20. A category takes each label.
   */
  readonly points?: number
  /** Share of the rows' predictions between `lower` and `upper`, in (0, 1); default 0.8. */
  readonly intervalWidth?: number
}

const schema: Schema<Required<PartialDependenceOptions>> = {
  feature: textRule('the name of a feature'),
  points: withDefault(integer({ min: 2, max: 10_000 }), 20),
  intervalWidth: withDefault(number({ above: 0, below: 1 }), 0.8),
}

/** Values to set the feature to, and how they are written. */
interface Grid {
  readonly values: Float32Array
  readonly column: (repeat: number) => OutputColumn
}

/**
 * Partial dependence of one feature.
 *
 * @param table rows to average over; nulls in the feature count for nothing when values are chosen
 * @returns columns `value` (numbers, or labels), `mean`, `lower`, `upper` in the target's unit; with several outputs `output` comes first
 * @throws BodkinError `OPTION` when the model has no such feature, `DATA` when the table has no row or the feature no value; else as `predict`
 * @example
 * partialDependence(model, table, { feature: 'place' })   // value 'Aix' mean .71, 'Lyon' mean .93, …
 */
export function partialDependence(model: TreeModel, table: TableLike, options: PartialDependenceOptions): Table {
  assertTreeModel(model, 'partialDependence')
  const settings = readOptions(schema, options)
  const names = model.features.map(({ name }) => name)
  const at = names.indexOf(settings.feature)
  if (at < 0) {
    const quoted = JSON.stringify(settings.feature)
    const hint = didYouMean(settings.feature, names)
    throw new BodkinError('OPTION', `option "feature" must be a feature of the model, got ${quoted}${hint}`, {
      option: 'feature',
    })
  }
  const source = readTable(table)
  const columns = readForModel(model, source)
  const { values, column } = gridOf(columns[at], settings.points, source.rows)
  const outputs = model.baseScore.length
  const count = values.length * outputs
  const [mean, lower, upper] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  values.forEach((value, point) => {
    const moved = { ...columns[at], values: new Float32Array(source.rows).fill(value) }
    const predictions = predictColumns(model, columns.with(at, moved), source.rows)
    for (let output = 0; output < outputs; output++) {
      const own = Float64Array.from({ length: source.rows }, (_, row) => predictions[row * outputs + output]).sort()
      const to = output * values.length + point
      mean[to] = own.reduce((sum, prediction) => sum + prediction, 0) / source.rows
      lower[to] = quantileInPlace(own, (1 - settings.intervalWidth) / 2)
      upper[to] = quantileInPlace(own, (1 + settings.intervalWidth) / 2)
    }
  })
  const numbers = Int32Array.from({ length: count }, (_, i) => Math.floor(i / values.length))
  return writeTable([
    ...(outputs > 1 ? ([['output', int32(numbers)]] as const) : []),
    ['value', column(outputs)],
    ['mean', float64(mean)],
    ['lower', float64(lower)],
    ['upper', float64(upper)],
  ])
}

function gridOf({ name, kind, labels, values }: FeatureColumn, points: number, rows: number): Grid {
  if (rows === 0) throw new BodkinError('DATA', 'partialDependence needs at least one row, got no rows', { rows })
  if (kind === 'category' && labels.length > 0) {
    const codes = Float32Array.from(labels.keys())
    return { values: codes, column: (repeat) => text(Array.from({ length: repeat }, () => labels).flat()) }
  }
  const known = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort()
  if (known.length === 0)
    throw new BodkinError('DATA', `column "${name}": must have a value, got only nulls`, { column: name })
  const distinct = [...new Set(known)]
  // quantiles of few values would lie between them: months of 1.3, booleans of 0.2
  const chosen =
    kind === 'category' || distinct.length <= points
      ? distinct
      : [...new Set(Array.from({ length: points }, (_, i) => Math.fround(quantileInPlace(known, i / (points - 1)))))]
  return {
    values: Float32Array.from(chosen),
    column: (repeat) =>
      float64(Float64Array.from({ length: repeat * chosen.length }, (_, i) => chosen[i % chosen.length])),
  }
}

/**
 * The linear baseline: ridge regression on numbers and one-hot labels, what a boosted model has to beat.
 *
 * A number becomes (x − mean) / sd and, where the training rows have nulls, a second column that is 1 for null, whose number is then the mean.
 * A label becomes a column for each label, null among them where the training rows have nulls. So the penalty is the same for all numbers,
 * whatever their units; coefficients are told in the units of the table. O(rows · columns²).
 */
import type { Table } from 'apache-arrow'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, text, writeTable } from '../../arrow/write-table.js'
import { BodkinError } from '../../errors.js'
import { listOf, number, optional, readOptions, textRule, withDefault, type Schema } from '../../options/rules.js'
import { readFeature, readNumeric, readTarget, readWeights, type FeatureColumn } from '../columns.js'
import { featureNames } from '../feature-names.js'
import { fitRidge, type Line } from './ridge.js'
import { categoryColumn } from '../../arrow/category-column.js'

/** Options of `linearBaseline`. */
export interface LinearBaselineOptions {
  /** Name of the column to explain: numbers. */
  readonly target: string
  /** Names of the columns that explain: numbers, booleans, or text. Default: all but the target and the weight. */
  readonly features?: readonly string[]
  /** Name of a column of weights, ≥ 0. */
  readonly weight?: string
  /** Penalty on squared coefficients (of standardised numbers), ≥ 0; default 1. 0 is ordinary least squares. */
  readonly ridge?: number
}

interface Settings {
  readonly target: string
  readonly features: readonly string[] | undefined
  readonly weight: string | undefined
  readonly ridge: number
}

const column = textRule('the name of a column')
const schema: Schema<Settings> = {
  target: column,
  features: optional(listOf(column)),
  weight: optional(column),
  ridge: withDefault(number({ min: 0 }), 1),
}

/** A fitted linear baseline. */
export interface LinearBaseline {
  /**
   * `term` ('intercept', 'temperature', 'location = Lyon', 'temperature is null'), `feature` (null for the intercept), `coefficient`: the
   * change of the target a unit of the feature, or for a label.
   */
  readonly coefficients: Table
  /** Predictions for the rows of a table that has the features; a label that the training rows do not have adds nothing. */
  readonly predict: (table: TableLike) => Float64Array
}

/** One column of the design. */
interface Term {
  readonly feature: string
  /** `value`: standardised number; `null`: 1 where there is none; `label`: 1 where the row has it. */
  readonly kind: 'value' | 'null' | 'label'
  readonly label: string | null
  readonly mean: number
  readonly sd: number
}

/**
 * Fit the linear baseline.
 *
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA` with the row of a target or weight that cannot be used; `DATA` for a table without rows
 * @example
 * const { coefficients } = linearBaseline({ hours: [1, 2, 3], cost: [5, 7, 9] }, { target: 'cost', ridge: 0 })
 * coefficients.toArray().map(({ term, coefficient }) => `${term} ${coefficient}`)   // ['intercept 3', 'hours 2']
 */
export function linearBaseline(table: TableLike, options: LinearBaselineOptions): LinearBaseline {
  const settings = readOptions(schema, options)
  const source = readTable(table)
  if (source.rows === 0)
    throw new BodkinError('DATA', 'linearBaseline needs at least one row, got no rows', { rows: 0 })
  const names = featureNames(source, settings.features, [settings.target, settings.weight])
  const y = readTarget(source, settings.target, 'squarederror')
  const w = settings.weight === undefined ? null : readWeights(source, settings.weight)
  const terms = names.flatMap((each) => termsOf(readFeature(source, each), w))
  const x = designOf(terms, source)
  const line = fitRidge(x, y, w, terms.length, settings.ridge)
  return Object.freeze({
    coefficients: coefficientTable(terms, line),
    predict: (rows: TableLike) => predictLine(terms, line, readTable(rows)),
  })
}

function termsOf({ name: feature, kind, values, labels }: FeatureColumn, w: Float64Array | null): Term[] {
  const hasNull = values.some((value) => Number.isNaN(value))
  if (kind === 'category') {
    const all: (string | null)[] = hasNull ? [...labels, null] : [...labels]
    return all.map((label) => ({ feature, kind: 'label', label, mean: 0, sd: 1 }))
  }
  let [total, sum, squares] = [0, 0, 0]
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return
    total += w === null ? 1 : w[row]
    sum += (w === null ? 1 : w[row]) * value
  })
  const mean = total > 0 ? sum / total : 0
  values.forEach((value, row) => {
    if (!Number.isNaN(value)) squares += (w === null ? 1 : w[row]) * (value - mean) ** 2
  })
  // a constant column has no unit of its own; its coefficient is 0 whatever it is divided by
  const sd = squares > 0 ? Math.sqrt(squares / total) : 1
  const value: Term = { feature, kind: 'value', label: null, mean, sd }
  return hasNull ? [value, { feature, kind: 'null', label: null, mean: 0, sd: 1 }] : [value]
}

/** The design of a table's rows, row-major. */
function designOf(terms: readonly Term[], source: SourceTable): Float64Array {
  const x = new Float64Array(source.rows * terms.length)
  const numbers = new Map<string, Float32Array>()
  const categories = new Map<string, { codes: Int32Array; labels: readonly string[] }>()
  terms.forEach(({ feature, kind, label, mean, sd }, j) => {
    if (kind === 'label') {
      let read = categories.get(feature)
      if (read === undefined) categories.set(feature, (read = categoryColumn(source, feature)))
      const wanted = label === null ? -1 : read.labels.indexOf(label)
      if (label !== null && wanted < 0) return
      read.codes.forEach((code, row) => (x[row * terms.length + j] = Number(code === wanted)))
      return
    }
    let values = numbers.get(feature)
    if (values === undefined) numbers.set(feature, (values = readNumeric(source, feature).values))
    values.forEach((value, row) => {
      const missing = Number.isNaN(value)
      x[row * terms.length + j] = kind === 'null' ? Number(missing) : missing ? 0 : (value - mean) / sd
    })
  })
  return x
}

function predictLine(terms: readonly Term[], { intercept, slopes }: Line, source: SourceTable): Float64Array {
  const x = designOf(terms, source)
  const p = terms.length
  return Float64Array.from({ length: source.rows }, (_, row) => {
    let sum = intercept
    for (let j = 0; j < p; j++) sum += x[row * p + j] * slopes[j]
    return sum
  })
}

/** Coefficients in the units of the table. */
function coefficientTable(terms: readonly Term[], { intercept, slopes }: Line): Table {
  const shift = terms.reduce((sum, { mean, sd }, j) => sum + (slopes[j] * mean) / sd, 0)
  const showTerm = ({ feature, kind, label }: Term): string =>
    kind === 'value' ? feature : kind === 'null' || label === null ? `${feature} is null` : `${feature} = ${label}`
  return writeTable({
    term: text(['intercept', ...terms.map(showTerm)]),
    feature: text([null, ...terms.map(({ feature }) => feature)]),
    coefficient: float64(Float64Array.of(intercept - shift, ...terms.map(({ sd }, j) => slopes[j] / sd))),
  })
}

/**
 * The table's columns as the trees read them: features in single precision with NaN for null, the target, weights and base margins in double.
 *
 * Text (plain or dictionary) is a category; numbers, booleans and dictionaries of numbers are numeric; times are refused. Labels of a category
 * are sorted, so that a model does not depend on the order of the rows.
 */
import { isText, valueType } from '../arrow/arrow-type.js'
import { categoryColumn } from '../arrow/category-column.js'
import { numericColumn } from '../arrow/numeric-column.js'
import type { SourceTable } from '../arrow/read-table.js'
import { columnError, type SourceColumn } from '../arrow/source-column.js'
import type { MetricName, ObjectiveName } from './options.js'

/** One feature. */
export interface FeatureColumn {
  readonly name: string
  readonly kind: 'numeric' | 'category'
  /** One a row; NaN = null. A category's codes as numbers. */
  readonly values: Float32Array
  /** Names of the codes 0, 1, …; empty for a numeric feature. */
  readonly labels: readonly string[]
}

/** Codes are 16 bits wide, one of them for null. */
const MOST_LABELS = 65_535

/**
 * The features of a training table.
 *
 * @param names columns to read, in the model's order
 * @throws BodkinError `COLUMN` when one is missing or of a type that trees cannot read, `DATA` when a value is infinite in single precision
 */
export function readFeatures(source: SourceTable, names: readonly string[]): FeatureColumn[] {
  return Array.from(eachFeature(source, names))
}

/** The same, one at a time as they are asked for. */
export function* eachFeature(source: SourceTable, names: readonly string[]): Generator<FeatureColumn> {
  for (const name of names) yield readFeature(source, name)
}

/** One feature of a training table. */
export function readFeature(source: SourceTable, name: string): FeatureColumn {
  return isCategory(source.column(name)) ? readCategory(source, name) : readNumeric(source, name)
}

/** A numeric feature in single precision. */
export function readNumeric(source: SourceTable, name: string): FeatureColumn {
  const wide = numericColumn(source, name).values
  const values = new Float32Array(wide)
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value - value === 0 || value !== value) continue
    throw columnError('DATA', source.column(name), `must be finite in single precision, got ${wide[row]}`, row)
  }
  return { name, kind: 'numeric', values, labels: [] }
}

/** Whether the column holds text, and so is a category. */
export function isCategory(column: SourceColumn): boolean {
  if (column.storage === 'chunked') return isText(valueType(column.type))
  const { values, rows } = column
  if (ArrayBuffer.isView(values)) return false
  for (let row = 0; row < rows; row++) {
    const value = values[row]
    if (value !== null && value !== undefined) return typeof value === 'string'
  }
  return false
}

function readCategory(source: SourceTable, name: string): FeatureColumn {
  const { codes, labels } = categoryColumn(source, name)
  if (labels.length > MOST_LABELS) {
    throw columnError('LIMIT', source.column(name), `must have at most ${MOST_LABELS} labels, got ${labels.length}`)
  }
  const sorted = labels.toSorted()
  const rank = new Map(sorted.map((label, code) => [label, code]))
  const newCode = Float32Array.from(labels, (label) => rank.get(label) as number)
  const values = new Float32Array(codes.length)
  for (let row = 0; row < codes.length; row++) values[row] = codes[row] < 0 ? NaN : newCode[codes[row]]
  return { name, kind: 'category', values, labels: Object.freeze(sorted) }
}

type Domain = readonly [rule: string, check: (y: number) => boolean]
const SHARE: Domain = ['in [0, 1]', (y) => y >= 0 && y <= 1]
const COUNT: Domain = ['at least 0', (y) => y >= 0]
const POSITIVE: Domain = ['above 0', (y) => y > 0]

/** What a label must be, by objective. */
const DOMAINS: Readonly<Partial<Record<ObjectiveName, Domain>>> = {
  logistic: SHARE,
  poisson: COUNT,
  gamma: POSITIVE,
  tweedie: COUNT,
}

/** What a label must be, by the metric that early stopping watches. */
const METRIC_DOMAINS: Readonly<Partial<Record<MetricName, Domain>>> = {
  logloss: SHARE,
  auc: SHARE,
  'poisson-nloglik': COUNT,
  'gamma-nloglik': POSITIVE,
  'gamma-deviance': POSITIVE,
  'tweedie-nloglik': COUNT,
}

/**
 * The target.
 *
 * @throws BodkinError `DATA` at the first row that is null, infinite (in single precision) or outside the objective's domain
 */
export function readTarget(source: SourceTable, name: string, objective: ObjectiveName): Float64Array {
  const { values } = numericColumn(source, name)
  const domain = DOMAINS[objective]
  for (let row = 0; row < values.length; row++) {
    const y = values[row]
    if (!Number.isFinite(Math.fround(y))) {
      throw columnError('DATA', source.column(name), `must be finite, got ${Number.isNaN(y) ? 'null' : y}`, row)
    }
    if (domain !== undefined) checkLabel(y, domain, `objective "${objective}"`, source, name, row)
  }
  return values
}

/** @throws BodkinError `DATA` at the first label that the metric says nothing about: it would stop the trees at once */
export function checkWatched(source: SourceTable, name: string, labels: Float64Array, metric: MetricName): void {
  const domain = METRIC_DOMAINS[metric]
  if (domain === undefined) return
  labels.forEach((y, row) => checkLabel(y, domain, `metric "${metric}"`, source, name, row))
}

function checkLabel(
  y: number,
  [rule, check]: Domain,
  what: string,
  source: SourceTable,
  name: string,
  row: number,
): void {
  if (!check(y)) throw columnError('DATA', source.column(name), `must be ${rule} for ${what}, got ${y}`, row)
}

/**
 * Weights of the rows.
 *
 * @throws BodkinError `DATA` at the first row that is null, infinite or negative, or when all are zero
 */
export function readWeights(source: SourceTable, name: string): Float64Array {
  const { values } = numericColumn(source, name)
  let sum = 0
  let largest = 0
  for (let row = 0; row < values.length; row++) {
    const weight = values[row]
    if (!(Number.isFinite(Math.fround(weight)) && weight >= 0)) {
      const got = Number.isNaN(weight) ? 'null' : weight
      throw columnError('DATA', source.column(name), `must be a finite weight of at least 0, got ${got}`, row)
    }
    sum += weight
    largest = Math.max(largest, Math.fround(weight))
  }
  if (!(largest > 0)) {
    const got = sum > 0 ? 'only weights that are 0 in single precision' : 'only zeros'
    throw columnError('DATA', source.column(name), `must have a weight above 0, got ${got}`)
  }
  return values
}

/**
 * Base margins of the rows: where the trees begin instead of at the base score.
 *
 * @throws BodkinError `DATA` at the first row that is null or infinite
 */
export function readBaseMargin(source: SourceTable, name: string): Float64Array {
  const { values } = numericColumn(source, name)
  for (let row = 0; row < values.length; row++) {
    if (Number.isFinite(Math.fround(values[row]))) continue
    const got = Number.isNaN(values[row]) ? 'null' : values[row]
    throw columnError('DATA', source.column(name), `must be finite, got ${got}`, row)
  }
  return values
}

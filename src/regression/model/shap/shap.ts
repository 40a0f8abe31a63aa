/**
 * SHAP values: what each feature adds to a row's margin.
 */
import type { Table } from 'apache-arrow'
import { readTable } from '../../../arrow/read-table.js'
import type { TableLike } from '../../../arrow/table-like.js'
import { float64, int32, text, writeTable, type OutputColumn } from '../../../arrow/write-table.js'
import { flag, optional, readOptions, textRule, withDefault, type Schema } from '../../../options/rules.js'
import { assertTreeModel } from '../assert-model.js'
import { readBaseMargin } from '../../columns.js'
import { forestOf } from '../forest.js'
import { toMargin } from '../link.js'
import { readForModel } from '../model-columns.js'
import { averages } from '../predict.js'
import type { TreeModel } from '../tree-model.js'
import { interactionsOf, contributionsOf } from './rows.js'

/** Options of `shap`. */
export interface ShapOptions {
  /** Split each feature's value into its main effect and its interactions; default false. */
  readonly interactions?: boolean
  /** Column that replaces the model's base score, as a margin. */
  readonly baseMargin?: string
}

interface ShapSettings {
  readonly interactions: boolean
  readonly baseMargin: string | undefined
}

const schema: Schema<ShapSettings> = {
  interactions: withDefault(flag(), false),
  baseMargin: optional(textRule('the name of a column')),
}

/**
 * SHAP values of the rows of a table: path-dependent TreeSHAP, on the margin's scale (log-odds for logistic, logarithms for poisson, gamma and
 * tweedie, else the target's unit). A row's values and its `bias` sum to its margin.
 *
 * @returns one column a feature in the model's order, then `bias`: the mean prediction of the training rows. With several outputs, `output`
 *   (its number) comes first, and each row of the table has a row for each output. With `interactions`, `row` and `feature` come first, and
 *   each row (and output) has a row for each feature and one for the bias: the symmetric matrix of interactions, main effects on the diagonal.
 *   Where a feature has one of these names, the column is called `_bias`, `_output`, `_row` or `_feature`.
 * @throws BodkinError as `predict`
 * @example
 * shap(model, { temperature: [31], place: ['Lyon'] }).get(0)?.toJSON()   // { temperature: -0.031, place: -0.05, bias: 0.9 }
 */
export function shap(model: TreeModel, table: TableLike, options: ShapOptions = {}): Table {
  assertTreeModel(model, 'shap')
  const settings = readOptions(schema, options)
  const source = readTable(table)
  const columns = readForModel(model, source)
  const forest = forestOf(model.trees, 0, model.bestRounds)
  const outputs = model.baseScore.length
  const base = settings.baseMargin === undefined ? null : readBaseMargin(source, settings.baseMargin)
  const scores = model.baseScore.map((score) => toMargin(model.objective, score))
  const startOf = (row: number, output: number): number => (base === null ? scores[output] : Math.fround(base[row]))
  const make = settings.interactions ? interactionsOf : contributionsOf
  const values = make(forest, columns, source.rows, outputs, startOf, averages(model))
  return tableOf(model, values, source.rows, settings.interactions)
}

/** Values row-major, features + bias wide, as columns. */
function tableOf(model: TreeModel, values: Float64Array, rows: number, interactions: boolean): Table {
  const names = model.features.map((feature) => feature.name)
  const own = (name: string): string => (names.includes(name) ? own(`_${name}`) : name)
  const width = names.length + 1
  const outputs = model.baseScore.length
  const repeat = interactions ? width : 1
  const count = rows * outputs * repeat
  const leading: [string, OutputColumn][] = []
  if (interactions) {
    leading.push([own('row'), int32(Int32Array.from({ length: count }, (_, i) => Math.floor(i / (outputs * repeat))))])
  }
  if (outputs > 1) {
    leading.push([own('output'), int32(Int32Array.from({ length: count }, (_, i) => Math.floor(i / repeat) % outputs))])
  }
  const all = [...names, own('bias')]
  if (interactions) leading.push([own('feature'), text(Array.from({ length: count }, (_, i) => all[i % width]))])
  const columns = all.map((name, feature): [string, OutputColumn] => {
    const column = new Float64Array(count)
    for (let i = 0; i < count; i++) column[i] = values[i * width + feature]
    return [name, float64(column)]
  })
  return writeTable([...leading, ...columns])
}

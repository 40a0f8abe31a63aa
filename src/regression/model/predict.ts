/**
 * Predict: table → the model's columns → margins → responses.
 */
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import {
  choice,
  optional,
  readOptions,
  refuse,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../../options/rules.js'
import { assertTreeModel } from './assert-model.js'
import { readBaseMargin, type FeatureColumn } from '../columns.js'
import { forestOf, type Forest } from './forest.js'
import { addForest } from './forest-margins.js'
import { toMargin, toResponses } from './link.js'
import { readForModel } from './model-columns.js'
import type { TreeModel } from './tree-model.js'
import { leavesOf } from './walk-forest.js'

/** Options of `predict`. */
export interface PredictOptions {
  /**
   * 'response' (default): in the target's unit; 'margin': what the trees add up to, before the link (log-odds for logistic, logarithms for
   * poisson, gamma and tweedie, the same as the response for others); 'leaf': the number of the leaf in each tree, as XGBoost's `pred_leaf`.
   */
  readonly output?: 'response' | 'margin' | 'leaf'
  /** Boosting rounds to use, from the first up to but not including the second; default all, with early stopping all up to the best. */
  readonly iterations?: readonly [number, number]
  /** Column that replaces the model's base score, as a margin; it must hold a finite number in every row. */
  readonly baseMargin?: string
}

interface PredictSettings {
  readonly output: 'response' | 'margin' | 'leaf'
  readonly iterations: readonly [number, number] | undefined
  readonly baseMargin: string | undefined
}

const range: Rule<readonly [number, number]> = {
  expected: '[from, to], two integers of at least 0 in order',
  read(value, place) {
    if (!Array.isArray(value) || value.length !== 2) return refuse(place, range.expected, value)
    const [from, to] = value as unknown[]
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return refuse(place, range.expected, value)
    if ((from as number) < 0 || (to as number) < (from as number)) return refuse(place, range.expected, value)
    return Object.freeze([from as number, to as number] as const)
  },
}

const schema: Schema<PredictSettings> = {
  output: withDefault(choice('response', 'margin', 'leaf'), 'response'),
  iterations: optional(range),
  baseMargin: optional(textRule('the name of a column')),
}

/**
 * Predictions for the rows of a table.
 *
 * @param model from `fit`, `fromJSON` or `fromXGBoost`
 * @param table has a column for every feature of the model: numbers, or labels where the model splits on labels; nulls are allowed
 * @returns rows × outputs, row-major. One output, but for several quantiles one each in the model's order, and for leaves one a tree. An own
 *   model's quantiles never cross. Numbers are float32 inside, as XGBoost's, to the bit.
 * @throws BodkinError `OPTION`, `COLUMN` (a feature is missing or of another type), `DATA` (an unknown label where the model refuses them)
 * @example
 * predict(model, { temperature: [18, 31], place: ['Lyon', null] })   // Float64Array [0.93…, 0.88…]
 */
export function predict(model: TreeModel, table: TableLike, options: PredictOptions = {}): Float64Array {
  assertTreeModel(model, 'predict')
  const settings = readOptions(schema, options)
  const [from, to] = roundsToUse(model, settings.iterations)
  const source = readTable(table)
  const columns = readForModel(model, source)
  const forest = forestOf(model.trees, from, to)
  if (settings.output === 'leaf') return leavesOf(forest, columns, source.rows, averages(model))
  const base = settings.baseMargin === undefined ? null : readBaseMargin(source, settings.baseMargin)
  const margins = marginsOf(model, forest, columns, source.rows, base)
  if (settings.output === 'response') {
    toResponses(model.objective, margins)
    if (model.source === 'bodkin') rearrange(margins, model.baseScore.length)
  }
  return Float64Array.from(margins)
}

/** The rounds asked for, or those the model uses by default. */
function roundsToUse(model: TreeModel, iterations: readonly [number, number] | undefined): readonly [number, number] {
  if (iterations === undefined) return [0, model.bestRounds]
  const rounds = model.trees.rounds.length - 1
  if (iterations[1] > rounds) {
    const place = { code: 'OPTION', noun: 'option', path: 'iterations[1]' } as const
    refuse(place, `at most the model's ${rounds} rounds`, iterations[1])
  }
  return iterations
}

/** Margins of all rows, rows × outputs, row-major. */
export function marginsOf(
  model: TreeModel,
  forest: Forest,
  columns: readonly FeatureColumn[],
  rows: number,
  base: Float64Array | null,
): Float32Array {
  const outputs = model.baseScore.length
  const margins = new Float32Array(rows * outputs)
  const scores = model.baseScore.map((score) => toMargin(model.objective, score))
  for (let i = 0; i < margins.length; i++) {
    margins[i] = base === null ? scores[i % outputs] : base[Math.floor(i / outputs)]
  }
  addForest(forest, columns, rows, outputs, margins, averages(model))
  return margins
}

/** Responses of rows whose columns are at hand: rows × outputs, row-major, an own model's quantiles in order. */
export function predictColumns(model: TreeModel, columns: readonly FeatureColumn[], rows: number): Float32Array {
  const margins = marginsOf(model, forestOf(model.trees, 0, model.bestRounds), columns, rows, null)
  toResponses(model.objective, margins)
  if (model.source === 'bodkin') rearrange(margins, model.baseScore.length)
  return margins
}

/** Whether unknown labels take the mean of both sides. */
export function averages(model: TreeModel): boolean {
  return model.unseenCategory === 'node-mean'
}

/** Sort each row's quantiles (Chernozhukov, Fernández-Val and Galichon 2010: never worse than the crossing ones). */
function rearrange(values: Float32Array, outputs: number): void {
  if (outputs === 1) return
  for (let at = 0; at < values.length; at += outputs) values.subarray(at, at + outputs).sort()
}

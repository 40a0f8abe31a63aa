/** Options of `fit`: the columns and the trees. */
import type { TableLike } from '../../arrow/table-like.js'
import { anything, listOf, optional, textRule, type Schema } from '../../options/rules.js'
import type { RunOptions } from '../../parallel/run-options.js'
import type { TreeOptions } from '../options.js'

/** What `fit` needs beside the table. */
export interface FitOptions extends TreeOptions {
  /** Name of the column to predict: numbers without nulls. */
  readonly target: string
  /** Names of the columns to predict from; default: all others. Text is a category; nulls are allowed. */
  readonly features?: readonly string[]
  /** Name of a column of weights ≥ 0, not all 0; default: 1 each. */
  readonly weight?: string
  /** Name of a column of margins to begin with instead of the base score. */
  readonly baseMargin?: string
  /** Rows that early stopping watches, with the columns of the table. */
  readonly validation?: TableLike
}

/** What `fitAsync` takes: the same, and how to run. */
export type FitAsyncOptions = FitOptions & RunOptions

/** The columns, read. */
export interface FitColumns {
  readonly target: string
  readonly features: readonly string[] | undefined
  readonly weight: string | undefined
  readonly baseMargin: string | undefined
  readonly validation: TableLike | undefined
}

/** Rules of the columns. */
export const columnsSchema: Schema<FitColumns> = {
  target: textRule('the name of a column'),
  features: optional(listOf(textRule('the name of a column'))),
  weight: optional(textRule('the name of a column')),
  baseMargin: optional(textRule('the name of a column')),
  validation: optional(anything<TableLike>()),
}

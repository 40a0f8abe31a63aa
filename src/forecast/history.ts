/**
 * The history, settled: read once, checked, sorted, nulls gone (input/history.ts does that).
 */

/** Sorted observations; all arrays have length T. */
export interface History {
  /** Milliseconds since 1970-01-01 UTC, ascending. */
  readonly ds: Float64Array
  /** Finite values, in their own unit. */
  readonly y: Float64Array
  /** Regressors as given, conditions as 0 or 1. */
  readonly columns: Readonly<Record<string, Float64Array>>
}

/** The further columns that a model needs of every row, in the history and in the future. */
export interface NeededColumns {
  /** Columns of finite numbers. */
  readonly numbers: readonly string[]
  /** Columns of true or false. */
  readonly flags: readonly string[]
}

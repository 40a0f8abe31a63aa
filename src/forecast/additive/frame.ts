/** What components are evaluated on, and what they give: rows in, feature columns out. */

/** Rows at which feature columns are wanted; all arrays have one entry a row. */
export interface Frame {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly ds: Float64Array
  /** Regressors as given and conditions as 0 or 1, by name. */
  readonly columns: Readonly<Record<string, Float64Array>>
}

/** A feature column: values a row (Float64Array), or for a 0/1 column the ascending rows that are 1 (Int32Array). */
export type FeatureColumn = Float64Array | Int32Array

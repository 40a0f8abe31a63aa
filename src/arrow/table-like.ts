/**
 * What counts as a table: anything below, recognised by its shape and never by its class, because one process often holds two copies
 * of apache-arrow (one loaded by `import`, one by `require`) whose classes do not know each other.
 */

/** A column of Arrow data: an apache-arrow Vector or a flechette Column, of any copy. */
export interface ArrowColumnLike {
  readonly length: number
  readonly type: { readonly typeId: number }
  readonly data: readonly unknown[]
}

/** An apache-arrow Table (17 or newer, any copy) or a flechette table. */
export interface ArrowTableLike {
  readonly schema: { readonly fields: readonly { readonly name: string }[] }
  readonly numRows: number
  getChildAt(index: number): unknown
}

/** An arquero table; its filter and its order are obeyed, its groups are ignored. */
export interface ArqueroTableLike {
  numRows(): number
  columnNames(): string[]
  column(name: string): unknown
  isFiltered(): boolean
  isOrdered(): boolean
  indices(): ArrayLike<number>
}

/** A danfo DataFrame. */
export interface DataFrameLike {
  readonly columns: readonly (string | number)[]
  readonly shape: readonly number[]
  column(name: string): { readonly values: unknown }
}

/** Columns by name: arrays, typed arrays or Arrow columns, all of one length. */
export type ColumnsLike = Readonly<Record<string, ArrayLike<unknown> | ArrowColumnLike>>

/** Row objects: the columns are the union of the rows' own keys in order of first appearance; a missing key is a null. */
export type RowsLike = readonly object[]

/** Every kind of table that the package reads. */
export type TableLike = ArrowTableLike | ArqueroTableLike | DataFrameLike | ColumnsLike | RowsLike

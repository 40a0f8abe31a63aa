/** A table to find causes in, and what a report says about it. */
import type { TableLike } from '../../src/arrow/table-like.js'
import type { causes } from '../../src/regression/index.js'

/** A question about a table, ready for the job. */
export interface CauseJob {
  /** Heading of its section. */
  readonly title: string
  /** One or two sentences under the heading. */
  readonly introduction: string
  /** What is explained: `delay of flights`. */
  readonly subject: string
  /** What a row is, in the plural: `flights`. */
  readonly rows: string
  /** Unit of the target: `minutes`. */
  readonly unit: string
  /** Where the data come from, with their licence where known. */
  readonly source: string
  readonly table: TableLike
  readonly options: Parameters<typeof causes>[1]
  /** Further facts, in the order in which they are told. */
  readonly facts: readonly (readonly [term: string, value: string])[]
  /** Name of the files without an ending: `flight-delay-causes`. */
  readonly file: string
}

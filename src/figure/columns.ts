/** The columns of a figure's tables, through the package's one door to Arrow. */
import { categoryColumn } from '../arrow/category-column.js'
import { numericColumn } from '../arrow/numeric-column.js'
import type { SourceTable } from '../arrow/read-table.js'

/** Numbers of a column, NaN for null; booleans are 0 and 1. */
export function numbersOf(source: SourceTable, name: string): Float64Array {
  return numericColumn(source, name).values
}

/** Labels of a column row by row, `–` for null. */
export function labelsOf(source: SourceTable, name: string): string[] {
  const { codes, labels } = categoryColumn(source, name)
  return Array.from(codes, (code) => (code < 0 ? '–' : labels[code]))
}

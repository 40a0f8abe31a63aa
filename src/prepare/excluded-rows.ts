/**
 * Which rows a caller's `exclude` leaves out.
 */
import { categoryColumn } from '../arrow/category-column.js'
import type { SourceTable } from '../arrow/read-table.js'
import { rowViews } from '../arrow/row-view.js'
import { BodkinError, show } from '../errors.js'
import type { EventRow, Exclude, ExcludedValues } from './exclude.js'

/** The rows that are left out. */
export interface ExcludedRows {
  /** 1 for each row that is left out. */
  readonly flags: Uint8Array
  readonly count: number
  /** Values to exclude that no row has: often a slip of the hand. */
  readonly unseen: readonly string[]
}

/** @throws BodkinError `COLUMN` for an unknown column, `OPTION` for a function that gives anything but true and false */
export function excludedRows(source: SourceTable, exclude: Exclude | undefined): ExcludedRows {
  const flags = new Uint8Array(source.rows)
  if (exclude === undefined) return { flags, count: 0, unseen: [] }
  const unseen = typeof exclude === 'function' ? byFunction(source, exclude, flags) : byValues(source, exclude, flags)
  let count = 0
  for (let row = 0; row < flags.length; row++) count += flags[row]
  return { flags, count, unseen }
}

function byFunction(source: SourceTable, exclude: (row: EventRow) => boolean, flags: Uint8Array): string[] {
  const view = rowViews(source)
  for (let row = 0; row < flags.length; row++) {
    const answer: unknown = exclude(view(row))
    if (typeof answer !== 'boolean') {
      throw new BodkinError(
        'OPTION',
        `option "exclude" must return true or false, got ${show(answer)} for row ${row}`,
        {
          option: 'exclude',
          row,
        },
      )
    }
    if (answer) flags[row] = 1
  }
  return []
}

function byValues(source: SourceTable, exclude: ExcludedValues, flags: Uint8Array): string[] {
  const { codes, labels } = categoryColumn(source, exclude.column)
  const texts = new Set(exclude.values.filter((value) => value !== null).map(String))
  const codeIsOut = labels.map((label) => texts.has(label))
  const nullIsOut = exclude.values.includes(null)
  for (let row = 0; row < flags.length; row++) {
    if (codes[row] < 0 ? nullIsOut : codeIsOut[codes[row]]) flags[row] = 1
  }
  const known = new Set(labels)
  return [...texts].filter((value) => !known.has(value))
}

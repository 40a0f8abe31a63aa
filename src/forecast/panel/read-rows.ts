/**
 * The columns of a long table, read a stretch of rows at a time with turns of the event loop between.
 *
 * Keys of a stretch are grouped among themselves; the distinct keys of all stretches, put one below the other, are grouped again, which
 * gives every stretch's groups their number among all. So keys cost a pass over the rows, and the second grouping sees distinct keys only.
 */
import { keyColumns, type Keys } from '../../arrow/key-columns.js'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import { joinRows, rowSlices } from '../../arrow/row-slices.js'
import type { RefuseValue } from '../../arrow/source-column.js'
import { timeColumn } from '../../arrow/time-column.js'
import { writeTable } from '../../arrow/write-table.js'

/** Rows read between two turns of the event loop. */
const STRETCH = 1 << 18

/** Group rows by their keys. */
export async function readKeys(source: SourceTable, by: readonly string[], turn: () => Promise<void>): Promise<Keys> {
  const slices = rowSlices(source, by, STRETCH)
  if (slices.length === 1) return keyColumns(source, by)
  const groups = new Int32Array(source.rows)
  const distinct: SourceTable[] = []
  let from = 0
  for (const slice of slices) {
    const own = keyColumns(slice, by)
    groups.set(own.groups, from)
    from += slice.rows
    distinct.push(readTable(writeTable(own.columns(Int32Array.from({ length: own.count }, (_, group) => group)))))
    await turn()
  }
  const all = keyColumns(joinRows(distinct), by)
  await turn()
  from = 0
  let base = 0
  for (let i = 0; i < slices.length; i++) {
    const to = from + slices[i].rows
    for (let row = from; row < to; row++) groups[row] = all.groups[base + groups[row]]
    from = to
    base += distinct[i].rows
    await turn()
  }
  return { ...all, groups }
}

/** Times of all rows, NaN for null. */
export function readTimes(
  source: SourceTable,
  name: string,
  refuse: RefuseValue,
  turn: () => Promise<void>,
): Promise<Float64Array> {
  return readInStretches(source, name, refuse, turn, timeColumn)
}

/** Numbers of all rows, NaN for null. */
export function readNumbers(
  source: SourceTable,
  name: string,
  refuse: RefuseValue,
  turn: () => Promise<void>,
): Promise<Float64Array> {
  return readInStretches(source, name, refuse, turn, (slice, column, bad) => numericColumn(slice, column, bad).values)
}

async function readInStretches(
  source: SourceTable,
  name: string,
  refuse: RefuseValue,
  turn: () => Promise<void>,
  read: (source: SourceTable, name: string, refuse: RefuseValue) => Float64Array,
): Promise<Float64Array> {
  const slices = rowSlices(source, [name], STRETCH)
  if (slices.length === 1) return read(source, name, refuse)
  const values = new Float64Array(source.rows)
  let from = 0
  for (const slice of slices) {
    const start = from
    values.set(
      read(slice, name, (row, error) => refuse(start + row, error)),
      start,
    )
    from += slice.rows
    await turn()
  }
  return values
}

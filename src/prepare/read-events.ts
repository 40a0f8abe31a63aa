/**
 * Read the events: when, in which series, how much, and whether they count.
 */
import { keyColumns, type Keys } from '../arrow/key-columns.js'
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { BodkinError } from '../errors.js'
import { eventTimes, eventValues } from './event-columns.js'
import { excludedRows, type ExcludedRows } from './excluded-rows.js'
import type { SeriesSettings } from './series-options.js'

/** Events, a row each. */
export interface Events {
  readonly rows: number
  /** ms since 1970-01-01 UTC; NaN in excluded rows only. */
  readonly times: Float64Array
  /** The summed column, NaN for rows without a value; null when rows are counted. */
  readonly values: Float64Array | null
  readonly keys: Keys
  readonly excluded: ExcludedRows
}

/** @throws BodkinError naming the column and the row of a cell that cannot be used */
export function readEvents(table: TableLike, settings: SeriesSettings): Events {
  const source = readTable(table, 'events')
  if (source.rows === 0)
    throw new BodkinError('DATA', 'prepare.series needs at least one event, got no rows', { rows: 0 })
  const excluded = excludedRows(source, settings.exclude)
  const times = eventTimes(source, settings.time, excluded.flags)
  const values = settings.value === undefined ? null : eventValues(source, settings.value, excluded.flags)
  return { rows: source.rows, times, values, keys: keyColumns(source, settings.by), excluded }
}

/** Read the caller's own changepoints: dates inside the history. */
import { readTable } from '../../arrow/read-table.js'
import { timeColumn } from '../../arrow/time-column.js'
import { BodkinError } from '../../errors.js'
import { showTime } from '../calendar.js'

/** Times in milliseconds, ascending; `ds`: the history's times, ascending. */
export function readChangepoints(ds: Float64Array, given: readonly (Date | string)[]): Float64Array {
  const times = timeColumn(readTable({ changepoints: given }, 'option "changepoints"'), 'changepoints').sort()
  const [first, last] = [ds[0], ds[ds.length - 1]]
  for (const time of times) {
    if (time >= first && time <= last) continue
    throw new BodkinError(
      'OPTION',
      `option "changepoints" must lie inside the history, ${showTime(first)} to ${showTime(last)}, got ${showTime(time)}`,
      { option: 'changepoints', value: time },
    )
  }
  return times
}

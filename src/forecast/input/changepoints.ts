/** The caller's own changepoints: dates inside the history. */
import { BodkinError } from '../../errors.js'
import { showTime } from '../calendar.js'

/**
 * Times in milliseconds, ascending.
 *
 * @param ds the history's times, ascending
 * @param option path of the option, for messages
 */
export function readChangepoints(ds: Float64Array, given: readonly number[], option: string): Float64Array {
  const times = Float64Array.from(given).sort()
  const [first, last] = [ds[0], ds[ds.length - 1]]
  for (const time of times) {
    if (time >= first && time <= last) continue
    throw new BodkinError(
      'OPTION',
      `option "${option}" must lie inside the history, ${showTime(first)} to ${showTime(last)}, got ${showTime(time)}`,
      { option, value: time },
    )
  }
  return times
}

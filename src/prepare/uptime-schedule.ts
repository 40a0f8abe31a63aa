/**
 * The hours that each machine should run in each month.
 */
import type { Keys } from '../arrow/key-columns.js'
import { cellError } from './event-columns.js'
import { firstDay, showDay } from './periods.js'
import type { Months } from './uptime-months.js'

const HOUR = 3_600_000

/** Scheduled hours by row: the machine is `keys.groups[row]`. */
export interface ScheduleRows {
  readonly column: string
  readonly keys: Keys
  /** Position of each row's month among the months; outside of them only the machine counts. */
  readonly month: Int32Array
  /** Hours, NaN for none. */
  readonly hours: Float64Array
}

/** All hours of each month that lie between `from` and `until` (ms), for every machine. */
export function watchedHours({ bounds }: Months, machines: number, from: number, until: number): Float64Array {
  const count = bounds.length - 1
  return Float64Array.from({ length: machines * count }, (_, cell) => {
    const month = cell % count
    return (Math.min(bounds[month + 1], until) - Math.max(bounds[month], from)) / HOUR
  })
}

/**
 * Hours from a column, a machine and month each; a month without a row takes the machine's number when all its rows have the same, else NaN.
 *
 * @throws BodkinError `DATA` when two rows of a machine and month differ
 */
export function columnHours(months: Months, { column, keys, month, hours }: ScheduleRows): Float64Array {
  const count = months.bounds.length - 1
  const rowOf = new Int32Array(keys.count * count).fill(-1)
  /** A machine's only number so far; NaN before the first one, Infinity after two different ones. */
  const usual = new Float64Array(keys.count).fill(NaN)
  for (let row = 0; row < hours.length; row++) {
    if (Number.isNaN(hours[row])) continue
    const machine = keys.groups[row]
    usual[machine] = Number.isNaN(usual[machine]) || usual[machine] === hours[row] ? hours[row] : Infinity
    if (month[row] < 0 || month[row] >= count) continue
    const cell = machine * count + month[row]
    if (rowOf[cell] < 0) rowOf[cell] = row
    else if (hours[rowOf[cell]] !== hours[row]) {
      const where = `${keys.describe(machine)} in ${showMonth(months.first + month[row])}`
      const rule = `must be that of row ${rowOf[cell]} for ${where} (${hours[rowOf[cell]]})`
      throw cellError(column, row, rule, String(hours[row]))
    }
  }
  return Float64Array.from(rowOf, (row, cell) => {
    if (row >= 0) return hours[row]
    const machine = Math.floor(cell / count)
    return usual[machine] === Infinity ? NaN : usual[machine]
  })
}

/** `2024-02` */
export function showMonth(month: number): string {
  return showDay(firstDay('MS', month)).slice(0, -3)
}

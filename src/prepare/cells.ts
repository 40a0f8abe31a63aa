/**
 * What each cell of the calendar holds: its events and its value.
 */
import { BodkinError } from '../errors.js'
import type { Calendar } from './calendar.js'
import type { LocalTime } from './local-time.js'
import type { Days } from './opening.js'
import { firstDay, showDay } from './periods.js'
import type { Events } from './read-events.js'
import type { SeriesSettings } from './series-options.js'
import { sumCells } from './sum-cells.js'

/** A cell a position; all arrays have one length. */
export interface Cells {
  /** Series of the cell. */
  readonly series: Int32Array
  readonly period: Int32Array
  /** First day of its period. */
  readonly day: Int32Array
  /** Events, excluded ones too. */
  readonly rows: Int32Array
  /** Events that count. */
  readonly counted: Int32Array
  /** Sum or count; NaN = missing. */
  readonly y: Float64Array
  /** 1 for days that the zone's calendar left out. */
  readonly skipped: Uint8Array
}

/**
 * Fill the cells.
 *
 * @throws BodkinError `DATA` where a sum leaves the range of doubles
 */
export function fillCells(
  events: Events,
  calendar: Calendar,
  days: Days,
  local: LocalTime,
  settings: SeriesSettings,
): Cells {
  const { starts, firstPeriods, cells: cellOfRow } = calendar
  const count = starts[starts.length - 1]
  const series = new Int32Array(count)
  const period = new Int32Array(count)
  for (let s = 0; s < firstPeriods.length; s++) {
    for (let cell = starts[s]; cell < starts[s + 1]; cell++) {
      series[cell] = s
      period[cell] = firstPeriods[s] + cell - starts[s]
    }
  }
  const day = dayOfCells(period, calendar, settings)
  const rows = new Int32Array(count)
  const counted = new Int32Array(count)
  const countedCell = new Int32Array(cellOfRow.length)
  for (let row = 0; row < cellOfRow.length; row++) {
    const cell = cellOfRow[row]
    const counts = cell >= 0 && events.excluded.flags[row] === 0
    countedCell[row] = counts ? cell : -1
    if (cell >= 0) rows[cell]++
    if (counts) counted[cell]++
  }
  const skipped = settings.every === 'D' ? skippedCells(day, rows, days, local) : new Uint8Array(count)
  const total = events.values === null ? null : sumCells(countedCell, events.values, count)
  const empty = settings.fill === 'zero' ? 0 : NaN
  const y = new Float64Array(count)
  for (let cell = 0; cell < count; cell++) {
    if (skipped[cell] === 1) y[cell] = NaN
    else if (rows[cell] === 0) y[cell] = empty
    else if (total === null || counted[cell] === 0) y[cell] = counted[cell]
    else if (total.sizes[cell] === 0) y[cell] = NaN
    else if (Number.isFinite(total.sums[cell])) y[cell] = rounded(total.sums[cell], settings.round)
    else throw tooLarge(settings.value, day[cell])
  }
  return { series, period, day, rows, counted, y, skipped }
}

/** Calendar dates cost more than a look-up, and periods repeat from series to series. */
function dayOfCells(period: Int32Array, { firstPeriod, lastPeriod }: Calendar, { every }: SeriesSettings): Int32Array {
  const days = Int32Array.from({ length: lastPeriod - firstPeriod + 1 }, (_, i) => firstDay(every, firstPeriod + i))
  return period.map((p) => days[p - firstPeriod])
}

/** Which empty days never were; a day with events anywhere has been. */
function skippedCells(day: Int32Array, rows: Int32Array, { first, busy }: Days, local: LocalTime): Uint8Array {
  const never = busy.map((flag, i) => (flag === 1 || local.exists(first + i) ? 0 : 1))
  const skipped = new Uint8Array(day.length)
  for (let cell = 0; cell < day.length; cell++) if (rows[cell] === 0) skipped[cell] = never[day[cell] - first]
  return skipped
}

/** Without it such a sum would be NaN, and pass for a missing value. */
function tooLarge(column: string | undefined, day: number): BodkinError {
  const from = showDay(day)
  const message = `column "${column}", period from ${from}: its values are too large to be summed`
  return new BodkinError('DATA', message, { column, from })
}

/** The double nearest to the decimal of so many places, halves away from zero; never −0. */
function rounded(value: number, decimals: number | undefined): number {
  return decimals === undefined ? value : Number(value.toFixed(decimals)) + 0
}

/**
 * Downtime to uptime: one row a machine and month, from intervals or from monthly hours, and a report of what was done.
 *
 *   uptime = 1 − downtime hours / scheduled hours,  within [0, 1];  scheduled hours = all hours of the month unless given
 *
 * options → downtime (columns) → months → union of intervals, or sums of hours → table and report. O(rows log rows + machines · months).
 */
import type { Table } from 'apache-arrow'
import type { Keys } from '../arrow/key-columns.js'
import type { TableLike } from '../arrow/table-like.js'
import { float64, time, writeTable } from '../arrow/write-table.js'
import { BodkinError } from '../errors.js'
import { localTime } from './local-time.js'
import { firstDay, periodOf, timeOfDay } from './periods.js'
import { sumCells } from './sum-cells.js'
import { readHours, readStops, type StopRows } from './uptime-columns.js'
import { monthsBetween, type Months } from './uptime-months.js'
import {
  readUptimeOptions,
  type HoursColumns,
  type StopColumns,
  type UptimeOptions,
  type UptimeSettings,
} from './uptime-options.js'
import { uptimeReport, type UptimeCounts, type UptimeReport } from './uptime-report.js'
import { columnHours, showMonth, watchedHours, type ScheduleRows } from './uptime-schedule.js'
import { unionByMonth, type Stops } from './uptime-union.js'

const HOUR = 3_600_000
/** A mean month of the calendar. */
const MONTH = (365.2425 / 12) * 24 * HOUR
/** Longest run of months, a thousand years: a longer one has a placeholder such as 9999-12-31 in it. */
const MOST_MONTHS = 12_000
/** More rows than this are a mistake of the calendar. */
const MOST_CELLS = 20_000_000
/** Hours are written in decimals: a sum that exceeds the schedule by rounding alone does not. */
const ROUNDING = 1e-9

/** What `uptime` gives. */
export interface PreparedUptime {
  /**
   * `machine` (as it was), `ds` (Timestamp, the first of the month), `scheduled_hours`, `downtime_hours`, `uptime` (in [0, 1]); sorted by
   * machine and month; null where a month was not reported or not scheduled.
   */
  readonly table: Table
  readonly report: UptimeReport
}

/** A row a machine and month, before the table. */
interface Grid {
  readonly keys: Keys
  readonly months: Months
  /** Machine-major, NaN = unknown. */
  readonly scheduled: Float64Array
  readonly downtime: Float64Array
}

/**
 * Turn downtime into uptime a machine and month.
 *
 * - Intervals are cut at the ends of months; overlapping, nested and repeated ones count once. A stop that still goes on (end null) ends with
 *   the data: at `until`, else at the latest time that any row has.
 * - Every machine has every month from the first to the last of the whole table. With intervals, a month without a stop has uptime 1: not to
 *   have stopped is what a log of stops says by silence. A machine that never stopped needs a row without begin and end.
 * - Hours are totals of their rows: rows of one machine and month add up. A month without hours was not reported: it stays null.
 * - Downtime by the clock may exceed scheduled hours, at night: uptime is then 0, and the report counts it. Reported hours may not.
 *
 * @param downtime a row a stop, or a row a machine and month
 * @param columns `{ machine, start, end }` or `{ machine, month, hours }`: names of the columns
 * @throws BodkinError `OPTION` for an option that is none; `COLUMN` for a column that is missing or of another type; `DATA` with the row of a
 *   missing machine or month, of an end before its begin, of hours that are negative or more than scheduled, of schedules that differ
 *   within a machine's month, and when no row has a time; `LIMIT` for more than 1000 years or 20 million rows
 * @example
 * uptime({ machine: ['A', 'A'], start: ['2024-01-31T12:00', '2024-02-10'], end: ['2024-02-01T12:00', '2024-02-11'] },
 *   { machine: 'machine', start: 'start', end: 'end' })
 * // table: A 2024-01-01 744 12 0.9839 · A 2024-02-01 696 36 0.9483
 */
export function uptime(
  downtime: TableLike,
  columns: StopColumns | HoursColumns,
  options: UptimeOptions = {},
): PreparedUptime {
  const settings = readUptimeOptions(columns, options)
  return 'hours' in settings.columns
    ? fromHours(downtime, settings.columns, settings)
    : fromStops(downtime, settings.columns, settings)
}

function fromStops(downtime: TableLike, columns: StopColumns, settings: UptimeSettings): PreparedUptime {
  const { timezone, scheduled } = settings
  const rows = readStops(downtime, columns, typeof scheduled === 'string' ? scheduled : undefined)
  const { from, last, until } = spanOf(rows, columns, settings)
  checkSpan(Math.ceil((last - from) / MONTH), rows.keys)
  const months = monthsBetween(timezone, from, last)
  const { keys } = rows
  const { stops, counts } = closeStops(rows, settings, until)
  const { down, joined } = unionByMonth(stops, cutBounds(months, settings))
  const schedule = scheduleOf(settings, months, keys.count, () => {
    const days = localTime(timezone).daysOf(rows.start)
    const month = days.map((day, row) => (Number.isNaN(rows.start[row]) ? -1 : periodOf('MS', day) - months.first))
    return { keys, month, hours: rows.scheduled as Float64Array }
  })
  const grid = { keys, months, scheduled: schedule, downtime: down.map((ms) => ms / HOUR) }
  const found = { ...counts, joined, withoutHours: 0 }
  return prepared(grid, { rows: rows.start.length, ...found }, settings, until)
}

function fromHours(downtime: TableLike, columns: HoursColumns, settings: UptimeSettings): PreparedUptime {
  const { scheduled } = settings
  const rows = readHours(downtime, columns, typeof scheduled === 'string' ? scheduled : undefined)
  const { keys, month, hours } = rows
  const first = month.reduce((least, value) => Math.min(least, value), Infinity)
  const last = month.reduce((most, value) => Math.max(most, value), -Infinity)
  const count = last - first + 1
  checkSpan(count, keys)
  const months = monthsBetween('UTC', timeOfDay(firstDay('MS', first)), timeOfDay(firstDay('MS', last)))
  const places = month.map((value) => value - first)
  const cells = keys.groups.map((machine, row) => machine * count + places[row])
  const { sums, sizes } = sumCells(cells, hours, keys.count * count)
  const grid: Grid = {
    keys,
    months,
    scheduled: scheduleOf(settings, months, keys.count, () => ({
      keys,
      month: places,
      hours: rows.scheduled as Float64Array,
    })),
    downtime: sums.map((sum, cell) => (sizes[cell] === 0 ? NaN : sum)),
  }
  checkReported(grid, columns)
  const withoutHours = hours.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0)
  const counts = { withoutStop: 0, open: 0, joined: 0, zeroLength: 0, outside: 0, withoutHours }
  return prepared(grid, { rows: hours.length, ...counts }, settings, null)
}

/** From when on and until when downtime counts, and the last instant that belongs to a month of the table. */
function spanOf(
  { start, end }: StopRows,
  columns: StopColumns,
  settings: UptimeSettings,
): { from: number; last: number; until: number } {
  let [first, latest, lastStart] = [Infinity, -Infinity, -Infinity]
  for (let row = 0; row < start.length; row++) {
    if (Number.isNaN(start[row])) continue
    first = Math.min(first, start[row])
    lastStart = Math.max(lastStart, start[row])
    latest = Math.max(latest, start[row], Number.isNaN(end[row]) ? -Infinity : end[row])
  }
  const from = settings.from ?? first
  const until = settings.until ?? latest
  if (!Number.isFinite(from) || !Number.isFinite(until)) {
    const message = `column "${columns.start}": must have a time in some row unless "from" and "until" are given, got none`
    throw new BodkinError('DATA', message, { column: columns.start })
  }
  if (until < from || (until === from && settings.until !== undefined)) {
    const [began, ended] = [from, until].map((time) => new Date(time).toISOString())
    const message = `prepare.uptime has no time to watch: it begins at ${began} and ends at ${ended}`
    throw new BodkinError('DATA', message, { from: began, until: ended })
  }
  // an end that is a month's first instant belongs to the month before
  const last = settings.until === undefined ? Math.max(lastStart, until - 1, from) : until - 1
  return { from, last, until }
}

/** Stops with an end, without rows that only name a machine, and what was met among them. */
function closeStops(
  { keys, start, end }: StopRows,
  settings: UptimeSettings,
  until: number,
): { stops: Stops; counts: Omit<UptimeCounts, 'rows' | 'joined' | 'withoutHours' | keyof GridCounts> } {
  const { from = -Infinity } = settings
  const counts = { withoutStop: 0, open: 0, zeroLength: 0, outside: 0 }
  const kept: number[] = []
  for (let row = 0; row < start.length; row++) {
    const isOpen = Number.isNaN(end[row])
    const isOutside = start[row] > until || (start[row] === until && settings.until !== undefined) || end[row] < from
    if (Number.isNaN(start[row])) counts.withoutStop++
    else if (isOutside) counts.outside++
    else {
      kept.push(row)
      if (isOpen) counts.open++
      else if (end[row] === start[row]) counts.zeroLength++
    }
  }
  const rows = Int32Array.from(kept)
  const stops = {
    groups: rows.map((row) => keys.groups[row]),
    start: Float64Array.from(rows, (row) => start[row]),
    end: Float64Array.from(rows, (row) => (Number.isNaN(end[row]) ? until : end[row])),
    count: keys.count,
  }
  return { stops, counts }
}

/** Where months begin, cut to the watch. */
function cutBounds({ bounds }: Months, { from = -Infinity, until = Infinity }: UptimeSettings): Float64Array {
  return bounds.map((bound) => Math.min(Math.max(bound, from), until))
}

function scheduleOf(
  { scheduled, from = -Infinity, until = Infinity }: UptimeSettings,
  months: Months,
  machines: number,
  rows: () => Omit<ScheduleRows, 'column'>,
): Float64Array {
  if (scheduled === undefined) return watchedHours(months, machines, from, until)
  if (typeof scheduled === 'string') return columnHours(months, { column: scheduled, ...rows() })
  return new Float64Array(machines * (months.bounds.length - 1)).fill(scheduled)
}

/** @throws BodkinError `LIMIT` when the table would be too long */
function checkSpan(months: number, keys: Keys): void {
  if (months > MOST_MONTHS) {
    const message = `prepare.uptime spans at most 1000 years, got ${months} months: is there a placeholder such as 9999-12-31?`
    throw new BodkinError('LIMIT', message, { months })
  }
  if (months * keys.count > MOST_CELLS) {
    const message = `prepare.uptime makes at most ${MOST_CELLS} rows, got ${keys.count} machines with ${months} months each`
    throw new BodkinError('LIMIT', message, { machines: keys.count, months })
  }
}

/** Who reports more downtime than there are hours made a mistake. */
function checkReported({ keys, months, scheduled, downtime }: Grid, { hours }: HoursColumns): void {
  const cell = downtime.findIndex((value, i) => value > scheduled[i] * (1 + ROUNDING))
  if (cell < 0) return
  const count = months.bounds.length - 1
  const where = `${keys.describe(Math.floor(cell / count))} in ${showMonth(months.first + (cell % count))}`
  const message = `column "${hours}", ${where}: must be at most the scheduled ${scheduled[cell]} hours in all, got ${downtime[cell]}`
  throw new BodkinError('DATA', message, { column: hours, scheduled: scheduled[cell], downtime: downtime[cell] })
}

/** Counts that the finished grid gives. */
type GridCounts = Pick<UptimeCounts, 'machines' | 'months' | 'unreported' | 'unscheduled' | 'aboveScheduled'>

function prepared(
  { keys, months, scheduled, downtime }: Grid,
  counts: Omit<UptimeCounts, keyof GridCounts>,
  settings: UptimeSettings,
  endOfData: number | null,
): PreparedUptime {
  const count = months.bounds.length - 1
  const cells = Int32Array.from(downtime.keys())
  const share = downtime.map((hours, cell) =>
    scheduled[cell] > 0 ? Math.min(1, Math.max(0, 1 - hours / scheduled[cell])) : NaN,
  )
  const amount = (holds: (cell: number) => boolean): number => cells.reduce((sum, cell) => sum + Number(holds(cell)), 0)
  const gridCounts: GridCounts = {
    machines: keys.count,
    months: count,
    unreported: amount((cell) => Number.isNaN(downtime[cell])),
    unscheduled: amount((cell) => !(scheduled[cell] > 0)),
    aboveScheduled: amount((cell) => downtime[cell] > scheduled[cell] * (1 + ROUNDING)),
  }
  const [[, machine]] = keys.columns(cells.map((cell) => Math.floor(cell / count)))
  const table = writeTable([
    ['machine', machine],
    ['ds', time(Float64Array.from(cells, (cell) => timeOfDay(firstDay('MS', months.first + (cell % count)))))],
    ['scheduled_hours', float64(scheduled)],
    ['downtime_hours', float64(downtime)],
    ['uptime', float64(share)],
  ])
  const span = {
    timezone: settings.timezone,
    from: showMonth(months.first),
    to: showMonth(months.first + count - 1),
    endOfData,
  }
  const report = uptimeReport({ ...counts, ...gridCounts }, span, settings.until !== undefined)
  return Object.freeze({ table, report })
}

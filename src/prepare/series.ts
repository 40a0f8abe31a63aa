/**
 * Event rows to even series: one row a day, week or month, and a report of what was done.
 *
 * options → events (columns) → local days → calendar of cells → sums → table and report. O(events · log(events a period) + periods).
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../arrow/table-like.js'
import { float64, time, writeTable } from '../arrow/write-table.js'
import { BodkinError } from '../errors.js'
import { layOut } from './calendar.js'
import { fillCells, type Cells } from './cells.js'
import { busyDays, eventClocks } from './event-days.js'
import { localTime } from './local-time.js'
import { closedWeekdays, partialDays, partialPeriods, type Clocks, type Days, type PartialEnds } from './opening.js'
import { timeOfDay, unitOf } from './periods.js'
import { readEvents } from './read-events.js'
import { readSeriesOptions, type SeriesOptions, type SeriesSettings } from './series-options.js'
import { seriesReport, type SeriesReport } from './series-report.js'

/** What `series` gives. */
export interface PreparedSeries {
  /** The `by` columns as they were, `ds` (Timestamp, midnight UTC of the period's first local day), `y` (null = missing); sorted. */
  readonly table: Table
  readonly report: SeriesReport
}

/**
 * Turn event rows (orders, visits, failures) into an even series that forecasts take.
 *
 * - The calendar goes from the first to the last event, excluded ones too: a day with nothing but cancelled orders is a day with 0.
 * - A period without events is 0, or missing as `fill` says. One whose events have no value is missing.
 * - Days are those of `timezone`, also where clocks change; `ds` is the local date as midnight UTC, which is how forecasts read dates.
 * - A period that lies in the events' span in part is dropped when `dropPartial` is on. A period whose other days never have events
 *   (closed weekdays, rows that stand for months already) is whole. With `by` the span of the whole table decides.
 * - With `by`, each series goes from its own first to its own last event unless `span` says 'common'.
 * - Sums do not depend on the order of the rows.
 *
 * @param events a row an event: a time column, and as wanted a value column and columns to split by
 * @throws BodkinError `OPTION` for an option that is none; `COLUMN` for a column that is missing or of another type; `DATA` with the row of a
 *   missing time (unless the row is excluded) or a value that is infinite, and when nothing is left; `LIMIT` for a span above 1000 years
 * @example
 * series({ at: ['2024-05-01T08:00', '2024-05-01T09:30', '2024-05-03T12:00'], paid: [0.1, 0.2, 5] }, { time: 'at', value: 'paid', every: 'D', round: 2 })
 * // table: ds 2024-05-01, 2024-05-02, 2024-05-03 · y 0.3, 0, 5     report.filled: 1
 */
export function series(events: TableLike, options: SeriesOptions): PreparedSeries {
  const settings = readSeriesOptions(options)
  const data = readEvents(events, settings)
  const local = localTime(settings.timezone)
  const eventDay = local.daysOf(data.times)
  const days = busyDays(eventDay)
  const closed = closedWeekdays(days)
  const calendar = layOut(settings.every, eventDay, data.keys, days, settings.span === 'common')
  const cells = fillCells(data, calendar, days, local, settings)
  const clocks = (): Clocks => eventClocks(data.times, eventDay, days, local)
  const partial = partialEnds(settings, days, closed, clocks)
  const keep = wholeCells(cells, partial)
  const report = seriesReport(data, days, closed, cells, keep, partial, settings)
  if (keep.length === 0) {
    const message = `prepare.series has no whole ${unitOf(settings.every)} left, events go from ${report.from} to ${report.to}: give longer data or dropPartial: false`
    throw new BodkinError('DATA', message, { from: report.from, to: report.to })
  }
  const table = writeTable([
    ...data.keys.columns(keep.map((cell) => cells.series[cell])),
    ['ds', time(gather(cells.day, keep).map(timeOfDay))],
    ['y', float64(gather(cells.y, keep))],
  ])
  return Object.freeze({ table, report })
}

function partialEnds(
  { every, dropPartial }: SeriesSettings,
  days: Days,
  closed: readonly number[],
  clocks: () => Clocks,
): PartialEnds {
  if (!dropPartial) return { first: null, last: null }
  return every === 'D' ? partialDays(days, clocks()) : partialPeriods(every, days, closed)
}

/** The cells of whole periods. */
function wholeCells({ period }: Cells, { first, last }: PartialEnds): Int32Array {
  const keep = new Int32Array(period.length)
  let count = 0
  for (let cell = 0; cell < period.length; cell++) {
    if (period[cell] !== first && period[cell] !== last) keep[count++] = cell
  }
  return keep.subarray(0, count)
}

function gather(values: Float64Array | Int32Array, cells: Int32Array): Float64Array {
  const out = new Float64Array(cells.length)
  for (let i = 0; i < cells.length; i++) out[i] = values[cells[i]]
  return out
}

/**
 * What `series` did with the events, in numbers and in sentences.
 */
import type { Keys } from '../arrow/key-columns.js'
import type { Cells } from './cells.js'
import type { Days, PartialEnds } from './opening.js'
import { showDay, unitOf, weekdayName, type Period } from './periods.js'
import type { Events } from './read-events.js'
import { counted, listed } from './sentences.js'
import type { SeriesSettings } from './series-options.js'

/** A period that was left out because the events cover it in part. */
export interface DroppedPeriod {
  /** Its first day, as `ds` would have had it: `2024-05-01`. */
  readonly ds: string
  /** Whether it is the first or the last of the events' span. */
  readonly end: 'first' | 'last'
  /** Its events, excluded ones too. */
  readonly rows: number
  /** Its value, as `y` would have had it. */
  readonly y: number | null
  /** With `by`: the series, as `shop "Lyon"`. */
  readonly series?: string
}

/** One series of several. */
export interface SeriesSummary {
  /** Its keys, as `shop "Lyon", product 7`. */
  readonly series: string
  readonly rows: number
  readonly periods: number
  readonly filled: number
  /** First and last period in the table; null when none is left. */
  readonly from: string | null
  readonly to: string | null
}

/** What happened to the events. Frozen and JSON-serialisable. */
export interface SeriesReport {
  /** Events given. */
  readonly rows: number
  /** Events that `exclude` left out. */
  readonly excluded: number
  /** Events that count but have no value: they add nothing. */
  readonly withoutValue: number
  /** Rows of the table. */
  readonly periods: number
  /** Rows of the table that had no event, excluded or not. */
  readonly filled: number
  /** Partial periods that were left out. */
  readonly dropped: readonly DroppedPeriod[]
  /** Weekdays on which nothing ever happened. */
  readonly closedWeekdays: readonly string[]
  readonly timezone: string
  readonly every: Period
  /** Local day of the first event and of the last, excluded ones too. */
  readonly from: string
  readonly to: string
  /** All of that in English sentences, with the rules that were followed. */
  readonly notes: readonly string[]
  /** With `by`: each series, in the table's order. */
  readonly series?: readonly SeriesSummary[]
}

/** Counts that the notes alone tell. */
interface FurtherCounts {
  /** Periods whose events are all excluded. */
  readonly onlyExcluded: number
  /** Periods whose events that count have no value. */
  readonly onlyWithoutValue: number
  /** Days that the time zone's calendar left out. */
  readonly skippedDays: readonly string[]
  /** Excluded values that no row has. */
  readonly unseen: readonly string[]
  /** Series of which no period is left. */
  readonly lost: number
}

/** The report of a run. `keep`: the cells that are in the table, ascending. */
export function seriesReport(
  { rows, values, keys, excluded }: Events,
  days: Days,
  closed: readonly number[],
  cells: Cells,
  keep: Int32Array,
  partial: PartialEnds,
  settings: SeriesSettings,
): SeriesReport {
  const several = settings.by.length > 0
  const summaries = several ? summarise(keys, cells, keep) : undefined
  const count = (holds: (cell: number) => boolean): number => keep.reduce((sum, cell) => sum + (holds(cell) ? 1 : 0), 0)
  const facts = {
    rows,
    excluded: excluded.count,
    withoutValue: values === null ? 0 : countMissing(values, excluded.flags),
    periods: keep.length,
    filled: count((cell) => cells.rows[cell] === 0),
    dropped: Object.freeze(droppedPeriods(cells, keep, partial, several ? keys.describe : undefined)),
    closedWeekdays: Object.freeze(closed.map(weekdayName)),
    timezone: settings.timezone,
    every: settings.every,
    from: showDay(days.first),
    to: showDay(days.first + days.busy.length - 1),
    ...(summaries === undefined ? {} : { series: summaries }),
  }
  const further = {
    onlyExcluded: count((cell) => cells.rows[cell] > 0 && cells.counted[cell] === 0),
    onlyWithoutValue: count((cell) => cells.counted[cell] > 0 && Number.isNaN(cells.y[cell])),
    skippedDays: [...new Set(keep.filter((cell) => cells.skipped[cell] === 1).map((cell) => cells.day[cell]))].map(
      showDay,
    ),
    unseen: excluded.unseen,
    lost: summaries?.filter(({ periods }) => periods === 0).length ?? 0,
  }
  return Object.freeze({ ...facts, notes: Object.freeze(seriesNotes(facts, further, settings)) })
}

/** Rows that count and have no value. */
function countMissing(values: Float64Array, excluded: Uint8Array): number {
  let count = 0
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row]) && excluded[row] === 0) count++
  return count
}

/** The cells that are not kept and had events. */
function droppedPeriods(
  cells: Cells,
  keep: Int32Array,
  partial: PartialEnds,
  describe: ((series: number) => string) | undefined,
): DroppedPeriod[] {
  const dropped: DroppedPeriod[] = []
  let next = 0
  for (let cell = 0; cell < cells.rows.length; cell++) {
    if (keep[next] === cell) {
      next++
      continue
    }
    if (cells.rows[cell] === 0) continue
    dropped.push(
      Object.freeze({
        ds: showDay(cells.day[cell]),
        end: cells.period[cell] === partial.first ? 'first' : 'last',
        rows: cells.rows[cell],
        y: Number.isNaN(cells.y[cell]) ? null : cells.y[cell],
        ...(describe === undefined ? {} : { series: describe(cells.series[cell]) }),
      }),
    )
  }
  return dropped
}

/** Each series in a line. */
function summarise(keys: Keys, cells: Cells, keep: Int32Array): readonly SeriesSummary[] {
  const rows = new Int32Array(keys.count)
  for (const series of keys.groups) rows[series]++
  const periods = new Int32Array(keys.count)
  const filled = new Int32Array(keys.count)
  const last = new Int32Array(keys.count)
  for (const cell of keep) {
    const series = cells.series[cell]
    periods[series]++
    if (cells.rows[cell] === 0) filled[series]++
    last[series] = cell
  }
  const summaries = Array.from(periods, (count, series): SeriesSummary => {
    const ends =
      count === 0 ? [null, null] : [last[series] - count + 1, last[series]].map((cell) => showDay(cells.day[cell]))
    const [from, to] = ends
    return Object.freeze({
      series: keys.describe(series),
      rows: rows[series],
      periods: count,
      filled: filled[series],
      from,
      to,
    })
  })
  return Object.freeze(summaries)
}

/** The sentences of a report. */
function seriesNotes(report: Omit<SeriesReport, 'notes'>, further: FurtherCounts, settings: SeriesSettings): string[] {
  const { rows, excluded, withoutValue, filled, dropped, closedWeekdays, timezone } = report
  const units = [unitOf(settings.every), `${unitOf(settings.every)}s`] as const
  const notes: string[] = []
  const add = (count: number, sentence: () => string): void => {
    if (count > 0) notes.push(sentence())
  }
  const kind = { D: 'Days', W: 'Weeks from Monday to Sunday', MS: 'Months' }[settings.every]
  notes.push(`${kind} are those of ${timezone}; ds is the first day at midnight UTC.`)
  add(excluded, () => `${counted(excluded, 'row', 'rows')} of ${rows} excluded; the calendar still spans them.`)
  add(
    further.unseen.length,
    () => `No row has the excluded ${listed(further.unseen.map((value) => JSON.stringify(value)))}.`,
  )
  add(
    withoutValue,
    () =>
      `${counted(withoutValue, 'row has', 'rows have')} no value and ${withoutValue === 1 ? 'adds' : 'add'} nothing.`,
  )
  add(filled - further.skippedDays.length, () => {
    const empty = filled - further.skippedDays.length
    return `${counted(empty, ...units)} had no rows: ${settings.fill === 'zero' ? 'filled 0' : 'left missing'}.`
  })
  add(further.onlyExcluded, () => `${counted(further.onlyExcluded, ...units)} had excluded rows only: 0.`)
  add(
    further.onlyWithoutValue,
    () => `${counted(further.onlyWithoutValue, ...units)} had rows without a value only: left missing.`,
  )
  add(further.skippedDays.length, () => `${timezone} had no ${listed(further.skippedDays)}: left missing.`)
  add(closedWeekdays.length, () => `Nothing ever happened on a ${listed(closedWeekdays)}.`)
  for (const end of ['first', 'last'] as const) {
    const one = dropped.find((period) => period.end === end)
    if (one === undefined) continue
    const reach = end === 'first' ? `events begin on ${report.from}` : `events end on ${report.to}`
    notes.push(`The ${end} ${units[0]} (${one.ds}) is partial, ${reach}: dropped.`)
  }
  if (report.series !== undefined) {
    const spans =
      settings.span === 'own' ? 'Each series spans its own first to last event' : 'All series span the same time'
    notes.push(`${spans} (${report.series.length} series).`)
  }
  add(further.lost, () => `${further.lost} series had partial periods only: not in the table.`)
  return notes
}

/**
 * What `uptime` did with the downtime, in numbers and in sentences.
 */
import { counted } from './sentences.js'

/** Counts of what was met on the way; 0 where it cannot happen. */
export interface UptimeCounts {
  /** Rows given. */
  readonly rows: number
  /** Rows that only name a machine: neither begin nor end. */
  readonly withoutStop: number
  /** Stops that still went on. */
  readonly open: number
  /** Stops that begin within an earlier one of the same machine: their common time counts once. */
  readonly joined: number
  /** Stops that ended when they began. */
  readonly zeroLength: number
  /** Stops that lie before `from` or after `until` altogether. */
  readonly outside: number
  /** Rows whose hours are null. */
  readonly withoutHours: number
  readonly machines: number
  /** Months of each machine. */
  readonly months: number
  /** Rows of the table whose downtime was not reported: null. */
  readonly unreported: number
  /** Rows of the table without scheduled hours, or with 0: their uptime is null. */
  readonly unscheduled: number
  /** Rows of the table whose downtime by the clock exceeds the scheduled hours: their uptime is 0. */
  readonly aboveScheduled: number
}

/** What happened to the downtime. Frozen and JSON-serialisable. */
export interface UptimeReport extends UptimeCounts {
  readonly every: 'MS'
  readonly timezone: string
  /** First and last month, as `2024-02`. */
  readonly from: string
  readonly to: string
  /** Instant in ISO 8601 at which open stops end; null for hours. */
  readonly endOfData: string | null
  /** All of that in English sentences, with the rules that were followed. */
  readonly notes: readonly string[]
}

/** @param cut whether the watch ended with `until`, which the caller gave */
export function uptimeReport(
  counts: UptimeCounts,
  span: { readonly timezone: string; readonly from: string; readonly to: string; readonly endOfData: number | null },
  cut: boolean,
): UptimeReport {
  const endOfData = span.endOfData === null ? null : new Date(span.endOfData).toISOString()
  const facts = { ...counts, every: 'MS' as const, ...span, endOfData }
  return Object.freeze({ ...facts, notes: Object.freeze(uptimeNotes(facts, cut)) })
}

function uptimeNotes(report: Omit<UptimeReport, 'notes'>, cut: boolean): string[] {
  const { machines, months, endOfData, timezone, from, to } = report
  const notes: string[] = []
  const add = (count: number, sentence: () => string): void => {
    if (count > 0) notes.push(sentence())
  }
  const stops = (count: number): string => counted(count, 'stop', 'stops')
  const size = `${counted(machines, 'machine', 'machines')}, ${counted(months, 'month', 'months')} each: ${from} to ${to}`
  notes.push(`${size}; months are those of ${timezone}.`)
  if (endOfData !== null) {
    notes.push(
      cut
        ? `Downtime counts up to ${endOfData}, and so do the hours of the last month unless they are scheduled.`
        : `The data end at ${endOfData}; the last month counts whole.`,
    )
  }
  add(report.withoutStop, () => `${counted(report.withoutStop, 'row names', 'rows name')} a machine without a stop.`)
  add(report.open, () => `${stops(report.open)} still went on: closed at ${endOfData}.`)
  add(report.joined, () => `${stops(report.joined)} began within an earlier one: common time counts once.`)
  add(report.zeroLength, () => `${counted(report.zeroLength, 'stop has', 'stops have')} no length: 0 hours.`)
  add(report.outside, () => `${stops(report.outside)} outside of the watch: left out.`)
  add(report.withoutHours, () => `${counted(report.withoutHours, 'row has', 'rows have')} no hours: not reported.`)
  add(
    report.unreported,
    () => `${counted(report.unreported, 'month', 'months')} of a machine not reported: left missing.`,
  )
  add(
    report.unscheduled,
    () =>
      `${counted(report.unscheduled, 'month', 'months')} of a machine without scheduled hours: uptime left missing.`,
  )
  add(
    report.aboveScheduled,
    () =>
      `${counted(report.aboveScheduled, 'month', 'months')} of a machine with more downtime than scheduled hours: uptime 0.`,
  )
  return notes
}

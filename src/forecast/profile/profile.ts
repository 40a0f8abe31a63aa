/**
 * What a series looks like before anything is fitted to it.
 */
import type { Frequency } from '../frequency.js'

/** A run of periods without a row, counted. */
export interface Gaps {
  /** Runs of missing periods between the first and the last row. */
  readonly count: number
  /** Missing periods in all of them. */
  readonly missing: number
  /** Missing periods in the longest. */
  readonly longest: number
}

/** A last value that looks like a period which had not ended yet. */
export interface PartialLast {
  /** Time of the last row, ISO 8601. */
  readonly ds: string
  readonly value: number
  /** What the periods before lead to expect. */
  readonly expected: number
  /** value / expected. */
  readonly share: number
}

/** Days of a holiday inside the history that no row falls on. */
export interface UnmatchedHoliday {
  readonly holiday: string
  /** Days that its windows mark between the first and the last row. */
  readonly days: number
  /** How many of them no row falls on. */
  readonly unmatched: number
}

/** The profile of a series. Frozen and JSON-serialisable. */
export interface Profile {
  /** The frequency given, or found; null when the steps are too irregular. */
  readonly frequency: Frequency | null
  /** Rows with a value. */
  readonly rows: number
  /** Time of the first row, ISO 8601 (a date where there is no time of day); null without rows. */
  readonly start: string | null
  readonly end: string | null
  /** Rows at a time that another row has already. */
  readonly duplicates: number
  /** null when there is no frequency to count periods by. Rows without a value count as missing. */
  readonly gaps: Gaps | null
  readonly partialLast: PartialLast | null
  /** Share of rows that are exactly 0, in [0, 1]. */
  readonly zeros: number
  /** Rows below 0. */
  readonly negatives: number
  /** Whether all rows have one value. */
  readonly constant: boolean
  /** Rows far outside of what their neighbours one and two seasons away span. */
  readonly outliers: number
  /** Rows in a day, a week and a year where the history holds at least two of them: the seasons that models can try. */
  readonly seasons: readonly number[]
  readonly unmatchedHolidays: readonly UnmatchedHoliday[]
  /** The findings that somebody should know of, as English sentences. */
  readonly notes: readonly string[]
}

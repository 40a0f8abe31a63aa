/** One series to forecast: sorted rows, and what a report says about them. */

/** Holidays as `forecast.fit` takes them: one row a holiday and year. (A type, not an interface: only a type counts as columns by name.) */
export type HolidayTable = {
  readonly holiday: readonly string[]
  readonly ds: readonly Date[]
  readonly lower_window: readonly number[]
  readonly upper_window: readonly number[]
}

/** A series ready for the job. */
export interface Series {
  /** Subject in the middle of a sentence: `births in the United States`. */
  readonly name: string
  /** What a value is: `births a day`; for a user's column its name. */
  readonly unit: string
  /** Where it comes from, with its licence where known. */
  readonly source: string
  /** Instants in ms since 1970 UTC, ascending. */
  readonly ds: Float64Array
  /** Finite values of the same rows. */
  readonly y: Float64Array
  /** Rows of the source that had a time but no value. */
  readonly missing: number
  /** Holidays of a span of years, or null where none are known. */
  readonly holidays: ((firstYear: number, lastYear: number) => HolidayTable) | null
}

/** Sort rows by time and leave out those without a value (NaN). */
export function settle(times: Float64Array, values: Float64Array): Pick<Series, 'ds' | 'y' | 'missing'> {
  const kept = Array.from(times, (_, i) => i).filter((i) => !Number.isNaN(values[i]))
  kept.sort((a, b) => times[a] - times[b] || values[a] - values[b])
  return {
    ds: Float64Array.from(kept, (i) => times[i]),
    y: Float64Array.from(kept, (i) => values[i]),
    missing: times.length - kept.length,
  }
}

/** Rows as every function of the forecast takes them. (A type, not an interface: only a type counts as columns by name.) */
export type Rows = {
  readonly ds: readonly Date[]
  readonly y: Float64Array
}

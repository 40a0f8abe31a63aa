/** The calendar of a series: its step, and the periods in between that have no row. */
import { BodkinError } from '../../src/errors.js'
import { inferFrequency, parseFrequency, stepsBetween } from '../../src/forecast/frequency.js'
import type { Series } from '../data/series.js'

/** What is known of the times of a series. */
export interface Calendar {
  /** `D`, `MS`, … as found in the times. */
  readonly frequency: string
  /** Periods between the first and the last row that have no row. */
  readonly gaps: number
}

/**
 * Find the step of a series and count its gaps.
 *
 * @throws BodkinError `DATA` for times without a regular step
 */
export function calendarOf({ ds, name }: Series): Calendar {
  const rows = ds.length
  const frequency = inferFrequency(ds)
  if (frequency === null) {
    throw new BodkinError(
      'DATA',
      `${name} must have a regular step (days, weeks, months, …): most of its times lie unevenly`,
      { rows },
    )
  }
  const periods = stepsBetween(ds[0], ds[rows - 1], parseFrequency(frequency)) + 1
  return Object.freeze({ frequency, gaps: Math.max(0, periods - rows) })
}

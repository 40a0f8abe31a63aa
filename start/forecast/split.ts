/** How a series is evaluated: how many of its last rows are held out, and which season the seasonal naive repeats. */
import { BodkinError } from '../../src/errors.js'
import { inferFrequency, parseFrequency, stepsBetween } from '../../src/forecast/frequency.js'
import type { Series } from '../data/series.js'

const dayMs = 86_400_000
const fewest = 10
/** Rows that a coverage can be judged by, however long they last. */
const judged = 10

/** Rows before and after the cut, and why it lies there. */
export interface Split {
  /** `D`, `MS`, … as found in the times. */
  readonly frequency: string
  /** Rows used for the fit: the first `trained` of the series; the rest is held out. */
  readonly trained: number
  readonly heldOut: number
  /** Rows in a season of the seasonal naive, or null where the history holds no two seasons. */
  readonly season: number | null
  /** Periods between the first and the last row that have no row. */
  readonly gaps: number
  /** One sentence for the report. */
  readonly reason: string
}

/**
 * Cut a series: held out are the rows of the last 365 days or at least the last 10, but at most a fifth of all rows, so that the fit keeps its past.
 *
 * @throws BodkinError `DATA` for fewer than 10 rows or times without a regular step
 */
export function splitSeries({ ds, name }: Series): Split {
  const rows = ds.length
  if (rows < fewest)
    throw new BodkinError('DATA', `${name} must have at least ${fewest} rows with a value, got ${rows}`, { rows })
  const frequency = inferFrequency(ds)
  if (frequency === null) {
    throw new BodkinError(
      'DATA',
      `${name} must have a regular step (days, weeks, months, …): most of its times lie unevenly`,
      { rows },
    )
  }
  const last = ds[rows - 1]
  const inLastYear = rows - ds.findIndex((time) => time > last - 365 * dayMs)
  const fifth = Math.floor(rows / 5)
  const heldOut = Math.max(1, Math.min(Math.max(inLastYear, judged), fifth))
  const reason =
    inLastYear < heldOut
      ? `the last ${heldOut} rows were held out of the fit (365 days would be only ${inLastYear})`
      : inLastYear <= fifth
        ? `the last 365 days${heldOut === 365 ? '' : ` (${heldOut} ${heldOut === 1 ? 'row' : 'rows'})`} were held out of the fit`
        : `a fifth of the series, its last ${heldOut} rows, was held out of the fit (365 days would be ${inLastYear} rows)`
  const trained = rows - heldOut
  const periods = stepsBetween(ds[0], last, parseFrequency(frequency)) + 1
  const distinct = ds.reduce((count, time, i) => count + (i > 0 && time === ds[i - 1] ? 0 : 1), 0)
  return Object.freeze({
    frequency,
    trained,
    heldOut,
    season: seasonFor(frequency, trained),
    gaps: Math.max(0, periods - distinct),
    reason,
  })
}

/**
 * The longest natural season that the training rows hold at least twice.
 *
 * Days: 364 (the same weekday a year ago), else 7. Business days 260, 5. Weeks 52. Months 12. Quarters 4. Steps within a day: a week, a day.
 * `seasonFor('D', 5114)` → `364`; `seasonFor('MS', 20)` → `null`
 */
export function seasonFor(frequency: string, rows: number): number | null {
  return seasonsOf(frequency).find((season) => rows >= 2 * season) ?? null
}

function seasonsOf(frequency: string): number[] {
  const step = parseFrequency(frequency)
  if (step.kind === 'business') return step.count === 1 ? [260, 5] : []
  if (step.kind === 'months') return step.months < 12 && 12 % step.months === 0 ? [12 / step.months] : []
  if (step.ms === 7 * dayMs) return [52]
  const lengths = step.ms === dayMs ? [364 * dayMs, 7 * dayMs] : [7 * dayMs, dayMs]
  return lengths.map((length) => length / step.ms).filter((season) => Number.isInteger(season) && season > 1)
}

/** A season in words: `seasonWords('D', 364)` → `'the same weekday a year ago'` */
export function seasonWords(frequency: string, season: number): string {
  const step = parseFrequency(frequency)
  if (step.kind === 'months')
    return `the same ${step.months === 1 ? 'month' : step.months === 3 ? 'quarter' : 'period'} a year ago`
  if (step.kind === 'business') return season === 5 ? 'the same weekday a week ago' : 'the same weekday a year ago'
  const days = (season * step.ms) / dayMs
  if (step.ms === dayMs) return days === 7 ? 'the same weekday a week ago' : 'the same weekday a year ago'
  if (days === 1) return 'the same time a day ago'
  return days === 7 ? 'the same time a week ago' : 'the same week a year ago'
}

/**
 * The profile of a settled series: one pass for each question, O(T log T) together, and a sentence for each finding.
 */
import { DAY_MS, showTime } from '../calendar.js'
import { inferFrequency, parseFrequency, stepsBetween, type Frequency, type Step } from '../frequency.js'
import type { History } from '../history.js'
import { countOutliers } from './outliers.js'
import { findPartialLast } from './partial-last.js'
import type { Gaps, Profile, UnmatchedHoliday } from './profile.js'
import { profileNotes } from './profile-notes.js'
import { unmatchedHolidays, type HolidayDays } from './unmatched-holidays.js'

/**
 * Profile a series.
 *
 * @param history sorted observations; none is fine
 * @param frequency of its rows; inferred when it is left out or null
 * @param holidays the days that holidays mark, to find those that no row falls on; default none
 * @throws BodkinError `OPTION` when the frequency is none
 * @example
 * profileSeries({ ds, y, columns: {} }).gaps   // { count: 1, missing: 3, longest: 3 }
 */
export function profileSeries(
  history: History,
  frequency: Frequency | null = null,
  holidays: readonly HolidayDays[] = [],
): Profile {
  const { ds, y } = history
  const rows = ds.length
  const found = frequency ?? inferFrequency(ds)
  const step = found === null ? null : parseFrequency(found)
  // positions on the calendar, so that a gap does not shift the season
  const position = step === null ? Float64Array.from(ds, (_, t) => t) : positionsOf(ds, step)
  const seasons = step === null || rows === 0 ? [] : seasonsOf(step, position[rows - 1] + 1)
  const season = seasons[0] ?? 1
  const longSteps = step !== null && stepDays(step) > 1
  const unmatched: readonly UnmatchedHoliday[] = unmatchedHolidays(ds, holidays, longSteps)
  const facts = {
    frequency: found,
    rows,
    start: rows === 0 ? null : showTime(ds[0]),
    end: rows === 0 ? null : showTime(ds[rows - 1]),
    duplicates: countDuplicates(ds),
    gaps: step === null ? null : findGaps(position),
    partialLast: longSteps ? findPartialLast(history, position, season) : null,
    zeros: rows === 0 ? 0 : y.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) / rows,
    negatives: y.reduce((count, value) => count + (value < 0 ? 1 : 0), 0),
    constant: rows > 0 && y.every((value) => value === y[0]),
    outliers: countOutliers(y, position, season),
    seasons: Object.freeze(seasons),
    unmatchedHolidays: unmatched,
  }
  return Object.freeze({ ...facts, notes: Object.freeze(profileNotes(facts)) })
}

/** Length of a step in days; months and years by their average. */
function stepDays(step: Step): number {
  if (step.kind === 'fixed') return step.ms / DAY_MS
  return step.kind === 'business' ? step.count : (step.months * 365.25) / 12
}

/** Rows in a day, a week and a year, those of at least 2 rows that fit into so many steps twice. Business days: 5 a week, 261 a year. */
function seasonsOf(step: Step, steps: number): number[] {
  const days = step.kind === 'business' ? (step.count * 7) / 5 : stepDays(step)
  return [1, 7, 365.25].map((season) => Math.round(season / days)).filter((rows) => rows >= 2 && 2 * rows <= steps)
}

/** Steps of each row behind the first. */
function positionsOf(ds: Float64Array, step: Step): Float64Array {
  const position = new Float64Array(ds.length)
  for (let t = 1; t < ds.length; t++) {
    // by single steps: business days are counted day by day
    position[t] = position[t - 1] + (ds[t] === ds[t - 1] ? 0 : Math.max(1, stepsBetween(ds[t - 1], ds[t], step)))
  }
  return position
}

function countDuplicates(ds: Float64Array): number {
  let count = 0
  for (let t = 1; t < ds.length; t++) if (ds[t] === ds[t - 1]) count++
  return count
}

function findGaps(position: Float64Array): Gaps {
  let [count, missing, longest] = [0, 0, 0]
  for (let t = 1; t < position.length; t++) {
    const absent = position[t] - position[t - 1] - 1
    if (absent < 1) continue
    count++
    missing += absent
    longest = Math.max(longest, absent)
  }
  return Object.freeze({ count, missing, longest })
}

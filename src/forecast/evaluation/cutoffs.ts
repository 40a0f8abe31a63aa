/**
 * Rolling origins: where cross-validation cuts the history.
 *
 * The last cutoff is the horizon before the last row; from there it steps back by the period while the history before it is at least
 * `initial` long. A cutoff without a row in its window (cutoff, cutoff + horizon] moves back to the horizon before the last row that lies
 * before it, as in Prophet's `generate_cutoffs`. Months and years are counted from the last row, so that month ends do not drift: steps of
 * one month back from 31 May are 30 April, 31 March, 29 February. O(cutoffs · log rows).
 *
 * In a history of month ends (frequency M) months lead from month end to month end; the end of a window is in folds.ts.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import {
  duration,
  halveSpan,
  multiplySpan,
  stepSpan,
  type Duration,
  type MonthRule,
  type Span,
} from '../../options/duration.js'
import { optional, readOptions, textRule, withDefault, type Schema } from '../../options/rules.js'
import { seasonalityComponents } from '../additive/seasonality.js'
import { DAY_MS, showTime } from '../calendar.js'
import { inferFrequency } from '../frequency.js'
import { readHistory } from '../input/history.js'
import { resolveForecastOptions } from '../options.js'
import { countWhile, windowEnd } from './folds.js'

/** Where to cut. */
export interface CutoffOptions {
  /** How far each fold forecasts. */
  readonly horizon: Duration
  /** Step from one cutoff to the one before; default half the horizon (an odd number of months is rounded up). */
  readonly period?: Duration
  /** History before the first cutoff, at least; default three horizons, or the longest seasonal period when that is longer. 0 is allowed. */
  readonly initial?: Duration
}

/** Where to cut, read. */
export interface CutoffSettings {
  readonly horizon: Span
  readonly period: Span | undefined
  readonly initial: Span | undefined
}

/** Rules of the three durations, for every function that cross-validates. */
export const cutoffSchema: Schema<CutoffSettings> = {
  horizon: duration(),
  period: optional(duration()),
  initial: optional(duration('zero')),
}

const schema: Schema<CutoffSettings & { readonly time: string; readonly value: string }> = {
  ...cutoffSchema,
  time: withDefault(textRule('the name of a column'), 'ds'),
  value: withDefault(textRule('the name of a column'), 'y'),
}

/**
 * The rolling origins of a history, as `crossValidate` uses them.
 *
 * @param history a time column (`time`, default 'ds') and a value column (`value`, default 'y'); rows without a value are skipped
 * @param options durations are a number of days, or text such as '36 days', '6 hours', '12 months'. The default of `initial` knows the
 *   seasonalities that `fit` would find in this history (365.25 days from two years on)
 * @returns ascending dates; a fold learns from the rows up to its cutoff and is scored on those after it, up to the horizon
 * @throws BodkinError `OPTION` for a duration that is none; `DATA` when the history is too short for the horizon and the initial window
 * @example
 * cutoffs({ ds: days('2024-01-01', 100), y }, { horizon: 10, initial: 60, period: 15 })
 * // [2024-03-15, 2024-03-30]: the last day is 2024-04-09
 */
export function cutoffs(
  history: TableLike,
  options: CutoffOptions & { readonly time?: string; readonly value?: string },
): Date[] {
  const settings = readOptions(schema, options)
  const { ds } = readHistory(history, settings, { numbers: [], flags: [] }, 'cutoffs', 2)
  return rollingCutoffs(ds, settings, longestSeason(ds)).map((time) => new Date(time))
}

/** Days of the longest season that `fit` finds in these times by itself; 0 for none. */
export function longestSeason(ds: Float64Array): number {
  return seasonalityComponents(resolveForecastOptions({}).settings, ds).reduce(
    (most, { period }) => Math.max(most, period),
    0,
  )
}

/** More cutoffs than this are a mistake in the period. */
const MOST_CUTOFFS = 100_000

/**
 * Cutoffs in milliseconds, ascending.
 *
 * @param ds times in milliseconds, ascending, at least 1
 * @param season longest seasonal period in days: the least default of the initial window
 */
export function rollingCutoffs(
  ds: Float64Array,
  { horizon, period, initial }: CutoffSettings,
  season: number,
): number[] {
  const [first, last] = [ds[0], ds[ds.length - 1]]
  const rule = monthRule(ds)
  const step = period ?? halveSpan(horizon)
  const earliest =
    initial === undefined
      ? Math.max(stepSpan(first, multiplySpan(horizon, 3), 1), first + season * DAY_MS)
      : stepSpan(first, initial, 1)
  let cutoff = stepSpan(last, horizon, -1, rule)
  if (cutoff < first) throw tooShort('one horizon', first, last)
  const found: number[] = []
  // steps are counted from the row that the latest cutoff was aligned with, at the end of its window
  let aligned = last
  for (let steps = 1; cutoff >= earliest; steps++) {
    found.push(cutoff)
    if (found.length > MOST_CUTOFFS) {
      throw new BodkinError(
        'LIMIT',
        `option "period" gives more than ${MOST_CUTOFFS} cutoffs between ${showTime(earliest)} and ${showTime(last)}: give a longer one`,
        { option: 'period' },
      )
    }
    cutoff = windowStart(aligned, horizon, step, steps, rule)
    const before = countWhile(ds, (time) => time <= cutoff)
    if (ds[before] <= windowEnd(cutoff, horizon) || cutoff <= first) continue
    aligned = ds[before - 1]
    steps = 0
    cutoff = windowStart(aligned, horizon, step, steps, rule)
  }
  if (found.length === 0) throw tooShort('the initial window and one horizon', first, last)
  return found.reverse()
}

/** The cutoff whose window ends `steps` periods before `end`. Months of the period and the horizon are stepped at once: clamping twice would lose days. */
function windowStart(end: number, horizon: Span, period: Span, steps: number, rule: MonthRule): number {
  if (horizon.kind === 'months' && period.kind === 'months')
    return stepSpan(end, { kind: 'months', months: horizon.months + steps * period.months }, -1, rule)
  return stepSpan(stepSpan(end, horizon, -1, rule), period, -steps, rule)
}

/** How months are stepped in these times. */
export function monthRule(ds: Float64Array): MonthRule {
  return /^\d*M$/.test(inferFrequency(ds) ?? '') ? 'month end' : 'clamp'
}

function tooShort(need: string, first: number, last: number): BodkinError {
  return new BodkinError(
    'DATA',
    `the history, ${showTime(first)} to ${showTime(last)}, is shorter than ${need}: make "horizon" or "initial" shorter`,
    { start: first, end: last },
  )
}

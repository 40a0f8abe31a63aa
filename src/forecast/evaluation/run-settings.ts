/**
 * The options that everything which cross-validates shares: where to cut, and how to run.
 */
import { BodkinError } from '../../errors.js'
import { stepSpan, type Span } from '../../options/duration.js'
import { integer, listOf, optional, withDefault, type Schema } from '../../options/rules.js'
import { runSchema, type RunOptions, type RunSettings } from '../../parallel/run-options.js'
import { seasonalityComponents } from '../additive/seasonality.js'
import { showTime } from '../calendar.js'
import { date } from '../input/dates.js'
import {
  cutoffSchema,
  longestSeason,
  monthRule,
  rollingCutoffs,
  type CutoffOptions,
  type CutoffSettings,
} from './cutoffs.js'
import type { Candidate } from './candidates.js'
import { foldsAt, type Fold } from './folds.js'

/** Where to cut and how to run. */
export interface FoldOptions extends CutoffOptions, RunOptions {
  /** The cutoffs themselves, instead of `period` and `initial`: after the first row, and a horizon before the last one at the latest. */
  readonly cutoffs?: readonly (Date | string)[]
}

/** The same, read. */
export interface FoldSettings extends CutoffSettings, RunSettings {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly cutoffs: readonly number[] | undefined
  readonly seed: number
}

/** Rules of `FoldOptions`. */
export const foldSchema: Schema<FoldSettings> = {
  ...cutoffSchema,
  cutoffs: optional(listOf(date)),
  seed: withDefault(integer({ min: 0 }), 0),
  ...runSchema,
}

/**
 * The folds of a history. All candidates of one history get the same folds unless their seasons are longer than those that `fit` finds by
 * itself, so that baselines are compared on the same ones.
 *
 * @param ds ascending times
 */
export function readFolds(ds: Float64Array, settings: FoldSettings, candidate: Candidate): Fold[] {
  const { horizon, cutoffs: given, period, initial } = settings
  if (given === undefined) return foldsAt(ds, rollingCutoffs(ds, settings, longestSeasonOf(candidate, ds)), horizon)
  const idle = period !== undefined ? 'period' : initial !== undefined ? 'initial' : undefined
  if (idle !== undefined) {
    throw new BodkinError('OPTION', `option "${idle}" has no use beside "cutoffs": leave one of them out`, {
      option: idle,
    })
  }
  return foldsAt(ds, readCutoffs(ds, given, horizon), horizon)
}

/** Days of the longest season of a candidate. */
function longestSeasonOf(candidate: Candidate, ds: Float64Array): number {
  const usual = longestSeason(ds)
  if (candidate.model !== 'additive') return usual
  const own = seasonalityComponents(candidate.recipe.settings, ds)
  return own.reduce((most, { period }) => Math.max(most, period), usual)
}

function readCutoffs(ds: Float64Array, given: readonly number[], horizon: Span): number[] {
  if (given.length === 0) {
    throw new BodkinError('OPTION', 'option "cutoffs" must have at least one time, got an empty array', {
      option: 'cutoffs',
    })
  }
  const first = ds[0]
  const latest = stepSpan(ds[ds.length - 1], horizon, -1, monthRule(ds))
  const times = Float64Array.from(given).sort()
  for (const time of times) {
    if (time > first && time <= latest) continue
    throw new BodkinError(
      'OPTION',
      `option "cutoffs" must lie after the first row (${showTime(first)}) and a horizon before the last one (${showTime(latest)}) at the latest, got ${showTime(time)}`,
      { option: 'cutoffs', value: time },
    )
  }
  return [...new Set(times)]
}

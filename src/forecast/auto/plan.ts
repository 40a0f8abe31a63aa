/**
 * The plan of an assessment: what is tried, where, and on what; or why nothing can be.
 *
 * Plain data made of a settled history, so that its parts cross to workers.
 */
import { seasonalError, usualSeason } from '../baselines/estimate.js'
import type { SimpleSettings } from '../baselines/estimate.js'
import type { Frame } from '../additive/frame.js'
import type { ModelRecipe } from '../additive/preparation.js'
import { mapColumns, pastOf } from '../evaluation/folds.js'
import type { Frequency } from '../frequency.js'
import { inferFrequency, parseFrequency, stepsAfter } from '../frequency.js'
import type { History } from '../history.js'
import { profileSeries } from '../profile/profile-series.js'
import type { Profile } from '../profile/profile.js'
import type { Shock } from '../shocks/shock.js'
import {
  CANDIDATES,
  isMedianOfAll,
  SINGLES,
  variantsOf,
  type CandidateName,
  type SingleName,
  type Variant,
} from './candidates.js'
import { shocksOf } from './calm-history.js'
import type { FitContext } from './fit-variant.js'
import type { GateSettings } from './gate.js'
import { FEWEST_ROWS, historyFault, type InputFault } from './input-fault.js'
import type { FoldTruth } from './measure.js'
import { placeOrigins, type Origins } from './origins.js'

/** What the caller asks for, read: plain data, the same for all series of a call. */
export interface AssessSettings {
  /** Rows to forecast. */
  readonly horizon: number
  /** undefined: found in each history. */
  readonly frequency: Frequency | undefined
  readonly candidates: readonly CandidateName[]
  readonly gate: GateSettings | false
  readonly simple: SimpleSettings
  readonly nonNegative: boolean
  readonly integer: boolean
  readonly seed: number
  /** Whether the fitted models are part of the answer; false keeps many series in little memory. */
  readonly keepModels: boolean
}

/** One series to assess. */
export interface AssessInput {
  readonly history: History
  readonly settings: AssessSettings
  /** The additive model as the caller wants it, read on this history. */
  readonly recipe: ModelRecipe
  /** The rows to forecast, where the caller gave them; else the `horizon` periods after the history. */
  readonly future: Frame | undefined
  /** Text of the series' key, '' for a single one: its random streams depend on that and the seed alone. */
  readonly id: string
}

/** What is to be tried. */
export interface Plan {
  readonly input: AssessInput
  /** The rows that are learnt from: without a last one whose period had not ended yet, which is no value of a whole period. */
  readonly history: History
  readonly profile: Profile
  readonly shocks: readonly Shock[]
  readonly context: FitContext
  readonly variants: readonly Variant[]
  readonly origins: Origins
  readonly truth: readonly FoldTruth[]
  readonly future: Frame
  /** Why nothing can be forecast; null when something can. */
  readonly failure: InputFault | null
}

/**
 * Rows of the longest season for which the forms of exponential smoothing are searched unless candidates are named: a year of weeks. The
 * search of longer ones (5 minutes of a day: 288 rows) takes longer than all other candidates together, and they have the season as well.
 */
const LONGEST_SMOOTHED = 52

/** Make the plan of a series. */
export function planSeries(input: AssessInput): Plan {
  const { settings, recipe } = input
  const { horizon, candidates, gate, simple } = settings
  const times = input.history.ds
  const frequency = settings.frequency ?? (times.length < FEWEST_ROWS ? null : inferFrequency(times))
  const profile = profileSeries(input.history, frequency, holidaysOf(recipe, frequency))
  const history = profile.partialLast === null ? input.history : withoutLast(input.history)
  const { ds, y } = history
  const failure = historyFault(input.history, simple.time, settings.frequency, input.future !== undefined)
  const season = frequency === null ? 1 : (usualSeason(frequency) ?? 1)
  const context = { settings: simple, season, frequency: frequency ?? undefined, recipe }
  if (failure !== null) {
    const empty = { ds: new Float64Array(0), columns: {} }
    const origins = { folds: [], spacing: 0, overlap: 1 }
    return { input, history, profile, shocks: [], context, variants: [], origins, truth: [], future: empty, failure }
  }
  const shocks = shocksOf(history, recipe)
  const isShocked = (time: number): boolean => shocks.some(({ start, end }) => time >= start && time <= end)
  const origins = placeOrigins(ds, horizon, season, gate === false ? 1 : gate.minFolds)
  const truth = origins.folds.map((fold): FoldTruth => {
    const window = ds.slice(fold.train, fold.end)
    return {
      y: y.slice(fold.train, fold.end),
      horizon: window.map((time) => time - fold.cutoff),
      shocked: Uint8Array.from(window, (time) => (isShocked(time) ? 1 : 0)),
      fromShock: isShocked(fold.cutoff),
      scale: seasonalError(pastOf(history, fold)) || 1,
    }
  })
  return {
    input,
    history,
    profile,
    shocks,
    context,
    variants: variantsOf(
      singlesOf(candidates, season),
      recipe,
      y.every((value) => value > 0),
    ),
    origins,
    truth,
    future: input.future ?? {
      ds: stepsAfter(times[times.length - 1], horizon, parseFrequency(frequency)),
      columns: {},
    },
    failure: null,
  }
}

function withoutLast({ ds, y, columns }: History): History {
  return {
    ds: ds.slice(0, -1),
    y: y.slice(0, -1),
    columns: mapColumns(columns, (column) => column.slice(0, -1)),
  }
}

/** The models to try: those asked for, all that a median may need, and what every forecast is measured by. */
function singlesOf(candidates: readonly CandidateName[], season: number): readonly SingleName[] {
  const bounded = season > LONGEST_SMOOTHED && candidates.length === CANDIDATES.length
  return SINGLES.filter((name) => !(bounded && name === 'ets')).filter(
    (name) =>
      candidates.includes(name) ||
      name === 'mean' ||
      name === 'naive' ||
      name === 'seasonalNaive' ||
      isMedianOfAll(candidates),
  )
}

/** The days that holidays mark; where they match by period, of the periods that rows stand for. */
function holidaysOf({ holidays, settings }: ModelRecipe, frequency: Frequency | null): ModelRecipe['holidays'] {
  return settings.holidayMatch === 'period' ? holidays.map((one) => ({ ...one, period: frequency })) : holidays
}

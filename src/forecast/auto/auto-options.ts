/**
 * The options of `auto`: read once, split into what goes to the kernels (plain data), what is read on the history, and how to run.
 */
import type { TableLike } from '../../arrow/table-like.js'
import {
  choice,
  either,
  flag,
  integer,
  listOf,
  number,
  optional,
  anything,
  readOptions,
  record,
  refuse,
  rule,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../../options/rules.js'
import { runSchema, type RunOptions, type RunSettings } from '../../parallel/run-options.js'
import { parseFrequency, type Frequency } from '../frequency.js'
import type { History, NeededColumns } from '../history.js'
import { neededColumns, readRecipe } from '../input/recipe.js'
import type { HistoryNames } from '../input/history.js'
import type { ModelRecipe } from '../additive/preparation.js'
import { intervalWidth, resolveForecastOptions, seed, type ForecastOptions } from '../options.js'
import { CANDIDATES, isUninformed, type CandidateName } from './candidates.js'
import type { GateSettings } from './gate.js'
import type { AssessSettings } from './plan.js'

/** What a forecast must show before it is published. */
export interface GateOptions {
  /** Origins of the past at which it was tried, integer 1 … 16; default 8. */
  readonly minFolds?: number
  /** Largest p-value (q-value with `by`) of "no better than the mean or the last value", (0, 1); default 0.05. */
  readonly alpha?: number
  /** Refuse what errs more than repeating the last season, where there is a season; default true. */
  readonly notWorseThanSeasonalNaive?: boolean
  /** How far the coverage of past 80 % intervals may be from 0.8, [0, 1]; default 0.15. They are judged whatever `intervalWidth` is asked for. */
  readonly coverageTolerance?: number
  /** Largest |mean error| as a share of the mean absolute error, when it is significant, ≥ 0; default 0.25. */
  readonly maxBias?: number
  /** Least share of the uninformed forecast's error that must be saved, at most 1; default 0. */
  readonly minSkill?: number
  /** Largest root mean squared error in units of y, ≥ 0; default none. */
  readonly maxRmse?: number
  /** Largest mean absolute percentage error as a share, ≥ 0; default none. */
  readonly maxMape?: number
}

/** Options of `auto`: its own, those of the additive model (`ForecastOptions`), and how to run. */
export interface AutoOptions extends ForecastOptions, RunOptions {
  /** Rows to forecast, integer ≥ 1. */
  readonly horizon: number
  /** Step of the rows, about that of the history; default found in it. */
  readonly frequency?: Frequency
  /** Key column or columns of many series in one table; default none, one series. */
  readonly by?: string | readonly string[]
  /**
   * Which forecasts may be published; default all, but 'ets' only up to seasons of 52 rows. 'median' is the median of the good ones; 'mean' and
   * 'naive' are what has to be beaten and cannot stand alone.
   */
  readonly candidates?: readonly CandidateName[]
  /** What the forecast must show, or false for no verdict; defaults of `GateOptions`. */
  readonly gate?: GateOptions | false
  /** The rows to forecast, with the columns of regressors and conditions: `horizon` rows behind the history, no farther than
   * 1.5 times the time that as many rows of it take; default the next periods. */
  readonly future?: TableLike
  /** How the interval is made; `auto` has 'conformal' only, from the errors of the folds. So it has no simulated futures: no `draws`, no `total`. */
  readonly interval?: 'conformal'
  /** Cut forecasts and bounds off below 0; default false. */
  readonly nonNegative?: boolean
  /** Round forecasts and bounds to whole numbers; default false. */
  readonly integer?: boolean
}

/** The options, read. */
export interface AutoPlan {
  /** For the kernels: plain data. */
  readonly settings: AssessSettings
  readonly run: RunSettings
  /** Key columns; none for one series. */
  readonly by: readonly string[]
  readonly names: HistoryNames
  /** Further columns that the history must have. */
  readonly needed: NeededColumns
  readonly future: TableLike | undefined
  /** Read the additive model's tables and dates on a history. */
  readonly recipeOf: (history: History) => ModelRecipe
}

const gateSchema: Schema<GateSettings> = {
  minFolds: withDefault(integer({ min: 1, max: 16 }), 8),
  alpha: withDefault(number({ above: 0, below: 1 }), 0.05),
  notWorseThanSeasonalNaive: withDefault(flag(), true),
  coverageTolerance: withDefault(number({ min: 0, max: 1 }), 0.15),
  maxBias: withDefault(number({ min: 0 }), 0.25),
  minSkill: withDefault(number({ max: 1 }), 0),
  maxRmse: optional(number({ min: 0 })),
  maxMape: optional(number({ min: 0 })),
}

const gateDefaults = readOptions(gateSchema, {})

const off: Rule<false> = rule('false', (value): value is false => value === false)
const column = textRule('the name of a column')

interface OwnSettings extends RunSettings {
  readonly horizon: number
  readonly frequency: Frequency | undefined
  readonly by: string | readonly string[] | undefined
  readonly candidates: readonly CandidateName[]
  readonly gate: GateSettings | false
  readonly future: TableLike | undefined
  readonly interval: 'conformal'
  readonly intervalWidth: number
  readonly nonNegative: boolean
  readonly integer: boolean
  readonly seed: number
}

const gateRule: Rule<GateSettings | false> = {
  ...withDefault(either(off, record(gateSchema)), gateDefaults),
  // the errors of a gate's own keys say more than "false or an object"
  read(value, place) {
    if (value === false) return false
    if (typeof value !== 'object' || value === null) return refuse(place, 'false or an object', value)
    return record(gateSchema).read(value, place)
  },
}

const schema: Schema<OwnSettings> = {
  horizon: integer({ min: 1, max: 100_000 }),
  frequency: optional(textRule('a frequency such as "D" or "MS"')),
  by: optional(either(column, listOf(column))),
  candidates: withDefault(listOf(choice(...CANDIDATES)), CANDIDATES),
  gate: gateRule,
  future: optional(anything<TableLike>()),
  interval: withDefault(choice('conformal'), 'conformal'),
  intervalWidth: withDefault(intervalWidth, 0.8),
  nonNegative: withDefault(flag(), false),
  integer: withDefault(flag(), false),
  seed: withDefault(seed, 0),
  ...runSchema,
}

/**
 * Read the options of `auto`.
 *
 * @throws BodkinError `OPTION` for an unknown or impossible one
 */
export function readAutoOptions(options: AutoOptions): AutoPlan {
  if (Object.prototype.toString.call(options) !== '[object Object]') {
    refuse({ code: 'OPTION', noun: 'option', path: 'options' }, 'an object', options)
  }
  const given = Object.entries(options)
  const part = (own: boolean): Record<string, unknown> =>
    Object.fromEntries(given.filter(([key]) => Object.hasOwn(schema, key) === own))
  const read = readOptions(schema, part(true))
  const resolved = resolveForecastOptions(part(false))
  if (read.frequency !== undefined) parseFrequency(read.frequency)
  const by = typeof read.by === 'string' ? [read.by] : (read.by ?? [])
  if (read.by !== undefined && by.length === 0) {
    refuse({ code: 'OPTION', noun: 'option', path: 'by' }, 'at least one column', read.by)
  }
  if (read.candidates.length === 0) {
    refuse({ code: 'OPTION', noun: 'option', path: 'candidates' }, 'at least one name', read.candidates)
  }
  if (read.candidates.every(isUninformed)) {
    const rule = 'an array with a name beside "mean" and "naive", which are there to be beaten'
    refuse({ code: 'OPTION', noun: 'option', path: 'candidates' }, rule, read.candidates)
  }
  const { time, value } = resolved.settings
  return Object.freeze({
    settings: Object.freeze({
      horizon: read.horizon,
      frequency: read.frequency,
      candidates: read.candidates,
      gate: read.gate,
      simple: Object.freeze({ time, value, intervalWidth: read.intervalWidth }),
      nonNegative: read.nonNegative,
      integer: read.integer,
      seed: read.seed,
      keepModels: by.length === 0,
    }),
    run: { signal: read.signal, onProgress: read.onProgress, workers: read.workers },
    by,
    names: resolved.settings,
    needed: neededColumns(resolved),
    future: read.future,
    recipeOf: (history: History) => readRecipe(resolved, history),
  })
}

/**
 * From a caller's options and table to a candidate and its history: the options and columns layers of everything that cross-validates.
 */
import type { TableLike } from '../../arrow/table-like.js'
import {
  choice,
  flag,
  integer,
  optional,
  readOptions,
  refuse,
  textRule,
  withDefault,
  type Schema,
} from '../../options/rules.js'
import { baselineSchema, type BaselineOptions } from '../baselines/baseline.js'
import { arimaSchema, type ArimaOptions, type ArimaRead } from '../baselines/box-jenkins.js'
import { etsSchema, type EtsOptions, type EtsRead } from '../baselines/exponential-smoothing.js'
import { thetaSchema, type ThetaOptions, type ThetaRead } from '../baselines/theta-method.js'
import type { SeasonalNaiveOptions } from '../baselines/seasonal-naive.js'
import { parseFrequency, type Frequency } from '../frequency.js'
import type { History, NeededColumns } from '../history.js'
import { readHistory, type HistoryNames } from '../input/history.js'
import { neededColumns, readRecipe } from '../input/recipe.js'
import { resolveForecastOptions, type ForecastOptions } from '../options.js'
import type { Candidate, Common } from './candidates.js'
import type { SimpleSettings } from '../baselines/estimate.js'

/** The additive model, and how its intervals are made. */
export interface AdditiveCandidateOptions extends ForecastOptions, OutputOptions {
  readonly model?: 'additive'
  /** 'analytic' (default): closed form, without Monte-Carlo noise; 'simulation': as `predict` does by default; 'none': no bounds. */
  readonly interval?: 'analytic' | 'simulation' | 'none'
  /** Simulated futures, integer 1 … 100,000; default 1,000. */
  readonly draws?: number
}

/** What every candidate takes beside its model's options. */
export interface OutputOptions {
  /** Cut forecasts and bounds off below 0; default false. */
  readonly nonNegative?: boolean
  /** Round forecasts and bounds to whole numbers; default false. */
  readonly integer?: boolean
}

/** What every baseline takes: the step of the rows; default found in each fold's history. */
interface BaselineOutputOptions extends OutputOptions {
  readonly frequency?: Frequency
}

/** A baseline. */
export interface SimpleCandidateOptions extends BaselineOptions, BaselineOutputOptions {
  readonly model: 'mean' | 'naive' | 'drift'
}

/** The seasonal naive baseline. */
export interface SeasonalNaiveCandidateOptions extends SeasonalNaiveOptions, BaselineOutputOptions {
  readonly model: 'seasonalNaive'
}

/** Exponential smoothing. */
export interface EtsCandidateOptions extends EtsOptions, BaselineOutputOptions {
  readonly model: 'ets'
}

/** Seasonal ARIMA. */
export interface ArimaCandidateOptions extends ArimaOptions, BaselineOutputOptions {
  readonly model: 'arima'
}

/** The theta method. */
export interface ThetaCandidateOptions extends ThetaOptions, BaselineOutputOptions {
  readonly model: 'theta'
}

/** A model by name (default 'additive') with its own options. */
export type CandidateOptions =
  | AdditiveCandidateOptions
  | SimpleCandidateOptions
  | SeasonalNaiveCandidateOptions
  | EtsCandidateOptions
  | ThetaCandidateOptions
  | ArimaCandidateOptions

/** A candidate whose options are read, before its history is. */
export interface CandidatePlan {
  /** Columns of the history's times and values. */
  readonly names: HistoryNames
  /** Further columns that the history must have. */
  readonly needed: NeededColumns
  /** Read what depends on the history's times and finish. */
  settle(history: History): Candidate
}

const none: NeededColumns = { numbers: [], flags: [] }
const limitSchema: Schema<Pick<Candidate['output'], 'nonNegative' | 'integer'>> = {
  nonNegative: withDefault(flag(), false),
  integer: withDefault(flag(), false),
}
const outputSchema: Schema<Candidate['output']> = {
  interval: withDefault(choice('analytic', 'simulation', 'none'), 'analytic'),
  draws: withDefault(integer({ min: 1, max: 100_000 }), 1000),
  ...limitSchema,
}

/** Options of the simple baselines, checked. */
interface SimpleRead extends SimpleSettings, Pick<Candidate['output'], 'nonNegative' | 'integer'> {
  readonly frequency: Frequency | undefined
}

const simpleSchema: Schema<SimpleRead> = {
  ...baselineSchema,
  ...limitSchema,
  frequency: optional(textRule('a frequency such as "D" or "MS"')),
}
const seasonalSchema: Schema<SimpleRead & { readonly season: number | undefined }> = {
  ...simpleSchema,
  season: optional(integer({ min: 1 })),
}

/** One reader for each model: its own options, checked. */
const readers: { readonly [Name in Candidate['model']]: (own: Readonly<Record<string, unknown>>) => CandidatePlan } = {
  additive: planAdditive,
  mean: (own) => readSimple('mean', own),
  naive: (own) => readSimple('naive', own),
  drift: (own) => readSimple('drift', own),
  ets: readEts,
  theta: readTheta,
  arima: readArima,
  seasonalNaive: readSeasonalNaive,
}

/**
 * Read the options of a candidate.
 *
 * @throws BodkinError `OPTION` for an unknown model, and as the model's own function
 */
export function planCandidate(options: CandidateOptions): CandidatePlan {
  assertOptions(options)
  const { model = 'additive', ...own } = options
  const names = Object.keys(readers) as Candidate['model'][]
  return readers[choice(...names).read(model, { code: 'OPTION', noun: 'option', path: 'model' })](own)
}

/** Refuse options that are no object, before they are taken apart. */
export function assertOptions(options: unknown): void {
  if (Object.prototype.toString.call(options) === '[object Object]') return
  refuse({ code: 'OPTION', noun: 'option', path: 'options' }, 'an object', options)
}

/** Read a history for some candidates, all of its columns at once. `caller`: the public function, for messages. */
export function readCandidateHistory(table: TableLike, { names, needed }: CandidatePlan, caller: string): History {
  return readHistory(table, names, needed, caller, 2)
}

/** Read the options of the additive model alone. */
export function planAdditive(own: Readonly<Record<string, unknown>>): CandidatePlan {
  const { interval, draws, nonNegative, integer: whole, ...rest } = own
  const output = readOptions(outputSchema, { interval, draws, nonNegative, integer: whole })
  const resolved = resolveForecastOptions(rest)
  const { settings } = resolved
  return {
    names: settings,
    needed: neededColumns(resolved),
    settle: (history) => ({
      model: 'additive',
      output,
      intervalWidth: settings.intervalWidth,
      frequency: undefined,
      recipe: readRecipe(resolved, history),
    }),
  }
}

function readSimple(model: 'mean' | 'naive' | 'drift', own: Readonly<Record<string, unknown>>): CandidatePlan {
  const read = readOptions(simpleSchema, own)
  return simplePlan({ ...commonOf(read), model, settings: settingsOf(read) })
}

function readSeasonalNaive(own: Readonly<Record<string, unknown>>): CandidatePlan {
  const read = readOptions(seasonalSchema, own)
  return simplePlan({ ...commonOf(read), model: 'seasonalNaive', settings: settingsOf(read), season: read.season })
}

function readEts(own: Readonly<Record<string, unknown>>): CandidatePlan {
  const read = readOptions<SimpleRead & EtsRead>({ ...simpleSchema, ...etsSchema }, own)
  const { season, form, damped } = read
  return simplePlan({ ...commonOf(read), model: 'ets', settings: settingsOf(read), options: { season, form, damped } })
}

function readArima(own: Readonly<Record<string, unknown>>): CandidatePlan {
  const read = readOptions<SimpleRead & ArimaRead>({ ...simpleSchema, ...arimaSchema }, own)
  const { season, order, stepwise, maxP, maxQ, maxSeasonalP, maxSeasonalQ, maxOrder } = read
  const options = { season, order, stepwise, maxP, maxQ, maxSeasonalP, maxSeasonalQ, maxOrder }
  return simplePlan({ ...commonOf(read), model: 'arima', settings: settingsOf(read), options })
}

function readTheta(own: Readonly<Record<string, unknown>>): CandidatePlan {
  const read = readOptions<SimpleRead & ThetaRead>({ ...simpleSchema, ...thetaSchema }, own)
  const { season, method } = read
  return simplePlan({ ...commonOf(read), model: 'theta', settings: settingsOf(read), options: { season, method } })
}

function settingsOf({ time, value, intervalWidth }: SimpleRead): SimpleSettings {
  return { time, value, intervalWidth }
}

/** The bounds of baselines are in closed form. */
function commonOf({ intervalWidth, frequency, nonNegative, integer: whole }: SimpleRead): Common {
  if (frequency !== undefined) parseFrequency(frequency)
  return { intervalWidth, frequency, output: { interval: 'analytic', draws: 1, nonNegative, integer: whole } }
}

/** Baselines need no further columns and are settled as they are. */
function simplePlan(candidate: Extract<Candidate, { readonly settings: SimpleSettings }>): CandidatePlan {
  return { names: candidate.settings, needed: none, settle: () => candidate }
}

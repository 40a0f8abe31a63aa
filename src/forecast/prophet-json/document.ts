/**
 * Prophet's document (`prophet.serialize.model_to_json`, version 1.5), checked: every attribute that a prediction needs has a rule;
 * others are passed over. Tables and series are JSON text inside the JSON (pandas-text.ts).
 */
import { BodkinError, show } from '../../errors.js'
import {
  anything,
  choice,
  either,
  flag,
  integer,
  listOf,
  nullable,
  number,
  optional,
  readRecord,
  refuse,
  rule,
  withDefault,
  type Place,
  type Rule,
  type Schema,
} from '../../options/rules.js'
import { intervalWidth, modelSettingsSchema, priorScale, type Mode, type ModelSettings } from '../options.js'
import { isoTime, seriesText, tableText, type PandasRows } from './pandas-text.js'

/** A name short enough to be sorted, joined and printed thousands of times. */
const name: Rule<string> = rule(
  'text of 1 to 1,000 characters',
  (value): value is string => typeof value === 'string' && value.length > 0 && value.length <= 1000,
)
const mode: Rule<Mode> = choice('additive', 'multiplicative')

export interface ProphetSeasonality {
  readonly period: number
  readonly fourier_order: number
  readonly prior_scale: number
  readonly mode: Mode
  readonly condition_name: string | null
}

export interface ProphetRegressor {
  readonly prior_scale: number
  readonly standardize: 'auto' | boolean
  readonly mu: number
  readonly std: number
  readonly mode: Mode
  /** Options of the model that forecast this regressor in Prophet; the model itself is not in the document. */
  readonly predictor_spec: object | null
}

/** Draws of a parameter: `rows` of so many columns, row-major; a single row at the maximum a posteriori. */
export interface Draws {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

export interface ProphetParams {
  readonly k: Draws
  readonly m: Draws
  readonly sigma_obs: Draws
  readonly delta: Draws
  readonly beta: Draws
}

/** The attributes that are read, under Prophet's names. */
export interface ProphetDocument {
  readonly growth: ModelSettings['growth']
  readonly n_changepoints: number
  readonly changepoint_range: number
  readonly changepoint_prior_scale: number
  readonly yearly_seasonality: ModelSettings['yearlySeasonality']
  readonly weekly_seasonality: ModelSettings['weeklySeasonality']
  readonly daily_seasonality: ModelSettings['dailySeasonality']
  readonly seasonality_mode: Mode
  readonly seasonality_prior_scale: number
  readonly holidays_mode: Mode | undefined
  readonly holidays_prior_scale: number
  readonly interval_width: number
  readonly scaling: ModelSettings['scaling']
  readonly y_scale: number
  readonly y_min: number
  readonly logistic_floor: boolean
  readonly country_holidays: null
  /** Seconds. */
  readonly start: number
  readonly t_scale: number
  readonly changepoints: readonly number[]
  readonly changepoints_t: readonly number[]
  readonly seasonalities: readonly (readonly [string, ProphetSeasonality])[]
  readonly extra_regressors: readonly (readonly [string, ProphetRegressor])[]
  readonly holidays: PandasRows | null
  readonly train_holiday_names: readonly string[] | null
  readonly history: PandasRows
  readonly train_component_cols: PandasRows
  readonly fit_kwargs: { readonly chains: number | undefined }
  readonly params: ProphetParams
}

/** An object that has more keys than the schema names: the others are passed over. */
function recordWithin<T extends object>(schema: Schema<T>): Rule<T> {
  const expected = `an object with ${Object.keys(schema).join(', ')}`
  return {
    expected,
    read(value, place) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(place, expected, value)
      const known = Object.entries(value).filter(([key]) => Object.hasOwn(schema, key))
      return readRecord(schema, Object.fromEntries(known), place)
    },
  }
}

/** An ordered dictionary: `[names, {name: entry}]`. */
function dictionary<T>(entry: Rule<T>): Rule<readonly (readonly [string, T])[]> {
  const expected = 'a pair: a list of names, and an object with an entry for each'
  return {
    expected,
    read(value, place) {
      if (!Array.isArray(value) || value.length !== 2) return refuse(place, expected, value)
      const [names, entries] = value as [unknown, unknown]
      if (typeof entries !== 'object' || entries === null)
        return refuse({ ...place, path: `${place.path}[1]` }, 'an object', entries)
      return listOf(name)
        .read(names, { ...place, path: `${place.path}[0]` })
        .map((key) => {
          const given = Object.hasOwn(entries, key) ? (entries as Readonly<Record<string, unknown>>)[key] : undefined
          return [key, entry.read(given, { ...place, path: `${place.path}[1].${key}` })] as const
        })
    },
  }
}

/** Rows of numbers; a list of numbers stands for rows of one (so Prophet writes draws of a single number). */
const draws: Rule<Draws> = {
  expected: 'rows of finite numbers, all of one length',
  read(value, place) {
    if (!Array.isArray(value) || value.length === 0) return refuse(place, draws.expected, value)
    const rows = value as unknown[]
    const columns = Array.isArray(rows[0]) ? rows[0].length : 1
    const values = new Float64Array(rows.length * columns)
    rows.forEach((row, i) => {
      const list = Array.isArray(row) ? (row as unknown[]) : [row]
      const bad = list.findIndex((item) => typeof item !== 'number' || !Number.isFinite(item))
      if (list.length !== columns || bad >= 0)
        refuse({ ...place, path: `${place.path}[${i}]` }, `${columns} finite numbers`, bad < 0 ? row : list[bad])
      values.set(list as number[], i * columns)
    })
    return { rows: rows.length, columns, values }
  },
}

const seasonality: Rule<ProphetSeasonality> = recordWithin<ProphetSeasonality>({
  period: number({ above: 0 }),
  fourier_order: integer({ min: 1 }),
  prior_scale: priorScale,
  mode,
  condition_name: withDefault(nullable(name), null),
})

const regressor: Rule<ProphetRegressor> = recordWithin<ProphetRegressor>({
  prior_scale: priorScale,
  standardize: either(choice('auto'), flag()),
  mu: number(),
  std: number({ above: 0 }),
  mode,
  predictor_spec: withDefault(nullable(anything<object>()), null),
})

const noCountry: Rule<null> = rule(
  'null: the dates of a country’s holidays are not in the document, since Prophet makes them anew from tables of its own; fit with those dates in the table "holidays"',
  (value): value is null => value === null,
)

const schema: Schema<ProphetDocument> = {
  growth: choice('linear', 'logistic', 'flat'),
  // −1 for a history without a row in the changepoint range
  n_changepoints: integer({ min: -1 }),
  changepoint_range: number({ min: 0, max: 1 }),
  changepoint_prior_scale: priorScale,
  yearly_seasonality: modelSettingsSchema.yearlySeasonality,
  weekly_seasonality: modelSettingsSchema.weeklySeasonality,
  daily_seasonality: modelSettingsSchema.dailySeasonality,
  seasonality_mode: mode,
  seasonality_prior_scale: priorScale,
  // before version 1.1.5: as seasonalities
  holidays_mode: optional(mode),
  holidays_prior_scale: priorScale,
  interval_width: intervalWidth,
  // before version 1.1.5: by the largest absolute value
  scaling: withDefault(choice('absmax', 'minmax'), 'absmax'),
  y_scale: number({ above: 0 }),
  y_min: withDefault(number(), 0),
  logistic_floor: flag(),
  country_holidays: noCountry,
  start: number(),
  t_scale: number({ above: 0 }),
  changepoints: seriesText(isoTime),
  changepoints_t: listOf(number()),
  seasonalities: dictionary(seasonality),
  extra_regressors: dictionary(regressor),
  holidays: nullable(tableText),
  train_holiday_names: nullable(seriesText(name)),
  history: tableText,
  train_component_cols: tableText,
  fit_kwargs: recordWithin<ProphetDocument['fit_kwargs']>({ chains: optional(integer({ min: 1 })) }),
  params: recordWithin<ProphetParams>({ k: draws, m: draws, sigma_obs: draws, delta: draws, beta: draws }),
}

/** Where errors of a document stand. */
export const DOCUMENT: Place = { code: 'FORMAT', noun: 'document', path: '' }

/** A place inside the document. */
export function at(path: string): Place {
  return { ...DOCUMENT, path }
}

/** What a check of tables or options says about a part of the document. */
export function asFormatError<T>(path: string, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof BodkinError)) throw error
    throw new BodkinError('FORMAT', `document ${JSON.stringify(path)}: ${error.message}`, {
      ...error.details,
      document: path,
    })
  }
}

/** Check the text of a document, attribute by attribute; what attributes say of each other is for the reader of the model. */
export function readDocument(json: string): ProphetDocument {
  return recordWithin(schema).read(parse(json), DOCUMENT)
}

function parse(json: unknown): unknown {
  if (typeof json !== 'string')
    throw new BodkinError('FORMAT', `a Prophet document must be JSON text, got ${show(json)}`)
  try {
    return JSON.parse(json) as unknown
  } catch (error) {
    throw new BodkinError('FORMAT', `a Prophet document must be JSON text: ${(error as Error).message}`, {}, error)
  }
}

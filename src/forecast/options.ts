/**
 * Options of the additive model: what a caller may set, with every default in one place.
 *
 * Names and defaults are Prophet's in camelCase; `resolveForecastOptions` gives complete, frozen settings or one error.
 */
import type { TableLike } from '../arrow/table-like.js'
import { BodkinError } from '../errors.js'
import {
  anything,
  choice,
  either,
  flag,
  integer,
  listOf,
  number,
  optional,
  readOptions,
  readRecord,
  record,
  refuse,
  rule,
  textRule,
  withDefault,
  type Place,
  type Rule,
  type Schema,
} from '../options/rules.js'
import { assertComponentName } from './component-names.js'
import { date } from './input/dates.js'
import type { Transform } from './transform/transform.js'

/** A seasonality of the caller's own: a Fourier series of the given period. */
export interface SeasonalityOptions {
  /** Name of its component; a name of a built-in one ('yearly', 'weekly', 'daily') replaces that. */
  readonly name: string
  /** Length of one period in days, > 0; 30.5 for a month. */
  readonly period: number
  /** Number of sine and cosine pairs, integer ≥ 1: the more, the quicker it may change within a period. */
  readonly fourierOrder: number
  /** Standard deviation of the coefficients' normal prior, > 0, in the model's scale; default `seasonalityPriorScale`. */
  readonly priorScale?: number
  /** 'additive' or 'multiplicative' (a share of the trend); default `seasonalityMode`. */
  readonly mode?: Mode
  /** Name of a column of true/false or 0/1: the seasonality acts only in rows where it holds. Needed in the future table too. */
  readonly condition?: string
}

/** An extra column that moves the forecast linearly; its future values must be known, or come from a forecast of its own (`predictor`). */
export interface RegressorOptions {
  /** Name of the column, in the history and in the future table. */
  readonly name: string
  /** Standard deviation of the coefficient's normal prior, > 0; default `holidaysPriorScale`. */
  readonly priorScale?: number
  /** Subtract the mean and divide by the standard deviation first; 'auto' (default) does so unless the values are exactly 0 and 1. */
  readonly standardize?: 'auto' | boolean
  /** 'additive' or 'multiplicative' (a share of the trend); default `seasonalityMode`. */
  readonly mode?: Mode
  /**
   * Options of a model of the regressor itself, fitted to its column of the history; `{}` for the defaults. `predict` takes the values that
   * the future table gives and forecasts those that it lacks (the column, or single values); simulated and analytic bounds then carry the
   * forecast's uncertainty. In cross-validation every fold forecasts the column anew instead of looking at what came. `time` and `value` are
   * the regressor's own and left out; a predictor has no predictors. Default: none, future values are needed.
   */
  readonly predictor?: PredictorOptions
}

/** Options of a model that forecasts a regressor. */
export type PredictorOptions = Omit<ForecastOptions, 'time' | 'value' | 'regressors'> & {
  readonly regressors?: readonly Omit<RegressorOptions, 'predictor'>[]
}

/** How a component enters: added to the trend, or multiplied with it. */
export type Mode = 'additive' | 'multiplicative'

/** 'auto' switches on by the length and spacing of the history; a number is the Fourier order; false or 0 is off. */
export type SeasonalitySwitch = 'auto' | boolean | number

/** Options of `forecast.fit`. All are optional. */
export interface ForecastOptions {
  /** Name of the time column; default 'ds'. */
  readonly time?: string
  /** Name of the value column; default 'y'. Rows without a value are skipped. */
  readonly value?: string
  /** Trend: piecewise 'linear' (default), 'logistic' (saturates at `cap` and `floor`) or 'flat' (a constant). */
  readonly growth?: 'linear' | 'logistic' | 'flat'
  /** Upper limit of logistic growth in units of y: a number, or the name of a column (needed in the future table too); above the floor. */
  readonly cap?: number | string
  /** Lower limit in units of y: a number, or the name of a column; default 0 for logistic growth. With other growths forecasts are cut off there. */
  readonly floor?: number | string
  /** Dates where the trend may bend, inside the history; default: spread evenly over the rows by `changepointCount`. */
  readonly changepoints?: readonly (Date | string)[]
  /** How many bends to allow, integer ≥ 0; default 25. Most end up at zero. */
  readonly changepointCount?: number
  /** Share of the history, from its start, in which bends may lie: (0, 1]; default 0.8. */
  readonly changepointRange?: number
  /** Scale of the Laplace prior on the size of a bend, > 0; default 0.05. Larger lets the trend bend more. */
  readonly changepointPriorScale?: number
  /** Season of 365.25 days, order 10; 'auto' (default) needs 730 days of history. */
  readonly yearlySeasonality?: SeasonalitySwitch
  /** Season of 7 days, order 3; 'auto' (default) needs 14 days and steps under 7 days. */
  readonly weeklySeasonality?: SeasonalitySwitch
  /** Season of 1 day, order 4; 'auto' (default) needs 2 days and steps under 1 day. */
  readonly dailySeasonality?: SeasonalitySwitch
  /** Further seasonalities; default none. */
  readonly seasonalities?: readonly SeasonalityOptions[]
  /** How seasonalities, and what does not say otherwise, enter: 'additive' (default) or 'multiplicative'. */
  readonly seasonalityMode?: Mode
  /** Prior standard deviation of seasonal coefficients, > 0; default 10. */
  readonly seasonalityPriorScale?: number
  /** Table with `holiday` and `ds`, and as wanted `lower_window` (≤ 0), `upper_window` (≥ 0) in days and `prior_scale`; default none. */
  readonly holidays?: TableLike
  /**
   * Public holidays of a country, by its ISO 3166 code (`'DE'`), a state of it (`'DE-BY'`, `'US-CA'`) or a region of that, each name a
   * component; beside those of `holidays`. Needs the optional package `date-holidays`. Names that the years of the history do not have are
   * left out, as in Prophet. The model keeps the dates up to 20 years behind the history, so that predicting, also after `fromJSON`, does not
   * need the package; default none.
   */
  readonly country?: string
  /**
   * Which rows a day of a holiday or its window marks: 'date' (default), the rows of that date; or 'period', the row whose period holds it,
   * for weekly, monthly or yearly rows: from the row up to the next one, and for ends of months ('M') the month that ends there. Rows
   * of a day or less match by date in any case. The frequency is that of the history.
   */
  readonly holidayMatch?: 'date' | 'period'
  /** How holidays enter; default `seasonalityMode`. */
  readonly holidaysMode?: Mode
  /** Prior standard deviation of holiday coefficients, > 0; default 10. */
  readonly holidaysPriorScale?: number
  /** Extra columns with a linear effect; default none. */
  readonly regressors?: readonly RegressorOptions[]
  /** Scale of y inside the model: 'absmax' (default) divides by max |y|, 'minmax' maps min and max to 0 and 1. */
  readonly scaling?: 'absmax' | 'minmax'
  /**
   * Fit z = f(y) instead of y: 'log1p' (y > −1; effects multiply) or 'softplus' (y > 0; bends only small values), which keep forecasts
   * above −1 and 0; default 'none'. Forecasts, bounds, trend, totals and sampled futures come back in units of y: yhat is the median and the
   * bounds are exact quantiles. Components stay in units of z, in which they add up, and so do `fit.objective`, slopes and
   * coefficients. Not with logistic growth, which has limits of its own.
   */
  readonly transform?: Transform
  /** Order of autoregressive errors, integer ≥ 0, or 'auto' for the order that the residuals ask for (AIC, up to 10); default 0, independent errors. */
  readonly autoregression?: number | 'auto'
  /** Let the slope fade behind the history instead of running on; default false. Linear growth only. */
  readonly damped?: boolean
  /** Probability mass of intervals, (0, 1); default 0.8. `predict` may override it. */
  readonly intervalWidth?: number
  /** Seed of the simulated intervals, any integer; default 0. `predict` may override it. */
  readonly seed?: number
}

/** A seasonality with nothing left open. */
export interface SeasonalitySettings {
  readonly name: string
  readonly period: number
  readonly fourierOrder: number
  readonly priorScale: number | undefined
  readonly condition: string | undefined
  readonly mode: Mode | undefined
}

/** A regressor with nothing left open. */
export interface RegressorSettings {
  readonly name: string
  readonly priorScale: number | undefined
  readonly standardize: 'auto' | boolean
  readonly mode: Mode | undefined
}

/** Complete options, plain data, kept in the model: all but tables, dates and models of regressors. */
export interface ModelSettings {
  readonly time: string
  readonly value: string
  readonly growth: 'linear' | 'logistic' | 'flat'
  readonly cap: number | string | undefined
  readonly floor: number | string | undefined
  readonly changepointCount: number
  readonly changepointRange: number
  readonly changepointPriorScale: number
  readonly yearlySeasonality: SeasonalitySwitch
  readonly weeklySeasonality: SeasonalitySwitch
  readonly dailySeasonality: SeasonalitySwitch
  readonly seasonalities: readonly SeasonalitySettings[]
  readonly seasonalityMode: Mode
  readonly seasonalityPriorScale: number
  readonly country: string | undefined
  readonly holidayMatch: 'date' | 'period'
  readonly holidaysMode: Mode | undefined
  readonly holidaysPriorScale: number
  readonly regressors: readonly RegressorSettings[]
  readonly scaling: 'absmax' | 'minmax'
  readonly transform: Transform
  readonly autoregression: number | 'auto'
  readonly damped: boolean
  readonly intervalWidth: number
  readonly seed: number
}

/** Complete, checked options, before tables and dates are read (input/recipe.ts reads them). */
export interface ForecastSettings {
  readonly settings: ModelSettings
  /** Milliseconds since 1970-01-01 UTC. */
  readonly changepoints: readonly number[] | undefined
  readonly holidays: TableLike | undefined
  /** Options of the models of regressors, by the regressor's name. */
  readonly predictors: Readonly<Record<string, ForecastSettings>>
  /** Where the options stood: empty, or the path of a predictor with a dot behind it. */
  readonly path: string
}

const mode: Rule<Mode> = choice('additive', 'multiplicative')
const limit: Rule<number | string> = either(number(), textRule('the name of a column'))

/** The scale of a prior, within bounds that keep its square inside the range of doubles. */
export const priorScale: Rule<number> = rule(
  'a number above 0 (1e-100 to 1e100)',
  (value): value is number => typeof value === 'number' && value >= 1e-100 && value <= 1e100,
)

const seasonalitySchema: Schema<SeasonalitySettings> = {
  name: textRule(),
  period: number({ above: 0 }),
  fourierOrder: integer({ min: 1 }),
  priorScale: optional(priorScale),
  condition: optional(textRule('the name of a column')),
  mode: optional(mode),
}

const regressorSchema: Schema<RegressorSettings> = {
  name: textRule('the name of a column'),
  priorScale: optional(priorScale),
  standardize: withDefault(either(choice('auto'), flag()), 'auto'),
  mode: optional(mode),
}

const seasonalitySwitch: Rule<SeasonalitySwitch> = withDefault(
  rule(`"auto", true, false or a Fourier order (an integer of at least 0)`, (value): value is SeasonalitySwitch => {
    return value === 'auto' || typeof value === 'boolean' || (Number.isSafeInteger(value) && (value as number) >= 0)
  }),
  'auto',
)

/** Rules that `predict` and `fit` share. */
export const intervalWidth: Rule<number> = number({ above: 0, below: 1 })
export const seed: Rule<number> = integer()

/** Rules of everything but tables and dates; model-json.ts reads the same settings back. */
export const modelSettingsSchema: Schema<ModelSettings> = {
  time: withDefault(textRule('the name of a column'), 'ds'),
  value: withDefault(textRule('the name of a column'), 'y'),
  growth: withDefault(choice('linear', 'logistic', 'flat'), 'linear'),
  cap: optional(limit),
  floor: optional(limit),
  changepointCount: withDefault(integer({ min: 0 }), 25),
  changepointRange: withDefault(number({ min: 0, max: 1 }), 0.8),
  changepointPriorScale: withDefault(priorScale, 0.05),
  yearlySeasonality: seasonalitySwitch,
  weeklySeasonality: seasonalitySwitch,
  dailySeasonality: seasonalitySwitch,
  seasonalities: withDefault(listOf(record(seasonalitySchema)), []),
  seasonalityMode: withDefault(mode, 'additive'),
  seasonalityPriorScale: withDefault(priorScale, 10),
  country: optional(textRule('a country code such as "DE" or "US-CA"')),
  holidayMatch: withDefault(choice('date', 'period'), 'date'),
  holidaysMode: optional(mode),
  holidaysPriorScale: withDefault(priorScale, 10),
  regressors: withDefault(listOf(record(regressorSchema)), []),
  scaling: withDefault(choice('absmax', 'minmax'), 'absmax'),
  transform: withDefault(choice('none', 'log1p', 'softplus'), 'none'),
  autoregression: withDefault(either(choice('auto'), integer({ min: 0, max: 100 })), 0),
  damped: withDefault(flag(), false),
  intervalWidth: withDefault(intervalWidth, 0.8),
  seed: withDefault(seed, 0),
}

/** What a caller may give, read; a regressor still with the options of its model. */
interface GivenOptions extends Omit<ModelSettings, 'regressors'> {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly changepoints: readonly number[] | undefined
  readonly holidays: TableLike | undefined
  readonly regressors: readonly GivenRegressor[]
}

interface GivenRegressor extends RegressorSettings {
  readonly predictor: ForecastSettings | undefined
}

const schemaWithoutRegressors: Schema<Omit<GivenOptions, 'regressors'>> = {
  ...modelSettingsSchema,
  changepoints: optional(listOf(date)),
  holidays: optional(anything<TableLike>()),
}

const leftOut: Rule<undefined> = optional(
  rule('left out: a predictor reads the regressor’s own column', (_value): _value is undefined => false),
)

/** Options of a predictor: its regressors have no predictors. */
const predictor: Rule<ForecastSettings> = {
  expected: 'an object',
  read(value, place) {
    const given = readRecord(
      {
        ...schemaWithoutRegressors,
        time: leftOut,
        value: leftOut,
        regressors: withDefault(listOf(record<RegressorSettings>(regressorSchema)), []),
      },
      value,
      place,
    )
    const regressors = given.regressors.map((regressor) => ({ ...regressor, predictor: undefined }))
    // time and value become those of the regressor when its model is read
    return settled({ ...given, time: '', value: '', regressors }, `${place.path}.`)
  },
}

const schema: Schema<GivenOptions> = {
  ...schemaWithoutRegressors,
  regressors: withDefault(listOf(record<GivenRegressor>({ ...regressorSchema, predictor: optional(predictor) })), []),
}

/** Check the caller's options once. */
export function resolveForecastOptions(options: ForecastOptions): ForecastSettings {
  return settled(readOptions(schema, options), '')
}

/** Check what options must be to each other, and take apart what the model keeps and what is still to be read. */
function settled({ holidays, changepoints, ...given }: GivenOptions, path: string): ForecastSettings {
  const { regressors } = given
  const place = (option: string): Place => ({ code: 'OPTION', noun: 'option', path: path + option })
  if (given.growth === 'logistic' && given.cap === undefined) {
    throw new BodkinError(
      'OPTION',
      `option "${path}cap" is needed for logistic growth: a number, or the name of a column`,
      { option: `${path}cap` },
    )
  }
  if (given.growth !== 'logistic' && given.cap !== undefined) {
    throw new BodkinError('OPTION', `option "${path}cap" goes with growth "logistic", got growth "${given.growth}"`, {
      option: `${path}cap`,
    })
  }
  if (given.growth === 'logistic' && given.transform !== 'none') {
    refuse(place('transform'), '"none" for logistic growth, which has limits of its own', given.transform)
  }
  given.seasonalities.forEach(({ name }, i) =>
    assertComponentName(name, `option "${path}seasonalities[${i}].name"`, 'seasonality'),
  )
  regressors.forEach(({ name }, i) => assertComponentName(name, `option "${path}regressors[${i}].name"`, 'regressor'))
  const settings = Object.freeze({
    ...given,
    regressors: Object.freeze(regressors.map(({ predictor: _own, ...regressor }) => Object.freeze(regressor))),
  })
  regressors.forEach(({ name, predictor: own }, i) => {
    const j = own?.settings.regressors.findIndex((regressor) => regressor.name === name) ?? -1
    if (j < 0) return
    const inside = place(`regressors[${i}].predictor.regressors[${j}].name`)
    refuse(inside, 'another column: a model of a regressor cannot read that regressor itself', name)
  })
  const predictors = regressors.flatMap(({ name, predictor: own }): [string, ForecastSettings][] =>
    own === undefined
      ? []
      : [[name, { ...own, settings: Object.freeze({ ...own.settings, time: given.time, value: name }) }]],
  )
  return Object.freeze({ settings, holidays, changepoints, predictors: Object.fromEntries(predictors), path })
}

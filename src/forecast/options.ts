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
  record,
  rule,
  text,
  withDefault,
  type Rule,
  type Schema,
} from '../options/rules.js'

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

/** An extra column that moves the forecast linearly; its future values must be known. */
export interface RegressorOptions {
  /** Name of the column, in the history and in the future table. */
  readonly name: string
  /** Standard deviation of the coefficient's normal prior, > 0; default `holidaysPriorScale`. */
  readonly priorScale?: number
  /** Subtract the mean and divide by the standard deviation first; 'auto' (default) does so unless the values are exactly 0 and 1. */
  readonly standardize?: 'auto' | boolean
  /** 'additive' or 'multiplicative' (a share of the trend); default `seasonalityMode`. */
  readonly mode?: Mode
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
  /** How holidays enter; default `seasonalityMode`. */
  readonly holidaysMode?: Mode
  /** Prior standard deviation of holiday coefficients, > 0; default 10. */
  readonly holidaysPriorScale?: number
  /** Extra columns with a linear effect; default none. */
  readonly regressors?: readonly RegressorOptions[]
  /** Scale of y inside the model: 'absmax' (default) divides by max |y|, 'minmax' maps min and max to 0 and 1. */
  readonly scaling?: 'absmax' | 'minmax'
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

/** Complete, checked options. */
export interface ForecastSettings {
  readonly time: string
  readonly value: string
  readonly growth: 'linear' | 'logistic' | 'flat'
  readonly cap: number | string | undefined
  readonly floor: number | string | undefined
  readonly changepoints: readonly (Date | string)[] | undefined
  readonly changepointCount: number
  readonly changepointRange: number
  readonly changepointPriorScale: number
  readonly yearlySeasonality: SeasonalitySwitch
  readonly weeklySeasonality: SeasonalitySwitch
  readonly dailySeasonality: SeasonalitySwitch
  readonly seasonalities: readonly SeasonalitySettings[]
  readonly seasonalityMode: Mode
  readonly seasonalityPriorScale: number
  readonly holidays: TableLike | undefined
  readonly holidaysMode: Mode | undefined
  readonly holidaysPriorScale: number
  readonly regressors: readonly RegressorSettings[]
  readonly scaling: 'absmax' | 'minmax'
  readonly autoregression: number | 'auto'
  readonly damped: boolean
  readonly intervalWidth: number
  readonly seed: number
}

/** What is left of the options once tables and dates are read: plain data, kept in the model. */
export type ModelSettings = Omit<ForecastSettings, 'holidays' | 'changepoints'>

const mode: Rule<Mode> = choice('additive', 'multiplicative')
const limit: Rule<number | string> = either(number(), text('the name of a column'))

/** The scale of a prior, within bounds that keep its square inside the range of doubles. */
export const priorScale: Rule<number> = rule(
  'a number above 0 (1e-100 to 1e100)',
  (value): value is number => typeof value === 'number' && value >= 1e-100 && value <= 1e100,
)

const seasonalitySchema: Schema<SeasonalitySettings> = {
  name: text(),
  period: number({ above: 0 }),
  fourierOrder: integer({ min: 1 }),
  priorScale: optional(priorScale),
  condition: optional(text('the name of a column')),
  mode: optional(mode),
}

const regressorSchema: Schema<RegressorSettings> = {
  name: text('the name of a column'),
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
  time: withDefault(text('the name of a column'), 'ds'),
  value: withDefault(text('the name of a column'), 'y'),
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
  holidaysMode: optional(mode),
  holidaysPriorScale: withDefault(priorScale, 10),
  regressors: withDefault(listOf(record(regressorSchema)), []),
  scaling: withDefault(choice('absmax', 'minmax'), 'absmax'),
  autoregression: withDefault(either(choice('auto'), integer({ min: 0, max: 100 })), 0),
  damped: withDefault(flag(), false),
  intervalWidth: withDefault(intervalWidth, 0.8),
  seed: withDefault(seed, 0),
}

const schema: Schema<ForecastSettings> = {
  ...modelSettingsSchema,
  changepoints: optional(
    listOf(
      rule('a Date or ISO text', (value): value is Date | string => typeof value === 'string' || value instanceof Date),
    ),
  ),
  holidays: optional(anything<TableLike>()),
}

/** Names that components may not take, because `predict` uses them for columns of its own. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    'trend',
    'additive_terms',
    'multiplicative_terms',
    'holidays',
    'zeros',
    'extra_regressors_additive',
    'extra_regressors_multiplicative',
    'yhat',
    'autoregression',
  ]
    .flatMap((name) => [name, `${name}_lower`, `${name}_upper`])
    .concat('ds', 'y', 'cap', 'floor', 'y_scaled'),
)
const BUILT_IN: ReadonlySet<string> = new Set(['yearly', 'weekly', 'daily'])

/** Refuse a component name that is reserved; `where` names the option or row. Built-in seasonalities' names are the caller's for seasonalities only. */
export function assertComponentName(name: string, where: string, kind: 'seasonality' | 'holiday' | 'regressor'): void {
  const reserved = RESERVED.has(name) || (kind !== 'seasonality' && BUILT_IN.has(name))
  if (reserved)
    throw new BodkinError('OPTION', `${where}: the name ${JSON.stringify(name)} is reserved, choose another`, { name })
  if (name.includes('_delim_')) {
    throw new BodkinError('OPTION', `${where}: a name must not contain "_delim_", got ${JSON.stringify(name)}`, {
      name,
    })
  }
}

/** Refuse a list of components in which a name stands twice, or is that of another one's bound. */
export function assertDistinctNames(components: readonly { readonly name: string; readonly kind: string }[]): void {
  const seen = new Map<string, string>()
  for (const { name, kind } of components) {
    // a component's bounds are columns too
    const before = [name, `${name}_lower`, `${name}_upper`]
      .map((column) => seen.get(column))
      .find((owner) => owner !== undefined)
    if (before !== undefined) {
      throw new BodkinError(
        'OPTION',
        `the name ${JSON.stringify(name)} must belong to one component, got a ${before} and a ${kind}`,
        { name },
      )
    }
    for (const column of [name, `${name}_lower`, `${name}_upper`]) seen.set(column, kind)
  }
}

/** Check the caller's options once. */
export function resolveForecastOptions(options: ForecastOptions): ForecastSettings {
  const settings = readOptions(schema, options)
  if (settings.growth === 'logistic' && settings.cap === undefined) {
    throw new BodkinError('OPTION', 'option "cap" is needed for logistic growth: a number, or the name of a column', {
      option: 'cap',
    })
  }
  if (settings.growth !== 'logistic' && settings.cap !== undefined) {
    throw new BodkinError('OPTION', `option "cap" goes with growth "logistic", got growth "${settings.growth}"`, {
      option: 'cap',
    })
  }
  settings.seasonalities.forEach(({ name }, i) =>
    assertComponentName(name, `option "seasonalities[${i}].name"`, 'seasonality'),
  )
  settings.regressors.forEach(({ name }, i) => assertComponentName(name, `option "regressors[${i}].name"`, 'regressor'))
  return settings
}

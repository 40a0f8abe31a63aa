/**
 * Exponential smoothing: level, trend and season that are corrected a little by every row. Often the model to beat.
 *
 * The form (error, trend, damping, season) is chosen by AICc; see ets/ets.ts for the method.
 */
import type { TableLike } from '../../arrow/table-like.js'
import {
  choice,
  either,
  flag,
  integer,
  optional,
  readOptions,
  record,
  withDefault,
  type Schema,
} from '../../options/rules.js'
import type { EtsModel } from '../model.js'
import { baselineSchema, readBaselineHistory, type BaselineOptions, type BaselineSettings } from './baseline.js'
import { estimateEts } from './estimate.js'
import type { EtsForm } from './ets/form.js'

/** Options of `ets`. */
export interface EtsOptions extends BaselineOptions {
  /** Rows in a season, integer ≥ 1 (1: none); default from the frequency, as `seasonalNaive`, and none where that has no usual season. */
  readonly season?: number
  /** The form to fit, such as `{ error: 'M', trend: 'A', damped: true, season: 'M' }`; default 'auto', the one with the least AICc. */
  readonly form?: EtsForm | 'auto'
  /** For 'auto': whether a trend is damped; default 'auto'. */
  readonly damped?: 'auto' | boolean
}

/** Checked options. */
export interface EtsRead extends BaselineSettings {
  readonly season: number | undefined
  readonly form: EtsForm | 'auto'
  readonly damped: 'auto' | boolean
}

const formSchema: Schema<EtsForm> = {
  error: choice('A', 'M'),
  trend: choice('N', 'A'),
  damped: flag(),
  season: choice('N', 'A', 'M'),
}

export const etsSchema: Schema<EtsRead> = {
  ...baselineSchema,
  season: optional(integer({ min: 1, max: 1_000_000 })),
  form: withDefault(either(choice('auto'), record(formSchema)), 'auto'),
  damped: withDefault(either(choice('auto'), flag()), 'auto'),
}

/**
 * Fit exponential smoothing.
 *
 * @param history one row a period: a time column (default `ds`) and a value column (default `y`); rows without a value are skipped
 * @returns a model for `predict`; `state.form` is the form that was chosen
 * @throws BodkinError `DATA` for fewer than 2 rows with a value; `OPTION` or `DATA` for a given form that cannot be fitted
 * @example
 * ets({ ds: months, y: passengers }).state.form   // { error: 'M', trend: 'A', damped: true, season: 'M' }
 */
export function ets(history: TableLike, options: EtsOptions = {}): EtsModel {
  const { season, form, damped, ...settings } = readOptions(etsSchema, options)
  return estimateEts(readBaselineHistory(history, settings, 'ets'), settings, { season, form, damped })
}

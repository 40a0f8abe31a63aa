/**
 * Theta: a line and a smoothed curve, half of each. Simple, and hard to beat on short monthly and quarterly series.
 *
 * See theta/theta.ts for the method.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { choice, integer, optional, readOptions, withDefault, type Schema } from '../../options/rules.js'
import type { ThetaModel } from '../model.js'
import { baselineSchema, readBaselineHistory, type BaselineOptions, type BaselineSettings } from './baseline.js'
import { estimateTheta } from './estimate.js'
import type { ThetaSettings } from './theta/theta.js'

/** Options of `theta`. */
export interface ThetaOptions extends BaselineOptions {
  /** Rows in a season, integer ≥ 1 (1: none); default from the frequency, as `seasonalNaive`, and none where that has no usual season. */
  readonly season?: number
  /** Which of the four variants; 'dynamic-optimized' by default; 'auto' takes the one with the smallest one-step error. */
  readonly method?: NonNullable<ThetaSettings['method']>
}

/** Checked options. */
export interface ThetaRead extends BaselineSettings {
  readonly season: number | undefined
  readonly method: NonNullable<ThetaSettings['method']>
}

export const thetaSchema: Schema<ThetaRead> = {
  ...baselineSchema,
  season: optional(integer({ min: 1, max: 1_000_000 })),
  method: withDefault(
    choice('standard', 'optimized', 'dynamic-standard', 'dynamic-optimized', 'auto'),
    'dynamic-optimized',
  ),
}

/**
 * Fit the theta method.
 *
 * @param history one row a period: a time column (default `ds`) and a value column (default `y`); rows without a value are skipped
 * @throws BodkinError `DATA` for fewer than 2 rows with a value
 * @example
 * predict(theta({ ds: months, y: sales }), { periods: 12 })
 */
export function theta(history: TableLike, options: ThetaOptions = {}): ThetaModel {
  const { season, method, ...settings } = readOptions(thetaSchema, options)
  return estimateTheta(readBaselineHistory(history, settings, 'theta'), settings, { season, method })
}

/**
 * Seasonal ARIMA with automatic order: what the last values and the last errors say about the next ones.
 *
 * The order is searched step by step for the least AICc; see arima/arima.ts for the method.
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
import type { ArimaModel } from '../model.js'
import type { ArimaSettings } from './arima/arima.js'
import type { ArimaOrder } from './arima/polynomials.js'
import { baselineSchema, readBaselineHistory, type BaselineOptions, type BaselineSettings } from './baseline.js'
import { estimateArima } from './estimate.js'

/** Options of `arima`. */
export interface ArimaOptions extends BaselineOptions {
  /** Rows in a season, integer ≥ 1 (1: none); default from the frequency, as `seasonalNaive`, and none where that has no usual season. */
  readonly season?: number
  /** A fixed order (its own `season` counts), or 'auto' (default): the one with the least AICc. */
  readonly order?: ArimaOrder | 'auto'
  /** Search step by step (default true), or through all orders up to `maxOrder`. */
  readonly stepwise?: boolean
  /** Largest p and q, integer 0 … 20; default 5. */
  readonly maxP?: number
  readonly maxQ?: number
  /** Largest P and Q, integer 0 … 5; default 2. */
  readonly maxSeasonalP?: number
  readonly maxSeasonalQ?: number
  /** Largest p + q + P + Q of a full search, integer ≥ 0; default 5. */
  readonly maxOrder?: number
}

/** Checked options. */
export interface ArimaRead extends BaselineSettings, Required<ArimaSettings> {
  readonly season: number | undefined
}

const degree = integer({ min: 0, max: 20 })
const seasonalDegree = integer({ min: 0, max: 5 })

/** Rules of an order; model-json.ts reads it back by the same. */
export const orderSchema: Schema<ArimaOrder> = {
  p: degree,
  d: integer({ min: 0, max: 2 }),
  q: degree,
  P: seasonalDegree,
  D: integer({ min: 0, max: 1 }),
  Q: seasonalDegree,
  season: integer({ min: 1, max: 100_000 }),
  constant: flag(),
}

export const arimaSchema: Schema<ArimaRead> = {
  ...baselineSchema,
  season: optional(integer({ min: 1, max: 100_000 })),
  order: withDefault(either(choice('auto'), record(orderSchema)), 'auto'),
  stepwise: withDefault(flag(), true),
  maxP: withDefault(degree, 5),
  maxQ: withDefault(degree, 5),
  maxSeasonalP: withDefault(seasonalDegree, 2),
  maxSeasonalQ: withDefault(seasonalDegree, 2),
  maxOrder: withDefault(integer({ min: 0, max: 50 }), 5),
}

/**
 * Fit a seasonal ARIMA model.
 *
 * @param history one row a period: a time column (default `ds`) and a value column (default `y`); rows without a value are skipped
 * @returns a model for `predict`; `state.order` is the order that was chosen
 * @throws BodkinError `DATA` for fewer than 2 rows with a value, or when a fixed order needs more rows than there are
 * @example
 * arima({ ds: months, y: passengers }).state.order   // { p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1, season: 12, constant: false }
 */
export function arima(history: TableLike, options: ArimaOptions = {}): ArimaModel {
  const { season, time, value, intervalWidth, ...search } = readOptions(arimaSchema, options)
  const settings = { time, value, intervalWidth }
  return estimateArima(readBaselineHistory(history, settings, 'arima'), settings, { season, ...search })
}

/**
 * What the baselines share: their options, their model, and how far a row lies from the history.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { text, withDefault, type Schema } from '../../options/rules.js'
import { inferFrequency } from '../frequency.js'
import type { History } from '../history.js'
import { readHistory } from '../input/history.js'
import type { BaselineModel } from '../model.js'
import { intervalWidth } from '../options.js'

/** Options of every baseline. */
export interface BaselineOptions {
  /** Name of the time column; default 'ds'. */
  readonly time?: string
  /** Name of the value column; default 'y'. */
  readonly value?: string
  /** Probability mass of intervals, (0, 1); default 0.8. */
  readonly intervalWidth?: number
}

export interface BaselineSettings {
  readonly time: string
  readonly value: string
  readonly intervalWidth: number
}

export const baselineSchema: Schema<BaselineSettings> = {
  time: withDefault(text('the name of a column'), 'ds'),
  value: withDefault(text('the name of a column'), 'y'),
  intervalWidth: withDefault(intervalWidth, 0.8),
}

/** Read the history of a baseline. */
export function readBaselineHistory(table: TableLike, settings: BaselineSettings, caller: string): History {
  return readHistory(table, settings, { numbers: [], flags: [] }, caller, 2)
}

/** Put a baseline's model together. */
export function baselineModel(
  kind: BaselineModel['kind'],
  { time, value, intervalWidth: width }: BaselineSettings,
  history: History,
  season: number,
  sigma: number,
): BaselineModel {
  const { ds } = history
  return Object.freeze({
    kind,
    settings: Object.freeze({ time, value, intervalWidth: width }),
    time: Object.freeze({ start: ds[0], end: ds[ds.length - 1], frequency: inferFrequency(ds) }),
    season,
    sigma,
    history: Object.freeze(history),
  })
}

/** √ of the mean squared difference of values `lag` rows apart; `y` longer than `lag`. */
export function differenceDeviation(y: Float64Array, lag: number): number {
  let sum = 0
  for (let t = lag; t < y.length; t++) sum += (y[t] - y[t - lag]) ** 2
  return Math.sqrt(sum / (y.length - lag))
}

/**
 * What the public baselines share: their options, and how they read a history.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { textRule, withDefault, type Schema } from '../../options/rules.js'
import type { History } from '../history.js'
import { readHistory } from '../input/history.js'
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
  time: withDefault(textRule('the name of a column'), 'ds'),
  value: withDefault(textRule('the name of a column'), 'y'),
  intervalWidth: withDefault(intervalWidth, 0.8),
}

/** Read the history of a baseline. */
export function readBaselineHistory(table: TableLike, settings: BaselineSettings, caller: string): History {
  return readHistory(table, settings, { numbers: [], flags: [] }, caller, 2)
}

/**
 * What values a forecast may take: not below a floor, not below zero, whole numbers.
 *
 * Limits act on forecasts, bounds and simulated values alike. A bound cut off at a limit stays a quantile, because cutting off and rounding
 * keep the order of values.
 */
import type { Frame } from '../additive/frame.js'
import { limitAt } from '../additive/capacity.js'
import type { ForecastModel } from '../model.js'

/** What the caller asks of the values. */
export interface ValueLimits {
  /** Cut off below 0. */
  readonly nonNegative: boolean
  /** Round to whole numbers. */
  readonly integer: boolean
}

/** A value at a row, brought within the limits. */
export type LimitValue = (value: number, row: number) => number

/** The limits of a model's forecast; undefined when there are none. */
export function valueLimits(
  model: ForecastModel,
  frame: Frame,
  { nonNegative, integer }: ValueLimits,
): LimitValue | undefined {
  const floor = model.kind === 'additive' && model.settings.growth !== 'logistic' ? model.settings.floor : undefined
  if (floor === undefined && !nonNegative && !integer) return undefined
  const zero = nonNegative ? 0 : -Infinity
  const lowest = floor === undefined ? undefined : limitAt(floor, frame.ds.length, frame.columns)
  return (value, row) => {
    const whole = integer ? Math.round(value) : value
    // NaN stays NaN; −0 becomes 0
    return Math.max(whole, zero, lowest === undefined ? -Infinity : lowest[row]) + 0
  }
}

/** What every kind of interval takes and gives; in units of y, all arrays with one entry a row. */

import type { RandomStream } from '../../numeric/random.js'

/** How the trend follows from its argument u: floor + range·u, or floor + range·logistic(u). */
export interface TrendScale {
  /** u: the piecewise linear function of time behind the trend. */
  readonly argument: Float64Array
  readonly floor: Float64Array
  /** What one unit of u is worth, or cap − floor for logistic growth. */
  readonly range: Float64Array
  readonly logistic: boolean
}

/** The trend at a row whose argument is u. */
export function trendOf({ floor, range, logistic }: TrendScale, row: number, u: number): number {
  return floor[row] + range[row] * (logistic ? 1 / (1 + Math.exp(-u)) : u)
}

export interface IntervalInput extends TrendScale {
  /** Scaled time; the history ends at 1. */
  readonly t: Float64Array
  readonly trend: Float64Array
  readonly yhat: Float64Array
  /** How much yhat moves when the trend moves by 1: 1 + multiplicative terms. */
  readonly gain: Float64Array
  /** Standard deviation of what a row adds to the noise. */
  readonly sigma: number
  /** How the noise of one row lives on in the next ones; undefined when it does not. */
  readonly errors: ErrorSteps | undefined
  /** Expected number of bends per unit of scaled time: the number of changepoints. */
  readonly bendRate: number
  /** Mean absolute size of a bend, in units of u per unit of scaled time. */
  readonly bendScale: number
  /** Probability mass between the bounds, (0, 1). */
  readonly width: number
  /** Of a model with draws from its posterior: the coefficients that each of so many futures starts from. */
  readonly scenarios: ((draws: number) => Scenarios) | undefined
  /** Regressors that are forecast themselves. */
  readonly regressors: readonly UncertainRegressor[]
}

/**
 * A regressor whose values at some rows are forecasts: it moves y by weight·(x − x̂), a multiplicative one by that share of the trend above
 * the floor.
 */
export interface UncertainRegressor {
  readonly name: string
  readonly mode: 'additive' | 'multiplicative'
  /** Place of its coefficient among the features. */
  readonly feature: number
  /** Coefficient · unit = weight: what a unit of x does to y, or to the share. */
  readonly unit: number
  readonly weight: number
  /** x̂: the values that yhat was made with, one a row. */
  readonly centre: Float64Array
  /** 1 at rows whose value is a forecast, else 0. */
  readonly forecast: Uint8Array
  /** Standard deviation of x at every row, 0 where it is known. */
  readonly deviation: () => Float64Array
  /** Futures of x: blocks of rows ascending in time, the value of row `rows[r]` in draw d at r·draws + d. */
  readonly futures: (
    draws: number,
    random: RandomStream,
  ) => Iterator<{ readonly rows: Uint32Array; readonly values: Float64Array }, void>
}

/** One set of coefficients a future. */
export interface Scenarios {
  /** A feature's coefficient in each draw. */
  readonly coefficient: (feature: number) => Float64Array
  /** Noise and mean absolute size of a bend, in the units of `IntervalInput`; one entry a draw. */
  readonly sigma: Float64Array
  readonly bendScale: Float64Array
  /** What the coefficients give at some rows. The arrays are used again by the next call. */
  readonly at: (rows: Uint32Array) => ScenarioBlock
}

/** Values of row `rows[r]` in draw d stand at r·draws + d. */
export interface ScenarioBlock {
  /** u, the argument of the trend, without bends to come. */
  readonly argument: Float64Array
  /** Components and their totals by column name. */
  readonly components: ReadonlyMap<string, Float64Array>
}

/** Autoregressive errors at the rows. */
export interface ErrorSteps {
  /** Coefficients of the errors one, two, … steps before. */
  readonly autoregression: Float64Array
  /** For each row how many steps it lies behind the history; 0 inside it. */
  readonly steps: Int32Array
}

export interface Bounds {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

export interface Bands {
  readonly yhatLower: Float64Array
  readonly yhatUpper: Float64Array
  readonly trendLower: Float64Array
  readonly trendUpper: Float64Array
  /** By column name; a component that is not there has bounds equal to its value. */
  readonly components?: ReadonlyMap<string, Bounds>
}

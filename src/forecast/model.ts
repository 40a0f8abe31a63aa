/**
 * What a fit leaves behind: plain frozen data, enough to predict, to explain and to be written as JSON.
 */
import type { Table } from 'apache-arrow'
import type { Component } from './additive/components.js'
import type { ArimaState } from './baselines/arima/state.js'
import type { EtsState } from './baselines/ets/ets.js'
import type { ThetaState } from './baselines/theta/theta.js'
import type { Frequency } from './frequency.js'
import type { History } from './history.js'
import type { Conformal } from './intervals/conformal.js'
import type { ModelSettings } from './options.js'

/** How times of the history lie on the calendar. */
export interface TimeAxis {
  /** First and last time of the history, milliseconds since 1970-01-01 UTC. */
  readonly start: number
  readonly end: number
  /** Found in the history; null when its steps are too irregular. */
  readonly frequency: Frequency | null
}

/** How far an optimum was proven. */
export interface Certificate {
  /** 'global': no other parameters can have a lower objective (by more than 1e-9). 'local': the optimality conditions hold, no more. */
  readonly kind: 'global' | 'local'
  /** Largest violation of the optimality conditions, measured on the rows; of ln σ for the noise. */
  readonly kktResidual: number
  /** How many noise levels were solved for. */
  readonly iterations: number
  /** Changepoints at which the trend really bends. */
  readonly activeChangepoints: number
}

/** The maximum a posteriori estimate, in the model's scale: t in [0, 1] over the history, y divided by `scale.y` after subtracting `scale.floor`. */
export interface AdditiveFit {
  /** Negative log posterior, constants dropped (see additive/likelihood.ts); of the transformed y where there is a transform. */
  readonly objective: number
  readonly sigma: number
  readonly k: number
  readonly m: number
  /** Change of the rate at each changepoint; exactly 0 where the trend does not bend. */
  readonly delta: Float64Array
  /** A coefficient for each of `features`. */
  readonly beta: Float64Array
  readonly features: readonly string[]
  /** Coefficients of the errors one, two, … rows before; empty when errors are independent. */
  readonly autoregression: Float64Array
  readonly certificate: Certificate
}

/** Draws from the posterior, in the model's scale (as `fit`), chain after chain; N = chains · draws of a chain. */
export interface PosteriorDraws {
  readonly chains: number
  /** Length N; zeros for flat growth, which has no rate. */
  readonly k: Float64Array
  /** Length N. */
  readonly m: Float64Array
  /** Length N. */
  readonly sigma: Float64Array
  /** N × S, row-major: draw i's change of rate at changepoint s stands at i·S + s. */
  readonly delta: Float64Array
  /** N × K, row-major: a coefficient for each of `fit.features`. */
  readonly beta: Float64Array
}

/** The additive model: trend + seasonalities + holidays + regressors. */
export interface AdditiveModel {
  readonly kind: 'additive'
  readonly settings: ModelSettings
  readonly time: TimeAxis
  /** y = scale.y · (model's y) + scale.floor; of the transformed y where the settings have a transform. */
  readonly scale: { readonly y: number; readonly floor: number }
  /** Times at which the trend may bend, milliseconds. */
  readonly changepoints: Float64Array
  readonly components: readonly Component[]
  readonly fit: AdditiveFit
  /** The rows in their own units, not transformed. */
  readonly history: History
  /** What a reader should know about the fit, in sentences; usually empty. */
  readonly notes: readonly string[]
  /** Half widths from past errors, of a model that `calibrate` made. */
  readonly conformal?: Conformal
  /** Draws of a model from `posterior`; `fit` then holds their means. */
  readonly posterior?: PosteriorDraws
  /** A row a parameter of a model from `posterior`: `parameter, mean, sd, r_hat, ess`. */
  readonly diagnostics?: Table
  /** Models of regressors that are forecast themselves, by name; their y is the regressor. */
  readonly predictors?: Readonly<Record<string, AdditiveModel>>
}

/** What all baselines keep. */
interface BaselineShared {
  readonly settings: { readonly time: string; readonly value: string; readonly intervalWidth: number }
  readonly time: TimeAxis
  /** Rows in a season; 1 where there is none. */
  readonly season: number
  readonly history: History
  /** Half widths from past errors, of a model that `calibrate` made. */
  readonly conformal?: Conformal
}

/** The simplest forecasts: what any other has to beat. */
export interface SimpleModel extends BaselineShared {
  readonly kind: 'mean' | 'naive' | 'seasonal-naive' | 'drift'
  /** Standard deviation of one step's error, in units of y; NaN when the history is too short to tell. */
  readonly sigma: number
}

/** Exponential smoothing. */
export interface EtsModel extends BaselineShared {
  readonly kind: 'ets'
  readonly state: EtsState
}

/** The theta method. */
export interface ThetaModel extends BaselineShared {
  readonly kind: 'theta'
  readonly state: ThetaState
}

/** Seasonal ARIMA. */
export interface ArimaModel extends BaselineShared {
  readonly kind: 'arima'
  readonly state: ArimaState
}

/** A model that knows its history's order only, no calendar: what a forecast has to beat. */
export type BaselineModel = SimpleModel | EtsModel | ThetaModel | ArimaModel

/** Any model that `predict` takes. */
export type ForecastModel = AdditiveModel | BaselineModel

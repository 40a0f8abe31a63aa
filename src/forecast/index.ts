/** Additive forecasting: Prophet's model, solved exactly, with baselines to beat. */
export { auto, type AutoResult } from './auto/auto.js'
export type { AutoOptions, GateOptions } from './auto/auto-options.js'
export type { AutoByResult } from './auto/by-tables.js'
export type { BaselineOptions } from './baselines/baseline.js'
export { arima, type ArimaOptions } from './baselines/box-jenkins.js'
export { drift } from './baselines/drift.js'
export { ets, type EtsOptions } from './baselines/exponential-smoothing.js'
export { mean } from './baselines/mean.js'
export { naive } from './baselines/naive.js'
export { seasonalNaive, type SeasonalNaiveOptions } from './baselines/seasonal-naive.js'
export { theta, type ThetaOptions } from './baselines/theta-method.js'
export { changepoints } from './changepoints.js'
export { decompose } from './decompose.js'
export { calibrate, type CalibrateOptions } from './evaluation/calibrate.js'
export { crossValidate } from './evaluation/cross-validate.js'
export { cutoffs, type CutoffOptions } from './evaluation/cutoffs.js'
export { metrics, type MetricsOptions } from './evaluation/metrics.js'
export type { CandidateOptions } from './evaluation/read-candidate.js'
export type { FoldOptions } from './evaluation/run-settings.js'
export { tune, type TuneGrid, type Tuned, type TuneOptions } from './evaluation/tune.js'
export type { Duration } from '../options/duration.js'
export { fit } from './fit.js'
export type { Frequency } from './frequency.js'
export type { Future, FuturePeriods } from './input/future.js'
export { many } from './many/many.js'
export type { ManyOptions } from './many/many-options.js'
export type { ManyForecast } from './many/many-tables.js'
export { fromJSON, toJSON } from './model-json.js'
export type {
  AdditiveFit,
  AdditiveModel,
  ArimaModel,
  BaselineModel,
  Certificate,
  EtsModel,
  ForecastModel,
  PosteriorDraws,
  SimpleModel,
  ThetaModel,
  TimeAxis,
} from './model.js'
export type {
  ForecastOptions,
  PredictorOptions,
  RegressorOptions,
  SeasonalityOptions,
  SeasonalitySwitch,
} from './options.js'
export { posterior } from './posterior/posterior.js'
export type { PosteriorOptions } from './posterior/posterior-options.js'
export type { PosteriorModel } from './posterior/with-draws.js'
export { predict, type PredictOptions } from './predict.js'
export type { Gaps, PartialLast, Profile, UnmatchedHoliday } from './profile/profile.js'
export { fromProphet } from './prophet-json/from-prophet.js'
export { toProphet } from './prophet-json/to-prophet.js'
export { regressorCoefficients } from './regressor-coefficients.js'
export { sample, type SampleOptions } from './sample.js'
export { detectShocks } from './shocks/detect-shocks.js'
export { shockEffect, type ShockEffectOptions } from './shocks/shock-effect.js'
export { shockHolidays } from './shocks/shock-holidays.js'
export type { ShockOptions } from './shocks/shock-options.js'

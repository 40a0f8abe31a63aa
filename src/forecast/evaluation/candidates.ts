/**
 * Candidates: the models that can be evaluated on folds, by name, with nothing left open. Plain data and pure functions, no Arrow, so that
 * a candidate crosses to a worker and is fitted there. A further model is one more member of `Candidate` and one more line in `estimators`
 * (and in read-candidate.ts one that reads its options).
 */
import { estimate } from '../additive/estimate.js'
import { prepare, type ModelRecipe, type Preparation } from '../additive/preparation.js'
import type { PredictSettings } from '../forecast-columns.js'
import type { Frequency } from '../frequency.js'
import type { History } from '../history.js'
import type { ForecastModel } from '../model.js'
import {
  estimateArima,
  estimateDrift,
  estimateEts,
  estimateMean,
  estimateNaive,
  estimateSeasonalNaive,
  estimateTheta,
  type SimpleSettings,
} from '../baselines/estimate.js'
import type { ArimaSettings } from '../baselines/arima/arima.js'
import type { EtsSettings } from '../baselines/ets/ets.js'
import type { ThetaSettings } from '../baselines/theta/theta.js'

/** What every candidate says. */
export interface Common {
  /** Probability mass of its intervals. */
  readonly intervalWidth: number
  /** How its forecasts are made. */
  readonly output: Pick<PredictSettings, 'interval' | 'draws' | 'nonNegative' | 'integer'>
  /** Step of the rows; undefined: found in each fold's history. */
  readonly frequency: Frequency | undefined
}

/** A model to evaluate. */
export type Candidate = Common &
  (
    | { readonly model: 'additive'; readonly recipe: ModelRecipe }
    | { readonly model: 'mean' | 'naive' | 'drift'; readonly settings: SimpleSettings }
    | {
        readonly model: 'ets'
        readonly settings: SimpleSettings
        readonly options: EtsSettings & { readonly season: number | undefined }
      }
    | {
        readonly model: 'arima'
        readonly settings: SimpleSettings
        readonly options: ArimaSettings & { readonly season: number | undefined }
      }
    | {
        readonly model: 'theta'
        readonly settings: SimpleSettings
        readonly options: ThetaSettings & { readonly season: number | undefined }
      }
    | { readonly model: 'seasonalNaive'; readonly settings: SimpleSettings; readonly season: number | undefined }
  )

type Estimators = {
  readonly [Name in Candidate['model']]: (
    history: History,
    candidate: Extract<Candidate, { readonly model: Name }>,
    known: Preparations,
  ) => ForecastModel
}

const estimators: Estimators = {
  additive: (history, { recipe }, known) => estimateAdditive(history, recipe, known),
  mean: (history, { settings }) => estimateMean(history, settings),
  naive: (history, { settings }) => estimateNaive(history, settings),
  drift: (history, { settings }) => estimateDrift(history, settings),
  ets: (history, { settings, options }) => estimateEts(history, settings, options),
  arima: (history, { settings, options }) => estimateArima(history, settings, options),
  theta: (history, { settings, options }) => estimateTheta(history, settings, options),
  seasonalNaive: (history, { settings, season }) => estimateSeasonalNaive(history, settings, season),
}

/** What was prepared of one history so far, by everything that a preparation depends on. */
export type Preparations = Map<string, Preparation>

/**
 * Fit a candidate to the history of a fold. Its automatic rules look at that history alone.
 *
 * @param known preparations of this very history; additive candidates that differ in prior scales only share columns and Gram matrix
 */
export function fitCandidate(history: History, candidate: Candidate, known: Preparations): ForecastModel {
  const estimator = estimators[candidate.model] as (
    history: History,
    candidate: Candidate,
    known: Preparations,
  ) => ForecastModel
  return estimator(history, candidate, known)
}

function estimateAdditive(history: History, recipe: ModelRecipe, known: Preparations): ForecastModel {
  const own = recipeOfPast(recipe, history)
  const key = preparationKey(own)
  let prepared = known.get(key)
  if (prepared === undefined) known.set(key, (prepared = prepare(history, own)))
  return estimate(history, own, withPriorScales(prepared, own))
}

/** The caller's changepoints, less those that a fold cannot know. */
function recipeOfPast(recipe: ModelRecipe, { ds }: History): ModelRecipe {
  const last = ds[ds.length - 1]
  return { ...recipe, changepoints: recipe.changepoints?.filter((time) => time < last) }
}

/** Everything in a recipe that its preparation depends on, as text: all but prior scales, errors and what happens behind the history. */
function preparationKey({ settings, holidays, changepoints }: ModelRecipe): string {
  return JSON.stringify([
    {
      ...settings,
      changepointPriorScale: 0,
      seasonalityPriorScale: 0,
      holidaysPriorScale: 0,
      autoregression: 0,
      damped: false,
    },
    holidays.map((holiday) => ({ ...holiday, priorScale: 0 })),
    changepoints === undefined ? null : Array.from(changepoints),
  ])
}

/** The same preparation with the prior scales of a recipe. Names of components are distinct. */
function withPriorScales(prepared: Preparation, { settings, holidays }: ModelRecipe): Preparation {
  const scales = new Map<string, number>([
    ...settings.seasonalities.map(({ name, priorScale }) =>
      scaleOf(name, priorScale ?? settings.seasonalityPriorScale),
    ),
    ...holidays.map(({ name, priorScale }) => scaleOf(name, priorScale)),
    ...settings.regressors.map(({ name, priorScale }) => scaleOf(name, priorScale ?? settings.holidaysPriorScale)),
  ])
  const components = prepared.components.map((component) => ({
    ...component,
    priorScale: scales.get(component.name) ?? settings.seasonalityPriorScale,
  }))
  return { ...prepared, components }
}

function scaleOf(name: string, scale: number): [string, number] {
  return [name, scale]
}

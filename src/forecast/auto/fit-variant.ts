/**
 * Fit the variants of the candidates to one history after the other, quickly.
 *
 * Choosing the form of exponential smoothing and the order of an ARIMA model costs a hundred times an estimate of a form that is known. So
 * the form is chosen once a stage, on the rows of the stage's first origin (the past of all later ones: nothing leaks), and carried on: the
 * form of exponential smoothing is estimated anew at every origin, the ARIMA coefficients stay and their filter runs on. A long history is
 * searched on its latest rows (400, or 8 seasons): both forget what lies further back. Additive models are fitted anew everywhere and share
 * their Gram matrices.
 */
import type { ModelRecipe } from '../additive/preparation.js'
import {
  carryArima,
  estimateArima,
  estimateDrift,
  estimateEts,
  estimateMean,
  estimateNaive,
  estimateSeasonalNaive,
  estimateTheta,
  type SimpleSettings,
} from '../baselines/estimate.js'
import { fitCandidate, type Preparations } from '../evaluation/candidates.js'
import { mapColumns } from '../evaluation/folds.js'
import type { Frequency } from '../frequency.js'
import type { History } from '../history.js'
import type { ArimaModel, EtsModel, ForecastModel } from '../model.js'
import type { Shock } from '../shocks/shock.js'
import { calmHistory } from './calm-history.js'
import type { Variant } from './candidates.js'

/** What all fits of a series share. */
export interface FitContext {
  readonly settings: SimpleSettings
  /** Rows in a season, 1 for none. */
  readonly season: number
  readonly frequency: Frequency | undefined
  /** The caller's additive model, by which shocks are found. */
  readonly recipe: ModelRecipe
}

/** What was chosen at the first origin of a stage. */
export interface Forms {
  ets: EtsModel | undefined
  arima: ArimaModel | undefined
}

/** What fits to one history share. */
export interface FitCache {
  /** The history without its one-off shocks. */
  readonly calm: History
  readonly preparations: Preparations
  /** Additive models that were fitted already, by all that a fit depends on. */
  readonly additive: Map<string, ForecastModel>
}

/** Nothing fitted yet to a history with these shocks. */
export function emptyCache(history: History, shocks: readonly Shock[]): FitCache {
  return { calm: calmHistory(history, shocks), preparations: new Map(), additive: new Map() }
}

const LATEST_ROWS = 400
const LATEST_SEASONS = 8
/** Bounds of the order search: larger orders were never better on the rows that a fold has, and cost most of the time. */
const ORDERS = { maxP: 3, maxQ: 3, maxSeasonalP: 1, maxSeasonalQ: 1 }

/** Fit a variant of a model without further columns; chooses a form where `forms` has none yet, and leaves it there. */
export function fitVariant(
  history: History,
  { name, recipe }: Variant,
  { settings, season }: FitContext,
  forms: Forms,
  cache: FitCache,
): ForecastModel {
  switch (name) {
    case 'mean':
      return estimateMean(history, settings)
    case 'naive':
      return estimateNaive(history, settings)
    case 'seasonalNaive':
      return estimateSeasonalNaive(history, settings, season)
    case 'drift':
      return estimateDrift(history, settings)
    case 'theta':
      return estimateTheta(history, settings, { season })
    case 'ets':
      return etsOf(history, settings, season, forms)
    case 'arima':
      forms.arima ??= estimateArima(latest(history, season), settings, { season, ...ORDERS })
      return forms.arima.history.y.length === history.y.length ? forms.arima : carryArima(history, forms.arima)
    default:
      return additiveOf(recipe!, settings.intervalWidth, cache)
  }
}

function etsOf(history: History, settings: SimpleSettings, season: number, forms: Forms): EtsModel {
  const chosen = (forms.ets ??= estimateEts(latest(history, season), settings, { season }))
  if (chosen.history.y.length === history.y.length) return chosen
  // a season taken out beforehand is no form of its own: such a model is chosen anew
  return chosen.state.decomposed
    ? estimateEts(latest(history, season), settings, { season })
    : estimateEts(history, settings, { season, form: chosen.state.form })
}

function additiveOf(recipe: ModelRecipe, intervalWidth: number, cache: FitCache): ForecastModel {
  const { settings } = recipe
  const key = [settings.seasonalityMode, settings.changepointPriorScale, settings.autoregression].join()
  // a damped trend differs behind the history only: its fit is that of the model that runs on
  const fitted = cache.additive.get(key)
  if (fitted?.kind === 'additive') return Object.freeze({ ...fitted, settings })
  const model = fitCandidate(
    cache.calm,
    {
      model: 'additive',
      recipe,
      intervalWidth,
      frequency: undefined,
      output: { interval: 'none', draws: 1, nonNegative: false, integer: false },
    },
    cache.preparations,
  )
  cache.additive.set(key, model)
  return model
}

/** The latest rows, as views. */
function latest(history: History, season: number): History {
  const rows = Math.max(LATEST_ROWS, LATEST_SEASONS * season)
  const from = Math.max(0, history.y.length - rows)
  if (from === 0) return history
  return {
    ds: history.ds.subarray(from),
    y: history.y.subarray(from),
    columns: mapColumns(history.columns, (column) => column.subarray(from)),
  }
}

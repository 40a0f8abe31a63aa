/**
 * The last word: the members of a decision fitted to the whole history, their forecast, its interval, and what they said of the past.
 */
import type { Frame } from '../additive/frame.js'
import { BodkinError } from '../../errors.js'
import { quantileInPlace } from '../../numeric/quantile.js'
import { forecastColumns, type ForecastColumns } from '../forecast-columns.js'
import { halfWidthsAt, leastRows } from '../intervals/conformal.js'
import type { ForecastModel } from '../model.js'
import type { CandidateName } from './candidates.js'
import type { Decision } from './decide.js'
import { emptyCache, fitVariant, type FitCache, type Forms } from './fit-variant.js'
import { calibrateFolds } from './interval.js'
import { foldErrors } from './measure.js'
import type { Plan } from './plan.js'
import { pointwiseMedian, type Tried } from './tuned.js'

/** A forecast with its interval, and the history as it sees it. */
export interface SeriesForecast {
  readonly model: CandidateName
  readonly ds: Float64Array
  readonly yhat: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Fitted values, NaN where a model has none yet, with intervals of one-step errors. */
  readonly history: {
    readonly ds: Float64Array
    readonly y: Float64Array
    readonly yhat: Float64Array
    readonly lower: Float64Array
    readonly upper: Float64Array
  }
}

/** The chosen forecast and the plain one. */
export interface Refitted {
  readonly chosen: SeriesForecast | undefined
  readonly fallback: SeriesForecast | undefined
  readonly models: { readonly chosen: readonly ForecastModel[]; readonly fallback: readonly ForecastModel[] }
}

/** Refit; yields after each fit. */
export function* refit(plan: Plan, decision: Decision): Generator<undefined, Refitted> {
  const fitting: Fitting = {
    forms: { ets: undefined, arima: undefined },
    cache: emptyCache(plan.history, plan.shocks),
  }
  const chosen = yield* forecastOf(plan, decision.chosen, fitting)
  const fallback = yield* forecastOf(plan, decision.fallback, fitting)
  const keep = plan.input.settings.keepModels
  return {
    chosen: chosen?.forecast,
    fallback: fallback?.forecast,
    models: {
      chosen: (keep ? chosen?.models : undefined) ?? [],
      fallback: (keep ? fallback?.models : undefined) ?? [],
    },
  }
}

interface Fitting {
  readonly forms: Forms
  readonly cache: FitCache
}

interface Made {
  readonly forecast: SeriesForecast
  readonly models: readonly ForecastModel[]
}

function* forecastOf(plan: Plan, tried: Tried | undefined, fitting: Fitting): Generator<undefined, Made | undefined> {
  if (tried === undefined) return undefined
  const { input, future, context, variants } = plan
  const models: ForecastModel[] = []
  for (const v of tried.variants) {
    const model = attempt(() => fitVariant(plan.history, variants[v], context, fitting.forms, fitting.cache))
    if (model !== undefined) models.push(model)
    yield
  }
  if (models.length === 0) return undefined
  const ahead = models.map((model) => columnsOf(model, future, plan))
  const past = models.map((model) => columnsOf(model, input.history, plan))
  yield
  const limit = limiter(plan)
  const yhat = pointwiseMedian(ahead.map(({ yhat: own }) => own))
  const half = halfWidths(plan, tried, ahead)
  const fitted = pointwiseMedian(past.map(({ yhat: own }) => own))
  const fittedHalf = pastHalfWidth(input.history.y, fitted, context.settings.intervalWidth)
  return {
    models,
    forecast: {
      model: tried.name,
      ds: future.ds,
      yhat: yhat.map(limit),
      lower: yhat.map((value, i) => limit(value - half[i])),
      upper: yhat.map((value, i) => limit(value + half[i])),
      history: {
        ds: input.history.ds,
        y: input.history.y,
        yhat: fitted.map(limit),
        lower: fitted.map((value) => limit(value - fittedHalf)),
        upper: fitted.map((value) => limit(value + fittedHalf)),
      },
    },
  }
}

/** A model that cannot be fitted to the whole history drops out of its median. */
function attempt(fit: () => ForecastModel): ForecastModel | undefined {
  try {
    return fit()
  } catch (error) {
    if (error instanceof BodkinError) return undefined
    throw error
  }
}

interface Values {
  readonly yhat: Float64Array
  readonly half: Float64Array
}

/** A model's forecast and half the width of its own interval. */
function columnsOf(model: ForecastModel, frame: Frame, { context }: Plan): Values {
  const columns = new Map<string, Float64Array>(
    forecastColumns(
      model,
      frame,
      { ...OWN, intervalWidth: context.settings.intervalWidth },
      context.frequency,
    ) as ForecastColumns,
  )
  const [lower, upper] = [columns.get('yhat_lower')!, columns.get('yhat_upper')!]
  return { yhat: columns.get('yhat')!, half: upper.map((value, i) => (value - lower[i]) / 2) }
}

const OWN = { interval: 'analytic', draws: 1, seed: 0, nonNegative: false, integer: false } as const

/** Half widths ahead: conformal, or with too few folds the wider of that and the models' own. */
function halfWidths(plan: Plan, tried: Tried, ahead: readonly Values[]): Float64Array {
  const { truth, future, history, context } = plan
  const coverage = context.settings.intervalWidth
  const { ds } = history
  const whole = tried.forecasts.flatMap((forecast) => forecast ?? [])
  const folds = whole.length < truth.length ? 0 : truth.length
  const conformal = folds === 0 ? null : calibrateFolds(foldErrors(whole, truth), coverage)
  const fromPast =
    conformal === null
      ? undefined
      : halfWidthsAt(
          conformal,
          future.ds.map((time) => time - ds[ds.length - 1]),
        )
  if (fromPast !== undefined && folds >= leastRows(coverage)) return fromPast
  const own = pointwiseMedian(ahead.map(({ half }) => half))
  return fromPast === undefined ? own : own.map((width, i) => (width > fromPast[i] ? width : fromPast[i]))
}

/** The half width that holds the wanted share of the fitted values' errors. */
function pastHalfWidth(y: Float64Array, fitted: Float64Array, coverage: number): number {
  const errors = y.map((value, t) => Math.abs(value - fitted[t])).filter((error) => !Number.isNaN(error))
  return quantileInPlace(errors, Math.min(1, (coverage * (errors.length + 1)) / errors.length))
}

/** What values a forecast may take: as `predict`'s options of the same names. */
function limiter({ input: { settings } }: Plan): (value: number) => number {
  const { nonNegative, integer } = settings
  return (value) => {
    const whole = integer ? Math.round(value) : value
    // NaN stays NaN; −0 becomes 0
    return Math.max(whole, nonNegative ? 0 : -Infinity) + 0
  }
}

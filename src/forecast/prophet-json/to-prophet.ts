/** Write a model for Prophet. */
import { BodkinError, show } from '../../errors.js'
import { capAt, floorAt } from '../additive/capacity.js'
import type { HolidayComponent } from '../additive/holidays.js'
import { regressorColumn, type RegressorComponent } from '../additive/regressors.js'
import type { SeasonalityComponent } from '../additive/seasonality.js'
import { changepointTimes } from '../additive/trend.js'
import { assertAdditive } from '../assert-model.js'
import type { AdditiveModel, ForecastModel, PosteriorDraws } from '../model.js'
import { modelSettingsSchema, type Mode } from '../options.js'
import { componentMatrix, prophetOrder } from './features.js'
import { writeHolidayRows } from './holiday-rows.js'
import { isoText, numberColumn, timeColumn, writeSeriesText, writeTableText, type PandasColumn } from './pandas-text.js'

/** The version of Prophet whose documents these are. */
const VERSION = '1.5.0'

/**
 * Write a model as the document that Prophet reads with `prophet.serialize.model_from_json` (version 1.5).
 *
 * Prophet then predicts the same `yhat` and components, to rounding. Where `fromProphet` says that the two differ, they differ here: by
 * floor · multiplicative_terms with minmax scaling or a floor below logistic growth, and for draws of a model that is not linear. Time, value,
 * cap and floor go by Prophet's names `ds`, `y`, `cap` and `floor`, in its future tables too, whatever their names or numbers here. Draws of a
 * model from `posterior` become those of `mcmc_samples`; holidays of a `country` become rows of `holidays`. A calibration by `calibrate` and
 * the models of regressors (`predictor`) are not written: Prophet then asks for the regressors' future values.
 *
 * @param model an additive model
 * @returns JSON text
 * @throws BodkinError `OPTION` for a baseline, and for what Prophet does not have: autoregressive errors, a damped trend, a `transform`, holidays
 *   by period, a floor without logistic growth, columns named like Prophet's own (`t`, `cap_scaled`)
 * @example
 * writeFileSync('model.json', toProphet(model))   // in Python: model_from_json(open('model.json').read()).predict(future)
 */
export function toProphet(model: ForecastModel): string {
  const additive = assertAdditive(model, 'toProphet')
  assertExpressible(additive)
  const { settings, time, scale, components, history, fit, posterior } = additive
  const seasonalities = components.filter((component): component is SeasonalityComponent => {
    return component.kind === 'seasonality'
  })
  const holidays = components.filter((component): component is HolidayComponent => component.kind === 'holiday')
  const regressors = components.filter((component): component is RegressorComponent => component.kind === 'regressor')
  const holidaysMode = holidays[0]?.mode ?? settings.holidaysMode ?? settings.seasonalityMode
  const changepoints = Array.from(additive.changepoints)
  const usual = changepointTimes(history.ds, settings)
  const span = time.end - time.start
  const floored = settings.growth === 'logistic' && settings.floor !== undefined
  const names = (mode: Mode): string[] => [
    ...components.filter((component) => component.mode === mode).map(({ name }) => name),
    `${mode}_terms`,
    `extra_regressors_${mode}`,
    ...(mode === holidaysMode ? ['holidays'] : []),
  ]
  return JSON.stringify({
    growth: settings.growth,
    n_changepoints: settings.growth === 'flat' ? settings.changepointCount : changepoints.length,
    specified_changepoints: String(changepoints) !== String(Array.from(usual)),
    changepoint_range: settings.changepointRange,
    yearly_seasonality: settings.yearlySeasonality,
    weekly_seasonality: settings.weeklySeasonality,
    daily_seasonality: settings.dailySeasonality,
    seasonality_mode: settings.seasonalityMode,
    seasonality_prior_scale: settings.seasonalityPriorScale,
    changepoint_prior_scale: settings.changepointPriorScale,
    holidays_prior_scale: settings.holidaysPriorScale,
    mcmc_samples: posterior === undefined ? 0 : (2 * posterior.k.length) / posterior.chains,
    interval_width: settings.intervalWidth,
    uncertainty_samples: 1000,
    y_scale: scale.y,
    y_min: floored && settings.scaling === 'absmax' ? nearestToFloor(additive) : scale.floor,
    scaling: settings.scaling,
    logistic_floor: floored,
    country_holidays: null,
    component_modes: { additive: names('additive'), multiplicative: names('multiplicative') },
    holidays_mode: holidaysMode,
    changepoints: writeSeriesText('ds', changepoints.map(isoText)),
    history_dates: writeSeriesText('ds', Array.from(new Set(history.ds), isoText)),
    train_holiday_names:
      holidays.length === 0
        ? null
        : writeSeriesText(
            null,
            holidays.map(({ name }) => name),
          ),
    start: time.start / 1000,
    t_scale: span / 1000,
    holidays: writeHolidayRows(holidays) ?? null,
    history: historyText(additive, regressors),
    train_component_cols: matrixText(additive),
    changepoints_t: changepoints.length === 0 ? [0] : changepoints.map((at) => (at - time.start) / span),
    seasonalities: dictionary(
      seasonalities.map(({ name, period, fourierOrder, priorScale, mode, condition }) => [
        name,
        { period, fourier_order: fourierOrder, prior_scale: priorScale, mode, condition_name: condition },
      ]),
    ),
    extra_regressors: dictionary(
      regressors.map(({ name, priorScale, mode, shift, scale: std }) => {
        const standardize = settings.regressors.find((regressor) => regressor.name === name)?.standardize ?? 'auto'
        return [
          name,
          { prior_scale: priorScale, standardize, mu: shift, std, mode, predictor_spec: null, predictor: null },
        ]
      }),
    ),
    fit_kwargs: posterior === undefined ? {} : { chains: posterior.chains },
    params: paramsOf(additive, posterior ?? asDraws(fit)),
    __prophet_version: VERSION,
  })
}

/** Settings that the document says or that do not matter to it; all others must stand at their defaults, lest Prophet predict something else. */
const EXPRESSED: ReadonlySet<string> = new Set(
  (
    'time value growth cap changepointCount changepointRange changepointPriorScale yearlySeasonality weeklySeasonality ' +
    'dailySeasonality seasonalities seasonalityMode seasonalityPriorScale holidaysMode holidaysPriorScale regressors ' +
    // what became of the last two is in the fit and among the holidays
    'scaling intervalWidth seed autoregression country'
  ).split(' '),
)
/** Columns of Prophet's history. */
const TAKEN: ReadonlySet<string> = new Set(['ds', 'y', 't', 'cap', 'floor', 'y_scaled', 'cap_scaled'])

function assertExpressible({ settings, components, fit }: AdditiveModel): void {
  for (const [option, value] of Object.entries(settings)) {
    if (EXPRESSED.has(option) || (option === 'floor' && settings.growth === 'logistic')) continue
    const usual = modelSettingsSchema[option as keyof typeof modelSettingsSchema].absent?.()
    if (value === usual) continue
    throw new BodkinError('OPTION', `toProphet cannot write option "${option}" (${show(value)}): Prophet has none`, {
      option,
      value,
    })
  }
  if (fit.autoregression.length > 0) {
    throw new BodkinError('OPTION', 'toProphet cannot write autoregressive errors: Prophet has none', {
      option: 'autoregression',
    })
  }
  for (const component of components) {
    const column =
      component.kind === 'regressor' ? component.name : component.kind === 'seasonality' ? component.condition : null
    if (column === null || !TAKEN.has(column)) continue
    throw new BodkinError(
      'OPTION',
      `toProphet cannot write column ${JSON.stringify(column)}: Prophet has one of that name`,
      {
        column,
      },
    )
  }
  const modes = new Set(components.flatMap((component) => (component.kind === 'holiday' ? component.mode : [])))
  if (modes.size > 1)
    throw new BodkinError('OPTION', 'toProphet needs holidays of one mode, got additive and multiplicative ones')
}

/** `[names, {name: entry}]` */
function dictionary(entries: readonly (readonly [string, unknown])[]): [string[], Record<string, unknown>] {
  return [entries.map(([name]) => name), Object.fromEntries(entries)]
}

/** The history with the columns that Prophet adds to it; regressors as the model sees them. */
function historyText(
  { settings, time, scale, history, components }: AdditiveModel,
  regressors: readonly RegressorComponent[],
): string {
  const { ds, y } = history
  const span = time.end - time.start
  const cap = capAt(settings, history)
  const floor = floorAt(settings, history, scale.floor)
  const scaled = (values: Float64Array): Float64Array => values.map((value, i) => (value - floor[i]) / scale.y)
  const conditions = new Set(
    components.flatMap((component) => (component.kind === 'seasonality' ? (component.condition ?? []) : [])),
  )
  const flags = Array.from(conditions, (name): PandasColumn => {
    const values = history.columns[name]
    return { name, type: 'boolean', entry: (row) => String(values[row] !== 0) }
  })
  return writeTableText(
    [
      timeColumn('ds', ds),
      numberColumn('y', y),
      ...regressors.map((regressor) => numberColumn(regressor.name, regressorColumn(regressor, history))),
      ...flags,
      numberColumn('floor', floor),
      ...(cap === undefined ? [] : [numberColumn('cap', cap), numberColumn('cap_scaled', scaled(cap))]),
      numberColumn(
        't',
        ds.map((at) => (at - time.start) / span),
      ),
      numberColumn('y_scaled', scaled(y)),
    ],
    ds.length,
  )
}

/** A row a feature, a column a component, 1 where the component has the feature. */
function matrixText({ components }: AdditiveModel): string {
  const features = prophetOrder(components)
  const columns = componentMatrix(components).map(({ name, has }): PandasColumn => {
    return { name, type: 'integer', entry: (row) => (row < features.length && has(features[row]) ? '1' : '0') }
  })
  return writeTableText(columns, Math.max(1, features.length))
}

function nearestToFloor({ settings, scale, history }: AdditiveModel): number {
  const floor = floorAt(settings, history, scale.floor)
  return history.y.reduce((least, value, i) => Math.min(least, Math.abs(value - floor[i])), Infinity)
}

/** The fit as a single draw. */
function asDraws({ k, m, sigma, delta, beta }: AdditiveModel['fit']): PosteriorDraws {
  return { chains: 1, k: Float64Array.of(k), m: Float64Array.of(m), sigma: Float64Array.of(sigma), delta, beta }
}

/** Rows of coefficients in Prophet's order, taking turns among the chains; one zero where a model has no changepoints or no features. */
function paramsOf(
  { changepoints, components }: AdditiveModel,
  { chains, k, m, sigma, delta, beta }: PosteriorDraws,
): Record<string, number[][]> {
  const each = k.length / chains
  const draws = Array.from(k, (_, i) => (i % chains) * each + Math.floor(i / chains))
  const bends = Array.from(changepoints.keys())
  const places = prophetOrder(components).map(({ place }) => place)
  const rows = (values: Float64Array, columns: readonly number[]): number[][] =>
    draws.map((draw) => (columns.length === 0 ? [0] : columns.map((column) => values[draw * columns.length + column])))
  return {
    k: rows(k, [0]),
    m: rows(m, [0]),
    delta: rows(delta, bends),
    sigma_obs: rows(sigma, [0]),
    beta: rows(beta, places),
  }
}
